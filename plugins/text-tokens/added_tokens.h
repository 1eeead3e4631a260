// Tokens that are looked for in the text itself, before it is cut into pieces: `<|endoftext|>`.
//
// Built by one thread, then for any.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_ADDED_TOKENS_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_ADDED_TOKENS_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "plugins/text-tokens/byte_trie.h"

namespace textmill::tokenizer {

struct AddedToken {
  uint32_t id;
  // Whether the white space before it, or after it, becomes part of it.
  bool takes_before = false, takes_after = false;
};

class AddedTokens {
 public:
  // Neither empty nor longer; false when it is there already.
  static constexpr size_t kLongest = ByteTrie::kLongest;
  bool Add(std::string_view content, const AddedToken& token);

  // What there is of the text: `text(piece)` between tokens, `token(id)` for each: the leftmost
  // first, of those that begin at one place the longest.
  template <class Text, class Token>
  void Split(std::string_view whole, const Text& text, const Token& token) const {
    size_t begin = 0;
    if (!contents_.empty()) {
      for (size_t at = 0; at < whole.size();) {
        const std::optional<ByteTrie::Found> found = contents_.Longest(whole.substr(at));
        if (!found) {
          ++at;
          continue;
        }
        const AddedToken& added = tokens_[found->id];
        const std::string_view before = whole.substr(begin, at - begin);
        const size_t kept = added.takes_before ? WithoutSpaceAfter(before) : before.size();
        if (kept > 0) text(before.substr(0, kept));
        token(added.id);
        at += found->size;
        if (added.takes_after) at += SpaceBefore(whole.substr(at));
        begin = at;
      }
    }
    if (begin < whole.size()) text(whole.substr(begin));
  }

 private:
  static size_t WithoutSpaceAfter(std::string_view text);
  static size_t SpaceBefore(std::string_view text);

  ByteTrie contents_;  // with places in `tokens_`
  std::vector<AddedToken> tokens_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_ADDED_TOKENS_H_
