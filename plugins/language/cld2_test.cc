#include "plugins/language/cld2.h"

#include <cld2/internal/cld2tablesummary.h>
#include <cld2/internal/lang_script.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <sstream>
#include <string>

#include "plugins/language/codes.h"

namespace CLD2 {
extern const CLD2TableSummary kQuad_obj, kDeltaOcta_obj, kDistinctOcta_obj;
}

namespace textmill::language {
namespace {

std::string Code(std::string_view text, size_t sample = 1024) {
  Cld2Detector::Scratch scratch;
  const Guess guess = Cld2Detector(sample).Detect(text, scratch);
  return guess.language < 0 ? "und"
                            : std::string(Languages()[static_cast<size_t>(guess.language)].code);
}

void PutChar(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 63));
    out += static_cast<char>(0x80 | (c >> 6 & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

bool OnBoundary(std::string_view text, size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
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
  for (const Language& l : Languages()) ours.emplace(l.code);
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
  for (const char* text : {"", " ", "\n\t \n", "a", "Z", ".", "12345 6789", "😀😀 😀", "2024-06-05",
                           "https://x.org/?a=1", "---", "\xC2\xA0"}) {
    EXPECT_EQ(Code(text), "und") << text;
  }
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
    EXPECT_EQ(guess.language, IndexOf("en"));
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
  EXPECT_EQ(detector.Detect(mixed, scratch).language, IndexOf("en"));
  const float share = detector.Detect(mixed, scratch).confidence;
  detector.Restrict({IndexOf("de"), IndexOf("fr")});
  const Guess german = detector.Detect(mixed, scratch);
  EXPECT_EQ(german.language, IndexOf("de"));
  EXPECT_LT(german.confidence, share);
  detector.Restrict({IndexOf("hy")});
  EXPECT_EQ(detector.Detect(mixed, scratch).language, -1);
}

TEST(Sample, IsPiecesOfTheTextOnCharacterBoundaries) {
  std::mt19937 random(7);
  std::string out;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const uint32_t widest = std::array<uint32_t, 4>{0x7F, 0x7FF, 0xFFFF, 0x10FFFF}[random() % 4];
    for (size_t n = random() % 400; n > 0; --n) {
      uint32_t c = random() % widest + 1;
      if (c >= 0xD800 && c < 0xE000) c = 'x';
      if (c == '\n') c = ' ';
      PutChar(text, c);
    }
    const size_t sample = 64 + random() % 400;
    TakeSample(text, sample, out);
    if (text.size() <= sample) {
      EXPECT_EQ(out, text);
      continue;
    }
    EXPECT_LE(out.size(), sample + 3);
    EXPECT_GE(out.size(), sample - 32);
    std::istringstream pieces(out);
    size_t from = 0;
    int n = 0;
    for (std::string piece; std::getline(pieces, piece); ++n) {
      const size_t at = text.find(piece, from);
      ASSERT_NE(at, std::string::npos);
      EXPECT_TRUE(OnBoundary(text, at) && OnBoundary(text, at + piece.size()));
      from = at;
      EXPECT_TRUE(n > 0 || at == 0);
      EXPECT_TRUE(n < 3 || text.ends_with(piece));
    }
    EXPECT_EQ(n, 4);
  }
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
