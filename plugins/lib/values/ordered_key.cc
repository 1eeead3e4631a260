#include "plugins/lib/values/ordered_key.h"

#include <bit>
#include <cmath>
#include <limits>

#include "textmill/error.hpp"
#include "textmill/print.hpp"

namespace textmill::values {
namespace {

constexpr char kValue = 1, kNull = 2;
// A text ends with two zeros; a zero in it is followed by something else.
constexpr char kZeroInside = static_cast<char>(0xFF);
constexpr uint64_t kSign = uint64_t{1} << 63;

enum class Shape { kNone, kByte, kSigned, kUnsigned, kFloat, kText };

Shape ShapeOf(const Field& type) {
  switch (KindOf(type.format)) {
    case ValueKind::kBool:
      return Shape::kByte;
    case ValueKind::kUInt8:
    case ValueKind::kUInt32:
    case ValueKind::kUInt64:
      return Shape::kUnsigned;
    case ValueKind::kInt32:
    case ValueKind::kInt64:
    case ValueKind::kSeconds:
    case ValueKind::kMillis:
    case ValueKind::kMicros:
    case ValueKind::kNanos:
      return Shape::kSigned;
    case ValueKind::kFloat32:
    case ValueKind::kFloat64:
      return Shape::kFloat;
    case ValueKind::kUtf8:
    case ValueKind::kBinary:
      return Shape::kText;
    default:
      return Shape::kNone;
  }
}

void AppendNumber(uint64_t bits, std::string& to) {
  for (int shift = 56; shift >= 0; shift -= 8) to += static_cast<char>(bits >> shift);
}

uint64_t NumberAt(std::string_view from) {
  uint64_t bits = 0;
  for (int i = 0; i < 8; ++i) bits = bits << 8 | static_cast<uint8_t>(from[static_cast<size_t>(i)]);
  return bits;
}

uint64_t FloatBits(double value) {
  if (std::isnan(value)) return ~uint64_t{0};
  const auto bits = std::bit_cast<uint64_t>(value == 0 ? 0.0 : value);
  return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

double FloatOf(uint64_t bits) {
  if (bits == ~uint64_t{0}) return std::numeric_limits<double>::quiet_NaN();
  return std::bit_cast<double>((bits & kSign) != 0 ? bits & ~kSign : ~bits);
}

void Invert(size_t from, std::string& bytes) {
  for (size_t i = from; i < bytes.size(); ++i) bytes[i] = static_cast<char>(~bytes[i]);
}

}  // namespace

bool HasOrder(const Field& type) { return ShapeOf(type) != Shape::kNone; }

void AppendOrderedNull(std::string& to) { to += kNull; }

void AppendOrderedText(std::string_view text, bool descending, std::string& to) {
  to += kValue;
  const size_t begin = to.size();
  for (size_t at = 0; at < text.size();) {
    const size_t zero = std::min(text.find('\0', at), text.size());
    to.append(text.substr(at, zero - at));
    if (zero < text.size()) to.append(1, '\0').append(1, kZeroInside);
    at = zero + 1;
  }
  to.append(2, '\0');
  if (descending) Invert(begin, to);
}

void AppendOrdered(const Field& type, const ArrowArray& array, int64_t i, bool descending,
                   std::string& to) {
  if (IsNullAt(array, i)) return AppendOrderedNull(to);
  const Shape shape = ShapeOf(type);
  if (shape == Shape::kText) return AppendOrderedText(BytesAt(array, i), descending, to);
  to += kValue;
  const size_t begin = to.size();
  const ValueKind kind = KindOf(type.format);
  if (shape == Shape::kByte) {
    to += BoolView(&array, 0, array.length)[i] ? '\1' : '\0';
  } else if (shape == Shape::kFloat) {
    AppendNumber(FloatBits(kind == ValueKind::kFloat32 ? double{ValueAt<float>(array, i)}
                                                       : ValueAt<double>(array, i)),
                 to);
  } else if (shape == Shape::kUnsigned) {
    AppendNumber(kind == ValueKind::kUInt8    ? ValueAt<uint8_t>(array, i)
                 : kind == ValueKind::kUInt32 ? ValueAt<uint32_t>(array, i)
                                              : ValueAt<uint64_t>(array, i),
                 to);
  } else {
    const int64_t value =
        kind == ValueKind::kInt32 ? ValueAt<int32_t>(array, i) : ValueAt<int64_t>(array, i);
    AppendNumber(static_cast<uint64_t>(value) ^ kSign, to);
  }
  if (descending) Invert(begin, to);
}

// They may come from a saved state that was forged.
std::string_view TakeOrderedBytes(const Field& type, std::string_view& from) {
  const auto need = [&](size_t n) {
    if (n > from.size()) throw Error("a value that was kept is damaged", TEXTMILL_INTERNAL);
  };
  size_t size = 1;
  need(size);
  if (from[0] != kNull) {
    switch (ShapeOf(type)) {
      case Shape::kByte:
        size = 2;
        break;
      case Shape::kText:
        for (need(3); from[size] != 0 || from[size + 1] != 0; need(size + 2))
          size += from[size] == 0 ? 2 : 1;
        size += 2;
        break;
      default:
        size = 9;
    }
  }
  need(size);
  const std::string_view value = from.substr(0, size);
  from.remove_prefix(size);
  return value;
}

bool IsOrderedNull(std::string_view value) { return value.at(0) == kNull; }

std::string OrderedText(std::string_view value) {
  std::string text;
  for (size_t i = 1; i + 2 < value.size(); ++i) {
    text += value[i];
    if (value[i] == 0) ++i;
  }
  return text;
}

int64_t OrderedInteger(const Field& type, std::string_view value) {
  const Shape shape = ShapeOf(type);
  if (shape == Shape::kByte) return value[1];
  const uint64_t bits = NumberAt(value.substr(1));
  return static_cast<int64_t>(shape == Shape::kUnsigned ? bits : bits ^ kSign);
}

double OrderedNumber(const Field& type, std::string_view value) {
  const uint64_t bits = NumberAt(value.substr(1));
  switch (ShapeOf(type)) {
    case Shape::kFloat:
      return FloatOf(bits);
    case Shape::kUnsigned:
      return static_cast<double>(bits);
    default:
      return static_cast<double>(static_cast<int64_t>(bits ^ kSign));
  }
}

void TakeOrdered(const Field& type, std::string_view& from, Builder& to) {
  const std::string_view value = TakeOrderedBytes(type, from);
  if (IsOrderedNull(value)) return to.AppendNull();
  const uint64_t bits =
      ShapeOf(type) == Shape::kText || value.size() < 9 ? 0 : NumberAt(value.substr(1));
  switch (KindOf(type.format)) {
    case ValueKind::kBool:
      return static_cast<BoolBuilder&>(to).Append(value[1] != 0);
    case ValueKind::kUInt8:
      return static_cast<PrimitiveBuilder<uint8_t>&>(to).Append(static_cast<uint8_t>(bits));
    case ValueKind::kUInt32:
      return static_cast<PrimitiveBuilder<uint32_t>&>(to).Append(static_cast<uint32_t>(bits));
    case ValueKind::kUInt64:
      return static_cast<PrimitiveBuilder<uint64_t>&>(to).Append(bits);
    case ValueKind::kInt32:
      return static_cast<PrimitiveBuilder<int32_t>&>(to).Append(static_cast<int32_t>(bits ^ kSign));
    case ValueKind::kFloat32:
      return static_cast<PrimitiveBuilder<float>&>(to).Append(static_cast<float>(FloatOf(bits)));
    case ValueKind::kFloat64:
      return static_cast<PrimitiveBuilder<double>&>(to).Append(FloatOf(bits));
    case ValueKind::kUtf8:
    case ValueKind::kBinary:
      return static_cast<BytesBuilder&>(to).Append(OrderedText(value));
    default:
      return static_cast<PrimitiveBuilder<int64_t>&>(to).Append(static_cast<int64_t>(bits ^ kSign));
  }
}

}  // namespace textmill::values
