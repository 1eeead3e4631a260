// Learns how words become lemmas: rules for endings, from the shortest that is mostly right to
// longer ones that say otherwise, and for the words that no ending gets right.
#ifndef TEXTMILL_PLUGINS_TRAIN_TOKENS_LEMMAS_H_
#define TEXTMILL_PLUGINS_TRAIN_TOKENS_LEMMAS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "plugins/lib/token-model/lemma_rules.h"

namespace textmill::token_model {

// A word with a label and a lemma, and how often they come together.
struct LemmaExample {
  std::string form;
  uint32_t label;
  std::string lemma;
  uint32_t count;
};

struct LemmaRules {
  std::vector<LemmaScript> scripts;
  std::map<uint32_t, uint16_t> rules;  // scripts by key
};

// `facts`: words that are not in the treebank, as a dictionary has them; `listed`: the words of the
// model's lexicon; `is_name`: labels of names, whose capitals are part of them.
LemmaRules LearnLemmas(const std::vector<LemmaExample>& examples,
                       const std::vector<LemmaExample>& facts,
                       const std::function<bool(const std::string& lower)>& listed,
                       const std::function<bool(uint32_t label)>& is_name);

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_TRAIN_TOKENS_LEMMAS_H_
