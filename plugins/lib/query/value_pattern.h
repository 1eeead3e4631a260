// Compares values with a pattern of a query: regular expressions (RE2, over the whole value),
// values as they are written, and globs. All in time linear in the value.
//
// Values and patterns are compared in Unicode's form NFC. Once made, any thread may call.
#ifndef TEXTMILL_PLUGINS_LIB_QUERY_VALUE_PATTERN_H_
#define TEXTMILL_PLUGINS_LIB_QUERY_VALUE_PATTERN_H_

#include <re2/re2.h>

#include <memory>
#include <string>
#include <string_view>

#include "plugins/lib/query/query.h"

namespace textmill::query {

class ValuePattern {
 public:
  // `query` is for mistakes. Throws QueryError where the expression cannot be read.
  ValuePattern(const Pattern& pattern, std::string_view query);
  bool Holds(std::string_view value) const;

 private:
  std::string literal_;
  std::unique_ptr<RE2> regex_;  // unless a literal will do
  bool ignore_marks_;
};

// In NFC.
std::string Composed(std::string_view value);
// Without the marks of its letters: "café" is "cafe".
std::string WithoutMarks(std::string_view value);

}  // namespace textmill::query

#endif  // TEXTMILL_PLUGINS_LIB_QUERY_VALUE_PATTERN_H_
