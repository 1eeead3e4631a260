// How well a model does on annotated sentences whose tokens are given.
#ifndef TEXTMILL_PLUGINS_TRAIN_TOKENS_SCORE_H_
#define TEXTMILL_PLUGINS_TRAIN_TOKENS_SCORE_H_

#include <vector>

#include "plugins/lib/token-model/tagger.h"
#include "plugins/train/tokens/corpus.h"

namespace textmill::token_model {

struct Score {
  size_t words = 0, pos = 0, tag = 0, lemma = 0;  // all, and those that are right
  double Percent(size_t right) const {
    return words == 0 ? 0 : 100 * static_cast<double>(right) / static_cast<double>(words);
  }
};

inline Score ScoreModel(const Model& model, const std::vector<AnnotatedSentence>& sentences) {
  Score out;
  Tagger tagger(&model);
  std::vector<std::string_view> forms;
  std::vector<TaggedWord> tagged;
  for (const AnnotatedSentence& sentence : sentences) {
    for (size_t begin = 0; begin < sentence.size(); begin += Tagger::kMostAtOnce) {
      forms.clear();
      for (size_t i = begin; i < sentence.size() && i < begin + Tagger::kMostAtOnce; ++i)
        forms.push_back(sentence[i].form);
      tagger.Tag(forms, &tagged);
      for (size_t i = 0; i < tagged.size(); ++i) {
        const AnnotatedWord& gold = sentence[begin + i];
        const Label& label = model.labels[tagged[i].label];
        ++out.words;
        out.pos += label.pos == gold.label.pos;
        out.tag += label.tag == gold.label.tag;
        out.lemma += tagged[i].lemma == gold.lemma;
      }
    }
  }
  return out;
}

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_TRAIN_TOKENS_SCORE_H_
