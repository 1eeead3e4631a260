// Tokens that are looked for in the text itself, before it is cut into pieces: `<|endoftext|>`.
//
// Built by one thread, then for any.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_ADDED_TOKENS_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_ADDED_TOKENS_H_

#include <absl/container/flat_hash_map.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace textmill::tokenizer {

class AddedTokens {
 public:
  // Neither empty nor longer; false when it is there already.
  static constexpr size_t kLongest = 1000;
  bool Add(std::string_view token, uint32_t id);
  bool empty() const { return ids_.empty(); }

  // What there is of the text: `text(piece)` between tokens, `token(id)` for each: the leftmost
  // first, of those that begin at one place the longest.
  template <class Text, class Token>
  void Split(std::string_view whole, const Text& text, const Token& token) const {
    size_t begin = 0;
    if (!empty()) {
      for (size_t at = 0; at < whole.size();) {
        const std::optional<Found> found = Longest(whole.substr(at));
        if (!found) {
          ++at;
          continue;
        }
        if (at > begin) text(whole.substr(begin, at - begin));
        token(found->id);
        begin = at += found->size;
      }
    }
    if (begin < whole.size()) text(whole.substr(begin));
  }

 private:
  struct Found {
    uint32_t id;
    size_t size;
  };
  std::optional<Found> Longest(std::string_view text) const {
    if (!first_[static_cast<uint8_t>(text[0])]) return {};
    return Walk(text);
  }
  std::optional<Found> Walk(std::string_view text) const;

  std::array<bool, 256> first_{};                 // bytes that tokens begin with
  absl::flat_hash_map<uint64_t, uint32_t> next_;  // node and byte: the node after it
  absl::flat_hash_map<uint32_t, uint32_t> ids_;   // of the tokens that end at a node
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_ADDED_TOKENS_H_
