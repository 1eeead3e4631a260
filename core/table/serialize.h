// Columns as bytes, for batches that are put away for a while (run/spool.h). The bytes are private
// to one run of one machine: no version, no byte order.
#ifndef CORE_TABLE_SERIALIZE_H_
#define CORE_TABLE_SERIALIZE_H_

#include <string_view>

#include "core/table/column.h"
#include "textmill/builder.hpp"

namespace textmill::core {

void Serialize(const Field& field, const ArrowArray& array, Buffer* out);

// Reads one array off the front of `bytes`, which Serialize wrote for the same field.
Array Deserialize(const Field& field, std::string_view* bytes);

// Plain values before and after columns.
template <class T>
void PutValue(const T& value, Buffer* out) {
  out->Append(&value, sizeof value);
}
template <class T>
T TakeValue(std::string_view* bytes) {
  T value;
  std::memcpy(&value, bytes->data(), sizeof value);
  bytes->remove_prefix(sizeof value);
  return value;
}

}  // namespace textmill::core

#endif  // CORE_TABLE_SERIALIZE_H_
