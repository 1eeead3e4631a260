#include "plugins/language/sample.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <sstream>

#include "plugins/lib/languages/test_text.h"

namespace textmill::language {
namespace {

bool OnBoundary(std::string_view text, size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

TEST(Sample, IsPiecesOfTheTextOnCharacterBoundaries) {
  std::mt19937 random(7);
  std::string out;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const uint32_t widest = std::array<uint32_t, 4>{0x7F, 0x7FF, 0xFFFF, 0x10FFFF}[random() % 4];
    for (size_t n = random() % 400; n > 0; --n) {
      uint32_t c = random() % widest + 1;
      if (c >= 0xD800 && c < 0xE000) c = 'x';
      if (c == '\n') c = ' ';
      PutChar(text, c);
    }
    const size_t sample = 64 + random() % 400;
    TakeSample(text, sample, out);
    if (text.size() <= sample) {
      EXPECT_EQ(out, text);
      continue;
    }
    EXPECT_LE(out.size(), sample + 3);
    EXPECT_GE(out.size(), sample - 32);
    std::istringstream pieces(out);
    size_t from = 0;
    int n = 0;
    for (std::string piece; std::getline(pieces, piece); ++n) {
      const size_t at = text.find(piece, from);
      ASSERT_NE(at, std::string::npos);
      EXPECT_TRUE(OnBoundary(text, at) && OnBoundary(text, at + piece.size()));
      from = at;
      EXPECT_TRUE(n > 0 || at == 0);
      EXPECT_TRUE(n < 3 || text.ends_with(piece));
    }
    EXPECT_EQ(n, 4);
  }
}

}  // namespace
}  // namespace textmill::language
