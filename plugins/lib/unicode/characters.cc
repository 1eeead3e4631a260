#include "plugins/lib/unicode/characters.h"

#include <algorithm>

#include "plugins/lib/unicode/fold_table.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

// Simple enough for the compiler to take 16 bytes at a time. False when it is not all ASCII.
bool CountAscii(std::string_view piece, CharacterCounts* counts) {
  unsigned high = 0;
  size_t letters = 0, blanks = 0;
  for (const char c : piece) {
    const auto byte = static_cast<uint8_t>(c);
    high |= byte;
    letters += static_cast<uint8_t>((byte | 0x20) - 'a') < 26;
    blanks += (byte == ' ') | (static_cast<uint8_t>(byte - '\t') < 5);
  }
  if (high >= 0x80) return false;
  counts->characters += piece.size();
  counts->letters += letters;
  counts->blanks += blanks;
  return true;
}

}  // namespace

CharacterCounts CountKinds(std::string_view text) {
  constexpr size_t kPiece = 64;
  const FoldTable table = FoldTable::Get();
  CharacterCounts counts;
  bool after_letter = false;
  for (size_t i = 0; i < text.size();) {
    if (CountAscii(text.substr(i, kPiece), &counts)) {
      i += std::min(kPiece, text.size() - i);
      after_letter = static_cast<uint8_t>((text[i - 1] | 0x20) - 'a') < 26;
      continue;
    }
    const size_t end = std::min(i + kPiece, text.size());
    while (i < end) {
      const DecodedChar c = DecodeUtf8(text.data() + i, text.data() + text.size());
      i += c.size;
      const CodePoint is = table[c.code_point];
      ++counts.characters;
      // A mark is a letter after one; what is not seen changes nothing.
      const bool joiner = c.code_point == 0x200C || c.code_point == 0x200D;
      const bool ignored = is.mapped() && table.mapping(is).size == 0;
      if (!joiner && !ignored) after_letter = is.letter() || (is.continues() && after_letter);
      counts.letters += after_letter && !joiner && !ignored;
      counts.blanks += is.blank();
    }
  }
  return counts;
}

}  // namespace textmill::unicode
