#include "plugins/lib/io/name_pattern.h"

#include <fnmatch.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace textmill::io {
namespace {

TEST(NamePattern, CharactersAreMatchedNotBytes) {
  EXPECT_TRUE(MatchesName("caf?.txt", "café.txt"));
  EXPECT_FALSE(MatchesName("caf??.txt", "café.txt"));
  EXPECT_TRUE(MatchesName("[äöü]*", "über.txt"));
  EXPECT_FALSE(MatchesName("[!äöü]*", "über.txt"));
  EXPECT_TRUE(MatchesName("第?章", "第三章"));
  EXPECT_TRUE(MatchesName("[α-ω].txt", "λ.txt"));
  EXPECT_TRUE(MatchesName("?", "👍"));
  EXPECT_TRUE(MatchesName("a?b",
                          "a\xE9"
                          "b"));  // a byte that is no UTF-8
}

TEST(NamePattern, AsInAShell) {
  EXPECT_FALSE(MatchesName("*", ".hidden"));
  EXPECT_TRUE(MatchesName(".*", ".hidden"));
  EXPECT_TRUE(MatchesName("\\*.txt", "*.txt"));
  EXPECT_FALSE(MatchesName("\\*.txt", "a.txt"));
  EXPECT_TRUE(MatchesName("[]a]", "]"));
  EXPECT_TRUE(MatchesName("[", "["));
  EXPECT_TRUE(MatchesName("[[:digit:]][[:alpha:]]", "1a"));
  EXPECT_FALSE(MatchesName("*.txt", "a.TXT"));
  EXPECT_TRUE(MatchesName("", ""));
}

// Many stars and a long name: no time beyond the product of their lengths.
TEST(NamePattern, StarsTakeNoTime) {
  std::string pattern;
  for (int i = 0; i < 50; ++i) pattern += "*a";
  EXPECT_FALSE(MatchesName(pattern + "b", std::string(255, 'a')));
}

TEST(NamePattern, AsFnmatchOnRandomAscii) {
  std::mt19937 random(7);
  const auto make = [&](std::string_view letters, size_t most) {
    std::string out;
    for (size_t n = random() % (most + 1); out.size() < n;)
      out += letters[random() % letters.size()];
    return out;
  };
  for (int round = 0; round < 200'000; ++round) {
    const std::string pattern = make("ab*?[]!-\\.", 7), name = make("ab]-!.[", 6);
    // Where a bracket is not closed or closes oddly, fnmatch has rules of its own.
    if (pattern.find('[') != pattern.npos && pattern.find('\\') != pattern.npos) continue;
    if (!pattern.empty() && pattern.back() == '\\') continue;
    if (pattern.find("[.") != pattern.npos || pattern.find("-") != pattern.npos) continue;
    ASSERT_EQ(MatchesName(pattern, name), ::fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD) == 0)
        << pattern << " " << name;
  }
}

}  // namespace
}  // namespace textmill::io
