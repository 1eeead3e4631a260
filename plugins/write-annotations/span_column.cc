#include "plugins/write-annotations/span_column.h"

#include <algorithm>

#include "textmill/print.hpp"
#include "textmill/utf8.hpp"

namespace textmill::write_annotations {
namespace {

std::string_view TextAt(const ArrowArray& items, int member, int64_t i) {
  if (member < 0) return {};
  const ArrowArray& array = *items.children[member];
  return IsNullAt(array, items.offset + i) ? std::string_view() : BytesAt(array, items.offset + i);
}

bool IsInside(std::string_view text, int64_t at) {
  return static_cast<size_t>(at) < text.size() && (text[static_cast<size_t>(at)] & 0xC0) == 0x80;
}

// Characters before places in the text, which are asked for in ascending order.
class CharacterCounter {
 public:
  explicit CharacterCounter(std::string_view text) : text_(text) {}
  int64_t Before(int64_t byte) {
    const auto to = static_cast<size_t>(byte);
    count_ += static_cast<int64_t>(CountCharacters(text_.substr(at_, to - at_)));
    at_ = to;
    return count_;
  }

 private:
  std::string_view text_;
  size_t at_ = 0;
  int64_t count_ = 0;
};

}  // namespace

SpanColumn::SpanColumn(const Field& column, int slot) : slot_(slot) {
  const bool structs =
      column.format == "+l" && column.children.size() == 1 && column.children[0].format == "+s";
  const std::vector<Field> none;
  const std::vector<Field>& members = structs ? column.children[0].children : none;
  for (size_t i = 0; i < members.size(); ++i) {
    const auto at = static_cast<int>(i);
    for (const auto& [name, place] : {std::pair("begin", &begin_), {"end", &end_}}) {
      if (members[i].name == name && members[i].format == "l") *place = at;
    }
    for (const auto& [name, place] :
         {std::pair("type", &type_), {"name", &name_}, {"id", &id_}, {"value", &value_}}) {
      if (members[i].name == name && members[i].format == "u") *place = at;
    }
  }
  if (begin_ < 0 || end_ < 0)
    throw Error("the column `" + column.name + "` is " + TypeName(column) +
                    ", and no list of spans with begin and end",
                TEXTMILL_WRONG_TYPE)
        .Parameter("column")
        .Column(column.name);
}

std::string SpanColumn::Take(const Batch& batch, int64_t row, std::string_view text,
                             std::vector<Span>& spans) const {
  spans.clear();
  const View<List> list = batch.At<List>(slot_);
  const ArrowArray& items = *list.array()->children[0];
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t i = list.begin(row); i < list.end(row); ++i) {
    if (IsNullAt(items, i)) continue;
    const ArrowArray &begins = *items.children[begin_], &ends = *items.children[end_];
    if (IsNullAt(begins, items.offset + i) || IsNullAt(ends, items.offset + i))
      return "a span has no begin or no end";
    Span span;
    span.begin = ValueAt<int64_t>(begins, items.offset + i);
    span.end = ValueAt<int64_t>(ends, items.offset + i);
    if (span.begin == span.end && span.begin >= 0 && span.end <= size) continue;  // marks nothing
    if (span.begin < 0 || span.begin >= span.end || span.end > size || IsInside(text, span.begin) ||
        IsInside(text, span.end))
      return "a span goes from byte " + std::to_string(span.begin) + " to " +
             std::to_string(span.end) + ", which are no places in its text of " +
             std::to_string(size) + " bytes";
    span.type = TextAt(items, type_, i);
    if (span.type.empty()) span.type = "MISC";
    span.name = TextAt(items, name_, i);
    span.id = TextAt(items, id_, i);
    span.value = TextAt(items, value_, i);
    spans.push_back(span);
  }
  std::stable_sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  CharacterCounter begins(text);
  for (Span& span : spans) {
    span.first = begins.Before(span.begin);
    span.after = span.first +
                 static_cast<int64_t>(CountCharacters(text.substr(
                     static_cast<size_t>(span.begin), static_cast<size_t>(span.end - span.begin))));
  }
  return "";
}

}  // namespace textmill::write_annotations
