#include "plugins/text-tokens/categories.h"

#include <unicode/uchar.h>

namespace textmill::tokenizer {
namespace {

bool IsOneOf(uint32_t c, uint32_t mask, uint8_t unicode = 8) {
  const auto character = static_cast<UChar32>(c);
  if ((U_GET_GC_MASK(character) & mask) == 0) return false;
  UVersionInfo age;
  u_charAge(character, age);
  return age[0] <= unicode;
}

}  // namespace

bool IsSign(uint32_t c) {
  if (c < 0x80) return u_isgraph(static_cast<UChar32>(c)) && !u_isalnum(static_cast<UChar32>(c));
  return IsOneOf(c, U_GC_P_MASK) || c == 0x166D || c == 0x111C9;  // which were punctuation then
}

bool IsAccent(uint32_t c) { return IsOneOf(c, U_GC_MN_MASK) && c != 0x111C9; }

bool IsMark(uint32_t c) { return IsOneOf(c, U_GC_M_MASK, 9) && c != 0x111C9; }

bool IsControl(uint32_t c) {
  if (c == '\t' || c == '\n' || c == '\r') return false;
  return IsOneOf(c, U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK);
}

bool IsIdeograph(uint32_t c) {
  const auto in = [c](uint32_t low, uint32_t high) { return c >= low && c <= high; };
  return in(0x3400, 0x4DBF) || in(0x4E00, 0x9FFF) || in(0xF900, 0xFAFF) || in(0x20000, 0x2A6DF) ||
         in(0x2A700, 0x2B81F) || in(0x2B920, 0x2CEAF) || in(0x2F800, 0x2FA1F);
}

}  // namespace textmill::tokenizer
