#include "plugins/entities/fold_name.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "plugins/lib/tagger/chars.h"

namespace textmill::entities {
namespace {

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// Letters that Unicode does not take apart.
std::string_view PlainLetter(UChar32 c) {
  switch (c) {
    case 0xF8:  // ø
      return "o";
    case 0x142:  // ł
      return "l";
    case 0x111:  // đ
    case 0xF0:   // ð
      return "d";
    case 0xDF:
      return "ss";
    case 0xE6:  // æ
      return "ae";
    case 0x153:  // œ
      return "oe";
    case 0xFE:  // þ
      return "th";
    case 0x131:  // ı
      return "i";
    case 0x259:  // ə
      return "a";
    default:
      return {};
  }
}

std::string Fold(std::string_view name, bool german) {
  std::string lower;
  AppendLower(name, &lower);
  if (IsAscii(lower)) return lower;
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  const icu::UnicodeString apart = nfkd->normalize(
      icu::UnicodeString::fromUTF8({lower.data(), static_cast<int32_t>(lower.size())}), status);
  std::string out;
  icu::UnicodeString kept;
  for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    const UChar32 c = apart.char32At(i);
    if (u_charType(c) == U_NON_SPACING_MARK) {
      if (german && c == 0x308 && kept.length() > 0) {
        const UChar last = kept.charAt(kept.length() - 1);
        if (last == 'a' || last == 'o' || last == 'u') kept.append(UChar('e'));
      }
      continue;
    }
    const std::string_view plain = PlainLetter(c);
    if (plain.empty()) {
      kept.append(c);
    } else {
      kept.append(icu::UnicodeString::fromUTF8({plain.data(), static_cast<int32_t>(plain.size())}));
    }
  }
  kept.toUTF8String(out);
  return out;
}

}  // namespace

std::string FoldName(std::string_view name) { return Fold(name, false); }

std::string FoldGermanName(std::string_view name) {
  if (IsAscii(name)) return {};
  std::string german = Fold(name, true);
  return german == Fold(name, false) ? std::string() : german;
}

}  // namespace textmill::entities
