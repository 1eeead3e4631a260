// Columns of batches: shared, immutable Arrow arrays.
//
// An `Array` may be held by several batches and threads at once; its memory goes back to whoever
// made it (a plugin's release, on any thread) when the last holder lets go.
#ifndef CORE_TABLE_COLUMN_H_
#define CORE_TABLE_COLUMN_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "core/result.h"
#include "textmill/abi.h"
#include "textmill/type.hpp"

namespace textmill::core {

using Array = std::shared_ptr<const ArrowArray>;
using Schema = std::vector<Field>;

// The place of the field called `name`, or -1.
int FindField(const Schema& schema, const std::string& name);

// Bytes of a value of a fixed-width type; 0 for others.
int64_t FixedWidth(const std::string& format);

// Takes ownership of what `array` holds, and leaves it released.
Array Own(ArrowArray* array);

// Checks that `array`, which a plugin made, is what `field` says: buffers and members are there,
// lengths fit, offsets ascend. What it accepts can be read without leaving the buffers' declared
// lengths.
Status CheckArray(const Field& field, const ArrowArray& array);

// Takes a struct apart into its members, pushing the struct's offset down to them; leaves `array`
// released. Fails, and says which column, when it has not `rows` rows (-1: any) or a member does
// not fit its field.
Result<std::vector<Array>> TakeMembers(ArrowArray* array, const Schema& fields, int64_t rows);

// A struct over columns, for handing them to a plugin: borrows them, owns nothing but its pointers.
class BorrowedStruct {
 public:
  BorrowedStruct(const std::vector<const ArrowArray*>& columns, int64_t rows);
  BorrowedStruct(const BorrowedStruct&) = delete;
  BorrowedStruct& operator=(const BorrowedStruct&) = delete;
  const ArrowArray* get() const { return &array_; }

 private:
  std::vector<ArrowArray*> children_;
  const void* buffers_[1] = {nullptr};
  ArrowArray array_{};
};

// Bytes that the array's buffers hold, those of its members too.
int64_t ByteSize(const Field& field, const ArrowArray& array);

}  // namespace textmill::core

#endif  // CORE_TABLE_COLUMN_H_
