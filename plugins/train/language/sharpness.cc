#include "plugins/train/language/sharpness.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>

namespace textmill::language {
namespace {

struct Example {
  size_t slot;
  std::vector<int> scores;
};

double Loss(const std::vector<Example>& examples, double factor) {
  double loss = 0;
  for (const Example& example : examples) {
    const int top = *std::max_element(example.scores.begin(), example.scores.end());
    double sum = 0;
    for (const int score : example.scores) sum += std::exp(factor * (score - top));
    loss += std::log(sum) - factor * (example.scores[example.slot] - top);
  }
  return loss;
}

}  // namespace

std::vector<uint16_t> FitSharpness(const ScriptCorpus& corpus, const Model& model) {
  constexpr size_t kLengths = 10, kSentences = 60, kLeast = 200;
  const Script& script = model.script(corpus.group);
  const size_t slots = corpus.languages.size();
  std::vector<std::vector<Example>> by_length(kLengths);
  std::vector<int16_t> scores(256 + 16);
  for (size_t s = 0; s < slots; ++s) {
    size_t sentences = 0;
    for (const Sentence& sentence : corpus.held_out[s]) {
      if (++sentences > kSentences) break;
      for (size_t words = 1, begin = 0; words <= 2 * sentence.size(); words *= 2) {
        Example example{s, {script.priors.begin(), script.priors.end()}};
        size_t letters = 0;
        // The parts follow each other, so that the same words are not seen again and again.
        for (size_t i = 0; i < std::min(words, sentence.size()); ++i) {
          const std::u32string& word = corpus.words[sentence[(begin + i) % sentence.size()]];
          std::fill(scores.begin(), scores.end(), int16_t{0});
          model.Add(word, corpus.group, scores.data());
          for (size_t k = 0; k < slots; ++k) example.scores[k] += scores[k];
          letters += word.size();
        }
        begin += words;
        const size_t length = std::min<size_t>(std::bit_width(letters), kLengths) - 1;
        by_length[length].push_back(std::move(example));
      }
    }
  }
  std::vector<uint16_t> out(kLengths, 0);
  for (size_t length = 0; length < kLengths; ++length) {
    if (by_length[length].size() < kLeast) continue;
    double best = 0, least = 0, factor = 0.05;
    while (factor < 2) {
      const double loss = Loss(by_length[length], factor / kScoreUnit);
      if (best == 0 || loss < least) best = factor, least = loss;
      factor *= 1.08;
    }
    out[length] = static_cast<uint16_t>(std::lround(best * 256));
    std::fprintf(stderr, "  %zu letters: sharpness %.2f from %zu texts\n", size_t{1} << length,
                 best, by_length[length].size());
  }
  // Lengths without enough texts are as their neighbours.
  for (size_t i = 1; i < kLengths; ++i) {
    if (out[i] == 0) out[i] = out[i - 1];
  }
  for (size_t i = kLengths - 1; i-- > 0;) {
    if (out[i] == 0) out[i] = out[i + 1];
  }
  if (out[0] == 0) std::fill(out.begin(), out.end(), uint16_t{128});
  return out;
}

}  // namespace textmill::language
