#include "plugins/entities/patterns/document_date.h"

namespace textmill::entities {

void DocumentDate::Bind(const Param<ColumnName>& parameter, Binder& binder) {
  slot_ = -1;
  const std::string name = parameter.present() ? parameter->value : "date";
  const Field* field = binder.Find(name);
  if (field == nullptr) {
    if (!parameter.present()) return;
    throw NoSuchColumn(name).Parameter("date");
  }
  text_ = field->format == Utf8::kFormat;
  if (text_ || field->format == Timestamp::kFormat) {
    slot_ = binder.Use(name);
  } else if (parameter.present()) {
    throw Error("the column `" + name + "` holds " + TypeName(*field) + ", no dates",
                TEXTMILL_WRONG_TYPE)
        .Parameter("date")
        .Column(name);
  }
}

WrittenOn DocumentDate::Of(const Batch& batch, int64_t row) const {
  if (slot_ < 0) return {};
  if (text_) return ReadDay(batch.At<Utf8>(slot_)[row]);
  const auto dates = batch.At<Timestamp>(slot_);
  if (dates.IsNull(row)) return {};
  using std::chrono::microseconds;
  return std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<microseconds>(microseconds(dates[row])));
}

}  // namespace textmill::entities
