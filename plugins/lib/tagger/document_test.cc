#include "plugins/lib/tagger/document.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace textmill::entities {
namespace {

std::string Cut(std::string_view text) {
  const Knowledge nothing;
  Lexicon lexicon(&nothing);
  Document document;
  AppendTokens(text, {0, static_cast<uint32_t>(text.size())}, &lexicon, &document);
  std::string out;
  for (const Token& token : document.tokens) {
    if (!out.empty()) out += '|';
    out += text.substr(token.begin, token.end - token.begin);
    EXPECT_EQ(lexicon.spelling(token.word), text.substr(token.begin, token.end - token.begin));
  }
  return out;
}

TEST(Document, CutsLikeCoNLL) {
  EXPECT_EQ(Cut("He met J. P. Okafor of Acme Corp. in Lagos."),
            "He|met|J.|P.|Okafor|of|Acme|Corp.|in|Lagos|.");
  EXPECT_EQ(Cut("the U.S. Army's $4.2 billion, 6,000 men"),
            "the|U.S.|Army|'s|$|4.2|billion|,|6,000|men");
  EXPECT_EQ(Cut("Armenia’s “friends” don't"), "Armenia|’s|“|friends|”|do|n't");
  EXPECT_EQ(Cut("London-based Jean-Pierre, vice-president"),
            "London|-|based|Jean-Pierre|,|vice-president");
  EXPECT_EQ(Cut("AT&T and O'Neill -- at 12:30 (GMT)..."),
            "AT&T|and|O'Neill|--|at|12:30|(|GMT|)|...");
  EXPECT_EQ(Cut("Ethiopia 's plan"), "Ethiopia|'s|plan");
  EXPECT_EQ(Cut("Москва и Ереван."), "Москва|и|Ереван|.");
  EXPECT_EQ(Cut("東京です"), "東|京|で|す");
  EXPECT_EQ(Cut(""), "");
  EXPECT_EQ(Cut(" \t"), "");
}

// Tokens ascend, do not overlap, leave out blanks alone, and end between characters.
TEST(Document, TokensCoverAnyText) {
  static constexpr const char* kPieces[] = {"a", "B", ".", "'", "’",  "s", "-", " ", "\n", "1",
                                            ",", "&", "@", "é", "東", "́",  "(", "—", "t",  "n"};
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t n = random() % 30; n > 0; --n) text += kPieces[random() % std::size(kPieces)];
    const Knowledge nothing;
    Lexicon lexicon(&nothing);
    Document document;
    AppendTokens(text, {0, static_cast<uint32_t>(text.size())}, &lexicon, &document);
    size_t end = 0;
    for (const Token& token : document.tokens) {
      ASSERT_LE(end, token.begin);
      ASSERT_LT(token.begin, token.end);
      for (size_t i = end; i < token.begin; ++i) ASSERT_TRUE(text[i] == ' ' || text[i] == '\n');
      if (token.end < text.size()) {
        ASSERT_NE(text[token.end] & 0xC0, 0x80) << text;
      }
      end = token.end;
    }
    for (size_t i = end; i < text.size(); ++i) ASSERT_TRUE(text[i] == ' ' || text[i] == '\n');
  }
}

TEST(Lexicon, LooksAtWords) {
  const Knowledge nothing;
  Lexicon lexicon(&nothing);
  const auto look = [&](std::string_view word) { return lexicon[lexicon.Find(word)]; };
  EXPECT_EQ(look("Paris").letters, Case::kCapital);
  EXPECT_EQ(look("PARIS").letters, Case::kUpper);
  EXPECT_EQ(look("J.").letters, Case::kInitial);
  EXPECT_EQ(look("McDonald").letters, Case::kMixed);
  EXPECT_EQ(look("и").letters, Case::kLower);
  EXPECT_EQ(look("42").letters, Case::kNoLetter);
  EXPECT_EQ(look("Paris").lower, look("PARIS").lower);
  EXPECT_EQ(look("Paris").lower_word, lexicon.Find("paris"));
  EXPECT_EQ(look("1996").lower, look("2024").lower);
  EXPECT_NE(look("1996").form, look("2024").form);
  EXPECT_EQ(look("Зубов").suffix[1], HashOf("ов"));
  for (int i = 0; i < 5000; ++i) lexicon.Find("Word" + std::to_string(i));
  for (int i = 0; i < 5000; ++i) {
    const std::string word = "Word" + std::to_string(i);
    ASSERT_EQ(lexicon.spelling(lexicon.Find(word)), word);
  }
}

}  // namespace
}  // namespace textmill::entities
