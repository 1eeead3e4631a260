// Against one look at each byte.
#include "plugins/lib/simd/block.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>

namespace textmill::simd {
namespace {

uint64_t Naive(const std::string& bytes, const std::function<bool(uint8_t)>& is) {
  uint64_t mask = 0;
  for (size_t i = 0; i < kBlock; ++i) mask |= uint64_t{is(static_cast<uint8_t>(bytes[i]))} << i;
  return mask;
}

bool IsLetter(uint8_t b) { return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z'); }
bool IsDigit(uint8_t b) { return b >= '0' && b <= '9'; }

TEST(Block, SaysOfEachByteWhatOneLookSays) {
  std::mt19937 random(3);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (size_t i = 0; i < kBlock; ++i)
      bytes += static_cast<char>(random() % (round % 2 ? 256 : 128));
    const Block block(bytes.data());
    EXPECT_EQ(block.NotAscii(), Naive(bytes, [](uint8_t b) { return b >= 0x80; }));
    EXPECT_EQ(block.AsciiWord(),
              Naive(bytes, [](uint8_t b) { return IsLetter(b) || IsDigit(b) || b == '_'; }));
    EXPECT_EQ(block.Digits(), Naive(bytes, IsDigit));
    EXPECT_EQ(block.Equal('x'), Naive(bytes, [](uint8_t b) { return b == 'x'; }));
    EXPECT_EQ(block.EqualInAnyCase('x'),
              Naive(bytes, [](uint8_t b) { return b == 'x' || b == 'X'; }));
    const auto limit = static_cast<uint8_t>(random());
    EXPECT_EQ(block.Mask([&](__m128i b) { return AtLeast(b, limit); }),
              Naive(bytes, [&](uint8_t b) { return b >= limit; }));
    EXPECT_EQ(block.Mask([&](__m128i b) { return AtMost(b, limit); }),
              Naive(bytes, [&](uint8_t b) { return b <= limit; }));

    std::string lower(kBlock, '\0'), expected = bytes;
    block.Lower().Store(lower.data());
    for (char& c : expected) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    EXPECT_EQ(lower, expected);

    const size_t n = random() % (kBlock + 1);
    const std::string exact = bytes.substr(0, n);  // the sanitizer sees a read beyond it
    const std::string filled = exact + std::string(kBlock - n, '!');
    EXPECT_EQ(Block(exact.data(), n, '!').Equal('!'),
              Naive(filled, [](uint8_t b) { return b == '!'; }));
  }
}

TEST(LowBits, UpToAll) {
  EXPECT_EQ(LowBits(0), 0u);
  EXPECT_EQ(LowBits(3), 7u);
  EXPECT_EQ(LowBits(63), ~uint64_t{0} >> 1);
  EXPECT_EQ(LowBits(64), ~uint64_t{0});
}

}  // namespace
}  // namespace textmill::simd
