#include "core/present/word_diff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace textmill::core {
namespace {

std::string Shown(std::string_view left, std::string_view right) {
  std::string out;
  for (const DiffPart& part : DiffWords(left, right)) {
    if (!out.empty()) out += " | ";
    out += part.same ? "=" : std::string(part.left) + ">" + std::string(part.right);
    if (part.same) out += part.left;
  }
  return out;
}

TEST(WordDiff, FindsSharedAndDifferingPassages) {
  EXPECT_EQ(Shown("", ""), "");
  EXPECT_EQ(Shown("a b c", "a b c"), "=a b c");
  EXPECT_EQ(Shown("a b c", ""), "a b c>");
  EXPECT_EQ(Shown("one two three four", "one 2 three four five"),
            "=one | two>2 | =three four | >five");
  EXPECT_EQ(Shown("By  Reuters\nLONDON - The \"end\".", "London: the end"),
            "By  Reuters> | =LONDON - The \"end\".");
  EXPECT_EQ(Shown("東京は首都", "東京が首都"), "=東京 | は>が | =首都");
  EXPECT_EQ(Shown("ไทย", "ไทก"), "=ไท | ย>ก");  // Thai has no spaces either
}

size_t LongestCommon(const std::vector<int>& a, const std::vector<int>& b) {
  std::vector<std::vector<size_t>> best(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t j = 0; j < b.size(); ++j)
      best[i + 1][j + 1] = a[i] == b[j] ? best[i][j] + 1 : std::max(best[i][j + 1], best[i + 1][j]);
  }
  return best[a.size()][b.size()];
}

// Nothing is lost, what is called the same is the same, and no alignment has more of it.
TEST(WordDiff, IsShortestOnRandomTexts) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<int> a(random() % 30), b(random() % 30);
    for (int& v : a) v = static_cast<int>(random() % 6);
    for (int& v : b) v = static_cast<int>(random() % 6);
    const auto text = [](const std::vector<int>& words) {
      std::string out;
      for (const int v : words) out += std::to_string(v) + " ";
      return out;
    };
    const std::string left = text(a), right = text(b);
    size_t same = 0;
    std::string whole_left, whole_right;
    for (const DiffPart& part : DiffWords(left, right)) {
      if (part.same) {
        EXPECT_EQ(part.left, part.right);
        EXPECT_EQ(part.left_words, part.right_words);
        same += part.left_words;
      }
      if (!part.left.empty()) whole_left += std::string(part.left) + " ";
      if (!part.right.empty()) whole_right += std::string(part.right) + " ";
    }
    EXPECT_EQ(whole_left, left);
    EXPECT_EQ(whole_right, right);
    EXPECT_EQ(same, LongestCommon(a, b));
  }
}

TEST(WordDiff, GivesUpOnWhatHasLittleInCommon) {
  std::string left, right;
  for (int i = 0; i < 30000; ++i) {
    left += "a" + std::to_string(i) + " ";
    right += "b" + std::to_string(i) + " ";
  }
  const auto parts = DiffWords("same " + left, "same " + right);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_TRUE(parts[0].same);
  EXPECT_EQ(parts[1].left_words, 30000u);
}

}  // namespace
}  // namespace textmill::core
