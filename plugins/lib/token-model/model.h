// A model of tokens as it is kept in a file and in memory: a small network for parts of speech, the
// labels that frequent words have, a lexicon, rules for lemmas, and who may use it. Constant once
// made; any thread may read.
//
// The network: a word is a vector, the sum of the vectors of its features. A place in a sentence is
// `hidden` numbers: the sum of what each of the words from `reach` before it to `reach` after it
// adds there, by a matrix for each distance; what is below 0 counts as 0. A label's score there is
// a weighted sum of these, and a sentence gets the labels with the greatest sum of scores and of
// transitions between neighbours. All numbers are whole ones, so that the answer is the same on
// every machine; the units are kHiddenUnit and score_unit.
//
// The file: the magic, the version, texts, arrays at multiples of 64 bytes, and a checksum. Arrays
// are used where they are in the file's bytes.
#ifndef TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_MODEL_H_
#define TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_MODEL_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/memory/pages.h"
#include "plugins/lib/tagger/hash_table.h"
#include "plugins/lib/token-model/lemma_rules.h"

namespace textmill::token_model {

using entities::HashTable;

inline constexpr uint32_t kModelVersion = 1;
// What 1 is in hidden numbers, which are clamped so that no sum overflows.
inline constexpr int32_t kHiddenUnit = 256;
inline constexpr int32_t kMostAdded = 4095, kMostHidden = 8191, kMostMatrix = 2047;
inline constexpr int32_t kMostScore = 1 << 20;
inline int32_t MostOutput(uint32_t hidden) {
  return INT32_MAX / (kMostHidden * static_cast<int32_t>(hidden));
}
inline constexpr size_t kMostLabels = 255, kMostReach = 3;

struct Label {
  std::string pos, tag;
  bool operator==(const Label&) const = default;
  auto operator<=>(const Label&) const = default;
};

struct Model {
  std::string name, licence, credit;
  std::vector<std::string> languages;  // ISO 639-1 codes of the texts that it is for
  std::vector<Label> labels;
  std::vector<LemmaScript> scripts;
  bool has_lemmas = false;
  uint32_t width = 0, hidden = 0, reach = 0;
  uint32_t added_shift = 0;  // from a product of vector and matrix to hidden numbers
  uint32_t score_shift = 0;  // from a product of hidden numbers and outputs to scores

  // By feature.
  std::span<const uint32_t> feature_keys;
  std::span<const int8_t> vectors;       // [feature][width]
  std::span<const int16_t> boundaries;   // [reach before, reach after][width]: beyond the sentence
  std::span<const int16_t> matrices;     // [distance][hidden][width]
  std::span<const int16_t> hidden_bias;  // [kind of sentence][hidden]
  std::span<const int16_t> outputs;      // [label][hidden]
  std::span<const int32_t> output_bias;  // [label]
  std::span<const int32_t> transitions;  // [label before][label]
  // The labels that a word may have: the set of its number, else set 0.
  std::span<const uint32_t> word_keys;
  std::span<const uint16_t> word_sets;
  std::span<const uint32_t> set_ends;
  std::span<const uint8_t> set_labels;
  // Classes of words in lower case.
  std::span<const uint32_t> lexicon_keys;
  std::span<const uint8_t> lexicon_classes;
  std::span<const uint32_t> rule_keys;
  std::span<const uint16_t> rule_scripts;

  HashTable features, words, lexicon, rules;

  size_t distances() const { return 2 * reach + 1; }
  // The labels of a set.
  std::span<const uint8_t> Set(size_t set) const {
    const size_t begin = set == 0 ? 0 : set_ends[set - 1];
    return set_labels.subspan(begin, set_ends[set] - begin);
  }

  std::string kept;                // the bytes that the arrays are in, if they are the model's
  memory::PageVector<char> pages;  // or these, of a file
};

// The arrays may be anywhere.
std::string WriteModel(const Model& model);
// The content stays where it is as long as the model is used, at a multiple of 64. Throws Error, a
// sentence without the file's name, when it is no model that can be used.
std::shared_ptr<Model> ReadModel(std::string_view content);

// The model of a file, the same object for all who use it at a time. Any thread may call.
std::shared_ptr<const Model> LoadModel(const std::string& path);

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_MODEL_H_
