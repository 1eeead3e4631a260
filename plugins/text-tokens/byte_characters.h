// How files of byte-level BPE write bytes: as a character each, the printable ones of Latin-1 as
// they are, the others, in their order, from U+0100 on. A blank is `Ġ`.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_BYTE_CHARACTERS_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_BYTE_CHARACTERS_H_

#include <optional>
#include <string>
#include <string_view>

namespace textmill::tokenizer {

// The bytes that a token stands for; none where it has a character that is for no byte.
std::optional<std::string> BytesOf(std::string_view token);

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_BYTE_CHARACTERS_H_
