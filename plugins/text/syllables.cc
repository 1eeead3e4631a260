#include "plugins/text/syllables.h"

#include <array>
#include <cstdint>

#include "textmill/utf8.hpp"

namespace textmill::text {
namespace {

using std::string_view;

bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}
bool EndsWith(string_view word, string_view end) {
  return word.size() >= end.size() && word.substr(word.size() - end.size()) == end;
}
bool IsOneOf(char c, string_view set) { return set.find(c) != set.npos; }

// Written, and not spoken: the e of *made*, *makes*, *walked*, *lovely*, *sometimes*.
size_t SilentVowels(string_view w) {
  const size_t n = w.size();
  size_t silent = 0;
  // An e with a consonant before it, at `at`.
  const auto lone_e = [&](size_t at) { return w[at] == 'e' && at > 0 && !IsVowel(w[at - 1]); };
  const auto after_le = [&](size_t at) {  // *table*, *handled*: the l is a syllable
    return at >= 2 && w[at - 1] == 'l' && !IsVowel(w[at - 2]);
  };
  const auto silent_before = [&](char last) {  // *es*, *ed*
    return n >= 4 && w[n - 1] == last && lone_e(n - 2) && !after_le(n - 2);
  };
  const bool ends_in_e = n >= 3 && lone_e(n - 1) && !after_le(n - 1);
  const bool ends_in_es = silent_before('s') && !IsOneOf(w[n - 3], "sxzcg") &&
                          !EndsWith(w, "shes") && !EndsWith(w, "ches");
  const bool ends_in_ed = silent_before('d') && !IsOneOf(w[n - 3], "td");
  if (ends_in_e || ends_in_es || ends_in_ed) ++silent;
  static constexpr std::array<string_view, 6> kSuffixes = {"ly",   "ful",  "less",
                                                           "ment", "ness", "some"};
  for (const string_view suffix : kSuffixes) {
    if (n < suffix.size() + 4 || !EndsWith(w, suffix)) continue;
    const size_t e = n - suffix.size() - 1;
    if (lone_e(e) && w[e - 1] != 'l') ++silent;
  }
  static constexpr std::array<string_view, 12> kFirstParts = {"some", "there", "where", "here",
                                                              "fore", "home",  "time",  "life",
                                                              "side", "base",  "like",  "name"};
  for (const string_view part : kFirstParts) {
    if (n < part.size() + 3 || w.substr(0, part.size()) != part) continue;
    const string_view rest = w.substr(part.size());
    if (!IsVowel(rest[0]) && rest.find_first_of("aeiouy") != rest.npos && rest != "ness" &&
        rest != "less" && rest != "some") {
      ++silent;
      break;
    }
  }
  return silent;
}

// Vowels beside each other that are two syllables, the second at `i`.
bool SpokenApart(string_view w, size_t i) {
  const size_t n = w.size();
  const char a = w[i - 1], b = w[i], before = i >= 2 ? w[i - 2] : ' ';
  const string_view rest = w.substr(i);
  const bool first_vowels = w.find_first_of("aeiouy") == i - 1;
  if (a == 'i') {
    if (b == 'a') return !IsOneOf(before, "tcs") && rest != "age" && rest != "ages";
    if (b == 'u') return before != ' ';
    if (b == 'o') {
      if (rest.substr(0, 2) == "ou") return false;
      return first_vowels || i + 1 == n || !IsOneOf(before, "tscgxhln");
    }
    if (b == 'e')
      return rest.substr(0, 2) == "et" || w.find("scien") != w.npos || w.find("clien") != w.npos ||
             w.find("audien") != w.npos || (!first_vowels && (rest == "er" || rest == "est"));
  }
  if (a == 'u') {
    if (b == 'a') return !IsOneOf(before, "qg") && w.find("persua") == w.npos;
    if (b == 'e') return rest.substr(0, 2) == "en" && !IsOneOf(before, "qg");
    if (b == 'o') return before != 'q';
  }
  if (a == 'e') {
    if (b == 'a') return (i + 1 == n && !first_vowels) || rest.substr(0, 3) == "ate";
    if (b == 'o')
      return w.find("people") == w.npos && w.find("geon") == w.npos &&
             w.find("leopard") == w.npos && rest.substr(0, 2) != "ou" && w.find("yeo") == w.npos;
    if (b == 'i') return rest == "ing";
    if (b == 'u') return EndsWith(w, "eum");
  }
  if (a == 'o') {
    if (b == 'e') return rest.substr(0, 2) == "em" || rest.substr(0, 2) == "et";
    if (b == 'i') return rest.substr(0, 3) == "ing" && i + 3 == n;
  }
  if (a == 'a') return b == 'o' || (b == 'i' && rest == "ic") || (b == 'e' && rest == "el");
  if (a == 'y') return b == 'i' || b == 'o' || (b == 'e' && rest == "er" && !first_vowels);
  return false;
}

size_t English(string_view w) {
  size_t count = 0;
  bool in_vowels = false;
  for (size_t i = 0; i < w.size(); ++i) {
    bool vowel = IsVowel(w[i]);
    if (w[i] == 'y' && i == 0 && w.size() > 1 && IsVowel(w[1])) vowel = false;
    if (w[i] == 'u' && i > 0 && w[i - 1] == 'q') vowel = false;
    if (vowel && (!in_vowels || SpokenApart(w, i))) ++count;
    in_vowels = vowel;
  }
  // "serious", and not "precious".
  const size_t iou = w.find("iou");
  if (iou != w.npos && iou > 0 && !IsOneOf(w[iou - 1], "ctgx")) ++count;
  if (EndsWith(w, "sm") || EndsWith(w, "thm") || EndsWith(w, "sms")) ++count;
  const size_t silent = SilentVowels(w);
  return count > silent ? count - silent : 1;
}

enum class Letter { kOther, kVowel, kSyllable, kUnknown };

Letter KindOf(int32_t c) {
  if (c < 0x80) {
    return IsVowel(static_cast<char>(c)) ? Letter::kVowel : Letter::kOther;
  }
  static constexpr std::u32string_view kVowels =
      U"àáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēĕėęěĩīĭįıōŏőœũūŭůűųŷơưǎǐǒǔǖǘǚǜạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớ"
      U"ờởỡợụủ"
      U"ứừửữựỳỵỷỹ"
      U"αεηιουωάέήίόύώϊϋΐΰ";
  static constexpr std::u32string_view kSyllables = U"аеёиоуыэюяіїєѐѝӑӓӕӗәӛӝӟӣӥӧөӫӭӯӱӳ";
  const auto code = static_cast<char32_t>(c);
  if (kSyllables.find(code) != kSyllables.npos) return Letter::kSyllable;
  if (kVowels.find(code) != kVowels.npos) return Letter::kVowel;
  // Beyond Latin, Greek and Cyrillic, where vowels are letters.
  const bool known = c < 0x530 || (c >= 0x1E00 && c < 0x2000);
  return known ? Letter::kOther : Letter::kUnknown;
}

}  // namespace

size_t CountSyllables(string_view word, bool english) {
  if (english && word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == word.npos)
    return English(word);
  size_t count = 0;
  bool in_vowels = false;
  for (size_t i = 0; i < word.size();) {
    const DecodedChar c = DecodeUtf8(word.data() + i, word.data() + word.size());
    const Letter kind = KindOf(static_cast<int32_t>(c.code_point));
    if (kind == Letter::kUnknown) return 0;
    count += kind == Letter::kSyllable || (kind == Letter::kVowel && !in_vowels);
    in_vowels = kind == Letter::kVowel;
    i += c.size;
  }
  return count > 0 ? count : 1;
}

}  // namespace textmill::text
