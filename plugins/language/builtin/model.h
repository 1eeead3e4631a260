// The model: how much each piece of a word speaks for each language of its script.
//
// A language's score is the sum over the pieces (n-grams with the word's borders, and the whole
// word) of small integers, so that it is the same on every machine. The file holds counts, from
// which the scores of n-grams follow (ngram_scores.h), and what was learned on top of them.
// docs/language-model.md tells more. A Model is constant once made; any thread may use it.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/language/builtin/large_pages.h"
#include "plugins/language/builtin/ngrams.h"
#include "plugins/language/builtin/words.h"

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
};
std::string Encode(ModelData& data);
// "" and the model, or what is wrong with the file.
std::string Decode(std::string_view file, ModelData& data);

class ScoreRow;

class Model {
 public:
  explicit Model(ModelData data);

  // That which is part of the plugin, expanded on first use.
  static const Model& Shared();

  const Letters& letters() const { return data_.letters; }
  const Script& script(Group group) const { return data_.scripts[group]; }

  // Scores come in rows of this size, of which those behind the last slot mean nothing.
  static size_t Stride(size_t slots) { return (slots + 15) / 16 * 16; }
  // Adds the scores of a word to `scores`, a row.
  void Add(std::span<const char32_t> characters, Group group, int16_t* scores) const;

 private:
  // A hash table of rows. A row is its size and then slots and scores by turns, or kDense and then
  // the scores of all slots, padded.
  class Table {
   public:
    // `bytes` is as large as the rows may become.
    Table() = default;
    Table(size_t keys, size_t slots, size_t bytes);
    void Put(uint32_t key, const ScoreRow& row);  // the first of a key is kept
    bool empty() const { return entries_.size() == 0; }
    const void* PlaceOf(uint32_t key) const { return &entries_[Place(key)]; }
    const uint8_t* Find(uint32_t key) const;  // its row, or null
    void Add(const uint8_t* row, int16_t* scores) const;

   private:
    struct Entry {
      uint32_t key, row;  // row 0: free
    };
    size_t Place(uint32_t key) const { return key * uint64_t{places_} >> 32; }

    uint32_t places_ = 0;
    size_t slots_ = 0;
    LargePages<Entry> entries_;
    LargePages<uint8_t> rows_;
    size_t end_ = 1;  // of the rows
  };
  void Expand(Group group);

  ModelData data_;
  std::array<Table, kGroups> tables_;
  std::array<uint8_t, kGroups> longest_{};
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_MODEL_H_
