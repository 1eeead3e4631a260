#include "core/present/terminal_text.h"

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace textmill::core {
namespace {

TEST(Showable, LeavesOrdinaryTextAlone) {
  for (const std::string text :
       {"", "plain", "Grüße, 日本語 👍", "a\\b", "می‌خواهم", "e\u0301", "x\u00a0y"})
    EXPECT_EQ(Showable(text), text);
}

TEST(Showable, WritesOutWhatActs) {
  EXPECT_EQ(Showable("\x1b]0;title\x07\x1b[2J"), "\\x1b]0;title\\x07\\x1b[2J");
  EXPECT_EQ(Showable("a\nerror: b\r\tc"), "a\\nerror: b\\r\\tc");
  EXPECT_EQ(Showable(std::string_view("a\0b\x7f", 4)), "a\\x00b\\x7f");
  EXPECT_EQ(Showable("\u009b31m"), "\\u009b31m");  // CSI in one character
  EXPECT_EQ(Showable("a\u202etxt.exe\u2066b"), "a\\u202etxt.exe\\u2066b");
  EXPECT_EQ(Showable("a\u2028b\u200bc\ufeffd\u061c"), "a\\u2028b\\u200bc\\ufeffd\\u061c");
  EXPECT_EQ(Showable("a\U000e0041"), "a\\U000e0041");
}

TEST(Showable, WritesOutBytesThatAreNoUtf8) {
  EXPECT_EQ(Showable("caf\xE9"), "caf\\xE9");
  EXPECT_EQ(Showable("\xC0\x80"), "\\xC0\\x80");           // too long
  EXPECT_EQ(Showable("\xED\xA0\x80"), "\\xED\\xA0\\x80");  // half of a surrogate pair
  EXPECT_EQ(Showable("\xF4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80");
  EXPECT_EQ(Showable("\xE2\x82"), "\\xE2\\x82");
  EXPECT_EQ(Showable("\x9b\x31m"), "\\x9B1m");
}

TEST(Showable, LinesStayWhereTheyAreMeant) {
  EXPECT_EQ(ShowableLines("a\n\tb\x1b[m"), "a\n\tb\\x1b[m");
  EXPECT_EQ(ShowableLines("a\rb"), "a\\rb");
}

// Of the flag of Scotland all but the first character acts on terminals.
TEST(Showable, JsonStaysJson) {
  EXPECT_EQ(ShowableJson("{\"a\":\"\\n\x7f\u202e\u00e4\"}"), "{\"a\":\"\\n\\u007f\\u202e\u00e4\"}");
  EXPECT_EQ(ShowableJson("\"\U0001F3F4\U000E0067\U000E007F\""),
            "\"\U0001F3F4\\udb40\\udc67\\udb40\\udc7f\"");
  EXPECT_EQ(ShowableJson("\"\xE9\""), "\"\\ufffd\"");
}

// Whatever comes in, nothing goes out that acts; and what is shown already is not changed.
TEST(Showable, OnRandomBytes) {
  std::mt19937 random(13);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (size_t n = random() % 12; bytes.size() < n;)
      bytes += static_cast<char>("\xE2\x80\xAE\x1b\n\xC2\x9b a\xF3\xA0\x81\xED"[random() % 14]);
    const std::string shown = Showable(bytes);
    for (const unsigned char c : shown) ASSERT_TRUE(c >= 0x20 && c != 0x7F);
    for (const char* part : {"\u202e", "\u009b", "\U000e0041"})
      ASSERT_EQ(shown.find(part), shown.npos);
    ASSERT_EQ(Showable(shown), shown);
  }
}

}  // namespace
}  // namespace textmill::core
