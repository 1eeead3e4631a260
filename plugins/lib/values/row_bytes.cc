#include "plugins/lib/values/row_bytes.h"

#include <cstring>

#include "textmill/error.hpp"
#include "textmill/print.hpp"
#include "textmill/view.hpp"

namespace textmill::values {
namespace {

// A byte says whether there is a value, and how many bytes a size takes.
constexpr char kNullByte = 0, kShort = 1, kLong = 2;

void AppendSize(size_t size, std::string& to) {
  if (size < 256) {
    to.append(1, kShort).append(1, static_cast<char>(size));
  } else {
    const auto n = static_cast<uint32_t>(size);
    to.append(1, kLong).append(reinterpret_cast<const char*>(&n), sizeof n);
  }
}

// Takes so many bytes off the front. They may come from a saved state that was forged.
std::string_view TakeFront(size_t n, std::string_view& from) {
  if (n > from.size()) throw Error("a row that was kept is damaged", TEXTMILL_INTERNAL);
  const std::string_view front = from.substr(0, n);
  from.remove_prefix(n);
  return front;
}

size_t TakeSize(char head, std::string_view& from) {
  uint32_t size = 0;
  const size_t width = head == kShort ? 1 : sizeof size;
  std::memcpy(&size, TakeFront(width, from).data(), width);
  return size;
}

template <class T>
void TakeNumber(std::string_view& from, Builder& to) {
  T value;
  std::memcpy(&value, TakeFront(sizeof value, from).data(), sizeof value);
  static_cast<PrimitiveBuilder<T>&>(to).Append(value);
}

size_t WidthOf(ValueKind kind) {
  switch (kind) {
    case ValueKind::kUInt8:
      return 1;
    case ValueKind::kInt32:
    case ValueKind::kUInt32:
    case ValueKind::kFloat32:
      return 4;
    default:
      return 8;
  }
}

}  // namespace

void AppendValueBytes(const Field& type, const ArrowArray& array, int64_t i, std::string& to) {
  if (IsNullAt(array, i)) {
    to += kNullByte;
    return;
  }
  switch (const ValueKind kind = KindOf(type.format)) {
    case ValueKind::kUtf8:
    case ValueKind::kBinary: {
      const std::string_view bytes = BytesAt(array, i);
      AppendSize(bytes.size(), to);
      to.append(bytes);
      return;
    }
    case ValueKind::kList: {
      const ListView view(&array, 0, array.length);
      AppendSize(static_cast<size_t>(view.end(i) - view.begin(i)), to);
      for (int64_t k = view.begin(i); k < view.end(i); ++k)
        AppendValueBytes(type.children[0], *array.children[0], k, to);
      return;
    }
    case ValueKind::kStruct:
      to += kShort;
      for (size_t k = 0; k < type.children.size(); ++k)
        AppendValueBytes(type.children[k], *array.children[k], array.offset + i, to);
      return;
    case ValueKind::kBool:
      to.append(1, kShort).append(1, BoolView(&array, 0, array.length)[i] ? '\1' : '\0');
      return;
    default: {
      const size_t width = WidthOf(kind);
      to.append(1, kShort).append(static_cast<const char*>(array.buffers[1]) +
                                      static_cast<size_t>(array.offset + i) * width,
                                  width);
    }
  }
}

void TakeValueBytes(const Field& type, std::string_view& from, Builder& to) {
  const char head = TakeFront(1, from)[0];
  if (head == kNullByte) return to.AppendNull();
  switch (KindOf(type.format)) {
    case ValueKind::kUtf8:
    case ValueKind::kBinary: {
      const size_t size = TakeSize(head, from);
      static_cast<BytesBuilder&>(to).Append(TakeFront(size, from));
      return;
    }
    case ValueKind::kList: {
      auto& list = static_cast<ListBuilder&>(to);
      for (size_t n = TakeSize(head, from); n > 0; --n)
        TakeValueBytes(type.children[0], from, list.any_items());
      return list.EndRow();
    }
    case ValueKind::kStruct: {
      auto& members = static_cast<StructBuilder&>(to);
      for (size_t k = 0; k < type.children.size(); ++k)
        TakeValueBytes(type.children[k], from, members.any_member(k));
      return members.EndRow();
    }
    case ValueKind::kBool:
      static_cast<BoolBuilder&>(to).Append(TakeFront(1, from)[0] != 0);
      return;
    case ValueKind::kUInt8:
      return TakeNumber<uint8_t>(from, to);
    case ValueKind::kInt32:
      return TakeNumber<int32_t>(from, to);
    case ValueKind::kUInt32:
      return TakeNumber<uint32_t>(from, to);
    case ValueKind::kUInt64:
      return TakeNumber<uint64_t>(from, to);
    case ValueKind::kFloat32:
      return TakeNumber<float>(from, to);
    case ValueKind::kFloat64:
      return TakeNumber<double>(from, to);
    default:
      return TakeNumber<int64_t>(from, to);
  }
}

}  // namespace textmill::values
