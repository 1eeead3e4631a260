#include "core/expr/expr.h"

#include <algorithm>
#include <utility>

#include "core/expr/checker.h"
#include "core/expr/compute.h"
#include "core/expr/eval.h"
#include "core/expr/parser.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr size_t kLongestExpression = 1 << 20;

}  // namespace

struct Expression::Impl {
  std::string text;
  expr::Computed value;                  // of a condition: a truth
  std::vector<expr::Computed> computed;  // what it needs, in this order
  std::vector<int> uses;
  int columns = 0;  // of the schema

  std::vector<Array> Columns(const std::vector<Array>& columns, int64_t rows,
                             std::vector<uint8_t>* odd) const {
    std::vector<Array> all = columns;
    for (const expr::Computed& needed : computed)
      all.push_back(expr::Compute(needed, all, rows, odd));
    return all;
  }
};

Expression::Expression(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Expression::~Expression() = default;

std::unique_ptr<Expression> Expression::Make(const std::string& text, const Schema& columns,
                                             bool condition, std::vector<ExprError>* errors) {
  if (text.size() > kLongestExpression) {
    errors->push_back({0, "the expression is longer than 1 MiB", ""});
    return nullptr;
  }
  if (const size_t bad = FirstInvalidUtf8(text); bad != text.size()) {
    errors->push_back({bad, "the expression is not valid UTF-8 here", ""});
    return nullptr;
  }
  std::vector<ExprError> found;
  auto impl = std::make_unique<Impl>();
  const expr::Node node = expr::Parse(text, &found);
  expr::Checker checker(text, columns, &found);
  if (condition) {
    impl->value.kind = expr::Computed::Kind::kTruth;
    impl->value.truth = checker.Test(node);
    impl->value.type.format = "b";
  } else if (auto value = checker.Bind(node)) {
    impl->value = std::move(*value);
    if (impl->value.type.format == "n")
      found.push_back({node.begin, "null alone has no type", "leave the column out"});
  }
  if (!found.empty()) {
    std::stable_sort(found.begin(), found.end(), [](const ExprError& a, const ExprError& b) {
      return a.position < b.position;
    });
    if (found.size() > expr::kMostErrors) found.resize(expr::kMostErrors);
    errors->insert(errors->end(), found.begin(), found.end());
    return nullptr;
  }
  impl->text = text;
  impl->columns = static_cast<int>(columns.size());
  impl->computed = std::move(checker.computed);
  impl->uses = std::move(checker.uses);
  std::erase_if(impl->uses, [&](int c) { return static_cast<size_t>(c) >= columns.size(); });
  std::sort(impl->uses.begin(), impl->uses.end());
  impl->uses.erase(std::unique(impl->uses.begin(), impl->uses.end()), impl->uses.end());
  return std::unique_ptr<Expression>(new Expression(std::move(impl)));
}

std::unique_ptr<Expression> Expression::Compile(const std::string& text, const Schema& columns,
                                                std::vector<ExprError>* errors) {
  return Make(text, columns, true, errors);
}

std::unique_ptr<Expression> Expression::CompileValue(const std::string& text, const Schema& columns,
                                                     std::vector<ExprError>* errors) {
  return Make(text, columns, false, errors);
}

std::vector<Truth> Expression::Evaluate(const std::vector<Array>& columns, int64_t rows) const {
  if (impl_->computed.empty()) return expr::Evaluate(impl_->value.truth, columns, rows);
  return expr::Evaluate(impl_->value.truth, impl_->Columns(columns, rows, nullptr), rows);
}

const Field& Expression::type() const { return impl_->value.type; }

Array Expression::Compute(const std::vector<Array>& columns, int64_t rows,
                          std::vector<uint8_t>* odd) const {
  return expr::Compute(impl_->value, impl_->Columns(columns, rows, odd), rows, odd);
}

const std::string& Expression::text() const { return impl_->text; }
const std::vector<int>& Expression::uses() const { return impl_->uses; }
Requirements Expression::requirements() const {
  return expr::RequirementsOf(impl_->value.truth, impl_->columns);
}

}  // namespace textmill::core
