#include "plugins/lib/language-model/relative_words.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <unordered_set>

#include "textmill/utf8.hpp"

namespace textmill::language {
namespace {

constexpr size_t kFewestWords = 2;  // words of the relative
constexpr size_t kRarestWord = 12;  // one of them to so many words
constexpr size_t kLongest = 64;     // bytes of a word that is looked up

using WordSet = std::unordered_set<std::string_view>;

// As Sanskrit's words end, but adverbs that the others took from it: मानवः, not अतः and क्रमशः.
bool EndsLikeSanskrit(std::string_view word) {
  for (const std::string_view ending : {"ानां", "ाणां", "ेषु", "न्ति", "स्यां", "येत्", "ेभ्यः"}) {
    if (word.size() > ending.size() + 3 && word.ends_with(ending)) return true;
  }
  constexpr std::string_view kTheirs[] = {"तः", "शः", "पुनः", "प्रायः", "छः"};
  if (!word.ends_with("ः") || word.size() < 9) return false;
  return std::none_of(std::begin(kTheirs), std::end(kTheirs),
                      [&](std::string_view theirs) { return word.ends_with(theirs); });
}

// Of Bhojpuri, Magahi, Maithili and Sanskrit.
bool IsOfHindisRelative(std::string_view word) {
  static const WordSet words = {
      "बा",   "बाटे", "बाड़े",  "बानी", "बाड़न",  "हवे",    "ओकर",  "एकर",   "ओकरा",  "एकरा", "जेकर",
      "जेकरा", "केहू",  "कवनो", "कउनो", "कौनो",  "सबहिं",  "भइल",  "भईल",   "गइल",   "गईल",  "कइल",
      "कईल",  "होखे", "होखी", "आओर",  "अउर",   "तोहार", "हमार", "हमनी",  "जवन",   "तवन",  "नइखे",
      "हइ",   "हई",  "हलइ",  "हलई",  "नयँ",    "नञ",    "अप्पन", "कोय",   "भेल",    "गेल",   "अछि",
      "छथि",  "छल",  "छलाह", "छैक",   "छनि",   "केँ",     "सँ",    "एहि",   "ओहि",   "जाहि", "ताहि",
      "कोनो", "नहि", "होएत", "होयत", "कएल",   "अपन",   "ककरो", "जकर",   "तकर",   "हुनक",  "हुनका",
      "सभ",   "लेल",  "च",    "इति",  "एव",    "अस्ति",  "सन्ति", "तस्य",   "यस्य",   "कस्य",  "अयं",
      "अयम्",  "इयं",  "इदं",   "तत्",   "यत्",    "अपि",   "तु",    "सर्वे",   "सर्वेषां", "भवति", "भवन्ति",
      "स्यात्", "तेषां", "येषां",  "कश्चन", "कश्चित्", "कोऽपि", "सर्वैः", "मानवः", "जनः",   "वर्तते", "मानवाः"};
  return words.contains(word) || EndsLikeSanskrit(word);
}

// Of Western Punjabi and Saraiki.
bool IsOfUrdusRelative(std::string_view word) {
  static const WordSet words = {"نوں",   "وچ",    "وچوں",  "دا",   "توں",    "نال",    "کوں",
                                "ایہ",   "ایہہ",  "اوہ",   "تے",   "اے",     "ہوندا",  "ہوندی",
                                "ہوندے", "کیتا",  "کیتی",  "ساڈا", "ساڈے",   "ساڈی",   "پئی",
                                "لئی",   "جیہڑا", "جیہڑے", "نیں",  "اوہناں", "ایہناں", "اتے"};
  return words.contains(word);
}

// Of Tuvan, whose adjectives end otherwise than those of Kyrgyz.
bool IsOfKyrgyzsRelative(std::string_view word) {
  static const WordSet words = {"болгаш", "азы",     "чүгле",    "дээш",   "кижи",    "кижилер",
                                "чедир",  "дыка",    "аразында", "кылдыр", "тываның", "тыва",
                                "ооң",    "оларның", "кижиниң",  "чоокку", "шупту",   "кандыг"};
  if (words.contains(word)) return true;
  for (const std::string_view ending : {"лыг", "лиг", "луг", "лүг", "тыг", "тиг", "туг", "түг"}) {
    if (word.size() > ending.size() + 2 && word.ends_with(ending)) return true;
  }
  return false;
}

// The letter in small letters, as far as the scripts here have such.
char32_t Small(char32_t c) {
  if (c >= 0x410 && c < 0x430) return c + 0x20;
  if (c >= 0x400 && c < 0x410) return c + 0x50;
  return c >= 0x460 && c < 0x530 ? c | 1 : c;
}

template <class IsLetter, class IsOfRelative>
bool Has(std::string_view text, IsLetter is_letter, IsOfRelative is_of_relative) {
  size_t words = 0, theirs = 0;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    ++words;
    theirs += is_of_relative(std::string_view(word));
    word.clear();
  };
  for (const char *p = text.data(), *end = p + text.size(); p < end;) {
    const auto one = DecodeUtf8(p, end);
    p += one.size;
    if (!is_letter(one.code_point)) {
      end_word();
    } else if (word.size() < kLongest) {
      AppendUtf8(Small(one.code_point), &word);
    }
  }
  end_word();
  return theirs >= kFewestWords && theirs * kRarestWord >= words;
}

}  // namespace

bool HasWordsOfRelative(std::string_view text, std::string_view code) {
  if (code == "hi" || code == "ne" || code == "mr") {
    const auto is_letter = [](char32_t c) {
      return c >= 0x900 && c < 0x980 && !(c >= 0x964 && c < 0x970);
    };
    return Has(text, is_letter, IsOfHindisRelative);
  }
  if (code == "ur") {
    const auto is_letter = [](char32_t c) {
      return (c >= 0x620 && c < 0x64B) || (c >= 0x66E && c < 0x6D4);
    };
    return Has(text, is_letter, IsOfUrdusRelative);
  }
  if (code == "ky") {
    return Has(
        text, [](char32_t c) { return c >= 0x400 && c < 0x530; }, IsOfKyrgyzsRelative);
  }
  return false;
}

}  // namespace textmill::language
