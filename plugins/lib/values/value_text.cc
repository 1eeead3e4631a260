#include "plugins/lib/values/value_text.h"

#include "textmill/print.hpp"

namespace textmill::values {

bool IsSingle(const Field& type) {
  const ValueKind kind = KindOf(type.format);
  return kind != ValueKind::kList && kind != ValueKind::kStruct && kind != ValueKind::kBinary &&
         kind != ValueKind::kUnknown && kind != ValueKind::kNull;
}

std::string ValueText(const Field& type, const ArrowArray& array, int64_t i) {
  if (IsNullAt(array, i)) return "";
  if (type.format == "u") return std::string(BytesAt(array, i));
  Buffer out;
  return AppendScalar(KindOf(type.format), array, i, out) ? std::string(out.data(), out.size())
                                                          : "";
}

}  // namespace textmill::values
