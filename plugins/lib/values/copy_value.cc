#include "plugins/lib/values/copy_value.h"

#include "textmill/print.hpp"
#include "textmill/view.hpp"

namespace textmill::values {
namespace {

template <class T>
void CopyNumber(const ArrowArray& from, int64_t i, Builder& to) {
  static_cast<PrimitiveBuilder<T>&>(to).Append(ValueAt<T>(from, i));
}

}  // namespace

void CopyValue(const Field& type, const ArrowArray& from, int64_t i, Builder& to) {
  if (IsNullAt(from, i)) return to.AppendNull();
  switch (KindOf(type.format)) {
    case ValueKind::kBool:
      static_cast<BoolBuilder&>(to).Append(BoolView(&from, 0, from.length)[i]);
      return;
    case ValueKind::kUInt8:
      return CopyNumber<uint8_t>(from, i, to);
    case ValueKind::kInt32:
      return CopyNumber<int32_t>(from, i, to);
    case ValueKind::kUInt32:
      return CopyNumber<uint32_t>(from, i, to);
    case ValueKind::kInt64:
    case ValueKind::kSeconds:
    case ValueKind::kMillis:
    case ValueKind::kMicros:
    case ValueKind::kNanos:
      return CopyNumber<int64_t>(from, i, to);
    case ValueKind::kUInt64:
      return CopyNumber<uint64_t>(from, i, to);
    case ValueKind::kFloat32:
      return CopyNumber<float>(from, i, to);
    case ValueKind::kFloat64:
      return CopyNumber<double>(from, i, to);
    case ValueKind::kUtf8:
    case ValueKind::kBinary:
      static_cast<BytesBuilder&>(to).Append(BytesAt(from, i));
      return;
    case ValueKind::kList: {
      auto& list = static_cast<ListBuilder&>(to);
      const ListView view(&from, 0, from.length);
      for (int64_t k = view.begin(i); k < view.end(i); ++k)
        CopyValue(type.children[0], *from.children[0], k, list.any_items());
      return list.EndRow();
    }
    case ValueKind::kStruct: {
      auto& members = static_cast<StructBuilder&>(to);
      for (size_t k = 0; k < type.children.size(); ++k)
        CopyValue(type.children[k], *from.children[k], from.offset + i, members.any_member(k));
      return members.EndRow();
    }
    default:
      // What MakeBuilder knows no builder for never gets here.
      throw Error("a value of the type " + TypeName(type) + " cannot be copied", TEXTMILL_INTERNAL);
  }
}

}  // namespace textmill::values
