// A tokenizer: from a text to the ids of its tokens.
//
// Made by one of the two functions of tokenizer_file.h; then any thread may encode, each with a
// scratch of its own.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENIZER_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENIZER_H_

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plugins/text-tokens/added_tokens.h"
#include "plugins/text-tokens/bpe.h"
#include "plugins/text-tokens/cut.h"
#include "plugins/text-tokens/normalizer.h"
#include "plugins/text-tokens/piece_cache.h"
#include "plugins/text-tokens/unigram.h"
#include "plugins/text-tokens/word_piece.h"

namespace textmill::tokenizer {

using Model = std::variant<Bpe, Unigram, WordPiece>;

struct Tokenizer {
  AddedTokens added;  // looked for in the text as it is
  Normalizer normalizer;
  AddedTokens added_normalized;   // and in what the normalizer makes of it
  bool add_prefix_space = false;  // before the cuts
  std::vector<Cut> cuts;          // one after the other
  Model model;                    // of the pieces

  struct Scratch {
    Bpe::Scratch bpe;
    Unigram::Scratch unigram;
    PieceCache known;  // of the other models
    std::vector<Cut::Scratch> cuts;
    std::string normal, spare, prefixed;
  };
  Scratch NewScratch() const;
  // Appends the tokens of a text, which is valid UTF-8. Throws Error when that cannot be done: then
  // only some are appended.
  void Encode(std::string_view text, Scratch& scratch, std::vector<Bpe::Id>* ids) const;

 private:
  void EncodePart(std::string_view part, bool is_first, Scratch& scratch,
                  std::vector<Bpe::Id>* ids) const;
  void CutPart(size_t which, std::string_view part, bool is_first, Scratch& scratch,
               std::vector<Bpe::Id>* ids) const;
  void EncodePiece(std::string_view piece, Scratch& scratch, std::vector<Bpe::Id>* ids) const;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENIZER_H_
