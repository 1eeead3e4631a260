#include "core/expr/requirements.h"

#include <optional>

#include "core/expr/condition.h"

namespace textmill::core::expr {
namespace {

using ConditionKind = Condition::Kind;
using Must = Requirement::Must;

Must MustOf(Op op) {
  switch (op) {
    case Op::kEq:
      return Must::kEqual;
    case Op::kNe:
      return Must::kNotEqual;
    case Op::kLt:
      return Must::kLess;
    case Op::kLe:
      return Must::kAtMost;
    case Op::kGt:
      return Must::kGreater;
    default:
      return Must::kAtLeast;
  }
}

std::optional<Requirement::Constant> ConstantOf(const Operand& operand, ValueKind column) {
  if (const auto* nanos = std::get_if<Nanos>(&operand.number)) {
    const Nanos micros = *nanos / 1000;
    if (column != ValueKind::kMicros || micros * 1000 != *nanos || micros < INT64_MIN ||
        micros > INT64_MAX) {
      return {};
    }
    return static_cast<int64_t>(micros);
  }
  if (IsTimestamp(column)) return {};
  if (const auto* number = std::get_if<double>(&operand.number)) return *number;
  if (const auto* number = std::get_if<uint64_t>(&operand.number)) {
    if (*number > INT64_MAX) return {};
    return static_cast<int64_t>(*number);
  }
  const int64_t number = std::get<int64_t>(operand.number);
  if (column == ValueKind::kBool) return number != 0;
  return number;
}

std::optional<Requirement> OneOf(const Condition& condition) {
  Requirement out;
  const auto column = [&](const Operand& operand) {
    out.column = operand.column;
    return operand.kind == Operand::Kind::kColumn;
  };
  switch (condition.kind) {
    case ConditionKind::kFlag:
      out.values.emplace_back(true);
      return column(condition.left) ? std::optional(out) : std::nullopt;
    case ConditionKind::kNot: {
      const Condition& part = condition.parts[0];
      if (part.kind == ConditionKind::kIsNull) {
        out.must = Must::kNotNull;
      } else if (part.kind == ConditionKind::kFlag) {
        out.values.emplace_back(false);
      } else {
        return {};
      }
      return column(part.left) ? std::optional(out) : std::nullopt;
    }
    case ConditionKind::kCompareTexts:
    case ConditionKind::kCompareNumbers: {
      if (!column(condition.left) || condition.right.kind != Operand::Kind::kConstant) return {};
      out.must = MustOf(condition.op);
      if (condition.kind == ConditionKind::kCompareTexts) {
        out.values.emplace_back(condition.right.text);
      } else if (auto constant = ConstantOf(condition.right, condition.left.type)) {
        out.values.push_back(std::move(*constant));
      } else {
        return {};
      }
      return out;
    }
    case ConditionKind::kTextIn:
      if (!column(condition.left)) return {};
      out.values.assign(condition.texts.begin(), condition.texts.end());
      return out;
    case ConditionKind::kOr:  // of equalities of one column
      for (const Condition& part : condition.parts) {
        auto one = OneOf(part);
        if (!one || one->must != Must::kEqual || (out.column >= 0 && one->column != out.column))
          return {};
        out.column = one->column;
        out.values.insert(out.values.end(), one->values.begin(), one->values.end());
      }
      return out.column >= 0 ? std::optional(out) : std::nullopt;
    default:
      return {};
  }
}

}  // namespace

Requirements RequirementsOf(const Condition& condition, int columns) {
  Requirements out;
  if (condition.kind == ConditionKind::kAnd) {
    out.complete = true;
    for (const Condition& part : condition.parts) {
      Requirements more = RequirementsOf(part, columns);
      out.complete &= more.complete;
      for (Requirement& one : more.all) out.all.push_back(std::move(one));
    }
  } else if (auto one = OneOf(condition); one && one->column < columns) {
    out.all.push_back(std::move(*one));
    out.complete = true;
  }
  return out;
}

}  // namespace textmill::core::expr
