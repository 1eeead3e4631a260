// The expressions that cut text into pieces before byte-pair encoding: those that tokenizer files
// are known to have. Others are not taken: what they would cut depends on the library that they
// were written for, and how long it takes on them.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_PATTERNS_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_PATTERNS_H_

#include <string_view>
#include <vector>

namespace textmill::tokenizer {

struct Pattern {
  const char* name;     // for people, and for `pattern`
  const char* written;  // as files have it
  const char* pcre2;    // the same for PCRE2 with UTF and UCP
};

// One that a file has, or NULL.
const Pattern* PatternAsWritten(std::string_view written);
// One by its name.
const Pattern& PatternCalled(std::string_view name);
// Those that are for files of ranks, which say nothing of it. All of a text is in matches of
// theirs.
std::vector<std::string_view> PatternsOfRanks();

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_PATTERNS_H_
