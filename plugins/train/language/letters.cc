#include "plugins/train/language/letters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>

namespace textmill::language {
namespace {

bool IsApostrophe(UChar32 c) {
  switch (c) {
    case '\'':
    case '`':
    case 0xB4:
    case 0x2B9:
    case 0x2BB:
    case 0x2BC:
    case 0x2C8:
    case 0x2018:
    case 0x2019:
    case 0x55A:
      return true;
    default:
      return false;
  }
}

// What is written or left out at will: soft hyphens, joiners, Arabic lengthening and vowel signs,
// Hebrew points, Indic dots below (which are apart in NFC and not in many texts).
bool IsOptional(UChar32 c) {
  return c == 0xAD || c == 0x200C || c == 0x200D || c == 0x640 || (c >= 0x64B && c <= 0x652) ||
         c == 0x670 || (c >= 0x591 && c <= 0x5C7) || c == 0x93C || c == 0x9BC;
}

class Scripts {
 public:
  Scripts() { groups_ = {{USCRIPT_HAN, kHan}, {USCRIPT_LATIN, kLatin}}; }

  Group Of(UChar32 c) {
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &error);
    if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || c == 0x30FC) {
      script = USCRIPT_HAN;
    }
    if (script == USCRIPT_INHERITED) return kMark;
    if (script == USCRIPT_COMMON) {
      return u_charType(c) == U_MODIFIER_LETTER ? kMark : kNoLetter;
    }
    const auto next = static_cast<Group>(groups_.size() + 1);
    // Scripts beyond the table's room share the last group; no language of ours uses them.
    return groups_.emplace(script, std::min<Group>(next, kGroups - 1)).first->second;
  }

 private:
  std::map<UScriptCode, Group> groups_;
};

}  // namespace

void MakeLetters(ModelData* data) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) throw std::runtime_error(u_errorName(error));
  std::vector<uint32_t>& table = data->letters;
  std::vector<Letters::Pair>& pairs = data->pairs;
  table.resize(Letters::kSize);
  Scripts scripts;
  for (UChar32 c = 0; c < static_cast<UChar32>(Letters::kSize); ++c) {
    uint32_t& letter = table[static_cast<size_t>(c)];
    if (U_IS_SURROGATE(c)) continue;
    if (IsApostrophe(c)) {
      letter = Letters::Make(kApostrophe, U'\'');
      continue;
    }
    if (IsOptional(c)) {
      letter = Letters::Make(kIgnored, 0);
      continue;
    }
    if (c == 0xB7) {  // of Catalan
      letter = Letters::Make(kMark, 0xB7);
      continue;
    }
    const uint32_t category = U_GET_GC_MASK(c);
    if ((category & (U_GC_L_MASK | U_GC_M_MASK)) == 0 || c == 0xAA || c == 0xBA) continue;
    const Group group = scripts.Of(c);
    if (group == kNoLetter) continue;
    UChar32 lower = u_tolower(c);
    if (group == kMark && (category & U_GC_L_MASK) == 0 && u_charType(c) != U_NON_SPACING_MARK) {
      continue;
    }
    // What NFC takes apart is its base to us, as the dot below is ignored.
    icu::UnicodeString apart;
    if (nfc->getRawDecomposition(lower, apart) &&
        !nfc->isNormalized(icu::UnicodeString(lower), error)) {
      lower = apart.char32At(0);
    }
    letter = Letters::Make(group, static_cast<char32_t>(lower));
  }
  for (UChar32 first = 'a'; first < 0x2000; ++first) {
    if (table[static_cast<size_t>(first)] >> 24 >= kMark) continue;
    for (UChar32 second = 0x300; second < 0x370; ++second) {
      const UChar32 whole = nfc->composePair(first, second);
      if (whole < 0 || u_tolower(whole) != whole) continue;
      pairs.push_back({static_cast<char32_t>(first), static_cast<char32_t>(second),
                       static_cast<char32_t>(whole)});
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second) < std::tie(b.first, b.second);
  });
}

}  // namespace textmill::language
