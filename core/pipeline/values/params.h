// A step's `with:` against what its stage declares: types, ranges, choices, names; defaults filled
// in. The result is what a plugin's `create` is given.
#ifndef CORE_PIPELINE_PARAMS_H_
#define CORE_PIPELINE_PARAMS_H_

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/pipeline/problem.h"
#include "core/pipeline/yaml/yaml_node.h"
#include "core/table/column.h"
#include "textmill/abi.h"

namespace textmill::core {

// The values of all parameters of a stage, and all memory that they point to. When something was
// wrong with a parameter it holds its default, or something else of its type, so that the checks of
// the steps after it can go on; a plan is never made of such values.
class ParamValues {
 public:
  ParamValues() = default;
  ParamValues(ParamValues&&) = default;
  ParamValues& operator=(ParamValues&&) = default;

  // A map with all parameters in their order.
  const textmill_value& root() const { return root_; }
  // The value of the parameter `name`; never NULL for a name that the stage declares.
  const textmill_value* Find(const std::string& name) const;

  bool sound() const { return broken_.empty() && !unknown_key_; }
  // The names of the parameters that something is wrong with.
  const std::set<std::string>& broken() const { return broken_; }

 private:
  friend class ParamChecker;
  textmill_value root_{};
  std::deque<std::string> strings_;
  std::deque<std::vector<textmill_value>> lists_;
  std::set<std::string> broken_;
  bool unknown_key_ = false;
};

// What to say where there is no column of that name.
using ColumnHints = std::function<std::string(const std::string& name)>;

// `with` may be NULL. `place` is the step's, for what is missing. `columns` are those that come in,
// or NULL when they are not known: then parameters may name any column. `hints`: or ColumnHint.
ParamValues CheckParams(const textmill_stage_info& stage, const YamlNode* with, const Place& place,
                        const Schema* columns, std::vector<Problem>* problems,
                        const ColumnHints& hints = nullptr);

// "did you mean `text`?", else what columns there are.
std::string ColumnHint(const std::string& name, const Schema& columns);

}  // namespace textmill::core

#endif  // CORE_PIPELINE_PARAMS_H_
