#include "plugins/write-sqlite/column_writer.h"

#include <cmath>
#include <cstdint>

namespace textmill::write_sqlite {
namespace {

std::string_view Text(const Buffer& buffer) { return {buffer.data(), buffer.size()}; }

void BindReal(double value, int parameter, sqlite::Statement& to) {
  if (std::isnan(value)) return to.BindNull(parameter);  // SQLite has none
  to.Bind(parameter, value);
}

}  // namespace

void ColumnWriter::Bind(const ArrowArray& array, int64_t i, int parameter,
                        sqlite::Statement& to) const {
  if (IsNullAt(array, i)) return to.BindNull(parameter);
  switch (kind_) {
    case ValueKind::kBool:
      return to.Bind(parameter,
                     int64_t{internal::BitAt(static_cast<const uint8_t*>(array.buffers[1]),
                                             array.offset + i)});
    case ValueKind::kUInt8:
      return to.Bind(parameter, int64_t{ValueAt<uint8_t>(array, i)});
    case ValueKind::kInt32:
      return to.Bind(parameter, int64_t{ValueAt<int32_t>(array, i)});
    case ValueKind::kUInt32:
      return to.Bind(parameter, int64_t{ValueAt<uint32_t>(array, i)});
    case ValueKind::kInt64:
      return to.Bind(parameter, ValueAt<int64_t>(array, i));
    case ValueKind::kUInt64:
      return to.Bind(parameter, static_cast<int64_t>(ValueAt<uint64_t>(array, i)));
    case ValueKind::kFloat32:
      return BindReal(ValueAt<float>(array, i), parameter, to);
    case ValueKind::kFloat64:
      return BindReal(ValueAt<double>(array, i), parameter, to);
    case ValueKind::kUtf8:
      return to.BindText(parameter, BytesAt(array, i));
    case ValueKind::kBinary:
      return to.BindBlob(parameter, BytesAt(array, i));
    case ValueKind::kList:
    case ValueKind::kStruct: {
      Buffer json;
      json_.Append(array, i, json);
      return to.BindCopy(parameter, Text(json));
    }
    default: {  // a timestamp
      Buffer text;
      AppendScalar(kind_, array, i, text);
      return to.BindCopy(parameter, Text(text));
    }
  }
}

int64_t ColumnWriter::Measure(const ArrowArray& array, int64_t i) const {
  switch (kind_) {
    case ValueKind::kUtf8:
    case ValueKind::kBinary:
      return static_cast<int64_t>(BytesAt(array, i).size());
    case ValueKind::kUInt64:
      if (!IsNullAt(array, i) && ValueAt<uint64_t>(array, i) > INT64_MAX) return -1;
      [[fallthrough]];
    default:
      return 8;
  }
}

}  // namespace textmill::write_sqlite
