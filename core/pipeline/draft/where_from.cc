#include "core/pipeline/draft/where_from.h"

#include <algorithm>

#include "core/pipeline/suggest.h"
#include "core/pipeline/values/params.h"
#include "textmill/conventions.h"

namespace textmill::core {
namespace {

const std::string kMadeBy = "it is made by ";

// The name that a parameter has for a column when nobody sets it, or "".
std::string DefaultOf(const textmill_stage_info& info, const std::string& param) {
  for (uint64_t i = 0; i < info.n_params; ++i) {
    const textmill_param_info& p = info.params[i];
    if (param == p.name && p.default_value != nullptr) return p.default_value;
  }
  return "";
}

// Whether it makes the column out of others: entities.link makes `entities` out of `entities`.
bool Makes(const textmill_stage& stage, const std::string& column) {
  const textmill_stage_info& info = *stage.info;
  return std::any_of(info.produces, info.produces + info.n_produces,
                     [&](const textmill_column_info& made) { return column == made.name; }) &&
         std::none_of(info.needs, info.needs + info.n_needs, [&](const textmill_column_info& need) {
           return column == (need.param != nullptr ? DefaultOf(info, need.param) : need.name);
         });
}

bool HasFields(const StepDraft& source) {
  if (!source.is(TEXTMILL_SOURCE)) return false;
  const textmill_stage_info& info = *source.stage->info;
  return std::any_of(info.params, info.params + info.n_params, [](const textmill_param_info& p) {
    return std::string(p.name) == TEXTMILL_PARAMETER_FIELDS;
  });
}

}  // namespace

std::string WhereFrom::Maker(const std::string& column) const {
  for (size_t i = std::min(step_, bound_.size()); i-- > 0;) {
    const Step& step = bound_[i];
    if (!step.table_of && FindField(step.input, column) >= 0 && FindField(step.output, column) < 0)
      return NameOf(draft_.steps[i]) + " takes it away";
  }
  for (size_t i = step_; i < draft_.steps.size(); ++i) {
    const StepDraft& later = draft_.steps[i];
    if (later.stage == nullptr || later.is(TEXTMILL_SOURCE) || !Makes(*later.stage, column))
      continue;
    return NameOf(later) +
           (i == step_ ? " makes it itself" : " makes it, but only later: move it up");
  }
  std::vector<std::string> makers;
  for (const textmill_stage* stage : registry_.Stages()) {
    if (stage->info->kind == TEXTMILL_TRANSFORM && Makes(*stage, column))
      makers.emplace_back(stage->info->name);
  }
  if (!makers.empty()) return kMadeBy + ListOf(makers);
  return "";
}

std::string WhereFrom::Hint(const std::string& column, const Schema& columns) const {
  const std::string maker = Maker(column);
  std::vector<std::string> names;
  for (const Field& field : columns) names.push_back(field.name);
  // What a stage could make may as well be in the input: a corpus that was tagged before.
  const bool may_be_read = maker.empty() || maker.starts_with(kMadeBy);
  if (!may_be_read || !Nearest(column, names).empty() || draft_.steps.empty() ||
      !HasFields(draft_.steps[0]))
    return maker;
  return maker + (maker.empty() ? "" : "; ") +
         "if the input has it, tell the reader by `" TEXTMILL_PARAMETER_FIELDS ": { " + column +
         ": ITS_NAME }`";
}

std::string WhereFrom::HintAmong(const std::string& column, const Schema& columns) const {
  const std::string hint = Hint(column, columns);
  const std::string among = ColumnHint(column, columns);
  return hint.empty() ? among : hint + "; " + among;
}

}  // namespace textmill::core
