#include "core/expr/cursor.h"

#include <utility>

namespace textmill::core::expr {
namespace {

constexpr size_t kLongestExcerpt = 80;

}  // namespace

std::string InBackquotes(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string Excerpt(std::string_view expression, size_t begin, size_t end) {
  if (end - begin > kLongestExcerpt) return "...";
  return std::string(expression.substr(begin, end - begin));
}

bool Cursor::Accept(Token::Kind kind) {
  if (!At(kind)) return false;
  Take();
  return true;
}

void Cursor::Slip(size_t position, std::string message, std::string hint) {
  errors_->push_back({position, std::move(message), std::move(hint)});
}

void Cursor::FailAt(const Token& token, std::string message, std::string hint) {
  // An error was given for a bad token, and what comes after a failure is its consequence.
  if (!At(Token::Kind::kBad) && !failed_) Slip(token.begin, std::move(message), std::move(hint));
  failed_ = true;
  at_ = tokens_.size() - 1;
}

void Cursor::Unexpected(const std::string& expected, std::string hint) {
  const std::string found =
      At(Token::Kind::kEnd) ? "the expression ends" : InBackquotes(Source(Here())) + " was found";
  Fail(found + " where " + expected + " is expected", std::move(hint));
}

}  // namespace textmill::core::expr
