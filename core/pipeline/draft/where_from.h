// Where a column that is not there could come from: the hint that belongs to such a problem.
#ifndef CORE_PIPELINE_WHERE_FROM_H_
#define CORE_PIPELINE_WHERE_FROM_H_

#include <string>
#include <vector>

#include "core/pipeline/draft/draft.h"
#include "core/pipeline/plan.h"

namespace textmill::core {

// What is known at `step`, of which the steps before are bound.
class WhereFrom {
 public:
  WhereFrom(const Draft& draft, const Registry& registry, const std::vector<Step>& bound,
            size_t step)
      : draft_(draft), registry_(registry), bound_(bound), step_(step) {}

  // Who makes the column, or took it away. When nobody does and none of `columns` has a name like
  // it, how the reader makes a column of a field; else "".
  std::string Hint(const std::string& column, const Schema& columns) const;
  // Only the first of these.
  std::string Maker(const std::string& column) const;
  // As Hint, and which column was probably meant, or which there are.
  std::string HintAmong(const std::string& column, const Schema& columns) const;

 private:
  const Draft& draft_;
  const Registry& registry_;
  const std::vector<Step>& bound_;
  size_t step_;
};

}  // namespace textmill::core

#endif  // CORE_PIPELINE_WHERE_FROM_H_
