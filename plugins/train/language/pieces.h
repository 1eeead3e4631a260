// The pieces of a script's words: which n-grams and words are kept, and of which each word is made.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_PIECES_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_PIECES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "plugins/train/language/corpus.h"
#include "plugins/train/language/ngrams.h"
#include "plugins/train/language/types.h"

namespace textmill::language {

struct PieceSettings {
  size_t longest = 5;  // n-gram
  // The least number of different words that an n-gram of each length must occur in.
  std::vector<uint32_t> least_words = {0, 2, 1, 2, 3, 4, 5};
  std::vector<uint32_t> least_words_in_han = {0, 2, 3, 3, 4, 5, 6};
  uint32_t least_tokens = 2;  // how often a word must occur to be a piece itself
};

// N-grams are numbered through all levels, words after them.
class Pieces {
 public:
  static constexpr uint32_t kNone = ~0U;

  Pieces(const ScriptCorpus& corpus, const std::vector<std::vector<Type>>& types,
         const PieceSettings& settings);

  const Ngrams& ngrams() const { return ngrams_; }
  size_t first_of(size_t level) const { return firsts_[level]; }  // also of one level too many
  size_t size() const { return firsts_.back() + words_.size(); }
  // Which word a piece after the n-grams is.
  uint32_t word(size_t piece) const { return words_[piece - firsts_.back()]; }

  // The length less one of an n-gram, and of words that of a longer one.
  size_t LevelOf(size_t piece) const;
  std::u32string Spelling(size_t piece, const ScriptCorpus& corpus) const;

  // The n-grams of a word that score: by place, shorter ones of a place first.
  std::span<const uint32_t> Of(uint32_t word) const {
    return {of_words_.data() + starts_[word], starts_[word + 1] - starts_[word]};
  }
  // The word itself, or kNone.
  uint32_t Whole(uint32_t word) const { return wholes_[word]; }

 private:
  void MakeCharacters(const ScriptCorpus& corpus, const std::vector<uint32_t>& tokens,
                      uint32_t least);
  void MakeLevel(size_t level, const std::vector<uint32_t>& characters, uint32_t least);
  void CountLanguages(const std::vector<std::vector<Type>>& types, size_t level);
  void MakeWords(const ScriptCorpus& corpus, const std::vector<uint32_t>& tokens,
                 uint32_t least_tokens, const std::vector<std::vector<uint32_t>>& by_level);

  Ngrams ngrams_;
  std::vector<size_t> firsts_;
  std::vector<uint32_t> of_words_;
  std::vector<size_t> starts_;
  std::vector<uint32_t> wholes_, words_;
  // While it is made: the n-gram of the level at hand at each character of each word.
  std::vector<uint32_t> places_;
  std::vector<size_t> place_starts_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_PIECES_H_
