#include "plugins/lib/readers/record_columns.h"

#include <utility>

#include "plugins/lib/io/columns.h"
#include "textmill/json.hpp"
#include "textmill/print.hpp"

namespace textmill::readers {
namespace {

void AppendDate(const KnownOfRecord& known, const Field& column, Builder& to) {
  const bool is_text = column.format == Utf8::kFormat;
  if (known.date && column.format == Timestamp::kFormat) {
    static_cast<BuilderOf<Timestamp>&>(to).Append(*known.date);
  } else if (known.date && is_text) {
    Buffer written;
    AppendTimestamp(*known.date, ValueKind::kMicros, written);
    static_cast<BytesBuilder&>(to).Append({written.data(), written.size()});
  } else if (!known.date_text.empty() && is_text) {
    static_cast<BytesBuilder&>(to).Append(known.date_text);
  } else {
    to.AppendNull();
  }
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
  AppendDate(known, columns_[io::kDate], rows.At(io::kDate));
  std::vector<bool> has_column(known.others.size());
  const size_t extra = columns_.size() - 1;
  for (size_t slot = io::kFirstDeclared; slot < extra; ++slot) {
    std::string_view value;
    for (size_t k = 0; k < known.others.size(); ++k) {
      if (columns_[slot].name != known.others[k].name || columns_[slot].format != Utf8::kFormat)
        continue;
      has_column[k] = true;
      value = known.others[k].value;
    }
    append(slot, value);
  }
  Buffer json;
  for (size_t k = 0; k < known.others.size(); ++k) {
    if (!has_column[k] && !known.others[k].value.empty()) AppendMember(known.others[k], json);
  }
  if (json.size() > 0) json.Append("}", 1);
  append(extra, {json.data(), json.size()});
}

}  // namespace textmill::readers
