// The parts of a tokenizer.json. Each function throws Error where there is anything that it does
// not know. Used by one thread.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_JSON_PARTS_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_JSON_PARTS_H_

#include <absl/container/flat_hash_map.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/text-tokens/json_members.h"
#include "plugins/text-tokens/tokenizer.h"

namespace textmill::tokenizer {

// Sequences may have no more parts, one in the other or not.
inline constexpr int kMostParts = 32;

Normalizer ParseNormalizer(element value);

struct Cuts {
  std::vector<Cut> cuts;
  bool byte_level = false;  // the last thing that they do is to write bytes as characters
  bool add_prefix_space = false;
};
Cuts ParseCuts(element value);

// Tokens as the file writes them, and whose ids they are.
class Vocabulary {
 public:
  using Id = uint32_t;
  void Add(std::string_view token, Id id);
  std::optional<Id> Find(std::string_view token) const;
  // Of one that may be there: whether nothing else has its content or its id.
  bool Fits(std::string_view token, Id id);

 private:
  absl::flat_hash_map<std::string, Id> ids_;
  absl::flat_hash_map<Id, std::string> owners_;
};

// Which takes bytes where `byte_level`.
Model ParseModel(const Members& model, bool byte_level, Vocabulary* vocabulary);
// The mark of blanks, U+2581.
inline constexpr std::string_view kBlankMark = "\xE2\x96\x81";
// Whether a model that takes whole texts may be given one word after the other: the mark of blanks
// is a token, and no merge is of something, and that mark after it.
bool WordsAreApart(const Members& model, const Vocabulary& vocabulary);

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_JSON_PARTS_H_
