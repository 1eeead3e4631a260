// A place in the tokens of an expression, and the ways in which a parser complains.
#ifndef CORE_EXPR_CURSOR_H_
#define CORE_EXPR_CURSOR_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/expr/ast.h"
#include "core/expr/lexer.h"

namespace textmill::core::expr {

// "`text`"
std::string InBackquotes(std::string_view text);

// What was written between two places, for messages; "..." when that is too long for one.
std::string Excerpt(std::string_view expression, size_t begin, size_t end);

class Cursor {
 public:
  Cursor(std::string_view expression, std::vector<ExprError>* errors)
      : expression_(expression), errors_(errors), tokens_(Tokenize(expression, errors)) {}

  const Token& Here() const { return tokens_[at_]; }
  const Token& Ahead() const { return tokens_[at_ + 1 < tokens_.size() ? at_ + 1 : at_]; }
  const Token& Last() const { return tokens_[at_ > 0 ? at_ - 1 : 0]; }
  bool At(Token::Kind kind) const { return Here().kind == kind; }
  bool AtComparison() const {
    return Here().kind >= Token::Kind::kEq && Here().kind <= Token::Kind::kGe;
  }
  // The last token is never passed.
  const Token& Take() { return at_ + 1 < tokens_.size() ? tokens_[at_++] : tokens_[at_]; }
  bool Accept(Token::Kind kind);
  void BecomeOperator(Token::Kind kind) { tokens_[at_].kind = kind; }

  std::string Source(size_t begin, size_t end) const { return Excerpt(expression_, begin, end); }
  std::string Source(const Node& node) const { return Source(node.begin, node.end); }
  std::string Source(const Token& token) const { return Source(token.begin, token.end); }

  // An error after which reading goes on.
  void Slip(size_t position, std::string message, std::string hint);
  // An error, here or at a token, that ends reading: what follows is as if it were not there.
  void Fail(std::string message, std::string hint = "") {
    FailAt(Here(), std::move(message), std::move(hint));
  }
  void FailAt(const Token& token, std::string message, std::string hint = "");
  // The same: what is here is not what was `expected`.
  void Unexpected(const std::string& expected, std::string hint = "");
  bool failed() const { return failed_; }

 private:
  const std::string_view expression_;
  std::vector<ExprError>* const errors_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_CURSOR_H_
