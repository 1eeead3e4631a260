#include "plugins/entities/body_cues.h"

#include <gtest/gtest.h>

#include "plugins/entities/test_text.h"

namespace textmill::entities {
namespace {

// What is said of the "[Lobo]" of a text.
Cue CueOf(std::string text) {
  const size_t begin = text.find('[');
  text.erase(begin, 1);
  const size_t end = text.find(']');
  text.erase(end, 1);
  return BodyCue(text, begin, end);
}

TEST(BodyCue, WhatCompaniesHave) {
  for (const char* text :
       {"[Lobo] shares fell", "[Lobo]'s shares", "[Lobo]’s chairman", "a [Lobo] spokesman said",
        "[Lobo] chief executive Ann Bell", "the oil firm [Lobo]", "a stake in\n[Lobo]",
        "[Lobo], a small Kent-based company.", "[Lobo] is one of the largest banks in"})
    EXPECT_EQ(CueOf(text), Cue::kBody) << text;
  for (const char* text : {"the oil giant [Lobo]", "[Lobo] workers", "its [Lobo] plant burnt",
                           "[Lobo]'s board met", "the founder of [Lobo]"})
    EXPECT_EQ(CueOf(text), Cue::kBodyOrPlace) << text;
}

TEST(BodyCue, WhatPersonsHaveToo) {
  for (const char* text :
       {"[Lobo]'s spokesman", "[Lobo] shares a house", "[Lobo] is the company's chairman",
        "[Lobo], a lawyer at the firm, left", "[Lobo], who left the company", "[Lobo]-led company",
        "[Lobo]shares", "[Lobo]", "[Lobo],", "[Lobo] is", "[Lobo] is a"})
    EXPECT_EQ(CueOf(text), Cue::kNone) << text;
}

TEST(BodyCue, Persons) {
  EXPECT_TRUE(IsSaidOfPerson("Mr Lobo", 3, 7));
  EXPECT_TRUE(IsSaidOfPerson("Dr. Lobo", 4, 8));
  EXPECT_TRUE(IsSaidOfPerson("Lobo, who", 0, 4));
  EXPECT_TRUE(IsSaidOfPerson("Lobo himself", 0, 4));
  EXPECT_FALSE(IsSaidOfPerson("the Lobo, which", 4, 8));
  EXPECT_FALSE(IsSaidOfPerson("Lobo", 0, 4));
}

TEST(BodyCue, BearsAnyText) {
  RandomText random(7, {"Lobo", " ", ",", "'s", "’", "\xE2", "is", "a", "company", "shares", "-",
                        "of", "chairman", "\n", ".", "Mr"});
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random.Make(14);
    for (size_t at = text.find("Lobo"); at != text.npos; at = text.find("Lobo", at + 4)) {
      BodyCue(text, at, at + 4);
      IsSaidOfPerson(text, at, at + 4);
    }
  }
}

}  // namespace
}  // namespace textmill::entities
