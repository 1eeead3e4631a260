// The features of a token: what the weights of a model belong to. A feature is a 64-bit number, the
// hash of a template and what is in its blanks.
//
// Some depend on one word alone, and where it is as seen from the token (OfWord): a tagger adds
// up their weights once for each word. The others are of the place (Features). Used by one thread
// at a time.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_FEATURES_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_FEATURES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "plugins/lib/tagger/document.h"
#include "plugins/lib/tagger/labels.h"
#include "plugins/lib/tagger/lexicon.h"

namespace textmill::entities {

using FeatureList = std::vector<uint64_t>;

inline constexpr int kReach = 2;  // words count that are so far away

// Appends the features of a word `offset` tokens after (-kReach..kReach) the one that is labelled;
// of no word, beyond the ends of the sentence, with NULL.
void OfWord(const Word* word, int offset, FeatureList* out);

class Features {
 public:
  Features(const Knowledge* knowledge, const Lexicon* lexicon)
      : knowledge_(*knowledge), lexicon_(*lexicon) {}

  // Looks over a document, which stays as it is while it is asked about.
  void Begin(const Document& document);
  // Turns to the sentence of the tokens [begin, end).
  void BeginSentence(size_t begin, size_t end);
  // Appends the features of a place in the sentence.
  void OfPlace(size_t token, FeatureList* out) const;

  // Looks over the labels that a first tagger gave to all of the document.
  void BeginLabels(const std::vector<Label>& labels);
  // Turns to a sentence once more, for what follows.
  void TurnTo(size_t begin, size_t end) {
    begin_ = begin;
    end_ = end;
  }
  // Appends the features that a second tagger has besides: those of the labels around, which depend
  // on LabelsAround alone, and those of the word's labels elsewhere in the document.
  void OfLabelsAround(size_t token, FeatureList* out) const;
  uint64_t LabelsAround(size_t token) const;
  void OfUsage(size_t token, FeatureList* out) const;

 private:
  static constexpr uint32_t kNoRun = 0xFFFFFFFF;
  // A run of words with capitals and the connectors between them.
  struct Run {
    uint32_t begin, end;
  };
  // What a document says of a word in lower case.
  struct Usage {
    uint8_t lower = 0;                       // so often it is written so
    uint8_t capital = 0;                     // with a capital in mid-sentence
    std::array<uint8_t, kMaxTypes> types{};  // so often a first tagger took it for part of a name
    uint8_t outside = 0;
    std::array<uint8_t, 4> parts{};  // so often it was which part of a name
  };

  const Word& At(size_t token) const { return lexicon_[document_->tokens[token].word]; }
  uint64_t Lower(ptrdiff_t token) const { return In(token) ? At(Index(token)).lower : 3; }
  uint64_t Class(ptrdiff_t token, int level) const;
  uint64_t Letters(ptrdiff_t token) const {
    return In(token) ? 2 + static_cast<uint64_t>(At(Index(token)).letters) : 1;
  }
  uint64_t Shape(ptrdiff_t token) const { return In(token) ? At(Index(token)).shape : 3; }
  bool In(ptrdiff_t token) const {
    return token >= static_cast<ptrdiff_t>(begin_) && token < static_cast<ptrdiff_t>(end_);
  }
  uint64_t LabelAt(ptrdiff_t token) const { return In(token) ? labels_[Index(token)] : kLabels; }
  static size_t Index(ptrdiff_t token) { return static_cast<size_t>(token); }
  void FindRuns();
  void FindListed();
  void OfRun(size_t token, FeatureList* out) const;
  void OfLists(size_t token, FeatureList* out) const;

  const Knowledge& knowledge_;
  const Lexicon& lexicon_;
  const Document* document_ = nullptr;
  std::vector<Usage> usage_;  // by word
  size_t begin_ = 0, end_ = 0;
  bool shouts_ = false, title_ = false;
  uint64_t kind_ = 0;  // of sentence
  std::vector<Run> runs_;
  std::vector<uint32_t> run_of_;  // by token of the sentence
  // By token of the sentence and list: 0 not in a name of it, else 1 + Part.
  std::vector<std::array<uint8_t, NameLists::kLists>> listed_;
  std::vector<Label> labels_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_FEATURES_H_
