#include "core/expr/values.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace textmill::core::expr {
namespace {

constexpr int64_t kAll = std::numeric_limits<int64_t>::max();

int64_t CountSlowly(std::string_view text) {
  int64_t count = 0;
  for (const char c : text) count += (c & 0xC0) != 0x80;
  return count;
}

TEST(CountCharacters, AgreesWithCountingOneByOne) {
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (unsigned n = random() % (round % 10 == 0 ? 20000 : 100); n > 0; --n) {
      static constexpr std::string_view kCharacters[] = {"a", "\u00E9", "\u65E5", "\U0001F600"};
      text += kCharacters[random() % 4];
    }
    const std::string_view part = std::string_view(text).substr(random() % (text.size() + 1));
    const int64_t count = CountSlowly(part);
    ASSERT_EQ(CountCharacters(part, kAll), count);
    const int64_t enough = static_cast<int64_t>(random() % 300);
    if (count < enough) {
      ASSERT_EQ(CountCharacters(part, enough), count);
    } else {
      ASSERT_GE(CountCharacters(part, enough), enough);
      ASSERT_LE(CountCharacters(part, enough), count);
    }
  }
}

TEST(CountCharacters, CountsBytesOfAnyKind) {
  EXPECT_EQ(CountCharacters("", kAll), 0);
  EXPECT_EQ(CountCharacters(std::string(100000, '\xBF'), kAll), 0);
  EXPECT_EQ(CountCharacters(std::string(100000, '\xFF'), kAll), 100000);
  EXPECT_EQ(CountCharacters(std::string(100000, '\0'), kAll), 100000);
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(CountCharacters(all, kAll), 256 - 64);
  int64_t count = 0;
  for (size_t i = 0; i < all.size(); ++i)
    count += CountCharacters(std::string_view(all).substr(i, 1), kAll);
  EXPECT_EQ(count, 256 - 64);
}

}  // namespace
}  // namespace textmill::core::expr
