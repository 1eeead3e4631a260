#include "core/plugin/kept_conditions.h"

#include <utility>

namespace textmill::core {
namespace {

static_assert(static_cast<int>(Requirement::Must::kEqual) + 1 == TEXTMILL_KEPT_EQUAL &&
              static_cast<int>(Requirement::Must::kNotNull) + 1 == TEXTMILL_KEPT_NOT_NULL);

textmill_value ValueOf(const Requirement::Constant& constant) {
  textmill_value value{};
  if (const auto* flag = std::get_if<bool>(&constant)) {
    value.type = TEXTMILL_BOOL;
    value.integer = *flag ? 1 : 0;
  } else if (const auto* whole = std::get_if<int64_t>(&constant)) {
    value.type = TEXTMILL_INT;
    value.integer = *whole;
  } else if (const auto* real = std::get_if<double>(&constant)) {
    value.type = TEXTMILL_FLOAT;
    value.number = *real;
  } else {
    const auto& text = std::get<std::string>(constant);
    value.type = TEXTMILL_STRING;
    value.string = {text.data(), text.size()};
  }
  return value;
}

}  // namespace

void KeptConditions::Set(std::vector<KeptIf> kept) {
  kept_ = std::move(kept);
  values_.assign(kept_.size(), {});
  conditions_.clear();
  for (size_t i = 0; i < kept_.size(); ++i) {
    for (const auto& constant : kept_[i].requirement.values)
      values_[i].push_back(ValueOf(constant));
    textmill_kept_if condition{};
    condition.column = kept_[i].column.c_str();
    condition.must = static_cast<uint32_t>(kept_[i].requirement.must) + 1;
    condition.flags = kept_[i].flags;
    condition.n_values = values_[i].size();
    condition.values = values_[i].data();
    conditions_.push_back(condition);
  }
}

}  // namespace textmill::core
