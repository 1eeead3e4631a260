#include "plugins/entities/patterns/expression_start.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include "plugins/entities/patterns/own_patterns.h"
#include "plugins/entities/test_text.h"
#include "textmill/error.hpp"

namespace textmill::entities {
namespace {

// The sets as one reads them: "A..Z" where they are 26, else each byte.
std::string Show(const ExpressionStart& start) {
  std::string out;
  for (const ByteSet& set : start.bytes) {
    out += out.empty() ? "" : " ";
    if (set.count() > 4) {
      out += std::to_string(set.count());
      continue;
    }
    for (size_t b = 0; b < 256; ++b) {
      if (set[b]) out += static_cast<char>(b);
    }
  }
  return out + "/" +
         (start.longest == ExpressionStart::kUnbounded ? "-" : std::to_string(start.longest));
}
std::string Show(std::string_view expression) { return Show(StartOf(expression)); }

TEST(ExpressionStart, OfLiteralsAndClasses) {
  EXPECT_EQ(Show("No\\. \\d+"), "N o .  /-");
  EXPECT_EQ(Show("\\b[A-Z]{2}\\d{2}[A-Z0-9]{11,30}\\b"), "26 26 10 10/34");
  EXPECT_EQ(Show("[ab]c"), "ab c/2");
  EXPECT_EQ(Show("é"), "\xC3 \xA9/2");
  EXPECT_EQ(Show("[é]x"), "51 64 65/5");  // any character beyond ASCII is taken for all
  EXPECT_EQ(Show("[^\\x00]"), "/-");
  EXPECT_EQ(Show("#(\\pL+)"), "# 103/-");
  EXPECT_EQ(Show("[]a]"), "]a/1");
  EXPECT_EQ(Show("[a\\-c]"), "-ac/1");
  EXPECT_EQ(Show("a{,2}b"), "a { , 2/6");
}

TEST(ExpressionStart, OfWhatMayBeLeftOut) {
  EXPECT_EQ(Show("a?bc"), "ab bc/3");
  EXPECT_EQ(Show("(?:ab|cd|e)f"), "ace bdf/3");
  EXPECT_EQ(Show("a*"), "/-");
  EXPECT_EQ(Show("x{3}"), "x x x/3");
  EXPECT_EQ(Show("x{2,}y"), "x x xy/-");
  EXPECT_EQ(Show("(?:x{2}){2}"), "x x x x/4");
  EXPECT_EQ(Show("x(?:)"), "x/1");
}

TEST(ExpressionStart, CaseMayBeIgnored) {
  EXPECT_EQ(Show("(?i)ab"), "Aa Bb/2");
  EXPECT_EQ(Show("a(?i:b)c"), "a Bb Cc/3");
  EXPECT_EQ(Show("(?i)ok"), "Oo 53/5");  // the Kelvin sign is a k
}

TEST(ExpressionStart, WhatIsNotKnownGivesNothing) {
  for (const char* expression : {"\\Qa\\E", "\\x41", "\\101", "a|", "(?:a|b*)", "", "[[:x"}) {
    EXPECT_TRUE(StartOf(expression).bytes.empty()) << expression;
  }
  std::string nested = "a";
  for (int i = 0; i < 12; ++i) nested = "(?:" + nested + "){9}";
  EXPECT_TRUE(StartOf(nested).bytes.empty());
}

// An expression made of pieces of which RE2 knows all.
std::string Expression(RandomText* random) {
  static const std::vector<std::string> kAtoms = {"a",
                                                  "b",
                                                  "k",
                                                  "S",
                                                  "é",
                                                  "東",
                                                  "x",
                                                  "#",
                                                  "\\.",
                                                  "[ab]",
                                                  "[^a]",
                                                  "[^éa]",
                                                  "[é-ü]",
                                                  "[a-cx]",
                                                  "\\d",
                                                  "\\w",
                                                  "\\W",
                                                  "\\s",
                                                  "\\pL",
                                                  "\\p{Lu}",
                                                  "\\PL",
                                                  ".",
                                                  "\\b",
                                                  "[[:alpha:]]",
                                                  "\\D",
                                                  "[^\\d]",
                                                  "[\\w.]",
                                                  "[^[:digit:]]",
                                                  "^",
                                                  "$",
                                                  "(?i)",
                                                  "\\B",
                                                  "[k-s]",
                                                  "[^k]",
                                                  "{",
                                                  "\\pN",
                                                  "[K-\\x{212A}]"};
  static const std::vector<std::string> kOperators = {"*",     "+",     "?",  "{2}",
                                                      "{1,3}", "{0,2}", "+?", "{6,}"};
  std::string out;
  for (size_t n = 1 + random->Below(4); n > 0; --n) {
    std::string atom = kAtoms[random->Below(kAtoms.size())];
    if (random->Below(4) == 0) {
      atom = (random->Below(2) ? "(" : "(?:") + atom + (random->Below(2) ? "|" : "") +
             kAtoms[random->Below(kAtoms.size())] + ")";
    }
    out += atom;
    if (random->Below(3) == 0) out += kOperators[random->Below(kOperators.size())];
  }
  return out;
}

// All matches of an expression, the plain way.
std::vector<std::pair<size_t, size_t>> Matches(const RE2& expression, std::string_view text) {
  std::vector<std::pair<size_t, size_t>> out;
  const re2::StringPiece piece(text.data(), text.size());
  for (size_t at = 0; at < text.size();) {
    re2::StringPiece match;
    if (!expression.Match(piece, at, text.size(), RE2::UNANCHORED, &match, 1)) break;
    const size_t begin = static_cast<size_t>(match.data() - text.data());
    const size_t end = begin + match.size();
    if (begin < end) out.emplace_back(begin, end);
    at = end;
    if (begin < end) continue;
    for (++at; !OnBoundary(text, at); ++at) continue;
  }
  return out;
}

TEST(ExpressionStart, HoldsForAllMatchesAndLosesNone) {
  RandomText random(
      3, {"a", "b", "k", "K",  "\u212A", "s",  "\u017F", "é",   "東", "\U0001F600", "x",
          "#", ".", "1", "22", " ",      "\n", "_",      "abk", "{",  "X",          "ab.ab.ab"});
  size_t expressions = 0, known = 0, matches = 0;
  for (int round = 0; round < 1200; ++round) {
    const std::string expression = Expression(&random);
    RE2::Options quiet;
    quiet.set_log_errors(false);
    const RE2 compiled(expression, quiet);
    if (!compiled.ok()) continue;
    OwnPatterns patterns;
    try {
      patterns = OwnPatterns::Compile({{"A", expression}, {"RARE", "#[ab]x\\d"}});
    } catch (const Error&) {
      continue;  // matches nothing
    }
    ++expressions;
    const ExpressionStart start = StartOf(expression);
    known += start.bytes.empty() ? 0 : 1;
    for (int i = 0; i < 20; ++i) {
      const std::string text = random.Make(20);
      const auto expected = Matches(compiled, text);
      for (const auto& [begin, end] : expected) {
        ++matches;
        ASSERT_LE(start.bytes.size(), end - begin) << expression << " in " << text;
        if (start.longest < ExpressionStart::kUnbounded) {
          ASSERT_LE(end - begin, start.longest) << expression << " in " << text;
        }
        for (size_t b = 0; b < start.bytes.size(); ++b) {
          ASSERT_TRUE(start.bytes[b][static_cast<unsigned char>(text[begin + b])])
              << expression << " in " << text;
        }
      }
      Mentions mentions;
      patterns.Find(text, &mentions);
      std::vector<std::pair<size_t, size_t>> found;
      for (const Mention& m : mentions.list) {
        if (m.what == 0) found.emplace_back(m.begin, m.end);
      }
      ASSERT_EQ(found, expected) << expression << " in " << text;
    }
  }
  EXPECT_GT(expressions, 300u);
  EXPECT_GT(known, expressions / 3);
  EXPECT_GT(matches, 5000u);
}

}  // namespace
}  // namespace textmill::entities
