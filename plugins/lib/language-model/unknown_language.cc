#include "plugins/lib/language-model/unknown_language.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>

#include "plugins/lib/language-model/relative_words.h"
#include "textmill/utf8.hpp"

namespace textmill::language {
namespace {

struct Range {
  char32_t first, last;
};

// The letters that an alphabet has beyond the common ones of its script.
struct Alphabet {
  std::string_view code;
  std::u32string_view letters;
};

// Beyond U+0430 to U+044F and U+0451, which names and quotations bring into all; with letters of
// other alphabets that keyboards without one's own make people take.
constexpr Alphabet kCyrillic[] = {
    {"ab", U"џҕқҟҧҩҭҳҵҷҽҿәӡӷԥӄ"},
    {"ba", U"ғҙҡңҫүһәө"},
    {"be", U"іў"},
    {"bg", U"ѝѐ"},
    {"cv", U"ӑӗҫӳ"},
    {"kk", U"іғқңүұһәө"},
    {"kv", U"іӧ"},
    {"ky", U"ңӊүө"},
    {"mk", U"ѓѕјљњќџѐѝ"},
    {"mn", U"үөїєѳ"},
    {"ru", U"іѣѵ"},
    {"sah", U"ҕҥӊүһө"},
    {"sr", U"ђјљњћџ"},
    {"tg", U"ғқҳҷӣӯў"},
    {"tt", U"җңүһәө"},
    {"uk", U"єіїґ"},
};

constexpr Alphabet kArabic[] = {
    {"ar", U"پچژڤگکی"},
    {"fa", U"پچژگکیۀ"},
    {"prs", U"پچژگکیۀ"},
    {"ur", U"ٹپچڈڑژکگںھہۂۃیےۓ"},
};

// Of Canadian syllabics, those that Ojibwa does not have: l, r, f, q, ng.
constexpr Range kNotOjibwa[] = {
    {0x14D3, 0x14EA}, {0x1542, 0x155D}, {0x157F, 0x1596}, {0x1670, 0x1676}};

constexpr size_t kFewest = 2;   // letters that are not the language's
constexpr size_t kRarest = 64;  // one of them to so many letters of the script
constexpr size_t kRarestSyllable = 20;
constexpr size_t kMostText = 4096;  // bytes that are looked at

template <size_t n>
const Alphabet* Find(const Alphabet (&alphabets)[n], std::string_view code) {
  const auto found = std::find_if(std::begin(alphabets), std::end(alphabets),
                                  [&](const Alphabet& a) { return a.code == code; });
  return found == std::end(alphabets) ? nullptr : found;
}

// Counts the letters of a script and those that are foreign, as `is_letter` and `is_foreign` say.
template <class IsLetter, class IsForeign>
bool HoldsForeign(std::string_view text, size_t rarest, IsLetter is_letter, IsForeign is_foreign) {
  size_t letters = 0, foreign = 0;
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const auto one = DecodeUtf8(p, end);
    p += one.size;
    if (!is_letter(one.code_point)) continue;
    ++letters;
    if (is_foreign(one.code_point)) ++foreign;
  }
  return foreign >= kFewest && foreign * rarest >= letters;
}

bool IsOfOtherCyrillic(std::string_view text, std::u32string_view own) {
  return HoldsForeign(
      text, kRarest, [](char32_t c) { return c >= 0x400 && c < 0x530; },
      [&](char32_t c) {
        if ((c >= 0x410 && c <= 0x451) || c == 0x401 || (c >= 0x482 && c <= 0x489)) return false;
        if (c < 0x410) {
          c += 0x50;  // Ѐ to Џ
        } else if (c >= 0x4C1 && c <= 0x4CE) {
          c += c & 1;  // Ӂ to ӎ, the capitals odd
        } else if (c >= 0x460) {
          c |= 1;
        }
        return own.find(c) == own.npos;
      });
}

bool IsOfOtherArabic(std::string_view text, std::u32string_view own) {
  return HoldsForeign(
      text, kRarest,
      [](char32_t c) { return (c >= 0x620 && c < 0x64B) || (c >= 0x66E && c < 0x6D4); },
      [&](char32_t c) { return c > 0x671 && own.find(c) == own.npos; });
}

// In Hebrew letters, without their points.
constexpr std::u32string_view kYiddishWords[] = {
    U"און",  U"איז",  U"דער",  U"דאס",  U"ניט",  U"נישט", U"פון",   U"מיט",  U"איך",
    U"האט",  U"האב",  U"אויף", U"וואס", U"קיין", U"איר",  U"האבן",  U"מען",  U"דאך",
    U"וועט", U"וועל", U"וויל", U"ווי",  U"ווען", U"זיין", U"זענען", U"ביסט", U"יא",
    U"עס",   U"זיך",  U"מאכן", U"זאל",  U"דיר",  U"ווער", U"וואו",  U"אונדז"};

// How much a word of Hebrew letters says for Yiddish: 2 for one of its own, 1 for letters that
// Hebrew seldom has together.
int YiddishSign(std::u32string_view word) {
  std::u32string plain;
  bool ligature = false, vowel = false, hebrew_points = false;
  for (size_t i = 0; i < word.size(); ++i) {
    const char32_t c = word[i];
    ligature = ligature || (c >= 0x5F0 && c <= 0x5F2) || c == 0xFB1F;
    vowel = vowel || (i > 0 && word[i - 1] == U'א' && (c == 0x5B7 || c == 0x5B8));
    hebrew_points =
        hebrew_points || c == 0x5B0 || c == 0x5B2 || c == 0x5B5 || c == 0x5B6 || c == 0x5B9;
    if (c < 0x591 || c > 0x5C7) plain += c;
  }
  if (ligature || (vowel && !hebrew_points)) return 2;
  if (std::find(std::begin(kYiddishWords), std::end(kYiddishWords), plain) !=
      std::end(kYiddishWords)) {
    return 2;
  }
  const auto ayins = std::count(plain.begin(), plain.end(), U'ע');
  const bool doubled = plain.find(U"וו") != plain.npos || plain.find(U"יי") != plain.npos;
  return ayins > 1 || (ayins > 0 && (doubled || (plain.size() > 3 && plain.ends_with(U"ען"))));
}

bool IsYiddish(std::string_view text) {
  size_t words = 0, like = 0;
  int signs = 0;
  std::u32string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    ++words;
    if (const int sign = YiddishSign(word); sign > 0) {
      ++like;
      signs += sign;
    }
    word.clear();
  };
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const auto one = DecodeUtf8(p, end);
    p += one.size;
    const char32_t c = one.code_point;
    if ((c >= 0x591 && c <= 0x5F2) || (c >= 0xFB1D && c <= 0xFB4F)) {
      if (word.size() < 40) word += c;
    } else {
      end_word();
    }
  }
  end_word();
  return signs > 1 && like * 5 >= words;
}

}  // namespace

bool IsOfUnknownLanguage(std::string_view text, std::string_view code) {
  text = text.substr(0, kMostText);
  if (HasWordsOfRelative(text, code)) return true;
  if (code == "he") return IsYiddish(text);
  if (code == "oj") {
    return HoldsForeign(
        text, kRarestSyllable, [](char32_t c) { return c >= 0x1400 && c < 0x1680; },
        [](char32_t c) {
          return std::any_of(std::begin(kNotOjibwa), std::end(kNotOjibwa),
                             [&](const Range& r) { return c >= r.first && c <= r.last; });
        });
  }
  if (const Alphabet* own = Find(kCyrillic, code)) return IsOfOtherCyrillic(text, own->letters);
  if (const Alphabet* own = Find(kArabic, code)) return IsOfOtherArabic(text, own->letters);
  return false;
}

}  // namespace textmill::language
