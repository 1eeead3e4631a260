// The lines of dropped.jsonl and failed.jsonl.
//
// Immutable once made; any thread may ask for lines.
#ifndef CORE_RUN_RECORDS_H_
#define CORE_RUN_RECORDS_H_

#include <memory>
#include <string>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/run/step_reply.h"
#include "core/table/batch.h"
#include "textmill/json.hpp"

namespace textmill::core {

class Records {
 public:
  // `plan` outlives the records. `inputs` are the names of the source's inputs. `whole`: whether
  // the line of what was dropped has the document.
  Records(const Plan& plan, std::vector<std::string> inputs, bool whole);

  // {"step": ..., "reason": ..., "id": ..., "source": ..., "offset": ..., "detail": {...},
  // "document": {...}} `row` is the document as it reached the step. `details` may be empty;
  // `reply_row` is the row there.
  std::string Dropped(size_t step, uint8_t verdict, const Batch& batch, int64_t row,
                      const std::vector<Array>& details, int64_t reply_row) const;

  // {"step": ..., "message": ..., "source": ..., "offset": ..., "length": ..., "record": ...}, with
  // "record_base64" where the record is not UTF-8.
  // `for_now`: the document may do well another time, and the line has "try_later": true.
  std::string Failed(size_t step, const std::string& message, const Unit& unit,
                     const Origin& origin, bool for_now = false) const;

  // {"step": ..., "message": ..., "source": ..., "offset": ..., "input_failed": true}
  std::string InputFailed(const std::string& message, uint32_t input, uint64_t offset) const;

  const std::string& InputName(uint32_t input) const;

 private:
  const Plan& plan_;
  std::vector<std::string> inputs_;
  bool whole_;
  struct Encoders {
    std::unique_ptr<JsonEncoder> document, details;
  };
  std::vector<Encoders> encoders_;  // one per step
};

}  // namespace textmill::core

#endif  // CORE_RUN_RECORDS_H_
