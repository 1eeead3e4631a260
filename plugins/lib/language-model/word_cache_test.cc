#include "plugins/lib/language-model/word_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace textmill::language {
namespace {

constexpr size_t kRow = 16;

// What a row holds is computed from its word.
bool IsOf(const uint8_t* row, uint64_t word) {
  return std::all_of(row, row + kRow, [&](uint8_t x) { return x == word % 251; });
}

TEST(WordCache, HoldsTheWordsMetLast) {
  std::mt19937_64 random(1);
  WordCache cache(kRow);
  std::vector<uint64_t> words(200'000);
  for (uint64_t& word : words) {
    word = random();
    EXPECT_EQ(cache.Find(word), nullptr);
    std::fill_n(cache.Add(word), kRow, static_cast<uint8_t>(word % 251));
    const uint8_t* const row = cache.Find(word);
    ASSERT_TRUE(row != nullptr && IsOf(row, word));
  }
  size_t held = 0, lately = 0;
  constexpr size_t kLast = 10'000;
  for (size_t i = 0; i < words.size(); ++i) {
    const uint8_t* const row = cache.Find(words[i]);
    if (row == nullptr) continue;
    ASSERT_TRUE(IsOf(row, words[i]));
    ++held;
    lately += i + kLast >= words.size();
  }
  EXPECT_GT(held, 50'000U);
  EXPECT_GT(lately, kLast * 99 / 100);
}

}  // namespace
}  // namespace textmill::language
