// The check of one expression, or of the part of one that looks at the items of a list.
//
// Conditions are checked in check.cc, values in check_value.cc, calls in check_call.cc. A Checker
// is used once, by one thread.
#ifndef CORE_EXPR_CHECKER_H_
#define CORE_EXPR_CHECKER_H_

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/expr/ast.h"
#include "core/expr/computed.h"
#include "core/expr/expr.h"
#include "core/expr/literal.h"

namespace textmill::core::expr {

// More than these are of no use to anybody; checking ends there.
inline constexpr size_t kMostErrors = 100;

class Checker {
 public:
  Checker(std::string_view text, const Schema& schema, std::vector<ExprError>* errors)
      : text_(text), schema_(schema), errors_(errors) {}

  Condition Test(const Node& node);
  // The same for a value of any type; nothing after an error.
  std::optional<Computed> Bind(const Node& node);

  // Columns that were used, in no order, and what conditions need computed: value k is the column
  // after those of the schema and k more.
  std::vector<int> uses;
  std::vector<Computed> computed;

 private:
  void Say(size_t position, std::string message, std::string hint) {
    errors_->push_back({position, std::move(message), std::move(hint)});
  }
  void Say(const Node& node, Trouble trouble) {
    Say(node.begin, std::move(trouble.message), std::move(trouble.hint));
  }
  std::string Source(const Node& node) const;

  // Conditions.
  std::optional<Value> Resolve(const Node& node, bool beside_text = false);
  Condition Chain(const Node& node);
  void HalfComparison(const Node& compared, const Node& value);
  Condition Flag(const Node& node);
  Condition IsNull(const Node& node);
  void NoValue(const Node& node);
  Condition Compare(const Node& node);
  Condition CompareLiteral(const Value& column, Op op, const Node& literal);
  std::optional<Operand> Convert(const Value& column, const Node& literal, bool equality);
  Condition In(const Node& node);
  Condition InList(const Node& node);
  Condition Matches(const Node& node);

  // Values.
  std::optional<Computed> BindName(const Node& node);
  std::optional<Computed> Calculation(const Node& node);
  std::optional<Computed> Call(const Node& node);
  bool RightCount(const Node& call, const Function& function);
  std::optional<Computed> BindArgument(const Node& call, const Function& function, char letter,
                                       const Node& node);
  std::optional<Computed> Fixed(const Node& call, char letter, const Node& node);
  bool FitsCall(const Node& call, const Computed& made);
  bool FitsUnit(const Node& unit);
  bool FitsDate(const Node& call, const Computed& made);
  bool FitsFormat(const Node& format, bool reading);
  bool FitsItems(const Node& call, const Computed& made);
  bool BindItems(const Node& call, const Node& node, char letter, Computed* made);
  std::optional<Field> ResultOf(const Node& call, const Computed& made);
  std::optional<Field> Common(const Node& call, const std::vector<const Computed*>& values);

  const std::string_view text_;
  const Schema& schema_;
  std::vector<ExprError>* const errors_;
  std::deque<Field> types_;  // of what is computed
};

// A value of a fixed text, number or truth; its type's format is "u", "l", "g" or "b".
Computed FixedText(const std::string& text);
Computed FixedWhole(int64_t number);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_CHECKER_H_
