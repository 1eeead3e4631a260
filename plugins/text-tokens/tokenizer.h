// A tokenizer with byte-level BPE: from a text to the ids of its tokens.
//
// Made by one of the two functions of tokenizer_file.h; then any thread may encode, each with a
// scratch of its own.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENIZER_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENIZER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/unicode/form.h"
#include "plugins/text-tokens/added_tokens.h"
#include "plugins/text-tokens/bpe.h"
#include "plugins/text-tokens/splitter.h"

namespace textmill::tokenizer {

struct Tokenizer {
  Bpe bpe;
  AddedTokens added;             // looked for in the text as it is
  AddedTokens added_normalized;  // and in what the normal form makes of it
  std::optional<unicode::Form> form;
  std::vector<Splitter> cuts;  // one after the other; at least one
  bool add_prefix_space = false;

  struct Scratch {
    Bpe::Scratch bpe;
    std::vector<Splitter::Scratch> matches;
    std::string normal, prefixed;
  };
  Scratch NewScratch() const;
  // Appends the tokens of a text, which is valid UTF-8. Throws Error when that cannot be done: then
  // only some are appended.
  void Encode(std::string_view text, Scratch& scratch, std::vector<Bpe::Id>* ids) const;

 private:
  void EncodePart(std::string_view part, Scratch& scratch, std::vector<Bpe::Id>* ids) const;
  void Cut(size_t which, std::string_view part, Scratch& scratch, std::vector<Bpe::Id>* ids) const;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENIZER_H_
