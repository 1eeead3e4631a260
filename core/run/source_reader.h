// Reading: turns the source's units into pieces of work.
//
// Next is called by one thread at a time; Read on any thread, several at once.
#ifndef CORE_RUN_SOURCE_READER_H_
#define CORE_RUN_SOURCE_READER_H_

#include <atomic>
#include <cstdint>
#include <memory>

#include "core/pipeline/plan.h"
#include "core/run/records.h"
#include "core/run/work.h"
#include "textmill/unit_order.hpp"

namespace textmill::core {

class SourceReader {
 public:
  // All outlive the reader. `inputs`: how many the source has.
  SourceReader(const Plan& plan, const Records& records, uint64_t batch_bytes, size_t inputs)
      : plan_(plan),
        step_(plan.steps.front()),
        records_(records),
        batch_bytes_(batch_bytes),
        order_(inputs) {}

  // The next unit, still unread, or an input failure; NULL at the end. Units that go back, overlap,
  // are of an input that is not there or never end are an error.
  Result<std::unique_ptr<Work>> Next() { return Next(batch_bytes_); }
  // The same, about `want_bytes` long.
  Result<std::unique_ptr<Work>> Next(uint64_t want_bytes);

  // Passes over the first units, without reading them. The last of them has to end where it did:
  // `input` and `end` say where. Ends early when `stop` is set.
  Status Skip(uint64_t units, uint32_t input, uint64_t end, const std::atomic<bool>& stop);

  // Fills the work's batch from its unit. Records that are not documents become failures; a unit
  // that cannot be read any more becomes an input failure.
  void Read(Work* work) const;

 private:
  void ReadUnit(Work* work) const;
  Status TakeRows(textmill_rows* rows, Work* work) const;
  Status TakeFailures(textmill_rows* rows, Work* work) const;
  void FailInvalidUtf8(Work* work) const;

  const Plan& plan_;
  const Step& step_;
  const Records& records_;
  uint64_t batch_bytes_;
  UnitOrder order_;
  uint32_t input_ = 0;     // that of the last unit
  uint64_t consumed_ = 0;  // of it
};

}  // namespace textmill::core

#endif  // CORE_RUN_SOURCE_READER_H_
