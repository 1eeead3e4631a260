#include "plugins/python/message.h"

#include "plugins/python/plain_types.h"
#include "textmill/print.hpp"

namespace textmill::python {
namespace {

// Of a number's format; 0 where it is none.
size_t WidthOf(const std::string& format) {
  if (format == kTimestampFormat) return 8;
  if (format.size() != 1) return 0;
  switch (format[0]) {
    case 'b':
    case 'C':
      return 1;
    case 'i':
    case 'I':
    case 'f':
      return 4;
    case 'l':
    case 'L':
    case 'g':
      return 8;
    default:
      return 0;
  }
}

[[noreturn]] void Malformed() {
  throw Error("the worker's message is malformed", TEXTMILL_INTERNAL);
}

}  // namespace

MessageWriter::MessageWriter(char kind, int64_t number) {
  bytes_.Fill(0, kLengthBytes);
  *Group(1) = kind;
  std::memcpy(Group(sizeof number), &number, sizeof number);
}

// Room for bytes that begin at a multiple of 8.
char* MessageWriter::Group(size_t bytes) {
  bytes_.Fill(0, -bytes_.size() & 7);
  char* const to = bytes_.Room(bytes);
  bytes_.Advance(bytes);
  return to;
}

void MessageWriter::Valid(const ArrowArray& array, int64_t begin, int64_t end) {
  bool nulls = false;
  for (int64_t i = begin; array.null_count != 0 && i < end && !nulls; ++i)
    nulls = IsNullAt(array, i);
  *Group(1) = nulls ? 1 : 0;
  if (!nulls) return;
  char* const to = Group(static_cast<size_t>(end - begin));
  for (int64_t i = begin; i < end; ++i) to[i - begin] = IsNullAt(array, i) ? 0 : 1;
}

void MessageWriter::Column(const Field& type, const ArrowArray& array, int64_t begin, int64_t end) {
  Valid(array, begin, end);
  const std::string& format = type.format;
  const auto rows = static_cast<size_t>(end - begin);
  if (format == "+s") {
    for (size_t k = 0; k < type.children.size(); ++k)
      Column(type.children[k], *array.children[k], array.offset + begin, array.offset + end);
  } else if (format == "+l" || format == "u" || format == "z") {
    const int32_t* const from =
        static_cast<const int32_t*>(array.buffers[1]) + array.offset + begin;
    char* to = Group((rows + 1) * sizeof(int32_t));
    for (size_t i = 0; i <= rows; ++i, to += sizeof(int32_t)) {
      const int32_t at = from[i] - from[0];
      std::memcpy(to, &at, sizeof at);
    }
    if (format == "+l") return Column(type.children[0], *array.children[0], from[0], from[rows]);
    const auto bytes = static_cast<size_t>(from[rows] - from[0]);
    char* const text = Group(bytes);
    if (bytes > 0) std::memcpy(text, static_cast<const char*>(array.buffers[2]) + from[0], bytes);
  } else if (format == "b") {
    char* const to = Group(rows);
    const auto* bits = static_cast<const uint8_t*>(array.buffers[1]);
    for (size_t i = 0; i < rows; ++i)
      to[i] = internal::BitAt(bits, array.offset + begin + static_cast<int64_t>(i)) ? 1 : 0;
  } else {
    const size_t width = WidthOf(format);
    char* const to = Group(rows * width);
    if (rows > 0)
      std::memcpy(to,
                  static_cast<const char*>(array.buffers[1]) +
                      static_cast<size_t>(array.offset + begin) * width,
                  rows * width);
  }
}

void MessageWriter::Strings(const std::vector<std::string>& strings) {
  BytesBuilder builder;
  for (const std::string& string : strings) builder.Append(string);
  ArrowArray array{};
  builder.Finish(&array);
  Column(kText, array, 0, static_cast<int64_t>(strings.size()));
  array.release(&array);
}

std::string_view MessageWriter::Finish() {
  const uint64_t length = bytes_.size() - kLengthBytes;
  std::memcpy(bytes_.data(), &length, sizeof length);
  return {bytes_.data(), bytes_.size()};
}

void MessageColumn::Append(int64_t row, Builder& to) const {
  if (IsNull(row)) return to.AppendNull();
  if (format_ == "+l") {
    auto& list = static_cast<ListBuilder&>(to);
    for (int32_t i = End(row); i < End(row + 1); ++i) children_[0].Append(i, list.any_items());
    return list.EndRow();
  }
  if (format_ == "+s") {
    auto& members = static_cast<StructBuilder&>(to);
    for (size_t k = 0; k < children_.size(); ++k) children_[k].Append(row, members.any_member(k));
    return members.EndRow();
  }
  switch (format_ == kTimestampFormat ? 'l' : format_[0]) {
    case 'b':
      return static_cast<BoolBuilder&>(to).Append(data_[row] != 0);
    case 'C':
      return AppendNumber<uint8_t>(row, to);
    case 'i':
      return AppendNumber<int32_t>(row, to);
    case 'I':
      return AppendNumber<uint32_t>(row, to);
    case 'l':
      return AppendNumber<int64_t>(row, to);
    case 'L':
      return AppendNumber<uint64_t>(row, to);
    case 'f':
      return AppendNumber<float>(row, to);
    case 'g':
      return AppendNumber<double>(row, to);
    default:
      return static_cast<BytesBuilder&>(to).Append(Bytes(row));
  }
}

MessageReader::MessageReader(std::string_view message) : message_(message) {
  kind_ = *Group(1, 1);
  number_ = Number();
}

// `count` values, the first at a multiple of 8.
const char* MessageReader::Group(int64_t count, int64_t width) {
  const size_t begin = (at_ + 7) & ~size_t{7};
  if (begin > message_.size() || count < 0) Malformed();
  const size_t left = message_.size() - begin;
  if (width > 0 && static_cast<uint64_t>(count) > left / static_cast<uint64_t>(width)) Malformed();
  at_ = begin + static_cast<size_t>(count * width);
  return message_.data() + begin;
}

int64_t MessageReader::Number() {
  int64_t number;
  std::memcpy(&number, Group(1, sizeof number), sizeof number);
  return number;
}

MessageColumn MessageReader::Column(const Field& type, int64_t rows) {
  MessageColumn column;
  column.format_ = type.format;
  column.rows_ = rows;
  if (*Group(1, 1) != 0) column.valid_ = Group(rows, 1);
  if (type.format == "+s") {
    for (const Field& member : type.children) column.children_.push_back(Column(member, rows));
    if (type.children.empty()) Group(rows, 0);
    return column;
  }
  if (const auto width = static_cast<int64_t>(WidthOf(type.format)); width > 0) {
    column.data_ = Group(rows, width);
    return column;
  }
  if (rows < 0 || rows == INT64_MAX) Malformed();
  column.ends_ = Group(rows + 1, sizeof(int32_t));
  if (column.End(0) != 0) Malformed();
  for (int64_t i = 0; i < rows; ++i) {
    if (column.End(i + 1) < column.End(i)) Malformed();
  }
  if (type.format == "+l")
    column.children_.push_back(Column(type.children[0], column.End(rows)));
  else
    column.data_ = Group(column.End(rows), 1);
  return column;
}

std::vector<std::string> MessageReader::Strings(int64_t rows) {
  const MessageColumn column = Column(kText, rows);
  std::vector<std::string> strings;
  for (int64_t i = 0; i < rows; ++i) strings.emplace_back(column.Bytes(i));
  return strings;
}

}  // namespace textmill::python
