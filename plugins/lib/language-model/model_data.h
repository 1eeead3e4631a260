// What the model file holds: how much each piece of a word speaks for each language of its script.
//
// A language's score is the sum over the pieces (n-grams with the word's borders, and the whole
// word) of small integers, so that it is the same on every machine. The file holds counts, from
// which the scores of n-grams follow (ngram_scores.h), and what was learned on top of them.
// docs/language-model.md tells more.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_DATA_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_DATA_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/language-model/ngrams.h"
#include "plugins/lib/language-model/words.h"

namespace textmill::language {

// Before and behind a word, except in Han.
inline constexpr char32_t kBorder = 1;
inline bool HasBorders(Group group) { return group != kHan; }
// The level (length less one) of the shortest n-grams that score.
inline size_t ShortestLevel(Group group) { return HasBorders(group) ? 1 : 0; }

// A piece's key is the upper half of a hash, mixed from its characters; 0 does not occur.
inline constexpr uint64_t NgramSeed(Group group) { return 0x51ED27F5U + group; }
inline constexpr uint64_t WordSeed(Group group) { return 0xC2B2AE3DU + group; }
inline uint32_t KeyOf(uint64_t hash) { return static_cast<uint32_t>(hash >> 32) | 1; }

// Scores are in units of 1 / kScoreUnit nat.
inline constexpr int kScoreUnit = 16;

// Scores of some slots, by key.
struct SparseScores {
  std::vector<uint32_t> keys;  // ascending
  std::vector<uint8_t> sizes;  // by key: number of slots
  std::vector<uint8_t> slots;  // ascending for a key
  std::vector<int8_t> scores;  // beside them
};

struct Script {
  std::vector<uint8_t> languages;  // by slot: index into BuiltinLanguages()
  // The following are empty for a script of one language.
  std::vector<int16_t> priors;  // by slot
  // What the scores of texts of 2^i letters are to be multiplied with for a true confidence: in
  // 1/256.
  std::vector<uint16_t> sharpness;
  uint16_t interpolation = 256;  // in 1/256
  uint16_t scale = 128;          // of log-probabilities, in 1/256
  Ngrams ngrams;
  SparseScores corrections;  // by n-gram, counted through all levels
  SparseScores words;        // by KeyOf a whole word
};

// What the trainer writes and the detector reads.
struct ModelData {
  Letters letters;
  std::array<Script, kGroups> scripts;
  // Of a script that was read: what Unpack makes its n-grams, corrections and words of.
  std::array<std::string_view, kGroups> packed;
};
std::string Encode(ModelData& data);
// "" and the model, or what is wrong with the file, which must outlive what is `packed`.
std::string Decode(std::string_view file, ModelData& data);
// False when it makes no sense.
bool Unpack(std::string_view packed, Script& script);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_DATA_H_
