#include "plugins/dedup/passages/repeats.h"

#include <gtest/gtest.h>

namespace textmill::dedup {
namespace {

std::string Rest(std::string_view text, uint32_t min_length = 5, bool sentences = false,
                 uint32_t min_pasted = 1) {
  Repeats repeats;
  repeats.Split(text, sentences);
  repeats.MarkRepeated(min_length, min_pasted);
  std::string out;
  repeats.Rest(&out);
  return out;
}

// Without the passages at these places.
std::string Without(std::string_view text, const std::vector<size_t>& cut, bool sentences = false) {
  Repeats repeats;
  repeats.Split(text, sentences);
  for (const size_t i : cut) repeats.passages().at(i).cut = true;
  std::string out;
  repeats.Rest(&out);
  return out;
}

TEST(Repeats, TheFirstStays) {
  EXPECT_EQ(Rest("first line\nsecond line\nfirst line\nthird line\n"),
            "first line\nsecond line\nthird line\n");
  EXPECT_EQ(Rest("nothing\nrepeats here"), "nothing\nrepeats here");
  EXPECT_EQ(Rest("same here\nsame here\nsame here"), "same here");
  EXPECT_EQ(Rest(""), "");
}

TEST(Repeats, OnlyWordsAreCompared) {
  EXPECT_EQ(Rest("\"It's over,\" he said...\n\xe2\x80\x9cIt\xe2\x80\x99s OVER\xe2\x80\x9d "
                 "\xe2\x80\x93 he said\xe2\x80\xa6\nend of it"),
            "\"It's over,\" he said...\nend of it");
  EXPECT_EQ(Rest("over there\nthere over"), "over there\nthere over");
}

TEST(Repeats, ShortOnesGoOnlyWithTheirNeighbours) {
  EXPECT_EQ(Rest("Yes.\nlonger line\nYes.\nother line\nYes."),
            "Yes.\nlonger line\nYes.\nother line\nYes.");
  // Pasted twice: the whole second copy goes, with what is short and what has no words.
  const std::string article = "Who?\n***\nlonger line\nYes.\nNo.\nother line\nEnd";
  EXPECT_EQ(Rest(article + "\n" + article), article);
  EXPECT_EQ(Rest(article + "\n\n" + article + "\nMore"), article + "\n\nMore");
  EXPECT_EQ(Rest("Yes.\nlonger line\nNo.\nlonger line\nYes."), "Yes.\nlonger line\nNo.\nYes.");
}

std::string Pasted(std::string_view text) { return Rest(text, 12, false, 80); }

TEST(Repeats, WhatRepeatsByNatureStays) {
  for (const std::string text : {
           "Q: Were you at the quay?\nA: That is not something I recall.\nQ: Who paid the pilot?\n"
           "A: That is not something I recall.\nQ: Whose boat was it?\n"
           "A: That is not something I recall.",
           "Snow is on the high road now\nSing it low, oh sing it low\n\nSmoke is in the valley\n"
           "Sing it low, oh sing it low\n\nBread is on the table\nSing it low, oh sing it low",
           // A refrain of four lines.
           "The mill has stopped its turning, the miller sleeps till noon\n"
           "The geese are on the water and the water holds the moon\n"
           "Come down, come down the hill\nThe night is long and still\n"
           "The lamp is in the window\nCome down, come down\n"
           "My father had a ferry and his father had one too\n"
           "I have the rope they pulled it by, and nothing else will do\n"
           "Come down, come down the hill\nThe night is long and still\n"
           "The lamp is in the window\nCome down, come down",
           "Day North South\nMonday not measured\nTuesday 12 14\nMonday not measured\n"
           "Wednesday 11 13\nMonday not measured\nThursday 9 9",
           "no flights today\nno flights today\nno flights today\nno flights today",
       }) {
    EXPECT_EQ(Pasted(text), text);
  }
}

TEST(Repeats, WhatWasPastedGoes) {
  const std::string one =
      "The harbour office said on Monday that the eastern quay would stay closed until the new "
      "pumps were in, which nobody expected before the autumn.\n";
  const std::string other = "Fishermen from three villages met in the market hall.\n";
  const std::string third = "They asked for a second quay, for the winter at least.\n";
  const std::string fourth = "No answer has come from the ministry, their speaker said.\n";
  const std::string rest =
      "Two ships were waiting outside of the bay, one of them with grain, and the captain of the "
      "other had gone ashore in a boat to ask how long he would have to wait for a berth.\n";
  EXPECT_EQ(Pasted(one + rest + one + other), one + rest + other);
  // Several shorter ones, in the same order.
  EXPECT_EQ(Pasted(other + third + fourth + one + rest + other + third + fourth + "The end."),
            other + third + fourth + one + rest + "The end.");
  // By themselves, in another order, they are not enough.
  const std::string mixed = other + rest + third + one + fourth + third + "Yes.\n" + other;
  EXPECT_EQ(Pasted(mixed), mixed);
  // A short text as a whole, with a line that repeats within it.
  const std::string small = "Who was there?\nNobody was there.\nWho was there?\nThe cook.\n";
  EXPECT_EQ(Pasted(small + small), small);
}

TEST(Repeats, BreaksBetweenWhatIsLeft) {
  const std::string_view text = "  one\n\n\ntwo\nthree \r\nfour\n";
  EXPECT_EQ(Without(text, {}), text);
  EXPECT_EQ(Without(text, {0}), "  two\nthree \r\nfour\n");
  EXPECT_EQ(Without(text, {1}), "  one\n\n\nthree \r\nfour\n");
  EXPECT_EQ(Without(text, {2}), "  one\n\n\ntwo \r\nfour\n");
  EXPECT_EQ(Without(text, {3}), "  one\n\n\ntwo\nthree\n");
  EXPECT_EQ(Without(text, {1, 2}), "  one\n\n\nfour\n");
  EXPECT_EQ(Without(text, {0, 1, 2, 3}), "");
  EXPECT_EQ(Without("one\n---\ntwo\n", {0, 2}), "");  // no words are left
}

TEST(Repeats, Sentences) {
  EXPECT_EQ(Without("One is here. Two is here.\nThree is here. Four is here.", {1}, true),
            "One is here.\nThree is here. Four is here.");
  EXPECT_EQ(Without("One is here. Two is here.\nThree is here. Four is here.", {0, 3}, true),
            "Two is here.\nThree is here.");
  EXPECT_EQ(Rest("A story begins. It goes further. A story begins. It ends.", 5, true),
            "A story begins. It goes further. It ends.");
}

TEST(Repeats, LengthsAreLettersAndDigits) {
  Repeats repeats;
  repeats.Split("\xc3\x84rger 12!\n- - -\n\xe6\x9d\xb1\xe4\xba\xac", false);
  ASSERT_EQ(repeats.passages().size(), 3u);
  EXPECT_EQ(repeats.passages()[0].length, 7u);
  EXPECT_EQ(repeats.passages()[1].length, 0u);
  EXPECT_EQ(repeats.passages()[2].length, 2u);
}

}  // namespace
}  // namespace textmill::dedup
