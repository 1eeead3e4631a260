#include "plugins/lib/languages/holds_language.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "plugins/lib/languages/test_text.h"

namespace textmill::language {
namespace {

TEST(HoldsLanguage, NotNumbersAddressesCodeOrBytes) {
  for (const char* text : kWithoutLanguage) EXPECT_FALSE(HoldsLanguage(text)) << text;
}

TEST(HoldsLanguage, WordsInAnyScript) {
  for (const char* text : {
           "word",
           "Straße",
           "it's",
           "Jean-Luc",
           "iPhone",
           "YouTube",
           "слово",
           "ভাষা",
           "ክረምት",
           "ភាសា",
           "中",
           "日本語",
           "한국어",
           "ภาษา",
           "שפה",
           "لغة",
           "ენა",
           "૧૯૨૧માં",
           "2024年6月5日",
           "- one item",
           "* another, of a list",
           "Read more: https://www.example.com/a",
           "COVID-19 and its consequences",
           "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft is "
           "long",
           "Angebot = Nachfrage bestimmt den Preis",
           "She said (and I quote): \"no\".",
           "// this comment says what the next function is for\nint f() { return 0; }",
       }) {
    EXPECT_TRUE(HoldsLanguage(text)) << text;
  }
}

TEST(HoldsLanguage, MuchOfNothingIsQuick) {
  EXPECT_FALSE(HoldsLanguage(std::string(64 << 20, 'a')));
  EXPECT_FALSE(HoldsLanguage(std::string(64 << 20, '=')));
  std::string lines;
  while (lines.size() < 16 << 20) lines += "1 2;\n";
  EXPECT_FALSE(HoldsLanguage(lines));
}

TEST(HoldsLanguage, AnyTextHasAnAnswer) {
  std::mt19937 random(3);
  for (int round = 0; round < 50000; ++round) {
    std::string text;
    for (size_t n = random() % 40; n > 0; --n) {
      uint32_t c = random() % (round % 2 == 0 ? 0x110000 : 0x80);
      if (c >= 0xD800 && c < 0xE000) c = 'x';
      PutChar(text, c);
    }
    // Words in front never turn a text into code.
    if (HoldsLanguage(text)) {
      EXPECT_TRUE(HoldsLanguage("word " + text)) << text;
    }
  }
}

}  // namespace
}  // namespace textmill::language
