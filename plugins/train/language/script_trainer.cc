#include "plugins/train/language/script_trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <vector>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/languages/languages.h"
#include "plugins/train/language/common_languages.h"
#include "plugins/train/language/kernels.h"
#include "plugins/train/language/matrix.h"
#include "plugins/train/language/ngram_scores.h"
#include "plugins/train/language/own_share.h"
#include "plugins/train/language/types.h"

namespace textmill::language {
namespace {

// Numbers that look random and are the same everywhere.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next() {
    state_ += hash::kGolden;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
  }
  size_t Below(size_t n) { return Next() % n; }
  double Share() { return static_cast<double>(Next() >> 11) * 0x1p-53; }

 private:
  uint64_t state_;
};

class Trainer {
 public:
  Trainer(const ScriptCorpus& corpus, const TrainSettings& settings);
  void Train();
  ScriptData Result() const;

 private:
  void Start();
  void Visit(size_t slot);
  // One of those that are summed up, by its share.
  size_t Draw(const std::vector<double>& sums) {
    const double at = random_.Share() * sums.back();
    return static_cast<size_t>(std::lower_bound(sums.begin(), sums.end(), at) - sums.begin());
  }
  void See(uint32_t word, size_t slot, double unseen);
  // What was learned of a piece, in units of a score.
  std::vector<int> Learned(size_t piece) const;

  const ScriptCorpus& corpus_;
  const TrainSettings& settings_;
  const size_t slots_;
  const std::vector<std::vector<Type>> types_;
  const Pieces pieces_;
  const NgramScores forward_, backward_;
  Matrix weights_, start_;
  std::vector<float> sums_;  // of squared gradients, by piece
  std::vector<std::vector<double>> type_sums_, sentence_sums_;
  Random random_;
  // Of a visit:
  std::vector<uint32_t> seen_;
  std::vector<float> scores_;
  float own_share_ = 0;
  float rate_ = 0;
  double loss_ = 0;
};

Trainer::Trainer(const ScriptCorpus& corpus, const TrainSettings& settings)
    : corpus_(corpus),
      settings_(settings),
      slots_(corpus.languages.size()),
      types_(CountTypes(corpus, settings.damping)),
      pieces_(corpus, types_, settings.pieces),
      forward_(pieces_.ngrams(), ShortestLength(corpus.group) - 1,
               static_cast<float>(settings.interpolation), NgramScores::kForward),
      backward_(pieces_.ngrams(), ShortestLength(corpus.group) - 1,
                static_cast<float>(settings.interpolation), NgramScores::kBackward),
      weights_(pieces_.size(), slots_),
      start_(pieces_.size(), slots_),
      sums_(pieces_.size(), 1.0F),
      random_(corpus.group),
      scores_(weights_.stride()) {
  Start();
  for (size_t s = 0; s < slots_; ++s) {
    std::vector<double> sums;
    double sum = 0;
    for (const Type& type : types_[s]) {
      const bool is_short = HasBorders(corpus.group) && corpus.words[type.word].size() < 5;
      sum += std::pow(type.tokens, 0.3) * (is_short ? settings.short_words : 1);
      sums.push_back(sum);
    }
    type_sums_.push_back(std::move(sums));
    sentence_sums_.emplace_back(corpus.shares[s].size());
    std::partial_sum(corpus.shares[s].begin(), corpus.shares[s].end(), sentence_sums_[s].begin());
  }
}

void Trainer::Start() {
  const auto scale = static_cast<float>(settings_.scale);
  const Ngrams& ngrams = pieces_.ngrams();
  std::array<NgramScores::Score, NgramScores::kMostScores> scores;
  for (size_t k = ShortestLength(corpus_.group) - 1; k < ngrams.levels.size(); ++k) {
    for (size_t i = 0; i < ngrams.levels[k].size(); ++i) {
      float* const row = weights_[pieces_.first_of(k) + i];
      for (const NgramScores* of : {&forward_, &backward_}) {
        for (const auto& [slot, added] : of->ScoresOf(k, i, scores.data())) {
          row[slot] += scale / 2 * added;
        }
      }
    }
  }
  // A known word is drawn from the list of words, an unknown one made of n-grams: what the list
  // adds is log((1 - known) P + known f) - log P, in the languages that know the word.
  for (size_t s = 0; s < slots_; ++s) {
    double all = 0;
    for (const Type& type : types_[s]) all += type.weight;
    for (const Type& type : types_[s]) {
      const uint32_t whole = pieces_.Whole(type.word);
      if (whole == Pieces::kNone) continue;
      double log_p = 0;
      for (const uint32_t piece : pieces_.Of(type.word)) log_p += weights_[piece][s] / scale;
      const double ratio = settings_.known * type.weight / all / std::exp(log_p);
      weights_[whole][s] = scale * static_cast<float>(std::log(1 - settings_.known + ratio));
    }
  }
  std::memcpy(start_[0], weights_[0], pieces_.size() * weights_.stride() * sizeof(float));
}

void Trainer::See(uint32_t word, size_t slot, double unseen) {
  const auto of = pieces_.Of(word);
  seen_.insert(seen_.end(), of.begin(), of.end());
  if (random_.Share() < unseen) {
    const auto type = std::lower_bound(types_[slot].begin(), types_[slot].end(), word,
                                       [](const Type& a, uint32_t b) { return a.word < b; });
    own_share_ += OwnShare(pieces_, forward_, word, slot, type->weight);
  } else if (pieces_.Whole(word) != Pieces::kNone) {
    seen_.push_back(pieces_.Whole(word));
  }
}

void Trainer::Visit(size_t slot) {
  seen_.clear();
  own_share_ = 0;
  const double kind = random_.Share();
  if (kind < settings_.words) {
    See(types_[slot][Draw(type_sums_[slot])].word, slot, settings_.unseen);
  } else {
    const Sentence& sentence = corpus_.sentences[slot][Draw(sentence_sums_[slot])];
    const double rest =
        (kind - settings_.words - settings_.pairs) / (1 - settings_.words - settings_.pairs);
    constexpr size_t kMost = 25;
    size_t words = rest < 0 ? 2 : rest < 2.0 / 3 ? 3 + random_.Below(4) : kMost;
    words = std::min(words, sentence.size());
    const size_t begin = random_.Below(sentence.size() - words + 1);
    for (size_t i = begin; i < begin + words; ++i)
      See(sentence[i], slot, words == 2 ? settings_.unseen : settings_.unseen_in_sentences);
  }
  std::fill(scores_.begin(), scores_.end(), 0.0F);
  for (const uint32_t piece : seen_) AddTo(scores_.data(), weights_[piece], weights_.stride());
  scores_[slot] -= static_cast<float>(settings_.scale) * own_share_;
  const auto end = scores_.begin() + static_cast<long>(slots_);
  const float top = *std::max_element(scores_.begin(), end);
  float sum = 0;
  for (size_t s = 0; s < slots_; ++s) sum += scores_[s] = Exp(scores_[s] - top);
  float squares = 0;
  for (size_t s = 0; s < slots_; ++s) {
    scores_[s] /= sum;
    if (s == slot) {
      loss_ -= Log(std::max(scores_[s], 1e-9F));
      scores_[s] -= 1;
    }
    squares += scores_[s] * scores_[s];
  }
  std::fill(end, scores_.end(), 0.0F);
  if (squares < 1e-6F) return;
  const size_t learned = pieces_.first_of(settings_.longest_learned);
  const size_t words = pieces_.first_of(pieces_.ngrams().levels.size());
  for (const uint32_t piece : seen_) {
    if (piece >= learned && piece < words) continue;
    sums_[piece] += squares;
    AddScaled(weights_[piece], scores_.data(), -rate_ / std::sqrt(sums_[piece]), weights_.stride());
  }
}

void Trainer::Train() {
  size_t all = 0;
  std::vector<double> shares;
  double share = 0;
  for (const auto& sentences : corpus_.sentences) {
    // Languages are visited alike, those with few sentences less.
    share += std::sqrt(std::min(1.0, static_cast<double>(sentences.size()) / 1500));
    shares.push_back(share);
  }
  for (const auto& types : types_) all += types.size();
  const auto steps = static_cast<size_t>(settings_.steps * static_cast<double>(all));
  const size_t report = std::max<size_t>(steps / 5, 1);
  for (size_t i = 0; i < steps; ++i) {
    rate_ = static_cast<float>(settings_.rate *
                               (1 - 0.95 * static_cast<double>(i) / static_cast<double>(steps)));
    Visit(Draw(shares));
    if ((i + 1) % report == 0) {
      std::fprintf(stderr, "  %zu of %zu visits, loss %.3f\n", i + 1, steps,
                   loss_ / static_cast<double>(report));
      loss_ = 0;
    }
  }
}

// All languages may be moved alike: so that most are at 0.
std::vector<int> Trainer::Learned(size_t piece) const {
  std::vector<float> learned(slots_);
  const auto kept = static_cast<float>(settings_.kept);
  for (size_t s = 0; s < slots_; ++s) {
    learned[s] = kept * (weights_[piece][s] - start_[piece][s]);
  }
  std::vector<float> sorted = learned;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<long>(slots_ / 2), sorted.end());
  std::vector<int> out(slots_);
  for (size_t s = 0; s < slots_; ++s) {
    const float score = learned[s] - sorted[slots_ / 2];
    if (std::fabs(score) >= settings_.least_correction) {
      out[s] = static_cast<int>(std::lround(score * kScoreUnit));
    }
  }
  return out;
}

ScriptData Trainer::Result() const {
  ScriptData script;
  for (const int language : corpus_.languages) {
    script.languages.push_back(static_cast<uint8_t>(language));
    const bool common = IsCommon(BuiltinLanguages()[static_cast<size_t>(language)].code);
    script.priors.push_back(
        static_cast<int16_t>(common ? std::lround(settings_.common * kScoreUnit) : 0));
  }
  constexpr int kLeast = 3;  // smaller scores cost time and tell nothing
  std::array<size_t, 7> kept{}, scores{};
  for (size_t i = pieces_.first_of(ShortestLength(corpus_.group) - 1); i < pieces_.size(); ++i) {
    const size_t level = pieces_.LevelOf(i);
    Piece piece{pieces_.Spelling(i, corpus_), level == pieces_.ngrams().levels.size(), {}};
    std::vector<int> row = Learned(i);
    for (size_t s = 0; s < slots_; ++s) {
      const float start = start_[i][s];
      if (piece.whole && row[s] == 0 && std::fabs(start) < settings_.least_word) continue;
      row[s] += static_cast<int>(std::lround(start * kScoreUnit));
    }
    // All languages may be moved alike: what says something of every language, to around 0.
    const bool all = level + 1 == ShortestLength(corpus_.group);
    if (all) {
      std::vector<int> sorted = row;
      const auto middle = sorted.begin() + static_cast<long>(slots_ / 2);
      std::nth_element(sorted.begin(), middle, sorted.end());
      for (int& score : row) score -= *middle;
    }
    for (size_t s = 0; s < slots_; ++s) {
      if (std::abs(row[s]) < kLeast) continue;
      piece.scores.push_back(
          {static_cast<uint8_t>(s), static_cast<int8_t>(std::clamp(row[s], -127, 127))});
    }
    if (piece.scores.empty()) continue;
    ++kept[level];
    scores[level] += piece.scores.size();
    script.pieces.push_back(std::move(piece));
  }
  std::fprintf(stderr, "  pieces by length, words last:");
  for (size_t k = 0; k <= pieces_.ngrams().levels.size(); ++k) {
    std::fprintf(stderr, " %zu (%zu)", kept[k], scores[k]);
  }
  std::fprintf(stderr, "\n");
  return script;
}

}  // namespace

ScriptData TrainScript(const ScriptCorpus& corpus, const TrainSettings& settings) {
  if (corpus.languages.size() == 1) {
    ScriptData script;
    script.languages.push_back(static_cast<uint8_t>(corpus.languages[0]));
    return script;
  }
  Trainer trainer(corpus, settings);
  trainer.Train();
  return trainer.Result();
}

}  // namespace textmill::language
