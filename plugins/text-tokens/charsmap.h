// SentencePiece's map of characters, as a tokenizer.json has it ("Precompiled"): a double array of
// what is replaced, and the texts that replace it.
//
// Does not change; any thread may use one.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_CHARSMAP_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_CHARSMAP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::tokenizer {

// What takes the place of something has no more bytes, lest a small file make large texts.
inline constexpr size_t kLongestReplacement = 64;

class Charsmap {
 public:
  // Throws Error.
  explicit Charsmap(std::string_view bytes);

  // Appends the text with its characters replaced, as the library tokenizers does it: a cluster of
  // up to 5 bytes that people see as one character as a whole, else character by character. Where
  // there are more than `most` bytes, the rest is left out.
  void Append(std::string_view text, size_t most, std::string* out) const;

 private:
  std::optional<std::string_view> Replacement(std::string_view part) const;
  void AppendCluster(std::string_view cluster, std::string* out) const;

  std::vector<uint32_t> units_;
  std::string texts_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_CHARSMAP_H_
