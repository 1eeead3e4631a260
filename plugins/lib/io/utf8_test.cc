#include "plugins/lib/io/utf8.h"

#include <gtest/gtest.h>

#include <random>

#include "textmill/utf8.hpp"

namespace textmill::io {
namespace {

TEST(Utf8, FindsTheFirstFaultWhereSimdjsonSeesOne) {
  std::mt19937 random(3629);
  static constexpr const char* kParts[] = {"a",
                                           "é",
                                           "€",
                                           "😀",
                                           "\xC3",
                                           "\xE2\x82",
                                           "\xED\xA0\x80",
                                           "\x80",
                                           "\xFF",
                                           "\xF4\x90\x80\x80",
                                           "\xC0\x80",
                                           "\xE0\x80\x80"};
  for (int i = 0; i < 20000; ++i) {
    std::string bytes;
    for (size_t n = random() % 8; n > 0; --n)
      bytes += kParts[random() % (i % 2 == 0 ? 4 : std::size(kParts))];
    if (random() % 4 == 0 && !bytes.empty()) bytes.pop_back();
    const size_t at = FirstInvalidUtf8(bytes);
    EXPECT_EQ(at == bytes.size(), IsUtf8(bytes));
    EXPECT_TRUE(IsUtf8(std::string_view(bytes).substr(0, at)));
    EXPECT_TRUE(IsUtf8(ShowPath(bytes)));
  }
}

}  // namespace
}  // namespace textmill::io
