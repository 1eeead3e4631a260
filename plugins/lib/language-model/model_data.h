// What the trainer makes and the model file holds: how much each piece of a word speaks for each
// language of its script.
//
// A language's score is the sum over the pieces (n-grams with the word's borders, and the whole
// word) of small integers, so that it is the same on every machine. docs/language-model.md tells
// more.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_DATA_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_DATA_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "plugins/lib/language-model/words.h"

namespace textmill::language {

// Before and after a word, except in Han.
inline constexpr char32_t kBorder = 1;
inline bool HasBorders(Group group) { return group != kHan; }
// The length of the shortest n-grams that score. They have something to say of every language; what
// is longer, of those only that it was seen in.
inline size_t ShortestLength(Group group) { return HasBorders(group) ? 2 : 1; }
inline constexpr size_t kLongestLength = 5;

// Scores are in units of 1 / kScoreUnit nat.
inline constexpr int kScoreUnit = 16;

struct Piece {
  struct Score {
    uint8_t slot;
    int8_t score;
  };
  std::u32string characters;  // of an n-gram: with borders
  bool whole = false;         // a word, not an n-gram
  std::vector<Score> scores;  // by slot, ascending
};

struct ScriptData {
  std::vector<uint8_t> languages;  // by slot: index into BuiltinLanguages()
  // The following are empty for a script of one language.
  std::vector<int16_t> priors;  // by slot
  // What the scores of texts of 2^i letters are to be multiplied with for a true confidence: in
  // 1/256.
  std::vector<uint16_t> sharpness;
  std::vector<Piece> pieces;  // each once
};

struct ModelData {
  std::vector<uint32_t> letters;  // Letters::table
  std::vector<Letters::Pair> pairs;
  Letters View() const { return {letters.data(), pairs}; }  // valid as long as this
  std::array<ScriptData, kGroups> scripts;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_DATA_H_
