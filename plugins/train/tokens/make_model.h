// Makes a model of tokens from what it is to learn from.
#ifndef TEXTMILL_PLUGINS_TRAIN_TOKENS_MAKE_MODEL_H_
#define TEXTMILL_PLUGINS_TRAIN_TOKENS_MAKE_MODEL_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plugins/lib/token-model/model.h"
#include "plugins/train/tokens/corpus.h"
#include "plugins/train/tokens/network.h"

namespace textmill::token_model {

struct TrainingOptions {
  NetworkOptions network;
  size_t least_label = 3;     // labels that come less often are not learned
  size_t least_feature = 2;   // features that fewer words of the treebank have are left out,
  size_t least_in_text = 5;   // unless so many words of the text have them
  size_t frequent_word = 30;  // words that come so often have no labels but those they came with
  size_t teachers = 3;        // networks that label the text
  float text_weight = 0.5F;   // of a sentence of the text beside one of the treebank
};

using Say = std::function<void(const std::string&)>;

// What a model learns from.
struct Sources {
  std::vector<AnnotatedSentence> treebank;
  std::vector<AnnotatedSentence> text;         // without labels
  std::map<std::string, std::string> lexicon;  // classes of words in lower case
  std::vector<AnnotatedWord> lemmas;           // facts of a dictionary
};

// With `network`, that of another model is kept, and all but it is learned. Throws Error when there
// is too little.
std::shared_ptr<Model> MakeModel(const Sources& sources, const TrainingOptions& options,
                                 const Model* network, const Say& say);

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_TRAIN_TOKENS_MAKE_MODEL_H_
