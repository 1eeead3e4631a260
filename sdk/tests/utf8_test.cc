// Against a slow reading of the definition (Unicode, table 3-7), one that shares nothing with it.
#include "textmill/utf8.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <string>

namespace textmill {
namespace {

// One row of the table: what the first and the second byte may be; those after it are 80 to BF.
struct Row {
  int first_low, first_high, second_low, second_high, size;
};
constexpr Row kRows[] = {
    {0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4}};

// How many bytes at the front are, or begin, a character; whether it is whole.
std::pair<size_t, bool> FrontByTable(const std::string& text) {
  for (const Row& row : kRows) {
    const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
    if (byte(0) < row.first_low || byte(0) > row.first_high) continue;
    size_t n = 1;
    for (; n < static_cast<size_t>(row.size) && n < text.size(); ++n) {
      const int low = n == 1 ? row.second_low : 0x80, high = n == 1 ? row.second_high : 0xBF;
      if (byte(n) < low || byte(n) > high) break;
    }
    return {n, n == static_cast<size_t>(row.size)};
  }
  return {1, false};
}

std::string RandomBytes(std::mt19937& random) {
  static constexpr const char* kParts[] = {
      "a",    "é",    "€",        "😀",        "\xC3",         "\xE2\x82", "\xED\xA0\x80",
      "\x80", "\xFF", "\xC0\x80", "\xF0\x9F", "\xF4\x90\x80", "\xF5",     "\xE0\x80\x80"};
  std::string bytes;
  for (size_t n = random() % 8; n > 0; --n) {
    if (random() % 4 == 0) {
      bytes += static_cast<char>(random() % 256);
    } else {
      bytes += kParts[random() % std::size(kParts)];
    }
  }
  if (random() % 4 == 0 && !bytes.empty()) bytes.pop_back();
  return bytes;
}

TEST(Utf8Test, EveryCharacterThereAndBack) {
  for (uint32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text;
    AppendUtf8(c, &text);
    const DecodedChar decoded = DecodeUtf8(text.data(), text.data() + text.size());
    ASSERT_EQ(decoded.code_point, c);
    ASSERT_EQ(decoded.size, text.size()) << c;
    ASSERT_TRUE(decoded.valid) << c;
    const DecodedChar before = DecodeUtf8Before(text.data(), text.data() + text.size());
    ASSERT_EQ(before.code_point, c);
    ASSERT_EQ(before.size, text.size()) << c;
    ASSERT_EQ(FrontByTable(text), (std::pair<size_t, bool>(text.size(), true))) << c;
  }
}

TEST(Utf8Test, WhatIsNoCharacterIsTheReplacement) {
  for (const uint32_t c : {0xD800u, 0xDFFFu, 0x110000u, 0xFFFFFFFFu}) {
    std::string text;
    AppendUtf8(c, &text);
    EXPECT_EQ(text, "\xEF\xBF\xBD") << c;
  }
}

TEST(Utf8Test, CutsAnyBytesAsTheTableDoes) {
  std::mt19937 random(7);
  for (int i = 0; i < 200000; ++i) {
    const std::string text = RandomBytes(random);
    size_t first_invalid = text.size();
    for (size_t at = 0; at < text.size();) {
      const auto [size, valid] = FrontByTable(text.substr(at));
      const DecodedChar c = DecodeUtf8(text.data() + at, text.data() + text.size());
      ASSERT_EQ(c.size, size);
      ASSERT_EQ(c.valid, valid);
      if (!valid) {
        ASSERT_EQ(c.code_point, 0xFFFDu);
        first_invalid = std::min(first_invalid, at);
      }
      at += size;
    }
    ASSERT_EQ(FirstInvalidUtf8(text), first_invalid);
  }
}

TEST(Utf8Test, BackwardsMeetsTheSameCharactersInValidText) {
  std::mt19937 random(8);
  for (int i = 0; i < 50000; ++i) {
    const std::string text = RandomBytes(random);
    size_t characters = 0;
    for (const char* p = text.data() + text.size(); p != text.data();) {
      const DecodedChar c = DecodeUtf8Before(text.data(), p);
      ASSERT_GE(c.size, 1);
      ASSERT_LE(c.size, p - text.data());
      p -= c.size;
      if (c.valid) {
        ASSERT_EQ(DecodeUtf8(p, text.data() + text.size()).code_point, c.code_point);
      }
      ++characters;
    }
    if (FirstInvalidUtf8(text) == text.size()) {
      ASSERT_EQ(characters, CountCharacters(text));
    }
  }
}

}  // namespace
}  // namespace textmill
