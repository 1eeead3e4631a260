#include "plugins/lib/tagger/chars.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <array>
#include <memory>

#include "textmill/scripts.hpp"
#include "textmill/utf8.hpp"

namespace textmill::entities {
namespace {

// A run of Katakana is taken for a word all the same: it is a loanword or a foreign name nearly
// always, and タイ (Thailand) must not be found in タイヤ (tyre).
bool IsAlone(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return WrittenWithoutSpaces(static_cast<uint32_t>(c)) &&
         !uscript_hasScript(c, USCRIPT_KATAKANA) &&
         uscript_getScript(c, &status) != USCRIPT_KATAKANA;
}

Char Classify(UChar32 c) {
  if (c < 0x80) return AsciiClass(static_cast<unsigned char>(c));
  switch (c) {
    case 0x2019:  // right single quotation mark
    case 0x02BC:  // modifier letter apostrophe
    case 0xFF07:
      return Char::kApostrophe;
    case 0x2010:  // hyphen
    case 0x2011:  // non-breaking hyphen
    case 0x2013:  // en dash
      return Char::kHyphen;
    case 0x85:
    case 0x2028:
    case 0x2029:
      return Char::kBreak;
    case 0x200B:  // zero-width space
      return Char::kBlank;
    case 0xAD:    // soft hyphen
    case 0x200C:  // joiners
    case 0x200D:
    case 0x2060:
      return Char::kWord;
    default:
      break;
  }
  const uint32_t category = U_GET_GC_MASK(c);
  if (category & U_GC_ZS_MASK) return Char::kBlank;
  if (category & U_GC_M_MASK) return Char::kMark;
  if (category & (U_GC_L_MASK | U_GC_N_MASK)) {
    return IsAlone(c) ? Char::kAlone : Char::kWord;
  }
  return Char::kOther;
}

}  // namespace

const Char* BmpClasses() {
  static const auto classes = [] {
    auto table = std::make_unique<std::array<Char, 0x10000>>();
    for (UChar32 c = 0; c < 0x10000; ++c) (*table)[static_cast<size_t>(c)] = Classify(c);
    return table;
  }();
  return classes->data();
}

Char ClassOfRare(uint32_t code_point) { return Classify(static_cast<UChar32>(code_point)); }

bool InsideRareWord(std::string_view text, size_t at) {
  const char* begin = text.data();
  const Char after = ClassAt(begin + at, begin + text.size()).type;
  if (after != Char::kWord && after != Char::kMark) return false;
  // What the marks before it belong to. Nobody means a letter with dozens of them.
  Char before = Char::kMark;
  const char* p = begin + at;
  for (int marks = 0; before == Char::kMark && p > begin && marks < 32; ++marks) {
    const Classified c = ClassBefore(begin, p);
    before = c.type;
    p -= c.size;
  }
  if (after == Char::kMark) return InWord(before);
  return before == Char::kWord || before == Char::kMark;
}

void AppendLower(std::string_view text, std::string* out) {
  const char* end = text.data() + text.size();
  for (const char* p = text.data(); p < end;) {
    if (static_cast<unsigned char>(*p) < 0x80) {
      *out += *p >= 'A' && *p <= 'Z' ? static_cast<char>(*p + 32) : *p;
      ++p;
      continue;
    }
    const DecodedChar d = DecodeUtf8(p, end);
    AppendUtf8(static_cast<uint32_t>(u_tolower(static_cast<UChar32>(d.code_point))), out);
    p += d.size;
  }
}

}  // namespace textmill::entities
