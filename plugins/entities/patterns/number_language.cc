#include "plugins/entities/patterns/number_language.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "plugins/entities/patterns/words_around.h"

namespace textmill::entities {
namespace {

using Words = absl::flat_hash_set<std::string_view>;

constexpr size_t kMostText = 4096;  // bytes that are looked at

DecimalMark MarkOf(std::string_view code) {
  static const Words comma = {"af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es",
                              "et", "eu", "fi", "fr", "gl", "hr", "hu", "hy", "id", "is", "it",
                              "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt",
                              "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "uz", "vi"};
  static const Words point = {"en", "zh", "ja", "ko", "th", "hi", "bn", "ur", "he", "ms",
                              "sw", "tl", "ta", "te", "mr", "pa", "ga", "cy", "mt", "my"};
  return comma.contains(code)   ? DecimalMark::kComma
         : point.contains(code) ? DecimalMark::kPoint
                                : DecimalMark::kUnknown;
}

// By the common words of English, and of languages that write 1,5. Words of both say nothing.
DecimalMark Guess(std::string_view text) {
  static const Words english = {
      "the", "of",   "and", "to",  "that", "with", "from", "it",    "is",    "was",  "were",
      "has", "have", "had", "by",  "at",   "this", "his",  "its",   "their", "said", "will",
      "for", "they", "he",  "she", "be",   "been", "are",  "which", "about", "or",   "who"};
  static const Words others = {
      "der", "das", "und", "ist",   "von",  "den",  "dem",  "ein",  "eine", "wurden", "wurde",
      "mit", "auf", "für", "nicht", "im",   "es",   "wird", "sich", "zu",   "le",     "les",
      "la",  "et",  "du",  "une",   "dans", "est",  "pour", "que",  "qui",  "au",     "sur",
      "el",  "los", "las", "y",     "del",  "una",  "por",  "con",  "para", "se",     "il",
      "di",  "che", "per", "della", "gli",  "sono", "os",   "da",   "em",   "um",     "uma",
      "não", "com", "dos", "het",   "een",  "van",  "en",   "zijn", "met",  "voor",   "niet",
      "och", "att", "det", "som",   "på",   "av",   "är",   "og",   "af",   "er",     "til",
      "w",   "z",   "się", "nie",   "jest", "je",   "že",   "ve",   "bir",  "de",     "des",
      "в",   "и",   "на",  "не",    "по",   "з",    "у",    "та",   "և",    "est",    "ha"};
  text = text.substr(0, kMostText);
  int english_words = 0, other_words = 0;
  for (size_t at = 0; at < text.size();) {
    const std::string_view word = WordAt(text, at);
    if (word.empty()) {
      ++at;
      continue;
    }
    at += word.size();
    if (word.size() > 8) continue;
    const std::string lower = LowerWord(word);
    if (english.contains(lower)) ++english_words;
    if (others.contains(lower)) ++other_words;
  }
  return english_words > other_words   ? DecimalMark::kPoint
         : other_words > english_words ? DecimalMark::kComma
                                       : DecimalMark::kUnknown;
}

}  // namespace

DecimalMark NumberLanguage::mark() {
  if (!known_) mark_ = code_.empty() ? Guess(text_) : MarkOf(code_);
  known_ = true;
  return mark_;
}

}  // namespace textmill::entities
