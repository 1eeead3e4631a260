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
    const int32_t n = static_cast<int32_t>(text.size());
    for (int32_t i = 0; i < n;) {
      UChar32 c;
      U8_NEXT_OR_FFFD(text.data(), i, n, c);
      ++expected.characters;
      expected.letters += (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK)) != 0;
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

}  // namespace
}  // namespace textmill::unicode
