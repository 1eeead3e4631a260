// Formulas of readability, over counts.
//
// The counts are whole numbers that the caller gives out, too, so that others can recompute. What
// cannot be computed is empty. docs/corpus-analysis.md has the sources. Pure; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_READABILITY_H_
#define TEXTMILL_PLUGINS_TEXT_READABILITY_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace textmill::text {

struct ReadabilityCounts {
  size_t words = 0, sentences = 0;
  size_t characters = 0;                                       // letters and digits of the words
  size_t letters = 0;                                          // letters of the words
  size_t long_words = 0;                                       // of more than six characters
  size_t syllables = 0, monosyllables = 0, polysyllables = 0;  // words of one, of three and more
  bool has_syllables = true;  // false in scripts that tell nothing of them
};

struct Readability {
  std::optional<double> flesch, flesch_kincaid, ari, coleman_liau, gunning_fog, smog, forcast, lix,
      rix, gulpease;
};

// `language`: whose form of Flesch's formula; empty when there is none for it.
Readability Readable(const ReadabilityCounts& counts, std::string_view language);

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_READABILITY_H_
