#include "plugins/lib/tagger/viterbi.h"

#include <gtest/gtest.h>

#include <random>

namespace textmill::entities {
namespace {

// The score of the best labelling, found by trying all of them.
int64_t Naive(const Model::Transitions& transitions, const std::vector<Emission>& emissions,
              size_t at, Label before) {
  if (at == emissions.size()) return IsOpen(before) ? INT64_MIN / 2 : 0;
  int64_t best = INT64_MIN / 2;
  for (Label label = 0; label < kLabels; ++label) {
    if (!MayFollow(before, label)) continue;
    const int64_t own = label == kOutside ? 0 : emissions[at][label - 1U];
    best = std::max(
        best, transitions[before][label] + own + Naive(transitions, emissions, at + 1, label));
  }
  return best;
}

TEST(Viterbi, FindsTheBest) {
  std::mt19937 random(3);
  const auto number = [&] { return static_cast<int16_t>(random() % 201) - 100; };
  for (int round = 0; round < 300; ++round) {
    Model::Transitions transitions;
    for (auto& from : transitions) {
      for (auto& value : from) value = static_cast<int16_t>(number());
    }
    std::vector<Emission> emissions(1 + random() % 4);
    for (auto& e : emissions) {
      for (auto& value : e) value = static_cast<int16_t>(number());
    }
    std::vector<Label> labels(emissions.size());
    Viterbi(transitions).Find(emissions.data(), emissions.size(), labels.data());
    int64_t score = 0;
    Label before = kOutside;
    for (size_t i = 0; i < labels.size(); ++i) {
      ASSERT_TRUE(MayFollow(before, labels[i]));
      score += transitions[before][labels[i]];
      if (labels[i] != kOutside) score += emissions[i][labels[i] - 1U];
      before = labels[i];
    }
    ASSERT_FALSE(IsOpen(before));
    ASSERT_EQ(score, Naive(transitions, emissions, 0, kOutside));
  }
}

}  // namespace
}  // namespace textmill::entities
