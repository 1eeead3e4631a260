#include "plugins/lib/readers/sqlite/column_reader.h"

#include <cstdint>
#include <limits>
#include <optional>

#include "plugins/lib/io/typed_value.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/jsonl/json_text.h"
#include "plugins/lib/readers/jsonl/nested_value.h"
#include "textmill/print.hpp"
#include "textmill/utf8.hpp"

namespace textmill::sqlite {
namespace {

bool IsWhole(char format) {
  return std::string_view("CiIlL").find(format) != std::string_view::npos;
}
bool InRange(char format, int64_t value) {
  switch (format) {
    case 'C':
      return value >= 0 && value <= UINT8_MAX;
    case 'i':
      return value >= INT32_MIN && value <= INT32_MAX;
    case 'I':
      return value >= 0 && value <= UINT32_MAX;
    case 'L':
      return value >= 0;
    default:
      return true;
  }
}

const char* Wanted(const Field& field) {
  switch (field.format[0]) {
    case 'u':
      return "text";
    case 'z':
      return "bytes (a BLOB)";
    case 'b':
      return "0 or 1";
    case 't':
      return "a date or time such as 2024-05-31T17:30:00Z";
    case '+':
      return "JSON text";
    case 'f':
    case 'g':
      return "a number";
    default:
      return "a whole number of its size";
  }
}

// The value as the field's type has it; nothing where it has none.
std::optional<io::TypedValue> ValueOf(const Field& field, bool converts, const Cell& cell) {
  io::TypedValue value{};
  const char format = field.format[0];
  const bool text = cell.type == SQLITE_TEXT;
  if (IsWhole(format)) {
    if (cell.type == SQLITE_INTEGER) {
      value.integer = cell.integer;
    } else if (!text || !converts || !io::ParseValue(io::ValueType::kInt, cell.bytes, value)) {
      return {};
    }
    if (!InRange(format, value.integer)) return {};
    return value;
  }
  switch (format) {
    case 'f':
    case 'g':
      if (cell.type == SQLITE_FLOAT) {
        value.number = cell.real;
      } else if (cell.type == SQLITE_INTEGER) {
        value.number = static_cast<double>(cell.integer);
      } else if (!text || !converts || !io::ParseValue(io::ValueType::kFloat, cell.bytes, value)) {
        return {};
      }
      return value;
    case 'b':
      if (cell.type == SQLITE_INTEGER && (cell.integer == 0 || cell.integer == 1)) {
        value.flag = cell.integer == 1;
        return value;
      }
      if (text && converts && io::ParseValue(io::ValueType::kBool, cell.bytes, value)) return value;
      return {};
    default:  // a timestamp
      if (text && io::ParseValue(io::ValueType::kTimestamp, cell.bytes, value)) return value;
      return {};
  }
}

}  // namespace

std::string_view ColumnReader::Padded(std::string_view json) {
  padded_.assign(json).append(64, '\0');
  return {padded_.data(), json.size()};
}

std::string ColumnReader::CheckJson(const Cell& cell) {
  if (!io::IsUtf8(cell.bytes)) return "is not UTF-8";
  jsonl::JsonText json(Padded(cell.bytes));
  const char* const begin = json.SkipSpace(json.begin());
  const char* const end = json.SkipValue(begin);
  if (end == nullptr || json.SkipSpace(end) != json.end()) return "is no valid JSON";
  jsonl::NestedValue nested(json);
  return nested.Check(field_, begin) ? "" : "does not fit its type: " + nested.complaint();
}

std::string ColumnReader::Check(const Cell& cell) {
  if (cell.type == SQLITE_NULL) return "";
  const auto wrong = [&] { return std::string("is ") + KindOf(cell) + ", not " + Wanted(field_); };
  switch (field_.format[0]) {
    case '+':
      return cell.type == SQLITE_TEXT ? CheckJson(cell) : wrong();
    case 'z':
      return cell.type == SQLITE_BLOB ? "" : wrong();
    case 'u':
      if (cell.type != SQLITE_TEXT && !converts_) return wrong();
      if (!cell.bytes.empty() && !io::IsUtf8(cell.bytes))
        return "is not UTF-8 (at byte " + std::to_string(FirstInvalidUtf8(cell.bytes)) + ")";
      return "";
    default:
      return ValueOf(field_, converts_, cell) ? "" : wrong();
  }
}

void ColumnReader::Append(const Cell& cell, Builder& to) {
  if (cell.type == SQLITE_NULL) return to.AppendNull();
  const char format = field_.format[0];
  if (format == '+') {
    jsonl::JsonText json(Padded(cell.bytes));
    return jsonl::NestedValue(json).Append(field_, json.SkipSpace(json.begin()), to);
  }
  if (format == 'u' || format == 'z') {
    if (cell.type == SQLITE_TEXT || cell.type == SQLITE_BLOB)
      return static_cast<BytesBuilder&>(to).Append(cell.bytes);
    Buffer text;
    if (cell.type == SQLITE_INTEGER) {
      AppendNumber(cell.integer, text);
    } else {
      AppendNumber(cell.real, text);
    }
    return static_cast<BytesBuilder&>(to).Append({text.data(), text.size()});
  }
  const io::TypedValue value = *ValueOf(field_, converts_, cell);
  switch (format) {
    case 'C':
      return static_cast<PrimitiveBuilder<uint8_t>&>(to).Append(
          static_cast<uint8_t>(value.integer));
    case 'i':
      return static_cast<PrimitiveBuilder<int32_t>&>(to).Append(
          static_cast<int32_t>(value.integer));
    case 'I':
      return static_cast<PrimitiveBuilder<uint32_t>&>(to).Append(
          static_cast<uint32_t>(value.integer));
    case 'L':
      return static_cast<PrimitiveBuilder<uint64_t>&>(to).Append(
          static_cast<uint64_t>(value.integer));
    case 'f':
      return static_cast<PrimitiveBuilder<float>&>(to).Append(static_cast<float>(value.number));
    case 'g':
      return static_cast<PrimitiveBuilder<double>&>(to).Append(value.number);
    case 'b':
      return static_cast<BoolBuilder&>(to).Append(value.flag);
    default:  // int64, timestamp
      return static_cast<PrimitiveBuilder<int64_t>&>(to).Append(value.integer);
  }
}

}  // namespace textmill::sqlite
