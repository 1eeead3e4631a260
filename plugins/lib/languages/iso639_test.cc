#include "plugins/lib/languages/iso639.h"

#include <gtest/gtest.h>

namespace textmill::language {
namespace {

TEST(Iso639, GivesTwoLettersWhereThereAreTwo) {
  EXPECT_EQ(CanonicalCode("en"), "en");
  EXPECT_EQ(CanonicalCode("eng"), "en");
  EXPECT_EQ(CanonicalCode("ENG"), "en");
  EXPECT_EQ(CanonicalCode("ger"), "de");
  EXPECT_EQ(CanonicalCode("deu"), "de");
  EXPECT_EQ(CanonicalCode("no"), "nb");
  EXPECT_EQ(CanonicalCode("swh"), "sw");
  EXPECT_EQ(CanonicalCode("arb_Arab"), "ar");
  EXPECT_EQ(CanonicalCode("zh-Hans"), "zh");
  EXPECT_EQ(CanonicalCode("als_Latn"), "sq");
}

TEST(Iso639, KeepsThreeLettersElse) {
  for (const char* code : {"haw", "gsw", "arz", "prs", "yue", "ckb"}) {
    EXPECT_EQ(CanonicalCode(code), code);
  }
  EXPECT_EQ(CanonicalCode("azb_Arab"), "azb");
}

TEST(Iso639, NoLanguageIsUndetermined) {
  for (const char* code : {"und", "zxx_Zzzz", "mis", "mul"}) EXPECT_EQ(CanonicalCode(code), "und");
}

TEST(Iso639, OtherWordsAreNoCodes) {
  for (const char* word :
       {"", "-", "e", "xx", "qaa", "qtz", "e1", "en1", "english", "été", "-en"}) {
    EXPECT_EQ(CanonicalCode(word), "") << word;
  }
}

TEST(Iso639, WhatItGivesStaysAsItIs) {
  std::string word(3, 'a');
  for (word[0] = 'a'; word[0] <= 'z'; ++word[0]) {
    for (word[1] = 'a'; word[1] <= 'z'; ++word[1]) {
      for (word[2] = 'a'; word[2] <= 'z'; ++word[2]) {
        const std::string code = CanonicalCode(word);
        EXPECT_EQ(CanonicalCode(code), code) << word;
      }
    }
  }
}

}  // namespace
}  // namespace textmill::language
