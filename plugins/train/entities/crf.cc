#include "plugins/train/entities/crf.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "plugins/lib/hash/hash.h"

namespace textmill::entities {
namespace {

constexpr size_t kWidth = 20;  // labels, to a multiple of four
using Scores = std::array<float, kWidth>;

// e^x. The library's differs by machine in the last bit.
float Exp(float x) {
  if (x < -80) return 0;
  x = std::min(x, 80.0F);
  const auto n = static_cast<int>(x * 1.44269504F + (x < 0 ? -0.5F : 0.5F));
  const float r = x - static_cast<float>(n) * 0.693359375F + static_cast<float>(n) * 2.12194440e-4F;
  float p = 1.9875691500e-4F;
  p = p * r + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * r * r + r + 1;
  const int32_t bits = (n + 127) << 23;
  float power;
  std::memcpy(&power, &bits, 4);
  return p * power;
}

class Random {
 public:
  explicit Random(uint32_t seed) : state_(hash::Spread(seed) + 1) {}
  uint32_t Next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<uint32_t>(state_ >> 32);
  }

 private:
  uint64_t state_;
};

// Which labels a token may have, given the one it was marked with.
bool Admits(Label marked, Label label, uint8_t unmarked) {
  if (marked == label) return true;
  return marked == kOutside && label != kOutside && (unmarked >> TypeOf(label) & 1) != 0;
}

}  // namespace

class Crf::Trainer {
 public:
  Trainer(Crf* crf, const Examples& examples, size_t features, const CrfOptions& options)
      : crf_(*crf), examples_(examples), options_(options), random_(options.seed) {
    crf_.rows_.assign(features, {});
    crf_.transitions_ = {};
    steps_.assign(features, 1e-2F);
    rests_.assign(examples.sentences.size(), 0);
    for (auto& of : transition_steps_) of.fill(1);
  }

  double Round(const std::vector<uint32_t>& sentences) {
    order_ = sentences;
    for (size_t i = order_.size(); i > 1; --i) {
      std::swap(order_[i - 1], order_[random_.Next() % i]);
    }
    loss_ = 0;
    size_t tokens = 0;
    for (const uint32_t s : order_) {
      const Examples::Sentence& sentence = examples_.sentences[s];
      // What is learned well enough is looked at again only now and then.
      if (rests_[s] > 0) {
        --rests_[s];
        continue;
      }
      if (!Learn(sentence)) rests_[s] = 3;
      tokens += sentence.end - sentence.begin;
    }
    return loss_ / static_cast<double>(std::max<size_t>(tokens, 1));
  }

 private:
  // False when there was nothing to learn.
  bool Learn(const Examples::Sentence& sentence) {
    const size_t n = sentence.end - sentence.begin;
    if (potentials_.size() < n) {
      potentials_.resize(n);
      forward_.resize(n);
      backward_.resize(n);
      scales_.resize(n);
      wanted_.resize(n);
      found_.resize(n);
    }
    for (size_t a = 0; a < kWidth; ++a) {
      for (size_t b = 0; b < kWidth; ++b) {
        const bool may =
            a < kLabels && b < kLabels && MayFollow(static_cast<Label>(a), static_cast<Label>(b));
        const float value = may ? Exp(crf_.transitions_[a][b]) : 0;
        follows_[a][b] = value;
        precedes_[b][a] = value;
      }
    }
    kept_.clear();
    kept_end_.clear();
    double score = 0;
    for (size_t i = 0; i < n; ++i) {
      alignas(16) Scores sum{};
      const size_t token = sentence.begin + i;
      for (uint64_t f = examples_.features_begin(token); f < examples_.features_end[token]; ++f) {
        if (options_.dropout > 0 &&
            random_.Next() < static_cast<uint32_t>(options_.dropout * 4294967295.0)) {
          continue;
        }
        const uint32_t feature = examples_.features[f];
        kept_.push_back(feature);
        const Row& row = crf_.rows_[feature];
        for (size_t c = 0; c < kColumns; ++c) sum[1 + c] += row[c];
      }
      kept_end_.push_back(kept_.size());
      const float most = *std::max_element(sum.begin(), sum.begin() + kLabels);
      for (size_t y = 0; y < kWidth; ++y) potentials_[i][y] = y < kLabels ? Exp(sum[y] - most) : 0;
    }
    const bool partial = sentence.unmarked != 0;
    score += ForwardBackward(n, partial ? &found_ : nullptr, nullptr);
    std::array<Scores, kWidth> expected = pairs_;
    if (partial) {
      score -= ForwardBackward(n, &wanted_, &sentence);
      for (size_t i = 0; i < n; ++i) {
        for (size_t y = 0; y < kLabels; ++y) found_[i][y] -= wanted_[i][y];
      }
      for (size_t a = 0; a < kLabels; ++a) {
        for (size_t b = 0; b < kLabels; ++b) expected[a][b] -= pairs_[a][b];
      }
    } else {
      Label before = kOutside;
      for (size_t i = 0; i < n; ++i) {
        const Label label = examples_.labels[sentence.begin + i];
        for (size_t y = 0; y < kLabels; ++y) found_[i][y] = forward_[i][y] * backward_[i][y];
        score -= LogOf(potentials_[i][label]) + crf_.transitions_[before][label];
        found_[i][label] -= 1;
        expected[before][label] -= 1;
        before = label;
      }
    }
    loss_ += score;
    return Update(sentence, n, expected);
  }

  static double LogOf(float x) { return std::log(std::max(x, 1e-30F)); }

  // Leaves forward_ and backward_ so that their product is the likelihood of a label, and the
  // likelihood of pairs in pairs_. Returns the logarithm of the sum over all labellings.
  double ForwardBackward(size_t n, std::vector<Scores>* likelihood,
                         const Examples::Sentence* only) {
    double log_sum = 0;
    for (size_t i = 0; i < n; ++i) {
      Scores& to = forward_[i];
      if (i == 0) {
        for (size_t y = 0; y < kWidth; ++y) to[y] = follows_[0][y];
      } else {
        to.fill(0);
        for (size_t before = 0; before < kLabels; ++before) {
          const float f = forward_[i - 1][before];
          if (f == 0) continue;
          for (size_t y = 0; y < kWidth; ++y) to[y] += f * follows_[before][y];
        }
      }
      for (size_t y = 0; y < kWidth; ++y) to[y] *= potentials_[i][y];
      if (only != nullptr) {
        const Label marked = examples_.labels[only->begin + i];
        for (size_t y = 0; y < kLabels; ++y) {
          if (!Admits(marked, static_cast<Label>(y), only->unmarked)) to[y] = 0;
        }
      }
      if (i + 1 == n) {
        for (size_t y = 0; y < kLabels; ++y) {
          if (IsOpen(static_cast<Label>(y))) to[y] = 0;
        }
      }
      float sum = 0;
      for (size_t y = 0; y < kLabels; ++y) sum += to[y];
      sum = std::max(sum, 1e-30F);
      scales_[i] = 1 / sum;
      log_sum += LogOf(sum);
      for (size_t y = 0; y < kWidth; ++y) to[y] *= scales_[i];
    }
    for (auto& of : pairs_) of.fill(0);
    backward_[n - 1].fill(1);
    for (size_t i = n; i-- > 0;) {
      // What follows from the label of i: its own likelihood, seen from before.
      Scores seen;
      for (size_t y = 0; y < kWidth; ++y) {
        seen[y] = backward_[i][y] * potentials_[i][y] * scales_[i];
      }
      if (i + 1 == n) {
        for (size_t y = 0; y < kLabels; ++y) {
          if (IsOpen(static_cast<Label>(y))) seen[y] = 0;
        }
      }
      if (only != nullptr) {
        const Label marked = examples_.labels[only->begin + i];
        for (size_t y = 0; y < kLabels; ++y) {
          if (!Admits(marked, static_cast<Label>(y), only->unmarked)) seen[y] = 0;
        }
      }
      if (i == 0) {
        for (size_t y = 0; y < kWidth; ++y) pairs_[0][y] += follows_[0][y] * seen[y];
        break;
      }
      Scores& to = backward_[i - 1];
      for (size_t before = 0; before < kWidth; ++before) {
        const float f = before < kLabels ? forward_[i - 1][before] : 0;
        float sum = 0;
        for (size_t y = 0; y < kWidth; ++y) {
          const float link = follows_[before][y] * seen[y];
          sum += link;
          pairs_[before][y] += f * link;
        }
        to[before] = sum;
      }
    }
    if (likelihood != nullptr) {
      for (size_t i = 0; i < n; ++i) {
        for (size_t y = 0; y < kLabels; ++y) {
          (*likelihood)[i][y] = forward_[i][y] * backward_[i][y];
        }
      }
    }
    return log_sum;
  }

  bool Update(const Examples::Sentence& sentence, size_t n,
              const std::array<Scores, kWidth>& expected) {
    const float weight = sentence.weight;
    bool learned = false;
    for (size_t i = 0; i < n; ++i) {
      alignas(16) Row gradient;
      float most = 0, square = 0;
      for (size_t c = 0; c < kColumns; ++c) {
        gradient[c] = weight * found_[i][1 + c];
        most = std::max(most, std::fabs(gradient[c]));
        square += gradient[c] * gradient[c];
      }
      if (most < 2e-3F) continue;
      learned |= most > 2e-2F;
      for (size_t f = i == 0 ? 0 : kept_end_[i - 1]; f < kept_end_[i]; ++f) {
        const uint32_t feature = kept_[f];
        float& steps = steps_[feature];
        steps += square;
        const float rate = options_.rate / std::sqrt(steps);
        const float keep = 1 - rate * options_.decay;
        Row& row = crf_.rows_[feature];
        for (size_t c = 0; c < kColumns; ++c) row[c] = row[c] * keep - rate * gradient[c];
      }
    }
    for (size_t a = 0; a < kLabels; ++a) {
      for (size_t b = 0; b < kLabels; ++b) {
        const float g = weight * expected[a][b];
        if (g == 0) continue;
        transition_steps_[a][b] += g * g;
        crf_.transitions_[a][b] -= options_.rate * g / std::sqrt(transition_steps_[a][b]);
      }
    }
    return learned;
  }

  Crf& crf_;
  const Examples& examples_;
  const CrfOptions options_;
  Random random_;
  std::vector<uint8_t> rests_;  // by sentence: so many rounds it is left out
  std::vector<float> steps_;    // by feature: the sum of the squares of its gradients
  std::array<std::array<float, kLabels>, kLabels> transition_steps_{};
  std::vector<uint32_t> order_;
  std::vector<Scores> potentials_, forward_, backward_, wanted_, found_;
  std::vector<float> scales_;
  std::array<Scores, kWidth> follows_{}, precedes_{}, pairs_{};
  std::vector<uint32_t> kept_;
  std::vector<size_t> kept_end_;
  double loss_ = 0;
};

void Crf::Train(const Examples& examples, const std::vector<uint32_t>& sentences, size_t features,
                const CrfOptions& options, const std::function<void(int, double)>& progress) {
  Trainer trainer(this, examples, features, options);
  std::vector<Row> sum(features, Row{});
  std::array<std::array<float, kLabels>, kLabels> transition_sum{};
  int summed = 0;
  for (int round = 0; round < options.rounds; ++round) {
    const double loss = trainer.Round(sentences);
    if (progress) progress(round + 1, loss);
    if (2 * round < options.rounds - 1) continue;
    ++summed;
    for (size_t f = 0; f < features; ++f) {
      for (size_t c = 0; c < kColumns; ++c) sum[f][c] += rows_[f][c];
    }
    for (size_t a = 0; a < kLabels; ++a) {
      for (size_t b = 0; b < kLabels; ++b) transition_sum[a][b] += transitions_[a][b];
    }
  }
  const float share = 1 / static_cast<float>(std::max(summed, 1));
  for (size_t f = 0; f < features; ++f) {
    for (size_t c = 0; c < kColumns; ++c) rows_[f][c] = sum[f][c] * share;
  }
  for (size_t a = 0; a < kLabels; ++a) {
    for (size_t b = 0; b < kLabels; ++b) transitions_[a][b] = transition_sum[a][b] * share;
  }
}

void Crf::Predict(const Examples& examples, size_t number, std::vector<Label>* labels) const {
  const Examples::Sentence& sentence = examples.sentences[number];
  const size_t n = sentence.end - sentence.begin;
  std::vector<std::array<float, kLabels>> best(n);
  std::vector<std::array<Label, kLabels>> from(n);
  for (size_t i = 0; i < n; ++i) {
    std::array<float, kLabels> sum{};
    const size_t token = sentence.begin + i;
    for (uint64_t f = examples.features_begin(token); f < examples.features_end[token]; ++f) {
      const Row& row = rows_[examples.features[f]];
      for (size_t c = 0; c < kColumns; ++c) sum[1 + c] += row[c];
    }
    for (Label y = 0; y < kLabels; ++y) {
      float most = -1e30F;
      for (Label before = 0; before < kLabels; ++before) {
        if (!MayFollow(before, y) || (i == 0 && before != kOutside)) continue;
        const float score = (i == 0 ? 0 : best[i - 1][before]) + transitions_[before][y];
        if (score > most) {
          most = score;
          from[i][y] = before;
        }
      }
      best[i][y] = most + sum[y];
      if (i + 1 == n && IsOpen(y)) best[i][y] = -1e30F;
    }
  }
  labels->resize(n);
  if (n == 0) return;
  const auto last = std::max_element(best[n - 1].begin(), best[n - 1].end());
  auto label = static_cast<Label>(last - best[n - 1].begin());
  for (size_t i = n; i-- > 0;) {
    (*labels)[i] = label;
    label = from[i][label];
  }
}

}  // namespace textmill::entities
