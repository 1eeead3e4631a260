// Whether a source's units come as abi.h promises: those of all inputs ascend and do not overlap,
// and an empty one is the last of its input, or a source that is stuck would never end. The host
// looks at each unit with it, and so do tests (testing_runner.hpp).
//
// One thread.
#ifndef TEXTMILL_UNIT_ORDER_HPP_
#define TEXTMILL_UNIT_ORDER_HPP_

#include <algorithm>
#include <cstdint>
#include <string>

#include "abi.h"

namespace textmill {

class UnitOrder {
 public:
  explicit UnitOrder(uint64_t inputs) : inputs_(inputs) {}

  // The next unit, or with `failed` the place from which an input cannot be read: what is wrong
  // with it, or "".
  std::string Check(const textmill_unit& unit, bool failed) {
    const auto broken = [&](const std::string& what) {
      return "its unit at " + std::to_string(unit.begin) + " to " + std::to_string(unit.end) +
             " of input " + std::to_string(unit.input) + " " + what;
    };
    if (unit.input >= inputs_)
      return broken("is of an input that is not there; there are " + std::to_string(inputs_));
    if (unit.input < input_) return broken("goes back to an earlier input");
    if (!failed && unit.end < unit.begin) return broken("ends before it begins");
    const bool same = unit.input == input_;
    if (same && through_)
      return broken(
          "comes after the last of its input: an empty unit, or a failure where it was before");
    if (same && unit.begin < end_ && !failed)
      return broken("goes back or overlaps: the last one ended at " + std::to_string(end_));
    // Behind damage that it knows the place of, a source may go on.
    const uint64_t end = failed ? unit.begin + 1 : unit.end;
    through_ = failed ? same && end <= end_ : unit.begin == unit.end;
    end_ = same ? std::max(end, end_) : end;
    input_ = unit.input;
    return "";
  }

 private:
  uint64_t inputs_;
  // The last unit: its input, how far that is gone through, and whether it was its last.
  uint32_t input_ = 0;
  uint64_t end_ = 0;
  bool through_ = false;
};

}  // namespace textmill

#endif  // TEXTMILL_UNIT_ORDER_HPP_
