// Model files and saved states hold these hashes.
#include "plugins/lib/hash/hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace textmill::hash {
namespace {

// From a second program, in Python.
TEST(Hash, NeverChanges) {
  EXPECT_EQ(Mix(1), 0x4179b061e0c0e0d0u);
  EXPECT_EQ(Constant(7), 0x7de62468d1a1d5eu);
  EXPECT_EQ(Step(kSeed, 42), 0xca74559755d8cdau);
  EXPECT_EQ(Step<29>(kSeed, 42), 0xca745591cc0e348u);
  EXPECT_EQ(FoldedProduct(kGolden, kStir), 0xc9d874ca57d9e055u);
  EXPECT_EQ(HashOn(kSeed, "", 0), 0x7837014300131e59u);
  EXPECT_EQ(HashOn(kSeed, "a", 1), 0x6506a55aeee0f1a9u);
  EXPECT_EQ(HashOn(kSeed, "Armenian", 8), 0x5eb39e352c19c722u);
  EXPECT_EQ(HashOn(kSeed, "Armenia and Georgia", 19), 0xe5613d6ff6fa6d3u);
  EXPECT_EQ(Checksum("abc"), 0xe71fa2190541574bu);
}

TEST(Hash, SpareBytesChangeNothing) {
  const std::string text = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::set<uint64_t> hashes;
  for (size_t n = 0; n + 8 <= text.size(); ++n) {
    const uint64_t hash = HashOn(kSeed, text.data(), n);
    EXPECT_EQ(HashOn(kSeed, text.data(), n, true), hash) << n;
    EXPECT_TRUE(hashes.insert(hash).second) << n;
  }
}

}  // namespace
}  // namespace textmill::hash
