// A batch: some documents on their way through a pipeline, with where each came from.
//
// A batch belongs to one thread at a time. Its columns are in the order of the schema that the
// plan has for its place in the pipeline.
#ifndef CORE_TABLE_BATCH_H_
#define CORE_TABLE_BATCH_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "core/table/column.h"
#include "core/table/gather.h"

namespace textmill::core {

// The place of a document's record, in bytes of the decompressed input.
struct Origin {
  uint64_t offset = 0;
  uint64_t length = 0;
  int64_t row = 0;  // of whoever takes documents through in several places; see textmill/engine.h
};

// The piece of an input that a batch was read from. Owns the payload.
struct Unit {
  explicit Unit(const textmill_unit& raw, bool lost_payload = false)
      : raw(raw), lost_payload(lost_payload) {}
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;
  ~Unit() {
    if (raw.payload.release != nullptr) raw.payload.release(&raw.payload);
  }
  textmill_unit raw;
  // Its bytes were in a payload that is elsewhere: its records cannot be read again.
  bool lost_payload;
};

struct Batch {
  int64_t rows = 0;
  std::vector<Array> columns;
  std::vector<Origin> origins;       // one per row
  std::shared_ptr<const Unit> unit;  // NULL for rows of tables

  // The rows of `ranges` (all of source 0), in a batch of its own. What is not there of the columns
  // (nullptr) is not there then either.
  Batch Pick(const Schema& schema, const std::vector<RowRange>& ranges) const;
};

}  // namespace textmill::core

#endif  // CORE_TABLE_BATCH_H_
