// WordPiece: a word begins with the longest token that it begins with, goes on with the longest one
// that goes on with the rest, and is unknown as a whole where there is none.
//
// Built by one thread; then any thread may encode.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_WORD_PIECE_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_WORD_PIECE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/text-tokens/byte_trie.h"

namespace textmill::tokenizer {

class WordPiece {
 public:
  using Id = uint32_t;

  // `inside`: what tokens begin with that are not at the beginning of a word, as "##". A word of
  // more characters than `most` is unknown.
  WordPiece(std::string inside, uint64_t most) : inside_(std::move(inside)), most_(most) {}
  // False when it is there already.
  bool AddToken(std::string_view token, Id id);
  void SetUnknown(Id id) { unknown_ = id; }

  // Appends the tokens of a word, which is valid UTF-8.
  void Encode(std::string_view word, std::vector<Id>* ids) const;

 private:
  std::string inside_;
  uint64_t most_;
  Id unknown_ = 0;
  ByteTrie first_, later_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_WORD_PIECE_H_
