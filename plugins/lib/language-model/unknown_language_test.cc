#include "plugins/lib/language-model/unknown_language.h"

#include <gtest/gtest.h>

#include <string>

namespace textmill::language {
namespace {

TEST(UnknownLanguage, YiddishIsNotHebrew) {
  EXPECT_TRUE(IsOfUnknownLanguage("דער שיף איז ווידער געקומען צו שפּעט", "he"));
  EXPECT_TRUE(IsOfUnknownLanguage("די שיף האט נישט געוואַרט אויף אונדז.", "he"));
  EXPECT_TRUE(IsOfUnknownLanguage("װאָס איז דאָס?", "he"));
  EXPECT_FALSE(IsOfUnknownLanguage("המעבורת איחרה שוב הבוקר ואיש לא ידע למה", "he"));
  EXPECT_FALSE(IsOfUnknownLanguage("וְהַמַּעְבֹּרֶת אֵחֲרָה הַבֹּקֶר", "he"));
  EXPECT_FALSE(
      IsOfUnknownLanguage("הספר \"אויף דער שיף\" יצא לאור השבוע בתרגום חדש לעברית, ואיש לא "
                          "קנה אותו בחנויות הספרים של העיר",
                          "he"));
  EXPECT_FALSE(IsOfUnknownLanguage("", "he"));
}

TEST(UnknownLanguage, LettersThatAnAlphabetLacks) {
  EXPECT_TRUE(IsOfUnknownLanguage("Ӕз цӕуын сӕхимӕ", "ba"));       // Ossetian
  EXPECT_TRUE(IsOfUnknownLanguage("Мен ӱйге јӱрӱп јадым", "ky"));  // Altai
  EXPECT_TRUE(IsOfUnknownLanguage("ӔЗ ЦӔУЫН", "ru"));
  EXPECT_TRUE(IsOfUnknownLanguage("میں ڳھر ڄا رہیا ہاں", "ur"));  // Saraiki
  EXPECT_TRUE(IsOfUnknownLanguage("ᐃᓕᓐᓂᐊᖅᑐᖅ ᐊᖏᕐᕋᒧᑦ", "oj"));      // Inuktitut
  EXPECT_FALSE(IsOfUnknownLanguage("Мен үйгө баратам, өң", "ky"));
  EXPECT_FALSE(IsOfUnknownLanguage("Поїзд Київ – Їжак: є і ґанок", "uk"));
  EXPECT_FALSE(IsOfUnknownLanguage("Њујорк и Џакарта, Ђорђе", "sr"));
  EXPECT_FALSE(IsOfUnknownLanguage("На вывеске написано «Ӕз», а больше ничего не видно", "ru"));
  EXPECT_FALSE(IsOfUnknownLanguage("میں گھر جا رہا ہوں، ٹھیک ہے", "ur"));
  EXPECT_FALSE(IsOfUnknownLanguage("ذهبت إلى الپارك في گوادر", "ar"));
  EXPECT_FALSE(IsOfUnknownLanguage("ӔӔӔ", "en"));
}

TEST(UnknownLanguage, CutInsideACharacterOrNot) {
  const std::string many(5000, 'a');
  EXPECT_FALSE(IsOfUnknownLanguage(many.substr(1) + "Ӕ", "ru"));
  EXPECT_TRUE(IsOfUnknownLanguage("Ӕ Ӕ", "ru")) << "the last letter counts";
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "Ӕ";
  EXPECT_TRUE(IsOfUnknownLanguage(text, "ru"));
  EXPECT_TRUE(IsOfUnknownLanguage("a" + text, "ru"));
}

}  // namespace
}  // namespace textmill::language
