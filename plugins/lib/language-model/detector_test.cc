#include "plugins/lib/language-model/detector.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugins/lib/languages/languages.h"

namespace textmill::language {
namespace {

std::string_view CodeOf(const Guess& guess) {
  return guess.language < 0 ? "und" : BuiltinLanguages()[static_cast<size_t>(guess.language)].code;
}

std::string_view Detected(std::string_view text) {
  static const BuiltinDetector detector(1024);
  BuiltinDetector::Scratch scratch;
  return CodeOf(detector.Detect(text, scratch));
}

TEST(BuiltinLanguages, AreMany) { EXPECT_GE(BuiltinLanguages().size(), 120U); }

TEST(BuiltinDetector, KnowsLanguagesByWords) {
  EXPECT_EQ(Detected("The ferry was late again this morning, and nobody could say why."), "en");
  EXPECT_EQ(Detected("Die Fähre kam heute wieder zu spät, und niemand wusste, warum."), "de");
  EXPECT_EQ(Detected("Паром сегодня утром опять опоздал, и никто не знал почему."), "ru");
  EXPECT_EQ(Detected("Паром сьогодні вранці знову запізнився, і ніхто не знав чому."), "uk");
  EXPECT_EQ(Detected("تأخرت العبارة مرة أخرى هذا الصباح ولم يعرف أحد السبب"), "ar");
  EXPECT_EQ(Detected("今朝もフェリーが遅れましたが、理由は誰にも分かりませんでした。"), "ja");
  EXPECT_EQ(Detected("今天早上渡轮又晚点了，没有人知道为什么。"), "zh");
}

TEST(BuiltinDetector, KnowsLanguagesByTheirScript) {
  EXPECT_EQ(Detected("დღეს დილით ბორანმა ისევ დააგვიანა"), "ka");
  EXPECT_EQ(Detected("오늘 아침 배가 또 늦었다"), "ko");
  EXPECT_EQ(Detected("Το πλοίο άργησε πάλι σήμερα"), "el");
  EXPECT_EQ(Detected("Լաստանավը կրկին ուշացավ"), "hy");
}

TEST(BuiltinDetector, TakesTheScriptOfMostLetters) {
  EXPECT_EQ(Detected("Компания Google представила новую версию браузера Chrome для Windows"), "ru");
}

// Latin names beside words of another script say nothing; nor does a foreign word in a sentence.
TEST(BuiltinDetector, TakesTheScriptOfWordsNotOfNames) {
  const std::pair<const char*, const char*> kTexts[] = {
      {"Тестируем новый Nokia Lumia Windows Phone Camera Edition", "ru"},
      {"评测 Canon EOS Mirrorless Camera Kit", "zh"},
      {"מדריך: Nikon Coolpix Zoom Camera", "he"},
      {"دليل Nikon Coolpix Zoom Camera الجديد", "ar"},
      {"사용 후기: Nikon Coolpix Zoom Camera", "ko"},
      {"カメラ：Nikon Coolpix Zoom", "ja"},
      {"Κριτική: Nikon Coolpix Zoom Camera", "el"},
      {"eBook чтение и YouTube Premium Family", "ru"},
      {"The word спутник means a companion on the road, and later a satellite.", "en"},
      {"Das Wort спутник heißt Begleiter, und später auch Satellit.", "de"},
      {"In Kyoto they wrote 京 over the door of the small tea house.", "en"}};
  for (const auto& [text, code] : kTexts) EXPECT_EQ(Detected(text), code) << text;
}

// Abbreviations and figures are of no language; in a table there is little else.
TEST(BuiltinDetector, IsNotMisledByTables) {
  for (const std::string text :
       {"LOWELL PUMP CORP 2ND QTR NET\nShr 31 cts vs 28 cts\nNet 4.6 mln vs 4.1 mln\n"
        "Revs 61.0 mln vs 58.8 mln\nSix mths\nShr 58 cts vs 51 cts\nNet 8.4 mln vs 7.7 mln",
        "Div 12 cts vs 11 cts prior qtr\nPay July 1\nRecord June 14",
        "Shr nil vs nil\nNet 21,000 vs 19,500\nRevs 1.3 mln vs 1.1 mln\nAvg shrs 2.2 mln vs 2.2 "
        "mln",
        "km 12 14 15\nkg 3 3 4\nhr 1 2 2\nmin 9 8 7\nmph 12 18 17"}) {
    EXPECT_TRUE(Detected(text) == "en" || Detected(text) == "und") << text << Detected(text);
  }
}

// Names are of all languages: an answer is never sure.
TEST(BuiltinDetector, IsNotSureOfNames) {
  const BuiltinDetector detector(1024);
  BuiltinDetector::Scratch scratch;
  for (const char* text :
       {"Marta Kowalczyk", "Budapest", "Ivan Horvat, Petra Novak, Marko Kovač, Ana Babić",
        "Lindqvist\nÅkerlund\nBergström\nHåkansson\nSjögren\nNyström\nEkdahl",
        "Rossi Bianchi Ferrari Esposito Romano Colombo Ricci Marino Greco Bruno Gallo Conti",
        "Иван Петров, Олена Шевченко, Георги Иванов"}) {
    EXPECT_LE(detector.Detect(text, scratch).confidence, 0.85F) << text;
  }
  for (const char* text : {"Die Straße war nass, und es ging niemand mehr hinaus",
                           "THE STREET WAS WET AND NOBODY WAS OUT THERE"}) {
    EXPECT_GT(detector.Detect(text, scratch).confidence, 0.9F) << text;
  }
}

TEST(BuiltinDetector, IsNotMisledByNames) {
  EXPECT_EQ(Detected("Der Sänger Guillermo Fernández Castellanos kam nach Valparaíso"), "de");
}

TEST(BuiltinDetector, LeavesWhatHoldsNoLanguage) {
  for (const std::string& text :
       {std::string(), std::string(" \n\t"), std::string("x"), std::string("12,345.67 (2019)"),
        std::string("https://example.com/a/b?c=d"), std::string("\U0001F600\U0001F680"),
        std::string("aGVsbG8gd29ybGQhIFRoaXMgaXMgYmFzZTY0IHRleHQ="),
        std::string("if (x1 == y_2) { return foo[i] + bar(j); }"), std::string(1 << 20, 'a')}) {
    EXPECT_EQ(Detected(text), "und") << text.substr(0, 40);
  }
}

// With sanitizers: scoring a word stays inside of what it has room for.
TEST(BuiltinDetector, ReadsWordsOfAnyLength) {
  for (size_t size = 30; size < 300; size = size < 100 ? size + 1 : size * 3 / 2) {
    for (const std::string letter : {"h", "H", "ж", "中", "क", "ﷺ"}) {
      std::string text;
      for (size_t i = 0; i < size; ++i) text += letter;
      Detected("-" + text + "T cam");
      Detected(text + "st" + text + " The ferry was late.");
    }
  }
}

TEST(BuiltinDetector, AnswersAmongTheLanguagesAllowed) {
  BuiltinDetector detector(1024);
  detector.Restrict({IndexOf(BuiltinLanguages(), "fr"), IndexOf(BuiltinLanguages(), "ru")});
  BuiltinDetector::Scratch scratch;
  EXPECT_EQ(CodeOf(detector.Detect("The ferry was late again this morning.", scratch)), "fr");
  EXPECT_EQ(CodeOf(detector.Detect("დღეს დილით ბორანმა დააგვიანა", scratch)), "und");
}

TEST(BuiltinDetector, AnswersTheSameWhateverCameBefore) {
  const BuiltinDetector detector(256);
  const std::vector<std::string> texts = {
      "Det var en gang en gammel mann.", "Es war einmal ein alter Mann.", "Era uma vez um velho.",
      "Жил-был старик со своею старухой.", "Había una vez un viejo que vivía en el mar."};
  BuiltinDetector::Scratch used;
  for (int round = 0; round < 3; ++round) {
    for (const std::string& text : texts) {
      BuiltinDetector::Scratch fresh;
      const Guess one = detector.Detect(text, used), other = detector.Detect(text, fresh);
      EXPECT_EQ(one.language, other.language);
      EXPECT_EQ(one.confidence, other.confidence);
    }
  }
}

TEST(BuiltinDetector, IsSurerOfMoreText) {
  const BuiltinDetector detector(1024);
  BuiltinDetector::Scratch scratch;
  const Guess word = detector.Detect("casa", scratch);
  const Guess text =
      detector.Detect("La casa que se ve desde el puerto es la más antigua de la ciudad.", scratch);
  EXPECT_LT(word.confidence, 0.9F);
  EXPECT_GT(text.confidence, 0.95F);
}

TEST(BuiltinDetector, LooksAtALongTextFromEndToEnd) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "Der Zug war heute wieder voll. ";
  for (int i = 0; i < 1000; ++i) text += "The train was full again today. ";
  EXPECT_EQ(Detected(text), "en");
}

}  // namespace
}  // namespace textmill::language
