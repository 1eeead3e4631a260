#include "plugins/tokens/english_tokens.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <string>
#include <vector>

#include "textmill/utf8.hpp"

namespace textmill::tokens {
namespace {

// The tokens with `|` between them.
std::string Cut(const std::string& text) {
  std::vector<unicode::Span> tokens;
  CutEnglish(text, {0, static_cast<uint32_t>(text.size())}, &tokens);
  std::string out;
  for (const unicode::Span& token : tokens)
    out.append(out.empty() ? "" : "|").append(token.of(text));
  return out;
}

TEST(EnglishTokens, WordsAndMarks) {
  EXPECT_EQ(Cut("The river rose, quickly."), "The|river|rose|,|quickly|.");
  EXPECT_EQ(Cut("\u201CWhy?!\u201D (she) asked..."), "\u201C|Why|?!|\u201D|(|she|)|asked|...");
  EXPECT_EQ(Cut("and/or -- 15% of $2,500.50"), "and|/|or|--|15|%|of|$|2,500.50");
  EXPECT_EQ(Cut("5pm, 10:30 a.m., 11/17/2004"), "5|pm|,|10:30|a.m.|,|11/17/2004");
  EXPECT_EQ(Cut("U.S. and J. Smith, Mr. Ray of B.A.T."), "U.S.|and|J.|Smith|,|Mr.|Ray|of|B.A.T.");
  EXPECT_EQ(Cut("AT&T :) the '90s"), "AT&T|:)|the|'90s");
  EXPECT_EQ(Cut("@ann_lee likes #harbours, # 1 and #1"), "@ann_lee|likes|#harbours|,|#|1|and|#|1");
  EXPECT_EQ(Cut("----==-- a=b"), "----==--|a|=|b");
  EXPECT_EQ(Cut(""), "");
}

TEST(EnglishTokens, Clitics) {
  EXPECT_EQ(Cut("I don't. She's here; we'll go, they've"),
            "I|do|n't|.|She|'s|here|;|we|'ll|go|,|they|'ve");
  EXPECT_EQ(Cut("DON\u2019T can\u2019t cannot gonna dont"),
            "DO|N\u2019T|ca|n\u2019t|can|not|gon|na|do|nt");
  EXPECT_EQ(Cut("the dogs' bowls, Ann's and O'Neil"), "the|dogs|'|bowls|,|Ann|'s|and|O'Neil");
  EXPECT_EQ(Cut("he wouldn't've"), "he|would|n't|'ve");
  EXPECT_EQ(Cut("alot of it b/c he came w/o $$$"), "a|lot|of|it|b/c|he|came|w/o|$$$");
}

TEST(EnglishTokens, Hyphens) {
  EXPECT_EQ(Cut("a long-term 15-year plan"), "a|long|-|term|15|-|year|plan");
  EXPECT_EQ(Cut("e-mail pre-war non-stop"), "e-mail|pre-war|non-stop");
  EXPECT_EQ(Cut("555-1234 and 2001-02-03, 3-4"), "555-1234|and|2001-02-03|,|3|-|4");
}

TEST(EnglishTokens, Addresses) {
  EXPECT_EQ(Cut("see http://a.org/b?c=d, or www.x.com."),
            "see|http://a.org/b?c=d|,|or|www.x.com|.");
  EXPECT_EQ(Cut("<ann.lee@mail.example.com>"), "<|ann.lee@mail.example.com|>");
  EXPECT_EQ(Cut("(example.com)"), "(|example.com|)");
  EXPECT_EQ(Cut("the file plan.doc"), "the|file|plan.doc");
  EXPECT_EQ(Cut("rec.boats.paint, or alt.pets."), "rec.boats.paint|,|or|alt|.|pets|.");
  EXPECT_EQ(Cut("ann.l...@mail.example.com wrote"), "ann.l...@mail.example.com|wrote");
  EXPECT_EQ(Cut("it went on...then"), "it|went|on|...|then");
}

TEST(EnglishTokens, NothingIsLostOrBroken) {
  std::mt19937 random(9);
  const std::vector<std::string> parts = {"a",   "B",      "n't",    "'", "\u2019",     ".",
                                          ",",   "-",      "@",      "/", " ",          "1",
                                          "$",   "\u00e9", "\u4eac", ":", ")",          "``",
                                          "://", "\xFF",   "cannot", "_", "\U0001F600", "www."};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) text += parts[random() % parts.size()];
    std::vector<unicode::Span> tokens;
    CutEnglish(text, {0, static_cast<uint32_t>(text.size())}, &tokens);
    uint32_t at = 0;
    for (const unicode::Span& token : tokens) {
      ASSERT_GE(token.begin, at) << text;
      ASSERT_GT(token.end, token.begin) << text;
      for (; at < token.begin; ++at) ASSERT_EQ(text[at], ' ') << text;
      at = token.end;
      const auto begins_character = [&](size_t i) {
        return i == text.size() || (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
      };
      ASSERT_TRUE(begins_character(token.begin) && begins_character(token.end)) << text;
    }
    for (; at < text.size(); ++at) ASSERT_EQ(text[at], ' ') << text;
  }
}

// Time is linear in a piece without blanks.
TEST(EnglishTokens, LongPieces) {
  for (const std::string& part :
       {std::string("a-"), std::string("a.b"), std::string("'"), std::string("x@"),
        std::string("1-"), std::string("://"), std::string("a'")}) {
    std::string text;
    while (text.size() < 200000) text += part;
    EXPECT_FALSE(Cut(text).empty());
  }
}

TEST(EnglishTokens, TheTreebanksOwn) {
  const std::string path =
      std::string(TEXTMILL_SOURCE_DIR) + "/../shared/data/ud/en/ewt.dev.conllu.gz";
  gzFile in = gzopen(path.c_str(), "rb");
  if (in == nullptr) GTEST_SKIP() << "there is no " << path;
  std::vector<char> line(1 << 16);
  std::string text;
  std::vector<std::string> gold;
  size_t right = 0, expected = 0, made = 0;
  while (gzgets(in, line.data(), static_cast<int>(line.size())) != nullptr) {
    std::string now(line.data());
    now.pop_back();
    if (now.starts_with("# text = ")) {
      text = now.substr(9);
    } else if (now.empty()) {
      std::vector<unicode::Span> tokens;
      CutEnglish(text, {0, static_cast<uint32_t>(text.size())}, &tokens);
      size_t at = 0, k = 0;
      for (const std::string& form : gold) {
        at = text.find(form, at);
        ASSERT_NE(at, text.npos);
        while (k < tokens.size() && tokens[k].begin < at) ++k;
        right += k < tokens.size() && tokens[k].begin == at && tokens[k].end == at + form.size();
        at += form.size();
      }
      expected += gold.size();
      made += tokens.size();
      gold.clear();
    } else if (now[0] != '#' && now.find_first_of("-.") > now.find('\t')) {
      const size_t begin = now.find('\t') + 1;
      gold.push_back(now.substr(begin, now.find('\t', begin) - begin));
    }
  }
  gzclose(in);
  const double f1 = 200.0 * static_cast<double>(right) / static_cast<double>(expected + made);
  EXPECT_GT(f1, 99.2) << "of " << expected << " tokens";
}

}  // namespace
}  // namespace textmill::tokens
