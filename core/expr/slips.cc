#include "core/expr/slips.h"

#include <algorithm>
#include <iterator>

#include "core/expr/nearest.h"

namespace textmill::core::expr {
namespace {

using TokenKind = Token::Kind;

struct Word {
  std::string_view word;
  TokenKind kind;
  const char* instead;
};

constexpr Word kOperators[] = {
    {"contains", TokenKind::kMatches, "matches"},
    {"like", TokenKind::kMatches, "matches"},
    {"ilike", TokenKind::kMatches, "matches"},
    {"match", TokenKind::kMatches, "matches"},
    {"regex", TokenKind::kMatches, "matches"},
    {"regexp", TokenKind::kMatches, "matches"},
    {"rlike", TokenKind::kMatches, "matches"},
    {"startswith", TokenKind::kMatches, "matches"},
    {"endswith", TokenKind::kMatches, "matches"},
    {"equals", TokenKind::kEq, "=="},
    {"eq", TokenKind::kEq, "=="},
    {"ne", TokenKind::kNe, "!="},
    {"lt", TokenKind::kLt, "<"},
    {"le", TokenKind::kLe, "<="},
    {"gt", TokenKind::kGt, ">"},
    {"ge", TokenKind::kGe, ">="},
};

constexpr std::string_view kLengths[] = {"len",         "length", "size", "count",
                                         "char_length", "strlen", "nchar"};

constexpr std::string_view kMatchers[] = {"contains",   "match",    "matches", "like",
                                          "startswith", "endswith", "search",  "starts_with",
                                          "ends_with",  "regex"};

template <size_t n>
bool OneOf(std::string_view word, const std::string_view (&words)[n]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace

std::optional<OperatorSlip> OperatorMeant(std::string_view word) {
  for (const Word& known : kOperators) {
    if (known.word == word) return OperatorSlip{known.kind, known.instead};
  }
  return std::nullopt;
}

bool MeansLength(std::string_view word) { return OneOf(word, kLengths); }
bool MeansMatches(std::string_view word) { return OneOf(word, kMatchers); }

std::string_view NearestOperator(std::string_view word) {
  for (std::string_view name : {"matches", "and", "or", "not", "in", "is"}) {
    if (EditDistance(word, name, 3) <= Tolerance(name.size())) return name;
  }
  return "";
}

}  // namespace textmill::core::expr
