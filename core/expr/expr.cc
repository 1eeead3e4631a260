#include "core/expr/expr.h"

#include <algorithm>
#include <utility>

#include "core/expr/check.h"
#include "core/expr/condition.h"
#include "core/expr/eval.h"
#include "core/expr/parser.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

constexpr size_t kLongest = 1 << 20;

}  // namespace

struct Expression::Impl {
  std::string text;
  expr::Condition condition;
  std::vector<int> uses;
};

Expression::Expression(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Expression::~Expression() = default;

std::unique_ptr<Expression> Expression::Compile(const std::string& text, const Schema& columns,
                                                std::vector<ExprError>* errors) {
  if (text.size() > kLongest) {
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
  impl->condition = expr::Check(node, text, columns, &found, &impl->uses);
  if (!found.empty()) {
    std::stable_sort(found.begin(), found.end(), [](const ExprError& a, const ExprError& b) {
      return a.position < b.position;
    });
    if (found.size() > expr::kMostErrors) found.resize(expr::kMostErrors);
    errors->insert(errors->end(), found.begin(), found.end());
    return nullptr;
  }
  impl->text = text;
  std::sort(impl->uses.begin(), impl->uses.end());
  impl->uses.erase(std::unique(impl->uses.begin(), impl->uses.end()), impl->uses.end());
  return std::unique_ptr<Expression>(new Expression(std::move(impl)));
}

std::vector<Truth> Expression::Evaluate(const std::vector<Array>& columns, int64_t rows) const {
  return expr::Evaluate(impl_->condition, columns, rows);
}

const std::string& Expression::text() const { return impl_->text; }
const std::vector<int>& Expression::uses() const { return impl_->uses; }

}  // namespace textmill::core
