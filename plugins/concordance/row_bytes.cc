#include "plugins/concordance/row_bytes.h"

#include <cstring>

namespace textmill::concordance {
namespace {

// Bytes of a value of a number's type; 0 for text, -1 for what cannot be kept.
int WidthOf(const std::string& format) {
  if (format.compare(0, 2, "ts") == 0) return 8;
  if (format.size() != 1) return -1;
  switch (format[0]) {
    case 'u':
      return 0;
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
      return -1;
  }
}

bool IsNull(const ArrowArray& array, int64_t i) { return ViewBase(&array, 0, i + 1).IsNull(i); }

// Calls `use` with the value, of whichever type.
template <class Use>
void WithNumber(const Field& field, const ArrowArray& array, int64_t i, Use use) {
  const int64_t n = i + 1;
  switch (field.format.size() > 1 ? 'l' : field.format[0]) {
    case 'b':
      return use(static_cast<uint8_t>(BoolView(&array, 0, n)[i]));
    case 'C':
      return use(PrimitiveView<uint8_t>(&array, 0, n)[i]);
    case 'i':
      return use(PrimitiveView<int32_t>(&array, 0, n)[i]);
    case 'I':
      return use(PrimitiveView<uint32_t>(&array, 0, n)[i]);
    case 'f':
      return use(PrimitiveView<float>(&array, 0, n)[i]);
    case 'L':
      return use(PrimitiveView<uint64_t>(&array, 0, n)[i]);
    case 'g':
      return use(PrimitiveView<double>(&array, 0, n)[i]);
    default:
      return use(PrimitiveView<int64_t>(&array, 0, n)[i]);
  }
}

template <class T>
T Take(std::string_view* from) {
  T value;
  std::memcpy(&value, from->data(), sizeof value);
  from->remove_prefix(sizeof value);
  return value;
}

// Whole numbers, and floating point ones, as numbers whose bytes from the highest are in order.
template <class T>
uint64_t Ordered(T value) {
  if constexpr (std::is_floating_point_v<T>) {
    const auto wide = static_cast<double>(value);
    uint64_t bits;
    std::memcpy(&bits, &wide, sizeof bits);
    return (bits >> 63) != 0 ? ~bits : bits | uint64_t{1} << 63;
  } else if constexpr (std::is_signed_v<T>) {
    return static_cast<uint64_t>(static_cast<int64_t>(value)) ^ uint64_t { 1 } << 63;
  } else {
    return value;
  }
}

}  // namespace

bool CanBeKept(const Field& field) { return WidthOf(field.format) >= 0; }

void PutText(std::string_view text, std::string* out) {
  const auto size = static_cast<uint32_t>(text.size());
  *out += '\1';
  out->append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
}

void PutValue(const Field& field, const ArrowArray& array, int64_t i, std::string* out) {
  if (IsNull(array, i)) {
    *out += '\0';
    return;
  }
  if (WidthOf(field.format) == 0) return PutText(BytesView(&array, 0, i + 1)[i], out);
  *out += '\1';
  WithNumber(field, array, i, [out](auto value) {
    out->append(reinterpret_cast<const char*>(&value), sizeof value);
  });
}

void TakeValue(const Field& field, std::string_view* from, Builder& to) {
  const bool null = from->front() == '\0';
  from->remove_prefix(1);
  if (null) return to.AppendNull();
  const auto number = [&](auto value) {
    static_cast<PrimitiveBuilder<decltype(value)>&>(to).Append(value);
  };
  switch (field.format.size() > 1 ? 'l' : field.format[0]) {
    case 'u': {
      const auto size = Take<uint32_t>(from);
      static_cast<BytesBuilder&>(to).Append(from->substr(0, size));
      return from->remove_prefix(size);
    }
    case 'b':
      return static_cast<BoolBuilder&>(to).Append(Take<uint8_t>(from) != 0);
    case 'C':
      return number(Take<uint8_t>(from));
    case 'i':
      return number(Take<int32_t>(from));
    case 'I':
      return number(Take<uint32_t>(from));
    case 'f':
      return number(Take<float>(from));
    case 'L':
      return number(Take<uint64_t>(from));
    case 'g':
      return number(Take<double>(from));
    default:
      return number(Take<int64_t>(from));
  }
}

void PutTextKey(std::string_view text, std::string* out) {
  *out += '\1';
  for (const char c : text) {
    *out += c;
    if (c == '\0') *out += '\xFF';
  }
  out->append(2, '\0');
}

void PutKey(const Field& field, const ArrowArray& array, int64_t i, std::string* out) {
  if (IsNull(array, i)) {
    *out += '\2';
    return;
  }
  if (WidthOf(field.format) == 0) return PutTextKey(BytesView(&array, 0, i + 1)[i], out);
  *out += '\1';
  WithNumber(field, array, i, [out](auto value) {
    const uint64_t bits = Ordered(value);
    for (int shift = 56; shift >= 0; shift -= 8) *out += static_cast<char>(bits >> shift);
  });
}

void Reverse(size_t begin, std::string* key) {
  // Missing values stay last.
  if (begin < key->size() && (*key)[begin] == '\2') return;
  for (size_t i = begin + 1; i < key->size(); ++i) (*key)[i] = static_cast<char>(~(*key)[i]);
}

}  // namespace textmill::concordance
