// Byte strings that are found at the beginning of others, each with a number.
//
// Built by one thread, then for any.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_BYTE_TRIE_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_BYTE_TRIE_H_

#include <absl/container/flat_hash_map.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace textmill::tokenizer {

class ByteTrie {
 public:
  // Each place of a text may be looked through for the longest one: they have no more bytes.
  static constexpr size_t kLongest = 1000;
  // Neither empty nor longer; false when it is there already.
  bool Add(std::string_view bytes, uint32_t id);
  bool empty() const { return ids_.empty(); }

  struct Found {
    uint32_t id;
    size_t size;
  };
  // The longest that the text begins with.
  std::optional<Found> Longest(std::string_view text) const {
    std::optional<Found> longest;
    Each(text, [&](const Found& found) { longest = found; });
    return longest;
  }
  // All that the text begins with, the shortest first.
  template <class Take>
  void Each(std::string_view text, const Take& take) const {
    if (text.empty() || !first_[static_cast<uint8_t>(text[0])]) return;
    uint32_t node = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      const auto next = next_.find(Step(node, text[i]));
      if (next == next_.end()) return;
      node = next->second;
      if (const auto id = ids_.find(node); id != ids_.end()) take(Found{id->second, i + 1});
    }
  }

 private:
  static uint64_t Step(uint32_t node, char byte) {
    return (uint64_t{node} << 8) | static_cast<uint8_t>(byte);
  }

  std::array<bool, 256> first_{};                 // bytes that one begins with
  absl::flat_hash_map<uint64_t, uint32_t> next_;  // node and byte: the node after it
  absl::flat_hash_map<uint32_t, uint32_t> ids_;   // of those that end at a node
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_BYTE_TRIE_H_
