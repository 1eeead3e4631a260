// Reads a query. Mistakes have a place, and say what was expected. Any thread may call.
#ifndef TEXTMILL_PLUGINS_LIB_QUERY_PARSE_H_
#define TEXTMILL_PLUGINS_LIB_QUERY_PARSE_H_

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/query/query.h"

namespace textmill::query {

// Why a query cannot be used: a sentence, and what to do.
class QueryError : public std::runtime_error {
 public:
  explicit QueryError(const std::string& message, std::string hint = "")
      : std::runtime_error(message), hint_(std::move(hint)) {}
  const std::string& hint() const { return hint_; }

 private:
  std::string hint_;
};

// A mistake at byte `at` of the query: "..., at character 5 of the query, before `= "x"]`".
QueryError MistakeAt(std::string_view query, size_t at, const std::string& what,
                     const std::string& hint = "");

struct ParseOptions {
  // What tokens have: `word`, and others such as `lemma`.
  std::vector<std::string> attributes = {"word"};
  // What to do where a query asks for another attribute.
  std::string attribute_hint;
  // What texts have, for `match.text_NAME`.
  std::vector<std::string> text_attributes;
  enum class Case { kQuery, kIgnore, kMatch };
  // kQuery: plain words ignore case, all else heeds it unless %c is there.
  Case letter_case = Case::kQuery;
  // Cuts a plain word into the words that the text would have in its place, each in the form in
  // which it is compared (kFolded), or with `keep_case` as it is written. What was a `*` or `?` is
  // kStar or kAnyCharacter: letters, which nobody will look for.
  std::function<std::vector<std::string>(std::string_view plain, bool keep_case)> cut_plain;
};
inline constexpr std::string_view kStar = "\uA66E", kAnyCharacter = "\uA48C";

// Throws QueryError.
Query Parse(std::string_view query, const ParseOptions& options);

}  // namespace textmill::query

#endif  // TEXTMILL_PLUGINS_LIB_QUERY_PARSE_H_
