#include "core/plugin/fingerprint.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "core/plugin/elf_header.h"

namespace textmill::core {
namespace {

// The examples of FIPS 180-2.
TEST(Fingerprint, IsSha256) {
  EXPECT_EQ(FingerprintOf("").sha256,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(FingerprintOf("abc").sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(FingerprintOf(std::string(1000000, 'a')).sha256,
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Fingerprint, FindsTheBuildId) {
  const std::string path = TEXTMILL_BINARY_DIR "/tests/loading/good/fixture_plain.so";
  const auto made = FingerprintOfFile(path);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->sha256.size(), 64u);
  // What the linker was told is not ours to know; an id, where there is one, is in hexadecimal.
  EXPECT_EQ(made->build_id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_FALSE(FingerprintOfFile("/nowhere/at/all.so").ok());
}

TEST(Fingerprint, SurvivesDamagedFiles) {
  std::ifstream file(TEXTMILL_BINARY_DIR "/tests/loading/good/fixture_plain.so", std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(file)), {});
  for (size_t n = 0; n < whole.size(); n += 97) EXPECT_LE(BuildId(whole.substr(0, n)).size(), 128u);
  uint32_t random = 1;
  std::string odd = whole;
  for (int i = 0; i < 20000; ++i) {
    random = random * 1664525 + 1013904223;
    odd[random % odd.size()] = static_cast<char>(random >> 24);
    if (i % 100 == 0) BuildId(odd);
  }
}

}  // namespace
}  // namespace textmill::core
