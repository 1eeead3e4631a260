#include "plugins/text-quality/characters.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace textmill::quality {
namespace {

using CodePoints = std::pair<char32_t, char32_t>;

bool InRanges(std::initializer_list<CodePoints> ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const CodePoints& r) { return c >= r.first && c <= r.second; });
}
bool Among(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }

bool IsSpace(char32_t c) {
  return InRanges({{0x09, 0x0D}, {0x1C, 0x20}, {0x2000, 0x200A}, {0x2028, 0x2029}}, c) ||
         Among(U"\u0085\u00A0\u1680\u202F\u205F\u3000", c);
}

// The punctuation of CCNet, which datatrove takes over, and control characters.
bool IsCcNetPunctuation(char32_t c) {
  return InRanges({{0x00, 0x08}, {0x0B, 0x0C}, {0x0D, 0x1F}, {0x7F, 0x9F}}, c) ||
         InRanges({{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}, c) ||
         Among(
             U"\u00AB\u00B4\u00BB\u2013\u2014\u2019\u201C\u201D\u201E\u2026\u2236\u2501\u25BA"
             U"\u3001\u3002\u3008\u3009\u300A\u300B\u300C\u300D\u3010\u3011"
             U"\uFF01\uFF05\uFF08\uFF09\uFF0C\uFF0E\uFF11\uFF1A\uFF1B\uFF1F\uFF5E",
             c);
}

// Unicode's sentence terminals. Of those that came later than its version 10 spaCy knows none, nor
// some that datatrove has.
bool IsTerminal(char32_t c) {
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_S_TERM) != 0 || c == 0xFF61 ||
         c == 0xFF0E || c == 0x06D4;
}
bool IsStop(char32_t c) {
  return IsTerminal(c) && !InRanges({{0x61D, 0x61E},
                                     {0x837, 0x83E},
                                     {0x17D4, 0x17DA},
                                     {0x1B7D, 0x1B7E},
                                     {0x2E53, 0x2E54},
                                     {0x10F55, 0x10F89},
                                     {0x11944, 0x11946},
                                     {0x11EF7, 0x11F44},
                                     {0x16E98, 0x16E98}},
                                    c);
}

// Letters by spaCy: Latin, the Cyrillic of four languages, modern Greek, and scripts without case.
bool IsLatin(char32_t c) {
  return InRanges(
      {{'A', 'Z'},       {'a', 'z'},       {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x1BF},
       {0x1C4, 0x2AF},   {0x1D00, 0x1D25}, {0x1D6B, 0x1D77}, {0x1D79, 0x1D9A}, {0x1E00, 0x1EFF},
       {0x2C60, 0x2C7B}, {0x2C7E, 0x2C7F}, {0xA722, 0xA76F}, {0xA771, 0xA787}, {0xA78B, 0xA78E},
       {0xA790, 0xA7B9}, {0xA7FA, 0xA7FA}, {0xAB30, 0xAB5A}, {0xAB60, 0xAB64}, {0xFF21, 0xFF3A},
       {0xFF41, 0xFF5A}},
      c);
}
bool IsCyrillicOrGreek(char32_t c) {
  return InRanges({{0x410, 0x44F}, {0x391, 0x3A1}, {0x3A3, 0x3A9}, {0x3B1, 0x3C9}}, c) ||
         Among(
             U"\u0401\u0451\u04D8\u04E8\u04AE\u0496\u04A2\u04BA\u04D9\u04E9\u04AF\u0497\u04A3"
             U"\u04BB\u0386\u0388\u038A\u038C\u038F\u0389\u038E\u03AC\u03AD\u03AF\u03CC\u03CE"
             U"\u03AE\u03CD\u0407\u0406\u0404\u0490\u0457\u0456\u0454\u0491\u0403\u0405\u0408"
             U"\u0409\u040A\u040C\u0400\u040D\u0453\u0455\u0458\u0459\u045A\u045C\u0450\u045D",
             c);
}
bool IsUncased(char32_t c) {
  return InRanges({{0x1200, 0x137F}, {0x980, 0x9FF},     {0x591, 0x5F4},     {0xFB1D, 0xFB4F},
                   {0x620, 0x64A},   {0x66E, 0x6D5},     {0x6E5, 0x6FF},     {0x750, 0x77F},
                   {0x8A0, 0x8BD},   {0xFB50, 0xFBB1},   {0xFBD3, 0xFD3D},   {0xFD50, 0xFDC7},
                   {0xFDF0, 0xFDFB}, {0xFE70, 0xFEFC},   {0x1EE00, 0x1EEBB}, {0xD80, 0xDFF},
                   {0x900, 0x97F},   {0xC80, 0xCFF},     {0xB80, 0xBFF},     {0xC00, 0xC7F},
                   {0xAC00, 0xD7AF}, {0x1100, 0x11FF},   {0x3040, 0x30FF},   {0x4E00, 0x9FFF},
                   {0x3400, 0x4DBF}, {0x20000, 0x2A6DF}, {0x2A700, 0x2EBEF}, {0x2E80, 0x2FDF},
                   {0x2FF0, 0x303F}, {0x31C0, 0x31EF},   {0x3200, 0x33FF},   {0xF900, 0xFAFF},
                   {0xFE30, 0xFE4F}, {0x1F200, 0x1F2FF}, {0x2F800, 0x2FA1F}},
                  c);
}

// Symbols that are neither signs of currency nor of mathematics, up to Unicode 11, as spaCy lists
// them; colours of skin are no symbols of their own.
bool IsIcon(char32_t c) {
  if (u_charType(static_cast<UChar32>(c)) != U_OTHER_SYMBOL) return false;
  UVersionInfo age;
  u_charAge(static_cast<UChar32>(c), age);
  return age[0] <= 11;
}

constexpr std::u32string_view kListed =
    U"\u2026,:;!?\u00BF\u061F\u00A1()[]{}<>_#*&\u3002\uFF1F\uFF01\uFF0C\u3001\uFF1B\uFF1A\uFF5E"
    U"\u00B7\u0964\u060C\u06D4\u061B\u066A";
constexpr std::u32string_view kQuotes =
    U"'\"\u201D\u201C`\u2018\u00B4\u2019\u201A,\u201E\u00BB\u00AB\u300C\u300D\u300E\u300F\uFF08"
    U"\uFF09\u3014\u3015\u3010\u3011\u300A\u300B\u3008\u3009\u2329\u232A\u27E6\u27E7";

uint16_t ClassOf(char32_t c) {
  uint16_t is = 0;
  const auto set = [&is](bool yes, uint16_t cls) {
    is = static_cast<uint16_t>(yes ? is | cls : is);
  };
  const uint32_t category = U_GET_GC_MASK(static_cast<UChar32>(c));
  const bool listed = Among(kListed, c), quote = Among(kQuotes, c), icon = IsIcon(c);
  const bool latin = IsLatin(c), cased = IsCyrillicOrGreek(c), uncased = IsUncased(c);
  const bool lower = u_islower(static_cast<UChar32>(c)) != 0;
  const bool currency =
      Among(U"$\u00A3\u20AC\u00A5\u0E3F\uFDFC", c) || InRanges({{0x20A0, 0x20BF}}, c);
  set(IsSpace(c), kSpace);
  set((category & U_GC_L_MASK) != 0, kLetter);
  set(IsCcNetPunctuation(c) || IsTerminal(c), kPunctuation);
  set(IsTerminal(c), kTerminal);
  set(IsStop(c), kStop);
  set((category & U_GC_P_MASK) != 0, kMark);
  set(latin || cased || uncased, kAlpha);
  set(uncased || ((latin || cased) && lower), kLower);
  set(uncased || ((latin || cased) && u_isupper(static_cast<UChar32>(c))), kUpper);
  set(quote, kQuote);
  set(icon, kIcon);
  set(currency, kCurrency);
  const bool dash = c == 0x2013 || c == 0x2014;
  set(listed || quote || icon || currency || dash || Among(U"\u00A7%=", c), kPrefix);
  set(listed || quote || icon || dash, kSuffix);
  set(listed || quote || (is & kLower) != 0 || InRanges({{'0', '9'}}, c) || Among(U"%\u00B2-+|", c),
      kBeforeStop);
  return is;
}

}  // namespace

Characters::Characters() : classes_(0x10000) {
  for (char32_t c = 0; c < 0x10000; ++c) classes_[c] = ClassOf(c);
}

uint16_t Characters::Beyond(char32_t c) const { return ClassOf(c); }

const Characters& Characters::Get() {
  static const Characters characters;
  return characters;
}

uint16_t Characters::Before(std::string_view text, size_t end, size_t* size) const {
  size_t begin = end - 1;
  while (begin > 0 && end - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)
    --begin;
  *size = end - begin;
  if (*size == 1) return byte(text[begin]);
  return (*this)[DecodeUtf8(text.data() + begin, text.data() + end).code_point];
}

std::string_view StripLeft(std::string_view text) {
  const Characters& is = Characters::Get();
  size_t size;
  while (!text.empty() && (is.At(text, 0, &size) & kSpace) != 0) text.remove_prefix(size);
  return text;
}

std::string_view StripRight(std::string_view text) {
  const Characters& is = Characters::Get();
  size_t size;
  while (!text.empty() && (is.Before(text, text.size(), &size) & kSpace) != 0)
    text.remove_suffix(size);
  return text;
}

std::string_view Strip(std::string_view text) { return StripRight(StripLeft(text)); }

}  // namespace textmill::quality
