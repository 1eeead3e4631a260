#include "plugins/text-tokens/splitter.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace textmill::tokenizer {
namespace {

using Pieces = std::vector<std::string>;

Pieces Cut(std::string_view pattern, std::string_view text) {
  const Splitter splitter(PatternCalled(pattern));
  const auto scratch = splitter.NewScratch();
  Pieces pieces;
  splitter.Split(text, scratch, [&](std::string_view piece) { pieces.emplace_back(piece); });
  return pieces;
}

TEST(Splitter, CutsAsEachPatternSays) {
  const std::string text = "He'LL pay 12345 HTMLPages/x!!\r\n\n  now \t";
  EXPECT_EQ(Cut("gpt2", text), (Pieces{"He", "'", "LL", " pay", " 12345", " HTMLPages", "/", "x",
                                       "!!", "\r\n\n ", " now", " \t"}));
  EXPECT_EQ(Cut("cl100k", text), (Pieces{"He", "'LL", " pay", " ", "123", "45", " HTMLPages", "/x",
                                         "!!\r\n\n", " ", " now", " \t"}));
  EXPECT_EQ(Cut("llama3", text), Cut("cl100k", text));
  EXPECT_EQ(Cut("qwen2", text), (Pieces{"He", "'LL", " pay", " ", "1", "2", "3", "4", "5",
                                        " HTMLPages", "/x", "!!\r\n\n", " ", " now", " \t"}));
  EXPECT_EQ(Cut("o200k", text), (Pieces{"He'LL", " pay", " ", "123", "45", " HTMLPages", "/x",
                                        "!!\r\n\n", " ", " now", " \t"}));
  EXPECT_EQ(Cut("o200k", "seenTheHTML"), (Pieces{"seen", "The", "HTML"}));
  EXPECT_EQ(Cut("tekken", "He'll 12"), (Pieces{"He", "'ll", " ", "1", "2"}));
  EXPECT_EQ(Cut("deepseek", "a.bc #d"), (Pieces{"a", ".bc", " #", "d"}));
  EXPECT_EQ(Cut("numbers of three digits", "a1234b"), (Pieces{"a", "123", "4", "b"}));
  EXPECT_EQ(Cut("Chinese and Japanese", "a\u4e2d\u306e\uac00"),
            (Pieces{"a", "\u4e2d\u306e", "\uac00"}));
}

// At the end of a text, tiktoken's newer form keeps all white space together.
TEST(Splitter, WhiteSpace) {
  EXPECT_EQ(Cut("cl100k", "a\n \n "), (Pieces{"a", "\n \n "}));
  EXPECT_EQ(Cut("llama3", "a\n \n "), (Pieces{"a", "\n \n", " "}));
  // U+0085 and U+3000 are white space, U+180E and U+200B are not.
  EXPECT_EQ(Cut("gpt2", "a\u0085\u3000b"), (Pieces{"a", "\u0085", "\u3000", "b"}));
  EXPECT_EQ(Cut("gpt2", "a \u180e\u200b"), (Pieces{"a", " \u180e\u200b"}));
  // The long s is an s where case does not count.
  EXPECT_EQ(Cut("llama3", "it'\u017f"), (Pieces{"it", "'\u017f"}));
}

TEST(Splitter, NothingIsLost) {
  const std::string parts[] = {
      "a",      "B",      "\u00e9", " ",          "\n",     "\r\n",
      "\t",     "1",      "\u00b2", "'s",         "!",      "/",
      "\u4e2d", "\u0301", "\u3000", "\U0001F600", "\u01c5", std::string(1, '\0')};
  std::mt19937 random(2);
  Pieces patterns;
  for (const std::string_view name : PatternsOfRanks()) patterns.emplace_back(name);
  patterns.insert(patterns.end(), {"deepseek", "digits", "numbers", "Chinese and Japanese"});
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (unsigned n = random() % 30; n > 0; --n) text += parts[random() % std::size(parts)];
    for (const std::string& pattern : patterns) {
      std::string together;
      for (const std::string& piece : Cut(pattern, text)) {
        EXPECT_FALSE(piece.empty());
        together += piece;
      }
      ASSERT_EQ(together, text) << pattern;
    }
  }
}

// No pattern takes more memory or steps than PCRE2 allows for long runs of anything.
TEST(Splitter, LongRuns) {
  for (const std::string_view pattern : PatternsOfRanks()) {
    for (const std::string unit :
         {"a", "A", "\u4e2d", " ", "\n", " \n", "1", "!", "\u0301", "Aa"}) {
      std::string text;
      while (text.size() < 100000) text += unit;
      size_t size = 0;
      for (const std::string& piece : Cut(pattern, text)) size += piece.size();
      EXPECT_EQ(size, text.size()) << pattern << unit;
    }
  }
}

TEST(Patterns, AreKnownAsFilesWriteThem) {
  EXPECT_STREQ(PatternAsWritten(R"(\p{N}{1,3})")->name, "numbers of three digits");
  EXPECT_EQ(PatternAsWritten("(a+)+b"), nullptr);
}

}  // namespace
}  // namespace textmill::tokenizer
