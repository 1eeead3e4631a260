// Against the counting that the rule books describe, word for word.
#include "plugins/text-quality/repetition.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace textmill::quality {
namespace {

using Words = std::vector<std::string>;

size_t CharactersIn(const Words& words, size_t first, size_t n) {
  size_t sum = 0;
  for (size_t i = first; i < first + n; ++i) sum += words[i].size();
  return sum;
}

TEST(Repetition, AsCountedPlainly) {
  std::mt19937 random(5);
  Tokens tokens;
  Repetition repetition;
  for (int round = 0; round < 400; ++round) {
    const size_t size = random() % 120, different = 1 + random() % 20;
    std::string text;
    for (size_t i = 0; i < size; ++i) {
      const size_t word = random() % different;
      text += std::string(1 + word % 12, static_cast<char>('a' + word)) + ' ';
    }
    tokens.SplitAtSpace(text);
    repetition.Look(text, tokens.all());
    Words words;
    for (const Token& token : tokens.all()) words.emplace_back(token.of(text));
    for (size_t n = 2; n <= 10; ++n) {
      std::map<Words, std::pair<size_t, size_t>> runs;  // how often, and where first
      for (size_t i = 0; i + n <= words.size(); ++i) {
        const auto at = words.begin() + static_cast<std::ptrdiff_t>(i);
        auto& run = runs[Words(at, at + static_cast<std::ptrdiff_t>(n))];
        if (run.first++ == 0) run.second = i;
      }
      size_t count = 0, first = 0, of_repeated = 0, of_all = 0;
      for (const auto& [run, seen] : runs) {
        const size_t characters = CharactersIn(run, 0, n);
        of_all += seen.first * characters;
        if (seen.first > 1) of_repeated += seen.first * characters;
        if (seen.first > count || (seen.first == count && seen.second < first)) {
          count = seen.first;
          first = seen.second;
        }
      }
      size_t repeated = 0;
      std::set<Words> before;
      for (size_t i = 0; i + n <= words.size();) {
        const auto at = words.begin() + static_cast<std::ptrdiff_t>(i);
        if (before.insert(Words(at, at + static_cast<std::ptrdiff_t>(n))).second) {
          ++i;
        } else {
          repeated += CharactersIn(words, i, n);
          i += n;
        }
      }
      std::vector<bool> covered(words.size());
      for (size_t i = 0; i + n <= words.size(); ++i) {
        const auto at = words.begin() + static_cast<std::ptrdiff_t>(i);
        if (runs[Words(at, at + static_cast<std::ptrdiff_t>(n))].first > 1)
          std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(i), n, true);
      }
      size_t in_covered = 0;
      for (size_t i = 0; i < words.size(); ++i) in_covered += covered[i] ? words[i].size() : 0;
      const int length = static_cast<int>(n);
      EXPECT_EQ(repetition.MostFrequent(length).count, count);
      if (count > 0) {
        EXPECT_EQ(repetition.MostFrequent(length).characters, CharactersIn(words, first, n));
      }
      EXPECT_EQ(repetition.RepeatedCharacters(length), repeated);
      EXPECT_EQ(repetition.CharactersOfRepeated(length), of_repeated);
      EXPECT_EQ(repetition.CharactersOfAll(length), of_all);
      EXPECT_EQ(repetition.CoveredCharacters(length), in_covered);
    }
  }
}

}  // namespace
}  // namespace textmill::quality
