// The network of a token model (plugins/lib/token-model/model.h) in floating point, and how it is
// learned: a conditional random field over the labels of a sentence, whose weights of places come
// from a hidden layer, by gradient descent with step sizes for each weight (Adam).
//
// One thread. The same input gives the same weights: no sum depends on the width of the
// processor's registers.
#ifndef TEXTMILL_PLUGINS_TRAIN_TOKENS_NETWORK_H_
#define TEXTMILL_PLUGINS_TRAIN_TOKENS_NETWORK_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/token-model/word_features.h"

namespace textmill::token_model {

// A sentence in numbers.
struct Example {
  struct Word {
    std::vector<uint32_t> features;  // rows of vectors
    std::vector<bool> of_form;       // beside them
    float frequency = 0;             // how often it is in the training text, in any case
    uint16_t label = 0;
  };
  std::vector<Word> words;
  size_t kind = 0;  // SentenceKind
  float weight = 1;
};

struct NetworkOptions {
  size_t width = 64, hidden = 128, reach = 2;
  size_t rounds = 9, batch = 8;
  float rate = 0.002F;
  float drop_vector = 0.2F, drop_hidden = 0.4F;  // of the numbers of a word, and of a place
  float drop_feature = 0.05F;
  // The form of a word that is f times in the text is left out with the chance d / (d + f).
  float drop_form = 0.25F;
  uint32_t seed = 1;
};

// Weights and what Adam knows of them.
struct Weights {
  std::vector<float> value, mean, square, gradient;
  void Resize(size_t n);
};

class Network {
 public:
  Network(size_t features, size_t labels, const NetworkOptions& options);

  // Learns from all of `gold` in each round, and from a third of `more`, in turns.
  void Learn(const std::vector<Example>& gold, const std::vector<Example>& more,
             const std::function<void(size_t round, double loss)>& say);
  // Adds to `sums` (words times labels) the probability of each label.
  void AddProbabilities(const Example& example, std::vector<float>* sums);

  const NetworkOptions& options() const { return options_; }
  size_t labels() const { return labels_; }
  // Rows are: vectors by feature, boundaries before and after, matrices by distance and `width`
  // with `hidden` numbers each, outputs by `hidden` with padded labels, transitions likewise.
  Weights vectors, boundaries, matrices, bias, kinds, outputs, output_bias, transitions;
  size_t padded_labels() const { return padded_; }

 private:
  void Forward(const Example& example, bool train);
  // The chances of labels, from scores; gives the loss where labels are known.
  double Chances(const Example& example);
  void Backward(const Example& example);
  void ExpTransitions();
  void Step(float rate);
  uint64_t RandomBits() {
    random_ += hash::kGolden;
    return hash::Mix(random_);
  }
  // From 0 to 1.
  float Random() { return static_cast<float>(RandomBits() >> 40) * (1.0F / 16777216); }

  NetworkOptions options_;
  size_t labels_, padded_, distances_;
  uint64_t random_;
  std::vector<uint32_t> touched_;  // rows of vectors with a gradient
  std::vector<bool> is_touched_;
  std::vector<float> exp_transitions_;
  // Of a sentence.
  std::vector<std::vector<uint32_t>> used_;
  std::vector<float> words_, words_gradient_, places_, scores_, exp_scores_, forward_, backward_;
  std::vector<float> pair_sums_;  // over the labels of a place and the one before
  std::vector<bool> word_kept_;
};

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_TRAIN_TOKENS_NETWORK_H_
