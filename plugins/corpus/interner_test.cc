#include "plugins/corpus/interner.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/corpus/ngram_table.h"

namespace textmill::corpus {
namespace {

TEST(Interner, AgainstAMap) {
  std::mt19937 random(21);
  Interner interner;
  EXPECT_EQ(interner.Find("a"), -1);
  for (int round = 0; round < 3; ++round) {
    interner.Clear();
    std::map<std::string, uint32_t> expected;
    for (int i = 0; i < 60000; ++i) {
      std::string value = std::to_string(random() % (round == 0 ? 30 : 30000));
      if (value == "7") value.clear();
      if (value == "8" && i < 500) value.assign(2000000, 'x');
      const auto [at, is_new] = expected.try_emplace(value, static_cast<uint32_t>(expected.size()));
      ASSERT_EQ(interner.Number(value), at->second);
    }
    ASSERT_EQ(interner.size(), expected.size());
    for (const auto& [value, number] : expected) {
      EXPECT_EQ(interner[number], value);
      EXPECT_EQ(interner.Find(value), number);
    }
    EXPECT_EQ(interner.Find("no number"), -1);
    EXPECT_GT(interner.memory(), static_cast<int64_t>(expected.size() * 16));
  }
}

TEST(Interner, ManyAtOnceAreNumberedAsOneByOne) {
  std::mt19937 random(22);
  Interner at_once, one_by_one;
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> strings(random() % 300);
    for (std::string& string : strings) {
      string.assign(random() % 40, 'a');
      for (size_t i = random() % 3; i > 0 && !string.empty(); --i)
        string[random() % string.size()] = static_cast<char>('a' + random() % 4);
    }
    const std::vector<std::string_view> values(strings.begin(), strings.end());
    std::vector<uint32_t> numbers(values.size());
    at_once.Numbers(values, numbers.data());
    for (size_t i = 0; i < values.size(); ++i) {
      ASSERT_EQ(numbers[i], one_by_one.Number(values[i]));
      ASSERT_EQ(at_once[numbers[i]], values[i]);
    }
  }
}

TEST(NgramTable, AgainstAMap) {
  struct Counted {
    uint64_t count = 0;
    uint32_t documents = 0, last = UINT32_MAX;
  };
  for (const size_t n : {1, 2, 3, 5}) {
    std::mt19937 random(static_cast<uint32_t>(n));
    NgramTable table(n);
    std::map<std::vector<uint32_t>, Counted> expected;
    for (uint32_t document = 0; document < 300; ++document) {
      const uint32_t group = document % 3;
      std::vector<uint32_t> terms(random() % 200 + n);
      for (uint32_t& term : terms) term = random() % 40;
      std::vector<const uint32_t*> ngrams;
      for (size_t i = 0; i + n <= terms.size(); ++i) {
        ngrams.push_back(&terms[i]);
        std::vector<uint32_t> key(&terms[i], &terms[i] + n);
        key.push_back(group);
        Counted& counted = expected[key];
        ++counted.count;
        counted.documents += counted.last != document;
        counted.last = document;
      }
      table.Count(group, ngrams, document);
    }
    ASSERT_EQ(table.size(), expected.size());
    for (const auto& [key, counted] : expected) {
      const int64_t entry = table.Find(key.back(), key.data());
      ASSERT_GE(entry, 0);
      EXPECT_EQ(table.count(static_cast<size_t>(entry)), counted.count);
      EXPECT_EQ(table.documents(static_cast<size_t>(entry)), counted.documents);
    }
    const std::vector<uint32_t> unknown(n, 77);
    EXPECT_EQ(table.Find(0, unknown.data()), -1);
  }
}

// More than a block of them.
TEST(NgramTable, Millions) {
  constexpr uint32_t kMany = 2'300'000;
  NgramTable table(2);
  std::vector<uint32_t> terms(kMany + 1);
  for (uint32_t i = 0; i <= kMany; ++i) terms[i] = i;
  std::vector<const uint32_t*> ngrams;
  for (uint32_t i = 0; i < kMany; ++i) {
    ngrams.push_back(&terms[i]);
    if (i % 1000 == 0) ngrams.push_back(&terms[i]);
  }
  table.Count(7, ngrams, 0);
  ASSERT_EQ(table.size(), kMany);
  for (uint32_t i = 0; i < kMany; i += 7) {
    ASSERT_EQ(table.Find(7, &terms[i]), i);
    ASSERT_EQ(table.terms(i)[1], i + 1);
    ASSERT_EQ(table.count(i), i % 1000 == 0 ? 2u : 1u);
    ASSERT_EQ(table.documents(i), 1u);
  }
  EXPECT_GT(table.memory(), int64_t{kMany} * (7 * 4 + 8));
}

}  // namespace
}  // namespace textmill::corpus
