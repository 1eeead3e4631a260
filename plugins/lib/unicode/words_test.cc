#include "plugins/lib/unicode/words.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugins/lib/unicode/naive_words.h"
#include "plugins/lib/unicode/test_text.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

std::vector<std::string> WordsOf(std::string_view text) {
  Words words;
  words.Split(text);
  std::vector<std::string> out;
  for (size_t i = 0; i < words.size(); ++i) out.emplace_back(words[i]);
  return out;
}

bool OnBorder(std::string_view text, size_t i) {
  return i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
}

// Everything that Words promises, against the naive way. `words` is used again and again, as a
// lane does.
void Check(Words& words, const std::string& text, bool valid) {
  const std::vector<std::string> expected = NaiveWords(text);
  words.Split(text);
  ASSERT_EQ(words.folded(), NaiveFold(text)) << text;
  ASSERT_EQ(words.size(), expected.size()) << text;
  for (size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(words[i], expected[i]) << text;

  words.SplitWithSource(text);
  ASSERT_EQ(words.size(), expected.size()) << text;
  Span last{0, 0};
  for (size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(words[i], expected[i]) << text;
    const Span source = words.source(i);
    ASSERT_LE(last.begin, source.begin);
    ASSERT_LE(last.end, source.end);
    ASSERT_LT(source.begin, source.end);
    ASSERT_LE(source.end, text.size());
    last = source;
    if (!valid) continue;
    ASSERT_TRUE(OnBorder(text, source.begin) && OnBorder(text, source.end)) << text;
    const std::vector<std::string> within = NaiveWords(source.of(text));
    ASSERT_TRUE(std::find(within.begin(), within.end(), expected[i]) != within.end())
        << text << ": " << expected[i] << " is not in " << source.of(text);
  }
}

TEST(Words, FoldAndCut) {
  EXPECT_EQ(WordsOf("The U.S. don't: Stra\u00dfe, \ufb01x_1!"),
            (std::vector<std::string>{"the", "u", "s", "don", "t", "strasse", "fix_1"}));
  EXPECT_EQ(WordsOf("e\u0301t\u00e9 \u00c9T\u00c9"),
            (std::vector<std::string>{"\u00e9t\u00e9", "\u00e9t\u00e9"}));
  EXPECT_EQ(WordsOf("\u00bd \uff21\uff22 soft\u00adhyphen"),
            (std::vector<std::string>{"1", "2", "ab", "softhyphen"}));
  EXPECT_TRUE(WordsOf("").empty());
  EXPECT_TRUE(WordsOf(" .\u2026\u201c ").empty());
}

TEST(Words, JoinersBelongToWhatTheyJoin) {
  using Strings = std::vector<std::string>;
  const std::string sri = "\u0DC1\u0DCA\u200D\u0DBB\u0DD3";  // Sinhala
  const std::string ksha = "\u0915\u094D\u200D\u0937";       // Hindi, half a letter
  const std::string mikhaham = "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645";  // Persian
  EXPECT_EQ(WordsOf(sri + " " + ksha + "\u0964 " + mikhaham), (Strings{sri, ksha, mikhaham}));
  EXPECT_EQ(WordsOf("\u200Dab\u200C \u200C\u200D cd\u200D\u200C."), (Strings{"ab", "cd"}));
  EXPECT_EQ(WordsOf("\U0001F469\u200D\U0001F467 a"), (Strings{"a"}));
  // A zero-width space parts words, as it is meant to.
  EXPECT_EQ(WordsOf("ab\u200Bcd"), (Strings{"ab", "cd"}));
  Words words;
  const std::string text = "x\u200D\u00AD, " + sri + "\u200D!";
  words.SplitWithSource(text);
  ASSERT_EQ(words.size(), 2u);
  EXPECT_EQ(words.source(0).of(text), "x");
  EXPECT_EQ(words.source(1).of(text), sri);
}

TEST(Words, WhatIsNotSeenIsNoWord) {
  using Strings = std::vector<std::string>;
  EXPECT_EQ(WordsOf("I \u2764\uFE0F this. \u2600\uFE0F\u2600\uFE0F"), (Strings{"i", "this"}));
  EXPECT_EQ(WordsOf("\u0301 \u20E3 \u00A8 \u3164 \u115F\u1160 \U000E0041 \u034F"), Strings());
  EXPECT_EQ(WordsOf("o\uFE0Fne t\U000E0061wo th\u034Free"), (Strings{"one", "two", "three"}));
  EXPECT_EQ(WordsOf("(\u093F) \u0915\u093F"), (Strings{"\u0915\u093F"}));
}

TEST(Words, Source) {
  const std::string text = "\u00bdA\u0301! E\u0301 x";
  Words words;
  words.SplitWithSource(text);
  ASSERT_EQ(words.size(), 4u);  // 1, 2\u00e1, \u00e9, x
  EXPECT_EQ(words.source(0), (Span{0, 2}));
  EXPECT_EQ(words.source(1), (Span{0, 5}));
  EXPECT_EQ(words.source(2), (Span{7, 10}));
  EXPECT_EQ(words.source(3), (Span{11, 12}));
}

// Alone, after a letter, before and after an accent; every code point there is.
TEST(Words, EveryCodePoint) {
  Words words;
  for (UChar32 block = 0; block < 0x110000; block += 64) {
    if (block >= 0xD800 && block < 0xE000) continue;
    std::string text;
    for (UChar32 c = block; c < block + 64; ++c) {
      std::string self;
      AppendUtf8(static_cast<char32_t>(c), &self);
      text += self + " a" + self + "b e" + self + "\u0301. \u0628\u0651" + self + self + "\n";
    }
    words.Split(text);
    ASSERT_EQ(words.folded(), NaiveFold(text)) << std::hex << block;
    std::vector<std::string> got;
    for (size_t i = 0; i < words.size(); ++i) got.emplace_back(words[i]);
    ASSERT_EQ(got, NaiveWords(text)) << std::hex << block;
  }
}

TEST(Words, RandomText) {
  Words words;
  RandomText random(1);
  for (int round = 0; round < 6000 && !HasFatalFailure(); ++round)
    Check(words, random.Make(random.Below(round % 50 == 0 ? 20000 : 300)), true);
}

TEST(Words, BrokenText) {
  Words words;
  RandomText random(2);
  for (int round = 0; round < 3000 && !HasFatalFailure(); ++round)
    Check(words, random.MakeBroken(random.Below(200)), false);
}

// More marks than ICU can order in reasonable time.
TEST(Words, ManyJoiners) {
  Words words;
  std::string text = "a";
  for (int i = 0; i < 2000; ++i) text += i % 3 == 0 ? "\u0301" : i % 2 == 0 ? "\uff9e" : "\u0323";
  Check(words, text, true);
  text = "\u0e01";
  for (int i = 0; i < 100000; ++i) text += "\u0e48";
  Check(words, text, true);
  text.clear();
  for (int i = 0; i < 30000; ++i) text += "\ufdfa";
  Check(words, text, true);

  text = "a";
  std::string ordered = "\u1ea1";
  for (int i = 0; i < 500000; ++i) text += "\u0301\u0323";
  for (int i = 1; i < 500000; ++i) ordered += "\u0323";
  for (int i = 0; i < 500000; ++i) ordered += "\u0301";
  words.Split(text);
  ASSERT_EQ(words.size(), 1u);
  EXPECT_TRUE(words[0] == ordered);
}

TEST(Words, RealText) {
  Words words;
  for (const OwnText& own : OwnTexts()) {
    Check(words, own.text, true);
    Check(words, own.text.substr(own.text.size() / 2), false);
  }
  for (const char* name : {"langid/dev/udhr.paragraph.tsv.gz", "langid/train/ntrex.tsv.gz"}) {
    const std::vector<std::string> lines = SharedLines(name);
    for (size_t i = 0; i < lines.size() && !HasFatalFailure(); i += 7) {
      Check(words, lines[i], true);
      Check(words, lines[i].substr(lines[i].size() / 2), false);
    }
  }
}

}  // namespace
}  // namespace textmill::unicode
