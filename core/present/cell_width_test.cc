#include "core/present/cell_width.h"

#include <gtest/gtest.h>

namespace textmill::core {
namespace {

TEST(CellWidth, Characters) {
  EXPECT_EQ(CellsOf("river"), 5u);
  EXPECT_EQ(CellsOf("caf\u00e9"), 4u);
  EXPECT_EQ(CellsOf("cafe\u0301"), 4u);          // an accent apart
  EXPECT_EQ(CellsOf("\u5317\u4eac"), 4u);        // Beijing
  EXPECT_EQ(CellsOf("\uFF21\uFF11"), 4u);        // full-width A1
  EXPECT_EQ(CellsOf("\uFF71"), 1u);              // half-width katakana
  EXPECT_EQ(CellsOf("\uD55C"), 2u);              // a Korean syllable
  EXPECT_EQ(CellsOf("\u1112\u1161\u11AB"), 2u);  // the same in its parts
  EXPECT_EQ(CellsOf("\u0915\u0941"), 1u);        // a vowel sign below its letter
  EXPECT_EQ(CellsOf("\U0001F600"), 2u);          // an emoji
  EXPECT_EQ(CellsOf("a\u200Bb"), 2u);            // a space without width
  EXPECT_EQ(CellsOf(""), 0u);
}

TEST(CellWidth, BeginningsAndEnds) {
  EXPECT_EQ(FirstCells("river", 3), "riv");
  EXPECT_EQ(LastCells("river", 3), "ver");
  EXPECT_EQ(FirstCells("river", 9), "river");
  EXPECT_EQ(LastCells("river", 9), "river");
  EXPECT_EQ(FirstCells("\u5317\u4eac", 3), "\u5317");  // half a character is none
  EXPECT_EQ(LastCells("\u5317\u4eac", 3), "\u4eac");
  EXPECT_EQ(FirstCells("e\u0301e\u0301", 1), "e\u0301");
  EXPECT_EQ(LastCells("e\u0301e\u0301", 1), "e\u0301");
  EXPECT_EQ(LastCells("river", 0), "");
  EXPECT_EQ(FirstCells("river", 0), "");
}

}  // namespace
}  // namespace textmill::core
