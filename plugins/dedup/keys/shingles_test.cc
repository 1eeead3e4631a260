#include "plugins/dedup/keys/shingles.h"

#include <gtest/gtest.h>

#include <random>

#include "plugins/dedup/keys/jaccard.h"
#include "plugins/dedup/naive.h"

namespace textmill::dedup {
namespace {

std::vector<uint64_t> Of(std::string_view text, Unit unit = Unit::kWord, uint32_t n = 5) {
  return Shingler(unit, n).Of(text);
}

TEST(Shingles, AsManyAndAsSimilarAsTheStringsThemselves) {
  const auto texts = naive::RandomTexts(120, 1);
  for (const uint32_t n : {1u, 2u, 5u, 7u}) {
    Shingler shingler(Unit::kWord, n);
    std::vector<std::vector<uint64_t>> hashed;
    std::vector<naive::Shingles> plain;
    for (const std::string& text : texts) {
      hashed.push_back(shingler.Of(text));
      plain.push_back(naive::ShinglesOf(text, n));
      ASSERT_EQ(hashed.back().size(), plain.back().size()) << text;
      ASSERT_TRUE(std::is_sorted(hashed.back().begin(), hashed.back().end()));
    }
    for (size_t a = 0; a < texts.size(); ++a) {
      for (size_t b = 0; b < a; ++b) {
        if (plain[a].empty() || plain[b].empty()) continue;
        ASSERT_EQ(JaccardFrom(1e-9, hashed[a], hashed[b]), naive::Jaccard(plain[a], plain[b]));
      }
    }
  }
}

TEST(Shingles, OnlyWordsCount) {
  EXPECT_EQ(
      Of("\"It's\" a NEW day, isn't it?"),
      Of("\xe2\x80\x9cIt\xe2\x80\x99s\xe2\x80\x9d a new\n\nday \xe2\x80\x93 isn\xe2\x80\x99t it"));
  EXPECT_NE(Of("one two three four five"), Of("one two three four six"));
  EXPECT_NE(Of("one two three four five"), Of("two one three four five"));
  EXPECT_NE(Of("ab c d e f"), Of("a bc d e f"));
}

TEST(Shingles, AShortTextIsOneShingleAndEqualToNoPartOfALongerOne) {
  EXPECT_EQ(Of("alone").size(), 1u);
  EXPECT_EQ(Of("a b c d e").size(), 1u);
  EXPECT_EQ(Of("a b c d e f").size(), 2u);
  EXPECT_TRUE(Of("").empty());
  EXPECT_TRUE(Of(" - !? \xe2\x80\xa6\n").empty());
  EXPECT_NE(Of("b b"), Of("b b b"));
}

TEST(Shingles, AWordIsHashedByAllItsBytes) {
  std::set<uint64_t> seen;
  for (size_t size = 1; size < 40; ++size) {
    for (size_t at = 0; at < size; ++at) {
      std::string word(size, 'a');
      EXPECT_TRUE(at > 0 || seen.insert(Of(word, Unit::kWord, 1)[0]).second);
      word[at] = 'b';
      EXPECT_TRUE(seen.insert(Of(word, Unit::kWord, 1)[0]).second) << word;
    }
  }
}

TEST(Shingles, WhatFollowsAWordDoesNotCount) {
  EXPECT_EQ(Of("tide", Unit::kWord, 1), Of("tide.123", Unit::kWord, 2).size() == 1
                                            ? Of("(tide)", Unit::kWord, 1)
                                            : std::vector<uint64_t>{});
  std::string text = "tide ";
  const auto alone = Of("tide", Unit::kWord, 1)[0];
  const auto both = Of(text + "zzzzzzzzzzzzzzzz", Unit::kWord, 1);
  EXPECT_TRUE(std::binary_search(both.begin(), both.end(), alone));
}

TEST(Shingles, Characters) {
  // Line breaks and punctuation within the text make no difference.
  EXPECT_EQ(Of("東京は日本の首都です", Unit::kChar),
            Of("東京は、\n日本の「首都」です。", Unit::kChar));
  EXPECT_EQ(Of("東京は日本の首都です", Unit::kChar).size(), 6u);
  EXPECT_EQ(Of("東京は日本の首都です", Unit::kWord).size(), 1u);
  EXPECT_EQ(Of("abcdefgh", Unit::kChar, 3).size(), 6u);
}

TEST(Shingles, AutoTakesCharactersForScriptsWithoutSpaces) {
  for (const char* text : {"東京は日本の首都です。", "กรุงเทพมหานครเป็นเมืองหลวง", "ภาษาไทย NATO",
                           "北京 Beijing 是中国的首都所在地"})
    EXPECT_EQ(Of(text, Unit::kAuto), Of(text, Unit::kChar)) << text;
  for (const char* text : {"An English text — with “quotes”", "Привет, как дела у вас сегодня",
                           "한국어는 띄어쓰기를 합니다",
                           "He wrote 東京 on the board in the morning", "हिन्दी में लिखा हुआ", ""})
    EXPECT_EQ(Of(text, Unit::kAuto), Of(text, Unit::kWord)) << text;
}

TEST(SortUnique, LikeASet) {
  std::mt19937_64 random(3);
  std::vector<uint64_t> scratch;
  for (const size_t n : {0, 1, 2, 24, 25, 100, 1000, 70000, 300000}) {
    std::vector<uint64_t> values(n);
    for (uint64_t& v : values) v = random();
    for (size_t i = 0; i + 7 < n; i += 7) values[i] = values[i + 3];
    const std::set<uint64_t> expected(values.begin(), values.end());
    SortUnique(&values, &scratch);
    EXPECT_EQ(values, std::vector<uint64_t>(expected.begin(), expected.end()));
  }
  std::vector<uint64_t> same(5000, 42);
  SortUnique(&same, &scratch);
  EXPECT_EQ(same, std::vector<uint64_t>{42});
  // Not spread at all, and upside down.
  std::vector<uint64_t> down(1000000), up(1000000);
  for (size_t i = 0; i < down.size(); ++i) up[i] = down[down.size() - 1 - i] = i;
  SortUnique(&down, &scratch);
  EXPECT_EQ(down, up);
}

}  // namespace
}  // namespace textmill::dedup
