#include "plugins/lib/tagger/chars.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <random>

#include "plugins/lib/unicode/icu.h"
#include "textmill/utf8.hpp"

namespace textmill::entities {
namespace {

TEST(Chars, DecodingAgreesWithIcuOnAnyBytes) {
  std::mt19937 random(3);
  const unsigned char likely[] = {'a', ' ', 0xC3, 0xA9, 0xE2, 0x80, 0x99, 0xF0, 0x9F, 0xFF, 0xC0};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t n = 1 + random() % 8; n > 0; --n) {
      text += static_cast<char>(random() % 2 ? likely[random() % sizeof likely] : random() % 256);
    }
    int32_t i = 0;
    UChar32 c;
    U8_NEXT(text.data(), i, static_cast<int32_t>(text.size()), c);
    const DecodedChar d = DecodeUtf8(text.data(), text.data() + text.size());
    if (c >= 0) {
      EXPECT_EQ(d.code_point, static_cast<uint32_t>(c));
      EXPECT_EQ(d.size, static_cast<uint32_t>(i));
    } else {
      EXPECT_LE(d.size, text.size());
    }
    int32_t end = static_cast<int32_t>(text.size());
    U8_PREV(text.data(), 0, end, c);
    const DecodedChar before = DecodeUtf8Before(text.data(), text.data() + text.size());
    EXPECT_LE(before.size, text.size());
    if (c >= 0) {
      EXPECT_EQ(before.code_point, static_cast<uint32_t>(c));
      EXPECT_EQ(before.size, text.size() - static_cast<size_t>(end));
    }
  }
}

TEST(Chars, ClassesFollowTheCategories) {
  for (uint32_t c = 0; c < 0x20000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const Char type = ClassOf(BmpClasses(), c);
    std::string bytes;
    AppendUtf8(static_cast<char32_t>(c), &bytes);
    EXPECT_EQ(ClassAt(bytes.data(), bytes.data() + bytes.size()).type, type) << c;
    EXPECT_EQ(ClassBefore(bytes.data(), bytes.data() + bytes.size()).type, type) << c;
    const bool letter = u_isalnum(static_cast<UChar32>(c)) || c == '_';
    if (letter && c != 0x2BC) {
      EXPECT_TRUE(type == Char::kWord || type == Char::kAlone) << c;
    }
    if (u_ispunct(static_cast<UChar32>(c)) && c != '_') {
      EXPECT_FALSE(InWord(type)) << c;
    }
  }
  EXPECT_EQ(ClassOf(BmpClasses(), U'東'), Char::kAlone);
  EXPECT_EQ(ClassOf(BmpClasses(), U'ท'), Char::kAlone);
  EXPECT_EQ(ClassOf(BmpClasses(), U'ギ'), Char::kWord);
  EXPECT_EQ(ClassOf(BmpClasses(), U'한'), Char::kWord);
  EXPECT_EQ(ClassOf(BmpClasses(), 0xA0), Char::kBlank);
  EXPECT_EQ(ClassOf(BmpClasses(), 0x301), Char::kMark);
  EXPECT_EQ(ClassOf(BmpClasses(), 0x20000), Char::kAlone);
}

TEST(Chars, InsideWord) {
  EXPECT_TRUE(InsideWord("ab", 1));
  EXPECT_FALSE(InsideWord("ab", 0));
  EXPECT_FALSE(InsideWord("ab", 2));
  EXPECT_FALSE(InsideWord("a b", 1));
  EXPECT_FALSE(InsideWord("a’b", 1));
  EXPECT_TRUE(InsideWord("e\xCC\x81x", 1));
  EXPECT_TRUE(InsideWord("e\xCC\x81x", 3));
  EXPECT_FALSE(InsideWord("東京", 3));
  EXPECT_FALSE(InsideWord("東x", 3));
  EXPECT_TRUE(InsideWord("ギュ", 3));
}

}  // namespace
}  // namespace textmill::entities
