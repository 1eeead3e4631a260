#include "plugins/lib/readers/record_columns.h"

#include <utility>

#include "plugins/lib/io/columns.h"
#include "plugins/lib/io/typed_value.h"
#include "textmill/json.hpp"
#include "textmill/print.hpp"

namespace textmill::readers {
namespace {

// What a file says, as the column has it: as text, or read as a value of its type. False, with
// nothing appended, where it is none.
bool AppendSaid(std::string_view said, const Field& field, Builder& to) {
  io::Column column;
  column.type = io::ValueTypeOf(field.format);
  if (column.type == io::ValueType::kString) {
    static_cast<BytesBuilder&>(to).Append(said);
    return true;
  }
  io::TypedValue value{};
  if (!io::ParseValue(column.type, said, value)) return false;
  io::AppendValue(column, value, to);
  return true;
}

void AppendMember(const KnownOfRecord::Member& member, Buffer& json) {
  json.Append(json.size() == 0 ? "{" : ", ", json.size() == 0 ? 1 : 2);
  AppendJsonString(member.name, json);
  json.Append(": ", 2);
  if (member.is_number)
    json.Append(member.value.data(), member.value.size());
  else
    AppendJsonString(member.value, json);
}

}  // namespace

void RecordColumns::Bind(Binder& binder, const std::string& files) const {
  for (size_t i = 0; i < columns_.size(); ++i) {
    const Field& column = columns_[i];
    if (i < io::kDate && column.format != Utf8::kFormat)
      throw Error("the column `" + column.name + "` is " + TypeName(column) + ", and " + files +
                  " have text there")
          .Parameter("types")
          .Hint("Read them by the reader of their kind, in a pipeline of their own.");
    binder.Produce(Part::kColumns, column);
  }
}

BytesBuilder& RecordColumns::Text(Rows& rows) const {
  return static_cast<BytesBuilder&>(rows.At(io::kText));
}

void RecordColumns::AppendOthers(const KnownOfRecord& known, Rows& rows) const {
  const auto append = [&](size_t slot, std::string_view value) {
    Builder& to = rows.At(static_cast<int>(slot));
    if (value.empty()) return to.AppendNull();
    static_cast<BytesBuilder&>(to).Append(value);
  };
  append(io::kId, known.id);
  append(io::kSource, known.source);
  append(io::kTitle, known.title);
  append(io::kUrl, known.url);
  const size_t extra = columns_.size() - 1;
  std::vector<bool> filled(extra);
  Buffer json, date;
  const auto take = [&](const KnownOfRecord::Member& member) {
    if (member.value.empty()) return;
    for (size_t slot = io::kDate; slot < extra; ++slot) {
      if (columns_[slot].name != member.name) continue;
      filled[slot] = AppendSaid(member.value, columns_[slot], rows.At(static_cast<int>(slot)));
      if (filled[slot]) return;
    }
    AppendMember(member, json);
  };
  if (known.date) AppendTimestamp(*known.date, ValueKind::kMicros, date);
  take({"date", known.date ? std::string_view(date.data(), date.size()) : known.date_text});
  for (const KnownOfRecord::Member& member : known.others) take(member);
  for (size_t slot = io::kDate; slot < extra; ++slot) {
    if (!filled[slot]) rows.At(static_cast<int>(slot)).AppendNull();
  }
  if (json.size() > 0) json.Append("}", 1);
  append(extra, {json.data(), json.size()});
}

}  // namespace textmill::readers
