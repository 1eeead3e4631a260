#include "plugins/entities/patterns/own_patterns.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "plugins/entities/test_text.h"
#include "textmill/error.hpp"

namespace textmill::entities {
namespace {

std::string Find(const OwnPatterns& patterns, std::string_view text) {
  Mentions mentions;
  patterns.Find(text, &mentions);
  std::string out;
  for (const Mention& m : mentions.list) {
    out += (out.empty() ? "" : "|") + std::to_string(m.what) + ":" +
           std::string(text.substr(m.begin, m.end - m.begin)) + "=" +
           mentions.values.substr(m.value_begin, m.value_end - m.value_begin);
  }
  return out;
}

TEST(OwnPatterns, FindAllMatches) {
  const OwnPatterns patterns =
      OwnPatterns::Compile({{"CASE", R"(\bNo\. \d+/\d{4}\b)"}, {"TAG", "#(\\pL+)"}});
  EXPECT_EQ(Find(patterns, "No. 5/2024, No. 6/2024 #Բարեւ #x"),
            "0:No. 5/2024=|0:No. 6/2024=|1:#Բարեւ=Բարեւ|1:#x=x");
  EXPECT_EQ(Find(patterns, ""), "");
  EXPECT_EQ(Find(OwnPatterns::Compile({}), "#x"), "");
  EXPECT_EQ(Find(OwnPatterns::Compile({{"A", "(x)?y"}}), "y xy"), "0:y=|0:xy=x");
}

TEST(OwnPatterns, WhatIsNoPatternIsAnError) {
  const auto error = [](const std::string& expression) -> std::string {
    try {
      OwnPatterns::Compile({{"GOOD", "x"}, {"BAD", expression}});
    } catch (const Error& e) {
      EXPECT_EQ(e.subject(), "own.BAD");
      EXPECT_NE(e.hint(), "");
      return e.what();
    }
    return "";
  };
  EXPECT_EQ(error("("), "the regular expression for BAD does not compile: missing ): (");
  EXPECT_NE(error("(?=x)"), "");
  EXPECT_NE(error("(a)\\1"), "");
  EXPECT_NE(error("\xFF"), "");
  for (const char* nothing : {"", "x*", "x?", "\\b", "^", "$", "(?m)^", "a|", "\\B", "(x*)(y*)"}) {
    EXPECT_EQ(error(nothing), "the regular expression for BAD matches the empty string") << nothing;
  }
  EXPECT_NE(error("\\C"), "");
  EXPECT_EQ(error("\\\\C"), "");
  EXPECT_EQ(error("x+"), "");
}

TEST(OwnPatterns, StayOnCharacterBoundaries) {
  const OwnPatterns patterns =
      OwnPatterns::Compile({{"A", "."}, {"B", "[^a]{2}"}, {"C", "é?a"}, {"D", "(?s).x"}});
  RandomText random(2, {"a", "é", "東", "\U0001F600", "x", "\n"});
  for (int round = 0; round < 2000; ++round) {
    const std::string text = random.Make(30);
    Mentions mentions;
    patterns.Find(text, &mentions);
    for (const Mention& m : mentions.list) {
      ASSERT_TRUE(OnBoundary(text, m.begin) && OnBoundary(text, m.end));
    }
  }
}

TEST(OwnPatterns, HostileExpressionsStayLinear) {
  const OwnPatterns patterns = OwnPatterns::Compile({{"A", "(a+)+b"}, {"B", "(a|aa)+c"}});
  EXPECT_EQ(Find(patterns, std::string(1 << 20, 'a')), "");
  // Those that are tried at every place where they may begin.
  const OwnPatterns rare = OwnPatterns::Compile({{"A", "#+x"}, {"B", "#[#-z]{3,50}!"}});
  EXPECT_EQ(Find(rare, std::string(1 << 20, '#')), "");
  EXPECT_EQ(Find(rare, std::string(1 << 20, '#') + "x").substr(0, 6), "0:####");
}

TEST(OwnPatterns, ManyAtOnce) {
  std::vector<std::pair<std::string, std::string>> many;
  std::string text, expected;
  for (int i = 0; i < 30; ++i) {
    const std::string number = std::to_string(i);
    many.emplace_back("T" + number,
                      i % 3 == 0 ? "\\w+ of " + number + "\\b" : "#" + number + "[a-z]*");
    text += i % 3 == 0 ? "one of " + number + " " : "#" + number + "x ";
  }
  Mentions mentions;
  OwnPatterns::Compile(many).Find(text, &mentions);
  std::vector<bool> found(30);
  for (const Mention& m : mentions.list) found[m.what] = true;
  EXPECT_EQ(std::count(found.begin(), found.end(), true), 30);
}

TEST(OwnPatterns, FindsAtEveryPlaceOfTheText) {
  const OwnPatterns patterns = OwnPatterns::Compile({{"A", "#x12\\b"}, {"B", "@q"}, {"C", "~"}});
  for (size_t n = 0; n < 20; ++n) {
    for (size_t after = 0; after < 9; ++after) {
      const std::string blanks(n, ' '), end(after, ' ');
      EXPECT_EQ(Find(patterns, blanks + "#x12" + end), "0:#x12=");
      EXPECT_EQ(Find(patterns, blanks + "@q" + end), "1:@q=");
      EXPECT_EQ(Find(patterns, blanks + "~" + end), "2:~=");
    }
  }
}

}  // namespace
}  // namespace textmill::entities
