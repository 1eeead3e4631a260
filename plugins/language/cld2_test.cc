#include "plugins/language/cld2.h"

#include <cld2/internal/cld2tablesummary.h>
#include <cld2/internal/lang_script.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <sstream>
#include <string>

#include "plugins/lib/languages/languages.h"
#include "plugins/lib/languages/test_text.h"

namespace CLD2 {
extern const CLD2TableSummary kQuad_obj, kDeltaOcta_obj, kDistinctOcta_obj;
}

namespace textmill::language {
namespace {

std::string Code(std::string_view text, size_t sample = 1024) {
  Cld2Detector::Scratch scratch;
  const Guess guess = Cld2Detector(sample).Detect(text, scratch);
  return guess.language < 0
             ? "und"
             : std::string(Cld2Languages()[static_cast<size_t>(guess.language)].code);
}

TEST(Cld2, HasItsFullTables) { EXPECT_TRUE(Cld2Detector::HasFullTables()); }

// What CLD2's tables and scripts can give, and what the stage declares, is the same.
TEST(Cld2, CodesAreThoseOfItsTables) {
  std::set<std::string> theirs;
  for (const auto* table : {&CLD2::kQuad_obj, &CLD2::kDeltaOcta_obj, &CLD2::kDistinctOcta_obj}) {
    std::istringstream words(table->kRecognizedLangScripts);
    for (std::string word; words >> word;) theirs.insert(word.substr(0, word.rfind('-')));
  }
  for (int i = 0; i < CLD2::NUM_ULSCRIPTS; ++i) {
    const auto script = static_cast<CLD2::ULScript>(i);
    if (CLD2::ULScriptRecognitionType(script) != CLD2::RTypeOne) continue;
    const std::string code = CLD2::LanguageCode(CLD2::DefaultLanguage(script));
    if (code.rfind("xx-", 0) != 0) theirs.insert(code);
  }
  for (const char* no_language : {"un", "tlh", "zzp"}) theirs.erase(no_language);
  const std::pair<const char*, const char*> renamed[] = {
      {"iw", "he"}, {"jw", "jv"}, {"no", "nb"}, {"bh", "bho"}, {"zh-Hant", "zh"}};
  for (const auto& [from, to] : renamed) {
    EXPECT_EQ(theirs.erase(from), 1u) << from;
    theirs.insert(to);
  }
  std::set<std::string> ours;
  for (const Language& l : Cld2Languages()) ours.emplace(l.code);
  EXPECT_EQ(ours, theirs);
}

TEST(Cld2, TellsLanguages) {
  EXPECT_EQ(Code("The ferry was late again this morning, and nobody could say why."), "en");
  EXPECT_EQ(Code("Die Fähre hatte heute wieder Verspätung, und niemand wusste warum."), "de");
  EXPECT_EQ(Code("Le bac avait encore du retard ce matin, et personne ne savait pourquoi."), "fr");
  EXPECT_EQ(Code("Паром сегодня утром снова опоздал, и никто не знал почему."), "ru");
  EXPECT_EQ(Code("Այսօր առավոտյան լաստանավը կրկին ուշացավ։"), "hy");
  EXPECT_EQ(Code("המעבורת איחרה שוב הבוקר"), "he");
  EXPECT_EQ(Code("フェリーは今朝もまた遅れました。"), "ja");
  EXPECT_EQ(Code("Fergen var forsinket igjen i morges, og ingen kunne si hvorfor det var slik."),
            "nb");
}

TEST(Cld2, TextWithoutLanguageIsUndetermined) {
  for (const char* text : kWithoutLanguage) EXPECT_EQ(Code(text), "und") << text;
  EXPECT_EQ(Code(std::string_view("\0\0\0", 3)), "und");
}

TEST(Cld2, MuchOfTheSameIsQuick) {
  const std::string letters(64 << 20, 'a');
  EXPECT_EQ(Code(letters), "und");
}

TEST(Cld2, ConfidenceGrowsWithTheText) {
  const std::string sentence = "The ferry was late again this morning, and nobody could say why. ";
  Cld2Detector detector(1 << 20);
  Cld2Detector::Scratch scratch;
  std::string text;
  float before = 0;
  for (int i = 0; i < 8; ++i) {
    text += sentence;
    const Guess guess = detector.Detect(text, scratch);
    EXPECT_EQ(guess.language, IndexOf(Cld2Languages(), "en"));
    EXPECT_GE(guess.confidence, before);
    EXPECT_LE(guess.confidence, 1);
    before = guess.confidence;
  }
  EXPECT_GT(before, 0.95);
}

TEST(Cld2, RestrictionTakesTheBestThatIsAllowed) {
  const std::string mixed =
      "The ferry was late again this morning, and nobody could say why it had been so slow to "
      "leave the harbour. Die Fähre hatte wieder Verspätung, und niemand wusste warum.";
  Cld2Detector detector(1024);
  Cld2Detector::Scratch scratch;
  EXPECT_EQ(detector.Detect(mixed, scratch).language, IndexOf(Cld2Languages(), "en"));
  const float share = detector.Detect(mixed, scratch).confidence;
  detector.Restrict({IndexOf(Cld2Languages(), "de"), IndexOf(Cld2Languages(), "fr")});
  const Guess german = detector.Detect(mixed, scratch);
  EXPECT_EQ(german.language, IndexOf(Cld2Languages(), "de"));
  EXPECT_LT(german.confidence, share);
  detector.Restrict({IndexOf(Cld2Languages(), "hy")});
  EXPECT_EQ(detector.Detect(mixed, scratch).language, -1);
}

TEST(Cld2, AnyTextOfAnyKindHasAnAnswerWithinBounds) {
  std::mt19937 random(11);
  Cld2Detector detector(256);
  Cld2Detector::Scratch scratch, other;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const uint32_t block = random() % 0x3000;
    for (size_t n = random() % 200; n > 0; --n) {
      uint32_t c = round % 3 == 0   ? random() % 0x110000
                   : round % 3 == 1 ? block + random() % 64
                                    : random() % 128;
      if (c >= 0xD800 && c < 0xE000) c = 'x';
      PutChar(text, random() % 6 == 0 ? ' ' : c);
    }
    const Guess guess = detector.Detect(text, scratch);
    ASSERT_GE(guess.confidence, 0);
    ASSERT_LE(guess.confidence, 1);
    ASSERT_EQ(guess.language < 0, guess.confidence == 0) << guess.language;
    const Guess again = detector.Detect(text, other);  // whatever the scratch held
    ASSERT_EQ(again.language, guess.language);
    ASSERT_EQ(again.confidence, guess.confidence);
  }
}

}  // namespace
}  // namespace textmill::language
