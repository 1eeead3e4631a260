#include "plugins/lib/language-model/words.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "plugins/lib/language-model/model.h"

namespace textmill::language {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::u32string> WordsOf(std::string_view text) {
  Words words;
  words.Read(text, Model::Shared().letters());
  std::vector<std::u32string> out;
  for (const Words::Word& word : words.words()) {
    const auto characters = words.characters(word);
    out.emplace_back(characters.begin(), characters.end());
  }
  return out;
}

TEST(Words, AreOfLowerCaseLetters) {
  EXPECT_THAT(WordsOf("Über den Wolken, 1974!"), ElementsAre(U"über", U"den", U"wolken"));
  EXPECT_THAT(WordsOf("ГОРОД и МОРЕ"), ElementsAre(U"город", U"море"));
}

TEST(Words, EndWhereTheScriptChanges) {
  EXPECT_THAT(WordsOf("Kafkaпроза"), ElementsAre(U"kafka", U"проза"));
}

TEST(Words, HoldApostrophesOfAllKinds) {
  EXPECT_THAT(WordsOf("l\u2019\u00e9t\u00e9 o\u02bbzbek"), ElementsAre(U"l'été", U"o'zbek"));
  EXPECT_THAT(WordsOf("ri\u02c8 'quoted' words"), ElementsAre(U"ri'", U"quoted", U"words"));
}

TEST(Words, AreTheSameComposedOrNot) { EXPECT_THAT(WordsOf("cafe\u0301"), ElementsAre(U"café")); }

TEST(Words, DoNotHoldWhatMayBeLeftOut) {
  EXPECT_THAT(WordsOf("Silben\u00adtrennung"), ElementsAre(U"silbentrennung"));
  EXPECT_EQ(WordsOf("كَتَبَ"), WordsOf("كتب"));
}

TEST(Words, AreNotOfAddressesMarkupOrNumbers) {
  EXPECT_THAT(WordsOf("see https://example.com/some/page.html today"),
              ElementsAre(U"see", U"today"));
  EXPECT_THAT(WordsOf("mail someone@example.org now"), ElementsAre(U"mail", U"now"));
  EXPECT_THAT(WordsOf("<div class=\"x\">text</div> &nbsp; &amp; more"),
              ElementsAre(U"text", U"more"));
  EXPECT_THAT(WordsOf("3.14 1e10 0x1F 12345"), IsEmpty());
  EXPECT_THAT(WordsOf("getElementById snake_case_name"), IsEmpty());
}

TEST(Words, AreNotSingleLettersOrOneLetterOverAndOver) {
  EXPECT_THAT(WordsOf("a b c"), IsEmpty());
  EXPECT_THAT(WordsOf(std::string(1000, 'a')), IsEmpty());
  EXPECT_THAT(WordsOf("人"), ElementsAre(U"人"));
}

TEST(Words, AreCutWhenTheyAreTooLong) {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "abcdef";
  size_t letters = 0;
  for (const std::u32string& word : WordsOf(text)) {
    EXPECT_LE(word.size(), Words::kLongest);
    letters += word.size();
  }
  EXPECT_EQ(letters, text.size());
}

// What scores them has room for no more: the rest of a long run is a word of its own, also where
// letters of the run before were taken back.
TEST(Words, AreNeverLongerThanTheLongest) {
  const std::u32string cam = U"cam";
  EXPECT_THAT(WordsOf(std::string(Words::kLongest, 'H') + "T cam"), ElementsAre(cam));
  EXPECT_THAT(WordsOf(std::string(Words::kLongest, 'H') + "Ta cam"), ElementsAre(U"ta", cam));
  std::mt19937 random(1);
  const auto below = [&](size_t n) { return random() % n; };
  const std::vector<std::string> parts = {"h",  "H", "t", "'", "\u2019", "é",   "e\u0301", "ж",
                                          "中", " ", "1", ".", "-",      "<b>", "\u00ad"};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (size_t runs = 1 + below(8); runs > 0; --runs) {
      const std::string& part = parts[below(parts.size())];
      for (size_t n = below(3) == 0 ? 38 + below(6) : below(130); n > 0; --n) text += part;
    }
    Words words;
    words.Read(text, Model::Shared().letters());
    size_t end = 0;
    for (const Words::Word& word : words.words()) {
      ASSERT_GT(word.size, 0) << text;
      ASSERT_LE(word.size, Words::kLongest) << text;
      ASSERT_GE(word.begin, end) << text;
      end = word.begin + word.size;
    }
  }
}

TEST(Words, TellWhichHaveACapital) {
  Words words;
  words.Read("The ferry to Ålesund, and (Θήρα) see www.Example.org today.",
             Model::Shared().letters());
  std::vector<std::u32string> capitals;
  for (const Words::Word& word : words.words()) {
    if (!word.capital) continue;
    const auto characters = words.characters(word);
    capitals.emplace_back(characters.begin(), characters.end());
  }
  EXPECT_THAT(capitals, ElementsAre(U"ålesund", U"θήρα"));
  EXPECT_EQ(words.capitals(), capitals.size());
}

TEST(Words, TellTheirKinds) {
  Words words;
  words.Read("Shr 12 cts vs 9 cts, wrote the Rhythm of iPhone and eBay", Model::Shared().letters());
  std::vector<std::u32string> abbreviations, small;
  for (const Words::Word& word : words.words()) {
    const auto characters = words.characters(word);
    const std::u32string text(characters.begin(), characters.end());
    if (word.abbreviation) abbreviations.push_back(text);
    if (word.small) small.push_back(text);
  }
  EXPECT_THAT(abbreviations, ElementsAre(U"shr", U"cts", U"vs", U"cts"));
  EXPECT_THAT(small, ElementsAre(U"cts", U"vs", U"cts", U"wrote", U"the", U"of", U"and"));
  EXPECT_EQ(words.figures(), 2u);
  EXPECT_FALSE(words.AllNames());
  words.Read("Ada Lovelace 12, https://example.com/some/small/words", Model::Shared().letters());
  EXPECT_TRUE(words.AllNames());
  words.Read("ALL IN CAPITALS", Model::Shared().letters());
  EXPECT_FALSE(words.AllNames());
}

TEST(Words, OfCodeAreTold) {
  Words words;
  words.Read("for (i = 0; i < n; ++i) { total += price[i] * rate; } return total;",
             Model::Shared().letters());
  EXPECT_TRUE(words.LooksLikeCode());
  words.Read("The price rose by 5 % (the third time this year), and nobody was surprised.",
             Model::Shared().letters());
  EXPECT_FALSE(words.LooksLikeCode());
}

}  // namespace
}  // namespace textmill::language
