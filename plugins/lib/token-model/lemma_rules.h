// How a word becomes its lemma: an edit script, found by the word itself or by the longest ending
// that is known, for its label.
//
// A script says in which case the word is taken, how many bytes of its end are cut, and what comes
// in their place. Pure data and functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_LEMMA_RULES_H_
#define TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_LEMMA_RULES_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "plugins/lib/token-model/word_features.h"

namespace textmill::token_model {

struct LemmaScript {
  // As it is written, in another case, or a number without its commas.
  enum From : uint8_t { kWritten, kLower, kTitle, kUpper, kWithoutCommas };
  static constexpr From kLast = kWithoutCommas;
  From from = kWritten;
  uint8_t cut = 0;
  std::string add;

  bool operator==(const LemmaScript&) const = default;
  auto operator<=>(const LemmaScript&) const = default;
};

// The script that makes `lemma` of a word, the one that changes least.
LemmaScript ScriptFor(std::string_view word, std::string_view lower, std::string_view lemma);
// What a script makes of a word; false where the word is too short for it.
bool Apply(const LemmaScript& script, std::string_view word, std::string_view lower,
           std::string* lemma);

// How a word is written, and whether a lexicon has it: rules for endings are for one of these.
struct WordKind {
  Case written = Case::kLower;
  bool listed = false;
};

// The keys of rules, as 64-bit hashes: for the word itself, and for an ending of so many bytes of
// its lower case. Where a word that is no name has no rule of its own, that of its lower case is
// tried.
inline constexpr std::string_view kNamePos = "PROPN";
uint64_t WordRule(std::string_view word, uint32_t label);
uint64_t EndingRule(std::string_view lower, size_t bytes, WordKind kind, uint32_t label);
inline constexpr size_t kMostEnding = 6;  // bytes

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_LEMMA_RULES_H_
