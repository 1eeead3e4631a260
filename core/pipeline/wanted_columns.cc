#include "core/pipeline/wanted_columns.h"

#include "textmill/conventions.h"

namespace textmill::core {

std::optional<std::set<std::string>> WantedColumns(const Plan& plan) {
  if (!plan.dropped.empty()) return std::nullopt;
  std::set<std::string> names{TEXTMILL_COLUMN_ID};  // what documents are called
  const auto add = [&](const Schema& schema, const std::vector<int>& places) {
    for (const int place : places) {
      // What `set:` makes comes after the step's columns.
      if (static_cast<size_t>(place) < schema.size())
        names.insert(schema[static_cast<size_t>(place)].name);
    }
  };
  for (const Step& step : plan.steps) {
    add(step.input, step.uses_columns);
    if (step.condition != nullptr) add(step.input, step.condition->uses());
    for (const SetColumn& column : step.set) add(step.input, column.value->uses());
    for (const auto& [from, to] : step.bound.kept) {
      if (from != to) names.insert(from);  // it is another name's from there on
    }
    if (step.split) {
      for (const std::string& name : step.split->Columns()) names.insert(name);
    }
  }
  return names;
}

}  // namespace textmill::core
