#include "core/expr/slips.h"

#include <algorithm>
#include <iterator>

#include "core/expr/nearest.h"

namespace textmill::core::expr {
namespace {

using Kind = Token::Kind;

struct Word {
  std::string_view word;
  Kind kind;
  const char* instead;
};

constexpr Word kOperators[] = {
    {"contains", Kind::kMatches, "matches"},
    {"like", Kind::kMatches, "matches"},
    {"ilike", Kind::kMatches, "matches"},
    {"match", Kind::kMatches, "matches"},
    {"regex", Kind::kMatches, "matches"},
    {"regexp", Kind::kMatches, "matches"},
    {"rlike", Kind::kMatches, "matches"},
    {"startswith", Kind::kMatches, "matches"},
    {"endswith", Kind::kMatches, "matches"},
    {"equals", Kind::kEq, "=="},
    {"eq", Kind::kEq, "=="},
    {"ne", Kind::kNe, "!="},
    {"lt", Kind::kLt, "<"},
    {"le", Kind::kLe, "<="},
    {"gt", Kind::kGt, ">"},
    {"ge", Kind::kGe, ">="},
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
