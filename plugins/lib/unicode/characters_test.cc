#include "plugins/lib/unicode/characters.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>

#include "plugins/lib/unicode/test_text.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

TEST(Characters, AgainstIcu) {
  RandomText random(4);
  for (int round = 0; round < 3000; ++round) {
    const bool valid = round % 4 != 0;
    const std::string text =
        valid ? random.Make(random.Below(300)) : random.MakeBroken(random.Below(300));
    CharacterCounts expected;
    bool letter = false;
    const int32_t n = static_cast<int32_t>(text.size());
    for (int32_t i = 0; i < n;) {
      UChar32 c;
      U8_NEXT_OR_FFFD(text.data(), i, n, c);
      ++expected.characters;
      const bool ignored =
          c != 0x200B && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
      if (!ignored) {
        const bool mark = (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
        letter = (U_GET_GC_MASK(c) & U_GC_L_MASK) != 0 || (mark && letter);
        expected.letters += letter;
      }
      expected.blanks += u_isUWhiteSpace(c);
    }
    const CharacterCounts counts = CountKinds(text);
    ASSERT_EQ(counts.characters, expected.characters) << text;
    ASSERT_EQ(counts.letters, expected.letters) << text;
    ASSERT_EQ(counts.blanks, expected.blanks) << text;
    if (valid) {
      ASSERT_EQ(CountCharacters(text), expected.characters) << text;
    }
  }
}

TEST(Characters, MarksAreLettersAfterLetters) {
  EXPECT_EQ(CountKinds("\u2600\uFE0F\u2600\uFE0F").letters, 0u);
  EXPECT_EQ(CountKinds("1\uFE0F\u20E3 \u0301").letters, 0u);
  EXPECT_EQ(CountKinds("e\u0301\u0323").letters, 3u);
  EXPECT_EQ(CountKinds("\u0DC1\u0DCA\u200D\u0DBB\u0DD3").letters, 4u);  // Sinhala, with a joiner
  EXPECT_EQ(CountKinds("\u3164\u115F").letters, 0u);
}

}  // namespace
}  // namespace textmill::unicode
