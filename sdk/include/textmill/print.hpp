// Values as text: numbers, booleans and timestamps, as JSON and CSV writers print them.
//
// Integers are exact. Floats read back as the same value of the same width, with as few digits as
// that takes, and have an exponent only far from 1. Timestamps are ISO 8601 in UTC. Nothing depends
// on the locale. No state, any thread.
#ifndef TEXTMILL_PRINT_HPP_
#define TEXTMILL_PRINT_HPP_

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "builder.hpp"
#include "calendar.hpp"
#include "view.hpp"

namespace textmill {

// What a column's format string comes down to.
enum class ValueKind : uint8_t {
  kUnknown,
  kNull,
  kBool,
  kInt8,
  kUInt8,
  kInt16,
  kUInt16,
  kInt32,
  kUInt32,
  kInt64,
  kUInt64,
  kFloat32,
  kFloat64,
  kSeconds,  // timestamps, by unit
  kMillis,
  kMicros,
  kNanos,
  kUtf8,
  kBinary,
  kList,
  kStruct
};

inline ValueKind KindOf(const std::string& format) {
  if (format.size() >= 3 && format.compare(0, 2, "ts") == 0) {
    switch (format[2]) {
      case 's':
        return ValueKind::kSeconds;
      case 'm':
        return ValueKind::kMillis;
      case 'u':
        return ValueKind::kMicros;
      case 'n':
        return ValueKind::kNanos;
    }
  }
  if (format == "+l") return ValueKind::kList;
  if (format == "+s") return ValueKind::kStruct;
  if (format.size() != 1) return ValueKind::kUnknown;
  static constexpr char kFormats[] = "nbcCsSiIlLfguz";
  static constexpr ValueKind kKinds[] = {
      ValueKind::kNull,  ValueKind::kBool,   ValueKind::kInt8,    ValueKind::kUInt8,
      ValueKind::kInt16, ValueKind::kUInt16, ValueKind::kInt32,   ValueKind::kUInt32,
      ValueKind::kInt64, ValueKind::kUInt64, ValueKind::kFloat32, ValueKind::kFloat64,
      ValueKind::kUtf8,  ValueKind::kBinary};
  for (size_t i = 0; kFormats[i] != '\0'; ++i) {
    if (kFormats[i] == format[0]) return kKinds[i];
  }
  return ValueKind::kUnknown;
}

inline bool IsTimestamp(ValueKind kind) {
  return kind >= ValueKind::kSeconds && kind <= ValueKind::kNanos;
}

// Row `i` counts from the array's own beginning, as it does in a member of a struct: the caller
// adds the struct's offset.
inline bool IsNullAt(const ArrowArray& array, int64_t i) {
  if (array.null_count == 0) return false;
  if (array.n_buffers == 0) return true;  // of type null
  const auto* validity = static_cast<const uint8_t*>(array.buffers[0]);
  return validity != nullptr && !internal::BitAt(validity, array.offset + i);
}

template <class T>
T ValueAt(const ArrowArray& array, int64_t i) {
  return static_cast<const T*>(array.buffers[1])[array.offset + i];
}

inline std::string_view BytesAt(const ArrowArray& array, int64_t i) {
  const int32_t* ends = static_cast<const int32_t*>(array.buffers[1]) + array.offset + i;
  return {static_cast<const char*>(array.buffers[2]) + ends[0],
          static_cast<size_t>(ends[1] - ends[0])};
}

template <class T>
void AppendNumber(T value, Buffer& out) {
  char* const to = out.Room(40);
  std::to_chars_result end;
  if constexpr (std::is_floating_point_v<T>) {
    // 600000 and 0.0001, not 6e+05 and 1e-04, which people and spreadsheets stumble over. A larger
    // one without point and exponent would read as an integer that is out of range.
    const T size = std::abs(value);
    const bool plain = size == 0 || (size >= T{1e-4} && size < T{1e16});
    end = std::to_chars(to, to + 40, value,
                        plain ? std::chars_format::fixed : std::chars_format::scientific);
  } else {
    end = std::to_chars(to, to + 40, value);
  }
  out.Advance(static_cast<size_t>(end.ptr - to));
}

namespace internal {

inline char* PutDigits(char* to, uint64_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i, value /= 10) to[i] = static_cast<char>('0' + value % 10);
  return to + digits;
}

}  // namespace internal

// "2024-06-05T10:00:00Z"; with three, six or nine decimals when the second is not a whole one.
// Years beyond 9999 and before 0000 have a sign, as ISO 8601 wants it.
inline void AppendTimestamp(int64_t value, ValueKind unit, Buffer& out) {
  using internal::PutDigits;
  const int64_t scale = unit == ValueKind::kSeconds  ? 1
                        : unit == ValueKind::kMillis ? 1000
                        : unit == ValueKind::kMicros ? 1000000
                                                     : 1000000000;
  int64_t seconds = value / scale, fraction = value % scale;
  if (fraction < 0) {
    fraction += scale;
    --seconds;
  }
  int64_t days = seconds / 86400, of_day = seconds % 86400;
  if (of_day < 0) {
    of_day += 86400;
    --days;
  }
  const CivilDate date = CivilFromDays(days);

  char* const begin = out.Room(48);
  char* to = begin;
  const uint64_t size = static_cast<uint64_t>(date.year < 0 ? -date.year : date.year);
  if (date.year < 0 || date.year > 9999) *to++ = date.year < 0 ? '-' : '+';
  if (size <= 9999) {
    to = PutDigits(to, size, 4);
  } else {
    to = std::to_chars(to, to + 20, size).ptr;
  }
  *to++ = '-';
  to = PutDigits(to, static_cast<uint64_t>(date.month), 2);
  *to++ = '-';
  to = PutDigits(to, static_cast<uint64_t>(date.day), 2);
  *to++ = 'T';
  to = PutDigits(to, static_cast<uint64_t>(of_day / 3600), 2);
  *to++ = ':';
  to = PutDigits(to, static_cast<uint64_t>(of_day / 60 % 60), 2);
  *to++ = ':';
  to = PutDigits(to, static_cast<uint64_t>(of_day % 60), 2);
  if (fraction != 0) {
    int64_t nanos = fraction * (1000000000 / scale);
    int digits = 9;
    while (digits > 3 && nanos % 1000 == 0) {
      nanos /= 1000;
      digits -= 3;
    }
    *to++ = '.';
    to = PutDigits(to, static_cast<uint64_t>(nanos), digits);
  }
  *to++ = 'Z';
  out.Advance(static_cast<size_t>(to - begin));
}

// A number, boolean or timestamp that is not null. False, and nothing written, when it has no text:
// NaN and the infinities.
inline bool AppendScalar(ValueKind kind, const ArrowArray& array, int64_t i, Buffer& out) {
  const auto real = [&](auto value) {
    if (!std::isfinite(value)) return false;
    AppendNumber(value, out);
    return true;
  };
  switch (kind) {
    case ValueKind::kBool: {
      const bool value =
          internal::BitAt(static_cast<const uint8_t*>(array.buffers[1]), array.offset + i);
      out.Append(value ? "true" : "false", value ? 4 : 5);
      return true;
    }
    case ValueKind::kInt8:
      return AppendNumber(int{ValueAt<int8_t>(array, i)}, out), true;
    case ValueKind::kUInt8:
      return AppendNumber(int{ValueAt<uint8_t>(array, i)}, out), true;
    case ValueKind::kInt16:
      return AppendNumber(ValueAt<int16_t>(array, i), out), true;
    case ValueKind::kUInt16:
      return AppendNumber(ValueAt<uint16_t>(array, i), out), true;
    case ValueKind::kInt32:
      return AppendNumber(ValueAt<int32_t>(array, i), out), true;
    case ValueKind::kUInt32:
      return AppendNumber(ValueAt<uint32_t>(array, i), out), true;
    case ValueKind::kInt64:
      return AppendNumber(ValueAt<int64_t>(array, i), out), true;
    case ValueKind::kUInt64:
      return AppendNumber(ValueAt<uint64_t>(array, i), out), true;
    case ValueKind::kFloat32:
      return real(ValueAt<float>(array, i));
    case ValueKind::kFloat64:
      return real(ValueAt<double>(array, i));
    case ValueKind::kSeconds:
    case ValueKind::kMillis:
    case ValueKind::kMicros:
    case ValueKind::kNanos:
      return AppendTimestamp(ValueAt<int64_t>(array, i), kind, out), true;
    default:
      return false;
  }
}

}  // namespace textmill

#endif  // TEXTMILL_PRINT_HPP_
