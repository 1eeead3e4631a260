// Finds names in text with a trained model. One object for each thread; the model is shared.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TAGGER_TAGGER_H_
#define TEXTMILL_PLUGINS_ENTITIES_TAGGER_TAGGER_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "plugins/lib/tagger/document.h"
#include "plugins/lib/tagger/features.h"
#include "plugins/lib/tagger/lexicon.h"
#include "plugins/lib/tagger/model.h"
#include "plugins/lib/tagger/viterbi.h"

namespace textmill::entities {

struct NameFound {
  uint32_t begin, end;  // bytes of the text
  uint32_t type;        // in Model::types
};

class Tagger {
 public:
  explicit Tagger(std::shared_ptr<const Model> model);

  // Appends the names in a text of any length, ascending. Memory does not grow with the text beyond
  // what is appended: a long text is tagged piece by piece, each of which is a document by itself.
  void Find(std::string_view text, std::vector<NameFound>* out);
  // How many tokens were labelled so far.
  uint64_t tokens() const { return tokens_; }

  // For text that is cut already: the words are those of lexicon(). NewDocument() makes the numbers
  // of words void now and then, to keep the lexicon small.
  void NewDocument();
  Lexicon& lexicon() { return lexicon_; }
  const std::vector<Label>& LabelTokens(const Document& document);

 private:
  // The weights of a word, summed up, by the word's place and tagger.
  struct alignas(64) WordSums {
    std::array<std::array<Emission, kTaggers>, 2 * kReach + 1> of;
  };
  struct Remembered {
    uint64_t key = ~uint64_t{0};
    Emission sum;
  };

  void FindInPiece(std::string_view text, uint32_t offset, std::vector<NameFound>* out);
  void SumNewWords(const Document& document);
  // The features of a word, seen from each side; each side a list of its own.
  void ListWord(const Word* word);
  // The sums of such lists, from the `list`-th on.
  void SumWord(size_t list, WordSums* to) const;
  void Score(const Document& document);
  void ScoreAgain(const Document& document);
  void FindRows();
  void AddRows(size_t begin, size_t end, Emission* first, Emission* second) const;

  const std::shared_ptr<const Model> model_;
  Lexicon lexicon_;
  Features features_;
  std::array<Viterbi, kTaggers> viterbi_;
  memory::PageVector<WordSums> sums_;
  std::vector<uint32_t> sum_of_;  // by word: which of sums_, plus one; 0 where it has none
  std::vector<uint32_t> new_words_;
  std::vector<const WordSums*> around_;  // of the tokens of a sentence, and kReach on either side
  WordSums boundary_;
  FeatureList list_;
  std::vector<size_t> list_ends_;                          // by token of a sentence, say
  std::vector<uint32_t> rows_;                             // of the features of list_
  std::array<std::vector<Emission>, kTaggers> emissions_;  // by token
  std::vector<Label> labels_;
  std::vector<Remembered> remembered_;  // sums of features of labels alone
  Document document_;
  std::vector<unicode::Span> sentences_;
  uint64_t tokens_ = 0;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TAGGER_TAGGER_H_
