// Gives the words of a sentence their labels and lemmas.
//
// What a word by itself adds to the places around it is worked out once and remembered: most words
// of a text were there before. One object for each thread (a stage's lane); what it gives depends
// on the sentence alone.
#ifndef TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_TAGGER_H_
#define TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_TAGGER_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/memory/pages.h"
#include "plugins/lib/token-model/model.h"

namespace textmill::token_model {

struct TaggedWord {
  uint32_t label;          // of the model's labels
  std::string_view lemma;  // empty: not known. Valid until the next sentence
};

class Tagger {
 public:
  explicit Tagger(const Model* model);

  // Replaces what `out` holds. At most kMostAtOnce words.
  void Tag(std::span<const std::string_view> words, std::vector<TaggedWord>* out);
  static constexpr size_t kMostAtOnce = 4096;

 private:
  struct Word {
    std::string text;
    uint32_t set;                 // of labels
    CaseCounts cases;             // of this word alone
    std::vector<int32_t> lemmas;  // by label of the set, among lemmas_; kUnknown
    uint32_t seen = 0;            // how often, since words were forgotten
  };
  // To a label of a place.
  struct Way {
    int32_t score;
    uint8_t in_set, label;  // the label, as its place in the word's set and in the model
    uint8_t before;         // the label before, as its place among the ways there
  };
  struct Place {
    uint32_t begin, end;  // of its ways
  };
  static constexpr int32_t kUnknown = -1;

  // Forgets the rare ones among the words when they have become many.
  void Trim();
  void FindAll(std::span<const std::string_view> words);
  void PutIn(uint32_t word, uint64_t hash);
  uint32_t Find(std::string_view text, uint64_t hash);
  uint32_t Make(std::string_view text, uint64_t hash);
  void MakeAdded(const int16_t* vector, int16_t* added);
  const int16_t* Added(uint32_t word) const {
    return added_.data() + size_t{word} * model_.distances() * model_.hidden;
  }
  void AddUp(size_t place, size_t words, SentenceKind kind);
  void Score(size_t place, size_t words, SentenceKind kind);
  std::string_view LemmaOf(uint32_t word, size_t at, uint32_t label);
  bool FindLemma(std::string_view text, uint32_t label, std::string* lemma);

  const Model& model_;
  // Words that are remembered, and a table of their numbers by hash.
  std::vector<Word> words_;
  memory::PageVector<int16_t> added_;  // [word][distance][hidden]
  struct Slot {
    uint64_t hash;
    uint32_t word;
  };
  std::vector<Slot> slots_;
  std::deque<std::string> lemmas_;  // which are pointed to
  std::vector<int16_t> beyond_;     // like added_, of what is beyond the sentence

  // Of a sentence.
  std::vector<uint32_t> numbers_;
  std::vector<uint64_t> hashes_;
  std::vector<Place> places_;
  std::vector<Way> ways_;
  std::vector<int16_t> hidden_;
  // For a new word.
  std::vector<WordFeature> features_;
  std::vector<uint32_t> rows_;  // of the features' vectors
  std::string lower_;
  std::vector<int32_t> sum_;
  std::vector<int16_t> vector_;
};

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_TAGGER_H_
