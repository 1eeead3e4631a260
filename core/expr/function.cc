#include "core/expr/function.h"

#include "textmill/calendar.hpp"

namespace textmill::core::expr {

bool Argument::Truth(int64_t row) const {
  return textmill::internal::BitAt(static_cast<const uint8_t*>(column_->buffers[1]),
                                   column_->offset + At(row));
}

int64_t Argument::Whole(int64_t row) const {
  const int64_t i = At(row);
  switch (kind_) {
    case ValueKind::kInt8:
      return ValueAt<int8_t>(*column_, i);  // NOLINT(bugprone-signed-char-misuse)
    case ValueKind::kUInt8:
      return ValueAt<uint8_t>(*column_, i);
    case ValueKind::kInt16:
      return ValueAt<int16_t>(*column_, i);
    case ValueKind::kUInt16:
      return ValueAt<uint16_t>(*column_, i);
    case ValueKind::kInt32:
      return ValueAt<int32_t>(*column_, i);
    case ValueKind::kUInt32:
      return ValueAt<uint32_t>(*column_, i);
    case ValueKind::kUInt64: {
      const auto value = ValueAt<uint64_t>(*column_, i);
      return value > INT64_MAX ? INT64_MAX : static_cast<int64_t>(value);
    }
    default:
      return ValueAt<int64_t>(*column_, i);
  }
}

double Argument::Real(int64_t row) const {
  switch (kind_) {
    case ValueKind::kFloat32:
      return static_cast<double>(ValueAt<float>(*column_, At(row)));
    case ValueKind::kFloat64:
      return ValueAt<double>(*column_, At(row));
    case ValueKind::kUInt64:
      return static_cast<double>(ValueAt<uint64_t>(*column_, At(row)));
    default:
      return static_cast<double>(Whole(row));
  }
}

std::optional<int64_t> Argument::Time(int64_t row) const {
  const int64_t i = At(row);
  switch (kind_) {
    case ValueKind::kUtf8: {
      const auto time = ParseIsoTime(BytesAt(*column_, i));
      if (!time) return std::nullopt;
      return time->seconds * 1000000 + time->nanos / 1000;  // years have four digits: it fits
    }
    case ValueKind::kSeconds: {
      int64_t out;
      if (__builtin_mul_overflow(ValueAt<int64_t>(*column_, i), 1000000, &out)) return std::nullopt;
      return out;
    }
    case ValueKind::kMillis: {
      int64_t out;
      if (__builtin_mul_overflow(ValueAt<int64_t>(*column_, i), 1000, &out)) return std::nullopt;
      return out;
    }
    case ValueKind::kNanos: {
      const auto nanos = ValueAt<int64_t>(*column_, i);
      return nanos / 1000 - (nanos % 1000 < 0 ? 1 : 0);
    }
    default:
      return ValueAt<int64_t>(*column_, i);
  }
}

Array Finished(Builder* builder) {
  ArrowArray array;
  builder->Finish(&array);
  return Own(&array);
}

const std::vector<Function>& Functions() {
  static const std::vector<Function> all = [] {
    std::vector<Function> out;
    for (const auto* part :
         {&TextFunctions(), &NumberFunctions(), &TimeFunctions(), &ListFunctions()})
      out.insert(out.end(), part->begin(), part->end());
    return out;
  }();
  return all;
}

const Function* FindFunction(std::string_view name) {
  for (const Function& function : Functions()) {
    if (name == function.name) return &function;
  }
  return nullptr;
}

}  // namespace textmill::core::expr
