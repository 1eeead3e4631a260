// Whether a source's units come as abi.h promises: those of all inputs ascend and do not overlap,
// and an empty one is the last of its input, or a source that is stuck would never end.
//
// One thread.
#ifndef CORE_RUN_UNIT_ORDER_H_
#define CORE_RUN_UNIT_ORDER_H_

#include <cstdint>
#include <string>

#include "textmill/abi.h"

namespace textmill::core {

class UnitOrder {
 public:
  explicit UnitOrder(size_t inputs) : inputs_(inputs) {}

  // The next unit, or with `failed` the place from which an input cannot be read: what is wrong
  // with it, or "".
  std::string Check(const textmill_unit& unit, bool failed);

 private:
  size_t inputs_;
  struct {
    uint32_t input = 0;
    uint64_t end = 0;
    bool through = false;
  } reached_;
};

}  // namespace textmill::core

#endif  // CORE_RUN_UNIT_ORDER_H_
