#include "plugins/train/tokens/network.h"

#include <algorithm>
#include <cmath>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define TEXTMILL_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define TEXTMILL_CLONES
#endif

namespace textmill::token_model {
namespace {

constexpr size_t kLanes = 16;    // all rows are multiples of it
constexpr float kLeast = 1e-6F;  // what is less likely is not followed

size_t Padded(size_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

// to += factor * from
TEXTMILL_CLONES void Add(float factor, const float* from, size_t n, float* to) {
  for (size_t i = 0; i < n; ++i) to[i] += factor * from[i];
}

// The sum of products, added up in as many lanes on every processor.
TEXTMILL_CLONES float Dot(const float* a, const float* b, size_t n) {
  float lanes[kLanes] = {};
  for (size_t i = 0; i < n; i += kLanes) {
    for (size_t k = 0; k < kLanes; ++k) lanes[k] += a[i + k] * b[i + k];
  }
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  return sum;
}

// to[i] *= by[i]
TEXTMILL_CLONES void Scale(const float* by, size_t n, float* to) {
  for (size_t i = 0; i < n; ++i) to[i] *= by[i];
}

// to[i] += factor * a[i] * b[i]
TEXTMILL_CLONES void AddProducts(float factor, const float* a, const float* b, size_t n,
                                 float* to) {
  for (size_t i = 0; i < n; ++i) to[i] += factor * a[i] * b[i];
}

TEXTMILL_CLONES void AdamStep(float rate, size_t n, float* gradient, float* value, float* mean,
                              float* square) {
  for (size_t i = 0; i < n; ++i) {
    const float g = gradient[i];
    mean[i] = 0.9F * mean[i] + 0.1F * g;
    square[i] = 0.999F * square[i] + 0.001F * g * g;
    value[i] -= rate * mean[i] / (std::sqrt(square[i]) + 1e-6F);
    gradient[i] = 0;
  }
}

}  // namespace

void Weights::Resize(size_t n) {
  for (auto* numbers : {&value, &mean, &square, &gradient}) numbers->assign(n, 0);
}

Network::Network(size_t features, size_t labels, const NetworkOptions& options)
    : options_(options),
      labels_(labels),
      padded_(Padded(labels)),
      distances_(2 * options.reach + 1),
      random_(options.seed) {
  const auto fill = [this](Weights* weights, size_t n, float spread) {
    weights->Resize(n);
    // The sum of four uniform numbers is near enough to normal, and the same everywhere.
    for (float& value : weights->value)
      value = spread * 1.73F * (Random() + Random() + Random() + Random() - 2);
  };
  const auto inputs = static_cast<float>(distances_ * options_.width);
  fill(&vectors, features * options_.width, 0.1F);
  fill(&boundaries, 2 * options_.reach * options_.width, 0.1F);
  fill(&matrices, distances_ * options_.width * options_.hidden, 1 / std::sqrt(inputs));
  bias.Resize(options_.hidden);
  kinds.Resize(kSentenceKinds * options_.hidden);
  fill(&outputs, options_.hidden * padded_, 0.05F);
  output_bias.Resize(padded_);
  transitions.Resize(labels_ * padded_);
  is_touched_.assign(features, false);
}

void Network::Forward(const Example& example, bool train) {
  const size_t n = example.words.size(), width = options_.width, hidden = options_.hidden;
  const size_t reach = options_.reach;
  words_.assign((n + 2 * reach) * width, 0);
  used_.resize(std::max(used_.size(), n));
  for (size_t i = 0; i < n; ++i) {
    const Example::Word& word = example.words[i];
    float* const to = words_.data() + (i + reach) * width;
    used_[i].clear();
    const bool drop_form =
        train && Random() * (options_.drop_form + word.frequency) < options_.drop_form;
    for (size_t f = 0; f < word.features.size(); ++f) {
      if (word.of_form[f] ? drop_form : train && Random() < options_.drop_feature) continue;
      used_[i].push_back(word.features[f]);
      Add(1, vectors.value.data() + word.features[f] * width, width, to);
    }
  }
  std::copy_n(boundaries.value.data(), reach * width, words_.data());
  std::copy_n(boundaries.value.data() + reach * width, reach * width,
              words_.data() + (n + reach) * width);
  if (train) {
    word_kept_.assign(words_.size(), true);
    for (size_t k = 0; k < words_.size(); ++k) {
      word_kept_[k] = Random() >= options_.drop_vector;
      words_[k] = word_kept_[k] ? words_[k] / (1 - options_.drop_vector) : 0;
    }
  }
  places_.resize(n * hidden);
  scores_.resize(n * padded_);
  for (size_t i = 0; i < n; ++i) {
    float* const place = places_.data() + i * hidden;
    std::copy_n(bias.value.data(), hidden, place);
    Add(1, kinds.value.data() + example.kind * hidden, hidden, place);
    for (size_t k = 0; k < distances_ * width; ++k) {
      const float number = words_[i * width + k];
      if (number != 0) Add(number, matrices.value.data() + k * hidden, hidden, place);
    }
    float* const scores = scores_.data() + i * padded_;
    std::copy_n(output_bias.value.data(), padded_, scores);
    for (size_t k = 0; k < hidden; ++k) {
      place[k] = std::max(place[k], 0.0F);
      if (train) {
        const bool kept = Random() >= options_.drop_hidden;
        place[k] = kept ? place[k] / (1 - options_.drop_hidden) : 0;
      }
      if (place[k] != 0) Add(place[k], outputs.value.data() + k * padded_, padded_, scores);
    }
  }
}

void Network::ExpTransitions() {
  exp_transitions_.resize(labels_ * padded_);
  for (size_t a = 0; a < labels_; ++a) {
    for (size_t b = 0; b < padded_; ++b) {
      exp_transitions_[a * padded_ + b] =
          b < labels_ ? std::exp(transitions.value[a * padded_ + b]) : 0;
    }
  }
}

// Forwards and backwards through the sentence; each place's numbers are scaled to a sum of 1.
double Network::Chances(const Example& example) {
  const size_t n = example.words.size();
  exp_scores_.assign(n * padded_, 0);
  forward_.assign(n * padded_, 0);
  backward_.assign(n * padded_, 0);
  pair_sums_.assign(n, 1);
  double loss = 0;
  for (size_t i = 0; i < n; ++i) {
    const float* const scores = scores_.data() + i * padded_;
    float* const exps = exp_scores_.data() + i * padded_;
    const float top = *std::max_element(scores, scores + labels_);
    for (size_t k = 0; k < labels_; ++k) exps[k] = std::exp(scores[k] - top);
    const size_t label = example.words[i].label;
    loss -= scores[label] - top;
    float* const here = forward_.data() + i * padded_;
    if (i == 0) {
      std::copy_n(exps, padded_, here);
    } else {
      const size_t before = example.words[i - 1].label;
      loss -= transitions.value[before * padded_ + label];
      for (size_t k = 0; k < labels_; ++k) {
        const float chance = forward_[(i - 1) * padded_ + k];
        if (chance > kLeast) Add(chance, exp_transitions_.data() + k * padded_, padded_, here);
      }
      Scale(exps, padded_, here);
    }
    float sum = 0;
    for (size_t k = 0; k < labels_; ++k) sum += here[k];
    for (size_t k = 0; k < labels_; ++k) here[k] /= sum;
    loss += std::log(sum);
  }
  std::fill_n(backward_.data() + (n - 1) * padded_, labels_, 1.0F);
  std::vector<float> ahead(padded_);
  for (size_t i = n; i-- > 1;) {
    std::copy_n(backward_.data() + i * padded_, padded_, ahead.data());
    Scale(exp_scores_.data() + i * padded_, padded_, ahead.data());
    float* const here = backward_.data() + (i - 1) * padded_;
    float sum = 0;
    for (size_t k = 0; k < labels_; ++k) {
      if (forward_[(i - 1) * padded_ + k] <= kLeast) continue;
      here[k] = Dot(exp_transitions_.data() + k * padded_, ahead.data(), padded_);
      sum += here[k] * forward_[(i - 1) * padded_ + k];
    }
    for (size_t k = 0; k < labels_; ++k) here[k] /= sum;
    pair_sums_[i] = sum;
  }
  return loss;
}

void Network::Backward(const Example& example) {
  const size_t n = example.words.size(), width = options_.width, hidden = options_.hidden;
  const size_t reach = options_.reach;
  std::vector<float> ahead(padded_), of_scores(padded_), of_place(hidden);
  for (size_t i = 1; i < n; ++i) {
    std::copy_n(backward_.data() + i * padded_, padded_, ahead.data());
    Scale(exp_scores_.data() + i * padded_, padded_, ahead.data());
    for (size_t k = 0; k < labels_; ++k) {
      const float chance = forward_[(i - 1) * padded_ + k] / pair_sums_[i] * example.weight;
      if (forward_[(i - 1) * padded_ + k] > kLeast) {
        AddProducts(chance, exp_transitions_.data() + k * padded_, ahead.data(), padded_,
                    transitions.gradient.data() + k * padded_);
      }
    }
    transitions.gradient[size_t{example.words[i - 1].label} * padded_ + example.words[i].label] -=
        example.weight;
  }
  words_gradient_.assign(words_.size(), 0);
  for (size_t i = 0; i < n; ++i) {
    float sum = 0;
    for (size_t k = 0; k < padded_; ++k) {
      of_scores[k] = forward_[i * padded_ + k] * backward_[i * padded_ + k];
      sum += of_scores[k];
    }
    for (float& chance : of_scores) chance *= example.weight / sum;
    of_scores[example.words[i].label] -= example.weight;
    Add(1, of_scores.data(), padded_, output_bias.gradient.data());
    const float* const place = places_.data() + i * hidden;
    for (size_t k = 0; k < hidden; ++k) {
      of_place[k] = 0;
      if (place[k] == 0) continue;  // below 0, or left out
      Add(place[k], of_scores.data(), padded_, outputs.gradient.data() + k * padded_);
      of_place[k] = Dot(outputs.value.data() + k * padded_, of_scores.data(), padded_) /
                    (1 - options_.drop_hidden);
    }
    Add(1, of_place.data(), hidden, bias.gradient.data());
    Add(1, of_place.data(), hidden, kinds.gradient.data() + example.kind * hidden);
    for (size_t k = 0; k < distances_ * width; ++k) {
      const float number = words_[i * width + k];
      if (number == 0) continue;
      Add(number, of_place.data(), hidden, matrices.gradient.data() + k * hidden);
      words_gradient_[i * width + k] +=
          Dot(matrices.value.data() + k * hidden, of_place.data(), hidden);
    }
  }
  for (size_t k = 0; k < words_gradient_.size(); ++k) {
    words_gradient_[k] = word_kept_[k] ? words_gradient_[k] / (1 - options_.drop_vector) : 0;
  }
  Add(1, words_gradient_.data(), reach * width, boundaries.gradient.data());
  Add(1, words_gradient_.data() + (n + reach) * width, reach * width,
      boundaries.gradient.data() + reach * width);
  for (size_t i = 0; i < n; ++i) {
    for (const uint32_t feature : used_[i]) {
      if (!is_touched_[feature]) touched_.push_back(feature);
      is_touched_[feature] = true;
      Add(1, words_gradient_.data() + (i + reach) * width, width,
          vectors.gradient.data() + feature * width);
    }
  }
}

void Network::Step(float rate) {
  for (Weights* weights :
       {&boundaries, &matrices, &bias, &kinds, &outputs, &output_bias, &transitions}) {
    AdamStep(rate, weights->value.size(), weights->gradient.data(), weights->value.data(),
             weights->mean.data(), weights->square.data());
  }
  for (const uint32_t feature : touched_) {
    const size_t at = feature * options_.width;
    AdamStep(rate, options_.width, vectors.gradient.data() + at, vectors.value.data() + at,
             vectors.mean.data() + at, vectors.square.data() + at);
    is_touched_[feature] = false;
  }
  touched_.clear();
}

void Network::Learn(const std::vector<Example>& gold, const std::vector<Example>& more,
                    const std::function<void(size_t round, double loss)>& say) {
  constexpr size_t kTurns = 3;
  const size_t part = more.size() / kTurns;
  const size_t steps = ((gold.size() + part) / options_.batch + 1) * options_.rounds;
  size_t step = 0;
  for (size_t round = 0; round < options_.rounds; ++round) {
    std::vector<const Example*> order;
    order.reserve(gold.size() + part);
    for (const Example& example : gold) order.push_back(&example);
    for (size_t i = 0; i < part; ++i) order.push_back(&more[(round % kTurns) * part + i]);
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[RandomBits() % i]);
    double loss = 0, words = 0;
    for (size_t i = 0; i < order.size(); ++i) {
      if (i % options_.batch == 0) ExpTransitions();
      Forward(*order[i], true);
      loss += Chances(*order[i]);
      words += static_cast<double>(order[i]->words.size());
      Backward(*order[i]);
      if ((i + 1) % options_.batch == 0 || i + 1 == order.size()) {
        ++step;
        Step(options_.rate * (1 - static_cast<float>(step) / static_cast<float>(steps + 1)));
      }
    }
    say(round + 1, loss / words);
  }
  ExpTransitions();
}

void Network::AddProbabilities(const Example& example, std::vector<float>* sums) {
  Forward(example, false);
  Chances(example);
  sums->resize(example.words.size() * labels_);
  for (size_t i = 0; i < example.words.size(); ++i) {
    float sum = 0;
    for (size_t k = 0; k < labels_; ++k)
      sum += forward_[i * padded_ + k] * backward_[i * padded_ + k];
    for (size_t k = 0; k < labels_; ++k)
      (*sums)[i * labels_ + k] += forward_[i * padded_ + k] * backward_[i * padded_ + k] / sum;
  }
}

}  // namespace textmill::token_model
