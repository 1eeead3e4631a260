// Scripts that are written without spaces between words: what a program must know before it takes a
// run of letters for a word.
#ifndef TEXTMILL_SCRIPTS_HPP_
#define TEXTMILL_SCRIPTS_HPP_

#include <cstdint>

namespace textmill {

// Whether a letter or mark is of such a script. They are those whose letters Unicode's line
// breaking (UAX 14) takes for ideographs or gives to a dictionary (the class SA), and those of
// Indonesia and Vietnam that are broken by syllables:
//
//     Han, Kana, Bopomofo, Yi, Tangut, Nushu, Khitan; Thai, Lao, Khmer, Burmese, Tai Le, New Tai
//     Lue, Tai Tham, Tai Viet, Ahom; Balinese, Batak, Buginese, Cham, Javanese.
//
// Not Korean, which has spaces, nor Tibetan, which parts syllables by a sign of its own. Of
// characters that are not letters (digits, symbols) the answer is that of their neighbours.
inline bool WrittenWithoutSpaces(uint32_t c) {
  if (c < 0x0E00) return false;
  const auto in = [c](uint32_t first, uint32_t last) { return c >= first && c <= last; };
  if (c < 0x2E80) {
    return in(0x0E00, 0x0EFF) || in(0x1000, 0x109F) || in(0x1780, 0x17FF) || in(0x1950, 0x1AAF) ||
           in(0x1B00, 0x1B7F) || in(0x1BC0, 0x1BFF);
  }
  if (c < 0x10000) {
    return in(0x2E80, 0x302D) || in(0x3031, 0x312F) || in(0x3190, 0x31FF) || in(0x3220, 0x325F) ||
           in(0x3280, 0xA4CF) || in(0xA980, 0xAADF) || in(0xF900, 0xFAFF) || in(0xFF66, 0xFF9F);
  }
  return in(0x11700, 0x1174F) || in(0x16FE0, 0x18DFF) || in(0x1AFF0, 0x1B2FF) ||
         in(0x1F200, 0x1F2FF) || in(0x20000, 0x3FFFF);
}

}  // namespace textmill

#endif  // TEXTMILL_SCRIPTS_HPP_
