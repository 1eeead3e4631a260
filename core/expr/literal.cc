#include "core/expr/literal.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include "core/expr/nearest.h"
#include "textmill/abi.h"
#include "textmill/calendar.hpp"

namespace textmill::core::expr {
namespace {

using Kind = Node::Kind;

template <class T>
bool ParseNumber(const std::string& text, T* value) {
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, *value);
  return error == std::errc() && at == end;
}

bool IsDecimal(const std::string& number) {
  return number.find_first_of(".eE") != std::string::npos;
}

std::optional<Trouble> NumberConstant(const Value& column, const Node& literal, Number* number) {
  const std::string& written = literal.text;
  if (!IsDecimal(written)) {
    int64_t integer;
    uint64_t larger;
    if (ParseNumber(written, &integer)) {
      *number = integer;
    } else if (ParseNumber(written, &larger)) {
      *number = larger;
    } else {
      return Trouble{written + " is too big: whole numbers have 64 bits", ""};
    }
    return std::nullopt;
  }
  double decimal;
  if (!ParseNumber(written, &decimal)) return Trouble{written + " is too big or too small", ""};
  if (column.operand.kind == Operand::Kind::kColumn && column.operand.type == ValueKind::kFloat32) {
    const bool fits = std::abs(decimal) <= static_cast<double>(std::numeric_limits<float>::max());
    if (fits) decimal = static_cast<double>(static_cast<float>(decimal));
  }
  *number = decimal;
  return std::nullopt;
}

std::string KindOfLiteral(const Node& literal) {
  return literal.kind == Kind::kText     ? "text"
         : literal.kind == Kind::kNumber ? "a number"
                                         : "true or false";
}

// Of a literal whose type is not the column's.
std::string MismatchHint(const Value& column, const Node& literal, const std::string& source) {
  double number;
  switch (column.group) {
    case Group::kText:
      return "a text is written in quotation marks: \"" + source + "\"" +
             (literal.kind == Kind::kNumber ? "; did you mean " + column.source + ".length?" : "");
    case Group::kNumber:
      return literal.kind == Kind::kText && ParseNumber(literal.text, &number)
                 ? "write " + literal.text + " without quotation marks"
                 : "";
    case Group::kTruth:
      return "write " + column.source + " alone, or not " + column.source;
    default:
      return "";
  }
}

// All values that the column can take; none where that is not known.
std::vector<std::string> ValuesOf(const Value& column) {
  std::vector<std::string> values;
  const std::string* lines = column.field->Meta(TEXTMILL_META_VALUES);
  if (lines == nullptr || lines->empty()) return values;
  for (size_t begin = 0; begin <= lines->size();) {
    const size_t end = std::min(lines->find('\n', begin), lines->size());
    values.push_back(lines->substr(begin, end - begin));
    begin = end + 1;
  }
  return values;
}

}  // namespace

Group GroupOf(const Field& field) {
  const ValueKind kind = KindOf(field.format);
  if (kind == ValueKind::kUtf8) return Group::kText;
  if (kind == ValueKind::kBool) return Group::kTruth;
  if (kind == ValueKind::kList) return Group::kList;
  if (kind >= ValueKind::kInt8 && kind <= ValueKind::kFloat64) return Group::kNumber;
  return IsTimestamp(kind) ? Group::kTime : Group::kOther;
}

std::string Describe(const Value& value) {
  switch (value.group) {
    case Group::kText:
      return "text";
    case Group::kNumber:
      return "a number";
    case Group::kTruth:
      return "true or false";
    case Group::kTime:
      return "a point in time";
    case Group::kList:
      return "a list";
    case Group::kOther:
      break;
  }
  return "of the type " + TypeName(*value.field);
}

std::optional<Trouble> CompareColumns(const Value& left, Op op, const Value& right) {
  for (const Value* side : {&left, &right}) {
    if (side->group == Group::kList) {
      return Trouble{"`" + side->source + "` is a list, which cannot be compared",
                     "its length can: " + side->source + ".length"};
    }
    if (side->group == Group::kOther) {
      return Trouble{"`" + side->source + "` is " + Describe(*side) + ", which cannot be compared",
                     "`is null` can be asked of it"};
    }
  }
  if (left.group != right.group) {
    return Trouble{"`" + left.source + "` is " + Describe(left) + " and `" + right.source +
                       "` is " + Describe(right) + ": they cannot be compared",
                   ""};
  }
  if (left.group == Group::kTruth && op != Op::kEq && op != Op::kNe)
    return Trouble{"true and false have no order", "compare by == or !="};
  return std::nullopt;
}

std::optional<Trouble> MakeConstant(const Value& column, const Node& literal,
                                    const std::string& source, Operand* constant) {
  if (!IsComparable(column.group)) return CompareColumns(column, Op::kEq, column);
  if (column.group == Group::kTime) {
    const auto time = literal.kind == Kind::kText ? ParseIsoTime(literal.text) : std::nullopt;
    if (!time) {
      return Trouble{"`" + column.source + "` is a point in time, and " + source + " is not",
                     "write it as \"2024-06-05\" or \"2024-06-05T10:00:00Z\""};
    }
    constant->number = Nanos{time->seconds} * 1000000000 + time->nanos;
    return std::nullopt;
  }
  if (column.group == Group::kText && literal.kind == Kind::kText) {
    constant->text = literal.text;
    return std::nullopt;
  }
  if (column.group == Group::kNumber && literal.kind == Kind::kNumber)
    return NumberConstant(column, literal, &constant->number);
  if (column.group == Group::kTruth &&
      (literal.kind == Kind::kTrue || literal.kind == Kind::kFalse)) {
    constant->number = int64_t{literal.kind == Kind::kTrue};
    return std::nullopt;
  }
  return Trouble{"`" + column.source + "` is " + Describe(column) + " and " + source + " is " +
                     KindOfLiteral(literal) + ": they cannot be compared",
                 MismatchHint(column, literal, source)};
}

std::optional<Trouble> NeverOccurs(const Value& column, const std::string& text) {
  const std::vector<std::string> values = ValuesOf(column);
  if (values.empty() || std::find(values.begin(), values.end(), text) != values.end())
    return std::nullopt;
  const std::string nearest = NearestValue(text, values);
  return Trouble{"`" + column.source + "` is never \"" + text + "\"",
                 nearest.empty() ? "its values are " + ListOf(values, "\"")
                                 : "did you mean \"" + nearest + "\"?"};
}

std::optional<Trouble> NeverMatches(const Value& column, const re2::RE2& pattern,
                                    const std::string& source) {
  const std::vector<std::string> values = ValuesOf(column);
  const auto matches = [&](const std::string& v) { return re2::RE2::PartialMatch(v, pattern); };
  if (values.empty() || std::any_of(values.begin(), values.end(), matches)) return std::nullopt;
  return Trouble{"`" + column.source + "` never matches " + source,
                 "its values are " + ListOf(values, "\"")};
}

}  // namespace textmill::core::expr
