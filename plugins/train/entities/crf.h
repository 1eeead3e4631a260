// A linear-chain conditional random field, learned by stochastic gradient descent with a step size
// for each feature (AdaGrad) and the average of the weights over the last rounds. One thread; the
// same input gives the same weights on any x86-64 machine.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TRAIN_CRF_H_
#define TEXTMILL_PLUGINS_ENTITIES_TRAIN_CRF_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "plugins/lib/tagger/labels.h"

namespace textmill::entities {

// Sentences with the features of their tokens, by number.
struct Examples {
  struct Sentence {
    uint32_t begin, end;  // tokens
    float weight;
    uint8_t unmarked;  // types whose names may be labelled kOutside
  };
  std::vector<Sentence> sentences;
  std::vector<Label> labels;           // by token
  std::vector<uint64_t> features_end;  // by token, in features
  std::vector<uint32_t> features;

  uint64_t features_begin(size_t token) const { return token == 0 ? 0 : features_end[token - 1]; }
};

struct CrfOptions {
  int rounds = 14;
  float rate = 0.15F;
  float decay = 1e-6F;
  float dropout = 0.1F;
  uint32_t seed = 1;
};

class Crf {
 public:
  using Row = std::array<float, kColumns>;  // weights of the labels besides kOutside, which has 0

  // `progress` is given the round and the loss of a token.
  void Train(const Examples& examples, const std::vector<uint32_t>& sentences, size_t features,
             const CrfOptions& options, const std::function<void(int, double)>& progress);
  // The best labels of a sentence.
  void Predict(const Examples& examples, size_t sentence, std::vector<Label>* labels) const;

  const std::vector<Row>& rows() const { return rows_; }
  // [before][after]; of those that may not follow, nothing.
  const std::array<std::array<float, kLabels>, kLabels>& transitions() const {
    return transitions_;
  }

 private:
  class Trainer;
  std::vector<Row> rows_;
  std::array<std::array<float, kLabels>, kLabels> transitions_{};
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TRAIN_CRF_H_
