// How stages are put into words: what the terminal and the reference pages have in common.
//
// Stages come from a Registry, so they are complete. Any thread may call.
#ifndef CORE_PLUGIN_WORDING_H_
#define CORE_PLUGIN_WORDING_H_

#include <string>
#include <vector>

#include "textmill/abi.h"

namespace textmill::core {

// "number from 0 to 1", "path, or list of paths"
std::string TypeText(const textmill_param_info& param);

// "required", "default 0.8" or "optional"
std::string PresenceText(const textmill_param_info& param);

// A parameter, or a part of one by its way: "rules[].name", "patterns.KEY.weight".
struct NamedParam {
  std::string name;
  const textmill_param_info* info;
};
std::vector<NamedParam> ParamsOf(const textmill_stage_info& stage);

// "source", "transform", "sink"
std::string KindText(const textmill_stage_info& stage);

// "on all threads at once, then document by document in input order"
std::string RunsText(const textmill_stage_info& stage);

// "may drop documents; makes a table", or ""
std::string EffectText(const textmill_stage_info& stage);

// The usual name, or "<column>" where there is none but what the parameter `column` says.
std::string ColumnNameText(const textmill_column_info& column);

// "utf8; named by `column`; used where it is there"
std::string ColumnTypeText(const textmill_column_info& column, bool needed);

// The stage's description, or "".
std::string DescriptionText(const textmill_stage_info& stage);

// The stage's own example, or one with the parameters that it cannot do without.
std::string ExampleText(const textmill_stage_info& stage);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_WORDING_H_
