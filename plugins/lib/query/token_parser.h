// The tests of a token, which are what may be between `[` and `]`: comparisons of attributes with
// patterns, joined by `&`, `|`, `!` and brackets. One thread at a time.
#ifndef PLUGINS_LIB_QUERY_TOKEN_PARSER_H_
#define PLUGINS_LIB_QUERY_TOKEN_PARSER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "plugins/lib/query/query.h"
#include "plugins/lib/query/scanner.h"

namespace textmill::query {

class TokenParser : protected Scanner {
 protected:
  TokenParser(std::string_view query, const ParseOptions& options)
      : Scanner(query), options_(options) {}

  Test InBrackets();
  void CheckAttribute(const std::string& name, size_t begin) const;
  // True for `=`, false for `!=`.
  bool Equal();
  Pattern QuotedPattern();

  const ParseOptions& options_;

 private:
  Test AnyOf();
  Test One();
  void Flags(Pattern* pattern);
};

}  // namespace textmill::query

#endif  // PLUGINS_LIB_QUERY_TOKEN_PARSER_H_
