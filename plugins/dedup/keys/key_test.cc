#include "plugins/dedup/keys/key.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <random>

namespace textmill::dedup {
namespace {

std::string Encode(UChar32 c) {
  char bytes[4];
  int32_t n = 0;
  U8_APPEND_UNSAFE(bytes, n, c);
  return std::string(bytes, static_cast<size_t>(n));
}

TEST(CollapseWhitespace, KnowsAllWhiteSpaceOfUnicodeAndNothingElse) {
  for (UChar32 c = 0; c <= 0x10ffff; ++c) {
    if (c >= 0xd800 && c <= 0xdfff) continue;
    const std::string s = Encode(c);
    for (const char* filler : {"", "0123456789abcdefg"}) {
      std::string out;
      CollapseWhitespace(filler + s + s + "b", &out);
      ASSERT_EQ(out, u_hasBinaryProperty(c, UCHAR_WHITE_SPACE)
                         ? std::string(filler) + (*filler != '\0' ? " b" : "b")
                         : filler + s + s + "b")
          << c;
    }
  }
}

TEST(CollapseWhitespace, LikeALoopOverCharacters) {
  std::mt19937 random(7);
  const char* const pieces[] = {"a",  "b",        "word",         " ",
                                " ",  "  ",       "\n",           "\r\n",
                                "\t", "\xc2\xa0", "\xe3\x80\x80", "\xe2\x80\x9c"};
  for (int t = 0; t < 20000; ++t) {
    std::string text, expected;
    bool blank = false;
    for (int n = static_cast<int>(random() % 60); n > 0; --n) {
      const size_t p = random() % 12;
      text += pieces[p];
      if (p >= 3 && p <= 10) {
        blank = true;
      } else {
        if (blank && !expected.empty()) expected += ' ';
        expected += pieces[p];
        blank = false;
      }
    }
    std::string out;
    CollapseWhitespace(text, &out);
    ASSERT_EQ(out, expected) << '[' << text << ']';
  }
  std::string out;
  CollapseWhitespace("a\xe2\x80", &out);  // cut in the middle of a character
  EXPECT_EQ(out, "a\xe2\x80");
}

bool SameKey(Normalize normalize, std::string_view a, std::string_view b) {
  KeyMaker maker(normalize);
  Key x, y;
  maker.Start();
  maker.Text(a);
  maker.Finish(&x);
  maker.Start();
  maker.Text(b);
  maker.Finish(&y);
  return x == y;
}

TEST(Key, Normalizations) {
  const std::string_view a = "It's a  day\n",
                         b = "It's a\xc2\xa0"
                             "day",
                         c = "it\xe2\x80\x99s A day!";
  EXPECT_FALSE(SameKey(Normalize::kNone, a, b));
  EXPECT_TRUE(SameKey(Normalize::kNone, a, a));
  EXPECT_TRUE(SameKey(Normalize::kWhitespace, a, b));
  EXPECT_FALSE(SameKey(Normalize::kWhitespace, a, c));
  EXPECT_TRUE(SameKey(Normalize::kWords, a, c));
  EXPECT_FALSE(SameKey(Normalize::kWords, "ab c", "a bc"));
}

TEST(Key, ColumnsDoNotRunTogether) {
  KeyMaker maker(Normalize::kNone);
  Key x, y;
  maker.Start();
  maker.Text("ab");
  maker.Text("c");
  EXPECT_TRUE(maker.Finish(&x));
  maker.Start();
  maker.Text("a");
  maker.Text("bc");
  EXPECT_TRUE(maker.Finish(&y));
  EXPECT_FALSE(x == y);
  maker.Start();
  maker.Null();
  maker.Text("");
  EXPECT_FALSE(maker.Finish(&x));
  maker.Start();
  maker.Null();
  maker.Text("a");
  EXPECT_TRUE(maker.Finish(&x));
  maker.Start();
  maker.Text("");
  maker.Text("a");
  EXPECT_TRUE(maker.Finish(&y));
  EXPECT_FALSE(x == y);
}

}  // namespace
}  // namespace textmill::dedup
