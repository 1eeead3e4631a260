// What must hold of single columns for a condition to be true: `lang == "en" and score > 0.5` asks
// two things. Pure functions; any thread.
#ifndef CORE_EXPR_REQUIREMENTS_H_
#define CORE_EXPR_REQUIREMENTS_H_

#include <string>
#include <variant>
#include <vector>

namespace textmill::core {

struct Requirement {
  enum class Must { kEqual, kNotEqual, kLess, kAtMost, kGreater, kAtLeast, kNotNull };
  // Of a timestamp, microseconds since 1970.
  using Constant = std::variant<bool, int64_t, double, std::string>;

  int column = -1;  // of the schema
  Must must = Must::kEqual;
  std::vector<Constant> values;  // of kEqual, any of them; of kNotNull none; else one
};

struct Requirements {
  std::vector<Requirement> all;
  bool complete = false;  // where all of them hold, so does the condition
};

namespace expr {

struct Condition;

// Columns of `condition` from `columns` on are worked out, and nothing is asked of them.
Requirements RequirementsOf(const Condition& condition, int columns);

}  // namespace expr
}  // namespace textmill::core

#endif  // CORE_EXPR_REQUIREMENTS_H_
