#include "plugins/text/readability.h"

#include <cmath>

namespace textmill::text {
namespace {

// base - sentence x (words a sentence) - syllable x (syllables a word)
struct Flesch {
  std::string_view language;
  double base, sentence, syllable;
};
constexpr Flesch kFlesch[] = {
    {"en", 206.835, 1.015, 84.6},  // Flesch 1948
    {"de", 180, 1, 58.5},          // Amstad 1978
    {"es", 206.84, 1.02, 60},      // Fernandez Huerta 1959
    {"fr", 207, 1.015, 73.6},      // Kandel and Moles 1958
    {"it", 206, 1, 65},            // Franchina and Vacca 1986
    {"nl", 206.84, 0.93, 77},      // Douma 1960
    {"pt", 248.835, 1.015, 84.6},  // Martins and others 1996
    {"ru", 206.835, 1.3, 60.1},    // Oborneva 2006
};

}  // namespace

Readability Readable(const ReadabilityCounts& counts, std::string_view language) {
  Readability r;
  if (counts.words == 0 || counts.sentences == 0) return r;
  const auto number = [](size_t n) { return static_cast<double>(n); };
  const double words = number(counts.words), sentences = number(counts.sentences);
  const double by_sentence = words / sentences, letters = number(counts.letters);
  const double long_words = number(counts.long_words);
  r.ari = 4.71 * number(counts.characters) / words + 0.5 * by_sentence - 21.43;
  r.coleman_liau = 0.0588 * (100 * letters / words) - 0.296 * (100 * sentences / words) - 15.8;
  r.lix = by_sentence + 100 * long_words / words;
  r.rix = long_words / sentences;
  r.gulpease = 89 + (300 * sentences - 10 * letters) / words;
  if (!counts.has_syllables) return r;
  const double syllables = number(counts.syllables) / words, hard = number(counts.polysyllables);
  for (const Flesch& f : kFlesch) {
    if (f.language == language)
      r.flesch = f.base - f.sentence * by_sentence - f.syllable * syllables;
  }
  r.flesch_kincaid = 0.39 * by_sentence + 11.8 * syllables - 15.59;
  r.gunning_fog = 0.4 * (by_sentence + 100 * hard / words);
  r.smog = 1.0430 * std::sqrt(hard * 30 / sentences) + 3.1291;
  r.forcast = 20 - number(counts.monosyllables) * 150 / words / 10;
  return r;
}

}  // namespace textmill::text
