// What a stage answered in a play, in words, so that two plays can be compared.
#ifndef CORE_CONFORMANCE_PLAYED_H_
#define CORE_CONFORMANCE_PLAYED_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace textmill::core {

struct Played {
  std::vector<std::string> rows;     // "row 3: {...}", "row 4: dropped (short) {...}"
  std::vector<std::string> tables;   // their rows, one after the other
  std::vector<std::string> outputs;  // the bytes of each
  int64_t documents = 0;             // of a source: those that it read, and records that failed
  int64_t failed = 0;                // rows whose process ended with an error
  std::string first_failure;         // of those: as in `rows`

  int64_t committed = 0;         // rows, in pass 0
  int64_t points = 0;            // at which the play could have been interrupted
  std::string state;             // as it was saved where the play was to end
  std::optional<Error> refusal;  // what restore said: nothing was played

  // What came of the same table from where this play ended.
  void Append(const Played& rest);
  // What came of some rows of a table, which had these numbers in it. Documents alone.
  void AppendRenumbered(const Played& part, const std::vector<int64_t>& numbers);
};

// How the second differs from the first, or "".
std::string Difference(const Played& first, const Played& second);

}  // namespace textmill::core

#endif  // CORE_CONFORMANCE_PLAYED_H_
