#include "plugins/lib/query/needed_pieces.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>

#include "plugins/lib/query/parse.h"
#include "plugins/lib/query/test_tokens.h"
#include "plugins/lib/unicode/words.h"
#include "textmill/utf8.hpp"

namespace textmill::query {
namespace {

std::string PiecesOf(const std::string& query) {
  std::string out;
  const NeededPieces needed(Parse(query, TestOptions()));
  for (const auto& pieces : needed.pieces()) {
    if (!out.empty()) out += " & ";
    for (size_t i = 0; i < pieces.size(); ++i) out += (i > 0 ? "|" : "") + pieces[i];
  }
  return out;
}

TEST(NeededPieces, Queries) {
  EXPECT_EQ(PiecesOf("\"River\""), "river");
  EXPECT_EQ(PiecesOf("the old bridge"), "bridge & the & old");
  EXPECT_EQ(PiecesOf("bri*ge"), "bri");
  EXPECT_EQ(PiecesOf("(bread | cheese) and"), "bread|cheese & and");
  EXPECT_EQ(PiecesOf("(bread | of the) and and"), "bread|the & and");
  EXPECT_EQ(PiecesOf("bread | [pos=\"NOUN\"]"), "");
  EXPECT_EQ(PiecesOf("\"bread\"? cheese+"), "cheese");
  EXPECT_EQ(PiecesOf("[lemma=\"bridge\"]"), "");
  EXPECT_EQ(PiecesOf("[lemma=\"bridge\" & word=\"bridges\"]"), "bridges");
  EXPECT_EQ(PiecesOf("[word!=\"bridges\"]"), "");
  EXPECT_EQ(PiecesOf("\"colou?rs\""), "colo");
  EXPECT_EQ(PiecesOf("\"walk(ed|s)\""), "");
  EXPECT_EQ(PiecesOf("\"un[a-z]+able\""), "able");
  EXPECT_EQ(PiecesOf("\"[]ab]xy\""), "xy");
  // A backslash takes the bracket after it into the class.
  EXPECT_EQ(PiecesOf(R"("[a\]bcd]xy")"), "xy");
  EXPECT_EQ(PiecesOf(R"("[\]bcd]xy")"), "xy");
  EXPECT_EQ(PiecesOf(R"("[^\\]xy[^]bcd]")"), "xy");
  EXPECT_EQ(PiecesOf("\"x{3}ab\""), "ab");
  EXPECT_EQ(PiecesOf("\"\\d\\dab\""), "");
  EXPECT_EQ(PiecesOf("\"caf\u00e9s\""), "caf");
  EXPECT_EQ(PiecesOf("\"cafes\"%d"), "");
  EXPECT_EQ(PiecesOf("MU(meet \"bridge\" \"ab\" -2 2)"), "bridge & ab");
  EXPECT_EQ(PiecesOf("\"\u5317\u4eac\""), "");
}

TEST(NeededPieces, AgainstSearch) {
  std::mt19937 random(5);
  for (int round = 0; round < 20000; ++round) {
    std::string text, piece;
    for (size_t n = random() % 200; n > 0; --n) text += "aAbB.9_@"[random() % 8];
    for (size_t n = 1 + random() % 4; n > 0; --n) piece += "ab9_"[random() % 4];
    std::string lower = text;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    ASSERT_EQ(HoldsIgnoringCase(text, piece), lower.find(piece) != lower.npos) << text << piece;
  }
}

// What is not found in the bytes, but is a word as words are compared.
TEST(NeededPieces, NothingIsMissed) {
  for (const std::string text :
       {"\uFB01sh", "ri\u00ADver", "\uFF32\uFF49\uFF56er", "\u212Aelvin", "\u017Fea", "10\u00B2",
        "\u2122", "\u0130stanbul", "ri\uFE0Fver"}) {
    EXPECT_TRUE(HasHiddenAscii(text)) << text;
    EXPECT_TRUE(HasHiddenAscii(std::string(100, 'x') + text)) << text;
    unicode::Words words;
    words.Split(text);
    for (size_t i = 0; i < words.size(); ++i) {
      const NeededPieces needed(Parse("\"" + std::string(words[i]) + "\"", TestOptions()));
      EXPECT_TRUE(needed.MayHaveHits(text)) << text;
    }
  }
  EXPECT_FALSE(
      HasHiddenAscii("\u201Cna\u00EFve\u201D \u2014 \u0420\u0435\u043A\u0430 \u6CB3\u2026"));
}

TEST(NeededPieces, HiddenAsciiIsWhatFoldsToIt) {
  unicode::Words words;
  for (uint32_t c = 0x80; c < 0x20000; c += c < 0x3000 || c > 0xF000 ? 1 : 7) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text;
    AppendUtf8(c, &text);
    words.Split(text);
    const std::string_view folded = words.folded();
    const bool hidden = folded.empty() || std::any_of(folded.begin(), folded.end(), [](char f) {
                          return (f >= 'a' && f <= 'z') || (f >= '0' && f <= '9') || f == '_';
                        });
    ASSERT_EQ(HasHiddenAscii(text), hidden) << c;
    // Beside bytes that are no characters it may say so of others, but misses none.
    ASSERT_TRUE(HasHiddenAscii("\xE2" + text + "\xC3") || !hidden) << c;
  }
}

}  // namespace
}  // namespace textmill::query
