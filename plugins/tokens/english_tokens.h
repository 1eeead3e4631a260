// Cuts English text into tokens as the English Web Treebank does: punctuation marks are tokens, and
// so are clitics (do|n't, she|'s, can|not, gon|na), the parts of words with hyphens (long|-|term,
// but e-mail, pre-war) and signs beside numbers ($|15, 15|%).
//
// By rules alone. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_TOKENS_ENGLISH_TOKENS_H_
#define TEXTMILL_PLUGINS_TOKENS_ENGLISH_TOKENS_H_

#include <string_view>
#include <vector>

#include "plugins/lib/unicode/span.h"

namespace textmill::tokens {

// Appends the tokens of text[begin, end), which is a sentence or a line. They ascend, and white
// space is between them alone.
void CutEnglish(std::string_view text, unicode::Span within, std::vector<unicode::Span>* out);

}  // namespace textmill::tokens

#endif  // TEXTMILL_PLUGINS_TOKENS_ENGLISH_TOKENS_H_
