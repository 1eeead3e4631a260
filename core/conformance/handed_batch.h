// Some rows of a table as a host may hand them over: copied or not, with offsets or without.
//
// Owns what it copied, borrows the schema; for one thread at a time.
#ifndef CORE_CONFORMANCE_HANDED_BATCH_H_
#define CORE_CONFORMANCE_HANDED_BATCH_H_

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "core/table/column.h"
#include "textmill/abi.h"

namespace textmill::core {

enum class Slices {
  kWhole,    // batches without any offset
  kStruct,   // the struct has the offset, its children are longer
  kChildren  // each child has an offset
};

class HandedBatch {
 public:
  HandedBatch(const Schema& schema, const std::vector<Array>& columns, int64_t from, int64_t n,
              uint32_t pass, Slices slices);
  ~HandedBatch() { exported_.release(&exported_); }
  HandedBatch(const HandedBatch&) = delete;
  HandedBatch& operator=(const HandedBatch&) = delete;

  const textmill_batch& get() const { return batch_; }
  // What is in the buffers, to see whether it is changed; and overwrites it.
  std::string bytes() const;
  void Spoil();

 private:
  const Schema& schema_;
  ArrowSchema exported_{};
  std::vector<Array> owned_;
  std::deque<ArrowArray> views_;
  std::vector<ArrowArray*> children_;
  const void* buffers_[1] = {nullptr};
  ArrowArray array_{};
  textmill_batch batch_{};
};

}  // namespace textmill::core

#endif  // CORE_CONFORMANCE_HANDED_BATCH_H_
