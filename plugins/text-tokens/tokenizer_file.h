// Tokenizers from files: a `tokenizer.json` of Hugging Face's library tokenizers, or ranks as
// tiktoken keeps them.
//
// A file is understood whole or not at all: with a part left out, counts would be wrong.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENIZER_FILE_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENIZER_FILE_H_

#include <string>
#include <string_view>

#include "plugins/text-tokens/tokenizer.h"

namespace textmill::tokenizer {

// Each throws Error, whose sentence begins with what is wrong and does not name the file.

Tokenizer ParseTokenizerJson(std::string_view json);
// A token in base64 and its rank on each line.
Tokenizer ParseRanks(std::string_view lines, const Pattern& pattern);

// Whether it is JSON, by its first bytes.
bool IsTokenizerJson(std::string_view content);

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_TOKENIZER_FILE_H_
