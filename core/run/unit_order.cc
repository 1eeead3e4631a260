#include "core/run/unit_order.h"

#include <algorithm>

namespace textmill::core {

std::string UnitOrder::Check(const textmill_unit& unit, bool failed) {
  const auto broken = [&](const std::string& what) {
    return "its unit at " + std::to_string(unit.begin) + " to " + std::to_string(unit.end) +
           " of input " + std::to_string(unit.input) + " " + what;
  };
  if (unit.input >= inputs_)
    return broken("is of an input that is not there; there are " + std::to_string(inputs_));
  if (unit.input < reached_.input) return broken("goes back to an earlier input");
  if (!failed && unit.end < unit.begin) return broken("ends before it begins");
  const bool same = unit.input == reached_.input;
  if (same && reached_.through)
    return broken(
        "comes after the last of its input: an empty unit, or a failure where it was before");
  if (same && unit.begin < reached_.end && !failed)
    return broken("goes back or overlaps: the last one ended at " + std::to_string(reached_.end));
  // Behind damage that it knows the place of, a source may go on.
  const uint64_t end = failed ? unit.begin + 1 : unit.end;
  reached_ = {unit.input, same ? std::max(end, reached_.end) : end,
              failed ? same && end <= reached_.end : unit.begin == unit.end};
  return "";
}

}  // namespace textmill::core
