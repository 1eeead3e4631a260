#include "plugins/lib/language-model/relative_words.h"

#include <gtest/gtest.h>

#include <string>

namespace textmill::language {
namespace {

TEST(RelativeWords, OfHindi) {
  EXPECT_TRUE(HasWordsOfRelative("नाव आज फेर देर से आइल बा, आ ओकर मलाह घर गइल।", "hi"));    // Bhojpuri
  EXPECT_TRUE(HasWordsOfRelative("नाव आइ फेर देरीसँ आएल अछि, कियो नहि जनैत छथि।", "ne"));    // Maithili
  EXPECT_TRUE(HasWordsOfRelative("नौका अद्य पुनः विलम्बेन आगता इति तस्य वचनम् अस्ति।", "mr"));  // Sanskrit
  EXPECT_FALSE(HasWordsOfRelative("नाव आज फिर देर से आई और मल्लाह घर चला गया।", "hi"));
  EXPECT_FALSE(HasWordsOfRelative("आज डुंगा फेरि ढिलो आयो र माझी घर गयो।", "ne"));
  EXPECT_FALSE(HasWordsOfRelative("होडी आज पुन्हा उशिरा आली आणि नावाडी घरी गेला.", "mr"));
  EXPECT_FALSE(HasWordsOfRelative("गीत का नाम \"हमार घर\" है", "hi"));
}

TEST(RelativeWords, OfUrdu) {
  EXPECT_TRUE(HasWordsOfRelative("بیڑی اج فیر دیر نال آئی تے ملاح گھر وچ سی۔", "ur"));
  EXPECT_FALSE(HasWordsOfRelative("کشتی آج پھر دیر سے آئی اور ملاح گھر چلا گیا۔", "ur"));
}

TEST(RelativeWords, OfKyrgyz) {
  EXPECT_TRUE(HasWordsOfRelative(
      "Хеме бөгүн база орайтаан болгаш хемечи кижи бажыңынче чоруй барган", "ky"));
  EXPECT_FALSE(HasWordsOfRelative("Кайык бүгүн дагы кечикти жана кайыкчы үйүнө кетти", "ky"));
}

TEST(RelativeWords, AnyBytes) {
  EXPECT_FALSE(HasWordsOfRelative("", "hi"));
  EXPECT_FALSE(HasWordsOfRelative("\xE0\xA4 \xFF अछि", "hi"));
  EXPECT_FALSE(HasWordsOfRelative("अछि अछि", "en"));
  EXPECT_FALSE(HasWordsOfRelative(std::string(5000, '\xE0'), "ur"));
}

}  // namespace
}  // namespace textmill::language
