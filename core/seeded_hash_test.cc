#include "core/seeded_hash.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>

namespace textmill::core {
namespace {

// Two words that std::hash cannot tell apart: many such pairs, one after the other, are a corpus of
// values that all have one hash.
TEST(SeededHash, MadeCollisionsDoNotCollide) {
  const std::string_view a = "rchbkxxtkjamhtav", b = "xtbuoblc9hgwe0BM";
#ifdef __GLIBCXX__
  EXPECT_EQ(std::hash<std::string_view>()(a), std::hash<std::string_view>()(b));
#endif
  EXPECT_NE(SeededHash()(a), SeededHash()(b));
  EXPECT_EQ(SeededHash()(a), SeededHash()(std::string(a)));
}

}  // namespace
}  // namespace textmill::core
