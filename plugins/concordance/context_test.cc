#include "plugins/concordance/context.h"

#include <gtest/gtest.h>

#include <random>

#include "plugins/lib/unicode/white_space.h"

namespace textmill::concordance {
namespace {

std::string OnOneLine(std::string_view text) {
  std::string made = "of another text";
  const std::string alone(concordance::OnOneLine(text, 0, text.size(), &made));
  const std::string around = std::string("a  ").append(text).append("  b") + std::string(70, '\n');
  EXPECT_EQ(concordance::OnOneLine(around, 3, 3 + text.size(), &made), alone);
  return alone;
}

// Byte by byte.
std::string Expected(std::string_view text) {
  std::string out;
  bool blank = false;
  for (size_t i = 0; i < text.size();) {
    if (const size_t size = unicode::WhiteSpaceAt(&text[i], text.data() + text.size()); size > 0) {
      blank = true;
      i += size;
      continue;
    }
    if (blank && !out.empty()) out += ' ';
    blank = false;
    out += text[i++];
  }
  return out;
}

TEST(Context, WhiteSpaceIsOneSpace) {
  EXPECT_EQ(OnOneLine(""), "");
  EXPECT_EQ(OnOneLine(" \n\t "), "");
  EXPECT_EQ(OnOneLine(" a  b\r\nc\u00a0\u3000d "), "a b c d");
  EXPECT_EQ(OnOneLine(std::string(64, 'x') + " " + std::string(63, 'y') + "  z"),
            std::string(64, 'x') + " " + std::string(63, 'y') + " z");
  std::mt19937 random(5);
  for (int round = 0; round < 20000; ++round) {
    const std::string_view pieces[] = {" ",      "a",      "bc",   "\n",  "\u00e9",
                                       "\u00a0", "\u2028", "\x01", "\xE2"};
    const size_t kinds = round % 3 == 0 ? 3 : std::size(pieces);
    std::string text;
    for (size_t n = random() % 150; n > 0; --n)
      text += pieces[random() % 4 == 0 ? 0 : random() % kinds];
    ASSERT_EQ(OnOneLine(text), Expected(text)) << round;
  }
}

}  // namespace
}  // namespace textmill::concordance
