// Measures of how rich a text's vocabulary is, from its words in order.
//
// N tokens, V types, V1 types that occur once, V2 twice; f a type's frequency; ln the natural
// logarithm. What cannot be computed is empty. docs/corpus-analysis.md has formulas and sources.
//
// Pure functions over the numbers of words; any thread.
#ifndef TEXTMILL_PLUGINS_TEXT_DIVERSITY_H_
#define TEXTMILL_PLUGINS_TEXT_DIVERSITY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace textmill::text {

struct Diversity {
  size_t tokens = 0, types = 0, hapaxes = 0;
  std::optional<double> ttr, guiraud, cttr, herdan_c, maas_a2, dugast_u, summer_s, yule_k, yule_i,
      simpson_d, herdan_vm, sichel_s, honore_r, brunet_w, mattr, msttr, mtld, hdd;
  bool short_of_window = false;  // MATTR and MSTTR are those of the text as a whole
};

struct DiversitySettings {
  size_t window = 50;       // of MATTR, and the segment of MSTTR
  double threshold = 0.72;  // of MTLD
  size_t draws = 42;        // of HD-D
};

// `words`: the types in order, numbered from 0 to `types` - 1.
Diversity Diverse(std::span<const uint32_t> words, size_t types, const DiversitySettings& settings);

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_DIVERSITY_H_
