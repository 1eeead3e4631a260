// The layout of abi.h as a C++17 compiler sees it.
#include <gtest/gtest.h>
#include <textmill/abi.h>

#include <cstddef>
#include <cstring>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <type_traits>

static_assert(__cplusplus == 201703L, "the SDK asks for no more than C++17");

#define SIZE(type, bytes)                                            \
  static_assert(sizeof(struct type) == bytes, #type " has changed"); \
  static_assert(std::is_standard_layout_v<type> && std::is_trivial_v<type>, #type)
#define FIELD(type, field, offset) \
  static_assert(offsetof(struct type, field) == offset, #type "." #field " has moved")
#define VALUE(name, value) static_assert(name == value, #name " has changed")
#include "abi_layout.inc"

extern "C" {
const char* AbiMagicInC(void);
size_t AbiPluginSizeInC(void);
}

namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Abi, IsTheSameInC) {
  EXPECT_STREQ(AbiMagicInC(), TEXTMILL_ABI_MAGIC);
  EXPECT_EQ(std::strlen(TEXTMILL_ABI_MAGIC), sizeof(textmill_plugin::magic));
  EXPECT_EQ(AbiPluginSizeInC(), sizeof(textmill_plugin));
}

// A struct or a constant that nobody wrote down would not be frozen.
TEST(Abi, IsWrittenDownWhole) {
  const std::string header =
      std::regex_replace(ReadFile(TEXTMILL_SOURCE_DIR "/sdk/include/textmill/abi.h"),
                         std::regex(R"(/\*[^*]*\*+([^/*][^*]*\*+)*/)"), "");
  const std::string layout = ReadFile(TEXTMILL_SOURCE_DIR "/sdk/tests/abi_layout.inc");
  const auto expect_all = [&](const char* pattern, const std::string& before) {
    const std::regex regex(pattern);
    int found = 0;
    for (std::sregex_iterator it(header.begin(), header.end(), regex), end; it != end; ++it) {
      EXPECT_NE(layout.find(before + (*it)[1].str() + ","), std::string::npos) << (*it)[1];
      ++found;
    }
    EXPECT_GT(found, 15);
  };
  expect_all(R"(typedef struct (\w+) \{)", "SIZE(");
  expect_all(R"((TEXTMILL_\w+)\s*=\s*\d)", "VALUE(");
}

}  // namespace
