#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "core/expr/checker.h"
#include "core/expr/cursor.h"
#include "core/expr/names.h"

namespace textmill::core::expr {
namespace {

using Kind = Node::Kind;

bool IsLiteral(Kind kind) {
  return kind == Kind::kText || kind == Kind::kNumber || kind == Kind::kTrue ||
         kind == Kind::kFalse;
}

// The operator that asks the same when the two sides change places.
Op Mirrored(Op op) {
  switch (op) {
    case Op::kLt:
      return Op::kGt;
    case Op::kLe:
      return Op::kGe;
    case Op::kGt:
      return Op::kLt;
    case Op::kGe:
      return Op::kLe;
    default:
      return op;
  }
}

Condition Comparison(const Value& left, Op op, Operand right) {
  Condition out{left.group == Group::kText ? Condition::Kind::kCompareTexts
                                           : Condition::Kind::kCompareNumbers};
  out.op = op;
  out.left = left.operand;
  out.right = std::move(right);
  return out;
}

// Whether it has to be worked out before it can be compared.
bool IsComputed(const Node& node) {
  return node.kind == Kind::kCall || node.kind == Kind::kArith || node.kind == Kind::kMinus;
}

// Something that is compared as a column is.
bool IsValue(const Node& node) { return IsName(node) || IsComputed(node); }

}  // namespace

std::string Checker::Source(const Node& node) const { return Excerpt(text_, node.begin, node.end); }

Condition Checker::Test(const Node& node) {
  if (errors_->size() >= kMostErrors) return {};
  switch (node.kind) {
    case Kind::kAnd:
    case Kind::kOr:
      return Chain(node);
    case Kind::kNot: {
      Condition out{Condition::Kind::kNot};
      out.parts.push_back(Test(node.parts[0]));
      return out;
    }
    case Kind::kCompare:
      return Compare(node);
    case Kind::kIn:
      return In(node);
    case Kind::kMatches:
      return Matches(node);
    case Kind::kIsNull:
      return IsNull(node);
    case Kind::kTrue:
    case Kind::kFalse:
      return Condition{Condition::Kind::kConstant,
                       node.kind == Kind::kTrue ? Truth::kTrue : Truth::kFalse};
    case Kind::kColumn:
    case Kind::kCall:
      return Flag(node);
    case Kind::kLength:
    case Kind::kArith:
    case Kind::kMinus:
      if (Resolve(node)) {
        Say(node.begin, "`" + Source(node) + "` is a number, not a condition",
            "compare it: " + Source(node) + " > 0");
      }
      return {};
    case Kind::kText:
    case Kind::kNumber:
    case Kind::kNull:
      Say(node.begin, Source(node) + " alone is not a condition",
          "a condition compares a column with a value");
      return {};
    case Kind::kError:
      return {};
  }
  return {};
}

// A column, its length, or what is computed, which gets a place after the columns.
std::optional<Value> Checker::Resolve(const Node& node, bool beside_text) {
  if (!IsComputed(node)) {
    auto value = expr::Resolve(node, text_, schema_, beside_text, errors_);
    if (value) uses.push_back(value->operand.column);
    return value;
  }
  auto made = Bind(node);
  if (!made) return std::nullopt;
  types_.push_back(made->type);
  Value value{Source(node), &types_.back(), GroupOf(made->type)};
  value.operand.kind = Operand::Kind::kColumn;
  value.operand.column = static_cast<int>(schema_.size() + computed.size());
  value.operand.type = KindOf(made->type.format);
  computed.push_back(std::move(*made));
  return value;
}

Condition Checker::Chain(const Node& node) {
  Condition out{node.kind == Kind::kAnd ? Condition::Kind::kAnd : Condition::Kind::kOr};
  const Node* compared = nullptr;  // the last comparison of a column with a value
  for (const Node& part : node.parts) {
    if (part.kind == Kind::kCompare && IsName(part.parts[0])) compared = &part;
    if (compared != nullptr && (part.kind == Kind::kText || part.kind == Kind::kNumber)) {
      HalfComparison(*compared, part);
    } else {
      out.parts.push_back(Test(part));
    }
  }
  return out;
}

// lang == "en" or "de"
void Checker::HalfComparison(const Node& compared, const Node& value) {
  const Node &column = compared.parts[0], &other = compared.parts[1];
  std::string hint =
      "repeat the column: " + Excerpt(text_, column.begin, other.begin) + Source(value);
  if (compared.op == Op::kEq)
    hint += "; or write " + Source(column) + " in [" + Source(other) + ", " + Source(value) + "]";
  Say(value.begin, Source(value) + " alone is not a condition", hint);
}

Condition Checker::Flag(const Node& node) {
  const auto value = Resolve(node);
  if (!value) return {};
  if (value->group != Group::kTruth) {
    const bool call = node.kind == Kind::kCall;
    const std::string name = call ? Source(node) : node.text;
    const std::string length = (call ? "length(" + name + ")" : name + ".length") + " > 0";
    Say(node.begin, "`" + name + "` is " + Describe(*value) + ", not a condition",
        value->group == Group::kText    ? "write " + length + " or " + name + " is not null"
        : value->group == Group::kList  ? "write " + length
        : value->group == Group::kOther ? "`is null` can be asked of it"
                                        : "compare it with a value");
    return {};
  }
  Condition out{Condition::Kind::kFlag};
  out.left = value->operand;
  return out;
}

Condition Checker::IsNull(const Node& node) {
  const Node& part = node.parts[0];
  if (!IsValue(part)) {
    if (part.kind != Kind::kError)
      Say(part.begin, "`is null` asks for a column", "write it after a column's name");
    return {};
  }
  const auto value = Resolve(part);
  if (!value) return {};
  Condition out{Condition::Kind::kIsNull};
  out.left = value->operand;
  return out;
}

// One side of a comparison that is neither literal nor column; reports what is wrong.
void Checker::NoValue(const Node& node) {
  if (node.kind == Kind::kError) return;
  if (node.kind == Kind::kNull)
    return Say(node.begin, "null cannot be compared", "ask by `is null`");
  Test(node);
  Say(node.begin, "a condition cannot be compared", "join conditions by `and`, `or` and `not`");
}

Condition Checker::Compare(const Node& node) {
  const Node *left = &node.parts[0], *right = &node.parts[1];
  Op op = node.op;
  if (IsLiteral(left->kind)) {
    std::swap(left, right);
    op = Mirrored(op);
  }
  if (IsLiteral(left->kind)) {
    Say(node.begin, "this compares two fixed values", "one side must be a column");
    return {};
  }
  if (!IsValue(*left) || !(IsValue(*right) || IsLiteral(right->kind))) {
    for (const Node* side : {left, right}) {
      if (IsValue(*side)) {
        Resolve(*side);
      } else if (!IsLiteral(side->kind)) {
        NoValue(*side);
      }
    }
    return {};
  }
  const bool right_is_name = IsValue(*right);
  const auto first = Resolve(*left, right_is_name && IsTextColumn(*right, schema_));
  if (!right_is_name) return first ? CompareLiteral(*first, op, *right) : Condition{};
  const bool left_is_unknown = IsName(*left) && FindField(schema_, left->text) < 0;
  const auto second = Resolve(*right, left_is_unknown || IsTextColumn(*left, schema_));
  if (!first || !second) return {};
  if (auto trouble = CompareColumns(*first, op, *second)) {
    Say(node, std::move(*trouble));
    return {};
  }
  return Comparison(*first, op, second->operand);
}

Condition Checker::CompareLiteral(const Value& column, Op op, const Node& literal) {
  const bool equality = op == Op::kEq || op == Op::kNe;
  const auto constant = Convert(column, literal, equality);
  if (!constant) return {};
  if (column.group == Group::kTruth && !equality) {
    Say(literal.begin, "true and false have no order", "compare by == or !=");
    return {};
  }
  return Comparison(column, op, *constant);
}

// `literal` as a value of the column's type.
std::optional<Operand> Checker::Convert(const Value& column, const Node& literal, bool equality) {
  if (literal.odd_escape != Node::kNone) {
    Say(literal.odd_escape,
        "`" + std::string(text_.substr(literal.odd_escape, 2)) + "` has no meaning in a text",
        "a backslash is written \\\\");
    return std::nullopt;
  }
  Operand constant;
  auto trouble = MakeConstant(column, literal, Source(literal), &constant);
  if (!trouble && equality && column.group == Group::kText)
    trouble = NeverOccurs(column, constant.text);
  if (!trouble) return constant;
  Say(literal, std::move(*trouble));
  return std::nullopt;
}

Condition Checker::In(const Node& node) {
  const Node& looked_for = node.parts[0];
  if (node.parts.size() == 2 && IsValue(node.parts[1])) return InList(node);
  if (IsLiteral(looked_for.kind)) {
    if (node.parts.size() > 1)
      Say(looked_for.begin, "this looks for a fixed value", "write a column before `in`");
    return {};
  }
  if (!IsValue(looked_for)) {
    NoValue(looked_for);
    return {};
  }
  const auto column = Resolve(looked_for);
  if (!column) return {};
  // Numbers are few, so that each may be a comparison of its own; texts are looked up.
  Condition out{column->group == Group::kText ? Condition::Kind::kTextIn : Condition::Kind::kOr};
  out.left = column->operand;
  for (size_t i = 1; i < node.parts.size(); ++i) {
    if (node.parts[i].kind == Kind::kError) continue;
    auto constant = Convert(*column, node.parts[i], true);
    if (!constant) {
      if (!IsComparable(column->group)) break;  // said once
    } else if (column->group == Group::kText) {
      out.texts.push_back(std::move(constant->text));
    } else {
      out.parts.push_back(Comparison(*column, Op::kEq, std::move(*constant)));
    }
  }
  std::sort(out.texts.begin(), out.texts.end());
  return out;
}

// VALUE in LIST, where the list is a column or is computed.
Condition Checker::InList(const Node& node) {
  const Node &looked_for = node.parts[0], &list = node.parts[1];
  const int column = list.kind == Kind::kColumn ? FindField(schema_, list.text) : -1;
  const bool is_list = column >= 0 && GroupOf(schema_[static_cast<size_t>(column)]) == Group::kList;
  if (list.kind == Kind::kColumn && !is_list) {
    if (looked_for.kind == Kind::kText) {
      Say(list.begin, "`in` looks for the value of a column in a list",
          "write " + Source(list) + " in [" + Source(looked_for) + "]");
    } else {
      if (IsName(looked_for)) Resolve(looked_for);
      Say(list.begin,
          "`" + list.text + "` was found where a list such as [\"en\", \"de\"] is expected",
          "write [\"" + list.text + "\"]");
    }
    return {};
  }
  Node has{Kind::kCall, node.begin, node.end, "has"};
  has.parts = {list, looked_for};
  return Flag(has);
}

Condition Checker::Matches(const Node& node) {
  const Node &subject = node.parts[0], &literal = node.parts[1];
  std::optional<Value> column;
  if (IsValue(subject)) {
    column = Resolve(subject);
    if (column && column->group != Group::kText) {
      Say(subject.begin,
          "`" + Source(subject) + "` is " + Describe(*column) + ": `matches` looks into text", "");
      column.reset();
    }
  } else if (IsLiteral(subject.kind)) {
    Say(subject.begin, "`matches` looks into a column", "write a column's name before it");
  } else {
    NoValue(subject);
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto pattern = std::make_shared<const re2::RE2>(literal.text, options);
  if (!pattern->ok()) {
    const bool missing = pattern->error_code() == re2::RE2::ErrorBadPerlOp ||
                         pattern->error_code() == re2::RE2::ErrorBadEscape;
    Say(literal.begin, "this pattern cannot be read: " + pattern->error(),
        missing ? "patterns are those of RE2: they look neither ahead nor back" : "");
    return {};
  }
  if (!column) return {};
  if (auto trouble = NeverMatches(*column, *pattern, Source(literal))) {
    Say(literal, std::move(*trouble));
    return {};
  }
  Condition out{Condition::Kind::kMatches};
  out.left = column->operand;
  out.pattern = std::move(pattern);
  return out;
}

}  // namespace textmill::core::expr
