// A text cut into tokens and sentences, as the tagger sees it.
//
// Tokens are cut the way CoNLL's files are: at blanks and punctuation, with the full stop left to
// abbreviations and initials, "'s" and "n't" apart, hyphens inside of words but for "Paris-based".
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_DOCUMENT_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_DOCUMENT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "plugins/lib/tagger/lexicon.h"
#include "plugins/lib/unicode/span.h"

namespace textmill::entities {

struct Token {
  uint32_t begin, end;  // bytes of the text
  uint32_t word;        // in the Lexicon
};

// Kept from text to text for its memory.
struct Document {
  std::vector<Token> tokens;
  std::vector<uint32_t> sentence_ends;  // in tokens, ascending, the last one tokens.size()

  void Clear() {
    tokens.clear();
    sentence_ends.clear();
  }
  void EndSentence() {
    const auto end = static_cast<uint32_t>(tokens.size());
    if (end > (sentence_ends.empty() ? 0 : sentence_ends.back())) sentence_ends.push_back(end);
  }
};

// Appends a token, `token` of `text`, that somebody else has cut; "Paris-based" becomes three.
void AppendGivenToken(std::string_view text, unicode::Span token, Lexicon* lexicon, Document* out);

// Appends the tokens of a sentence, `sentence` of `text`; does not end it.
void AppendTokens(std::string_view text, unicode::Span sentence, Lexicon* lexicon, Document* out);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_DOCUMENT_H_
