#include "plugins/lib/unicode/white_space.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>

#include <string>

#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

TEST(WhiteSpace, IsThePropertyOfUnicode) {
  for (uint32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    std::string text;
    AppendUtf8(c, &text);
    const bool space = u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_WHITE_SPACE) != 0;
    const char* const end = text.data() + text.size();
    ASSERT_EQ(WhiteSpaceAt(text.data(), end), space ? text.size() : 0) << c;
    ASSERT_EQ(WhiteSpaceAt(text.data(), end - (text.size() > 1)), space && text.size() == 1 ? 1 : 0)
        << c;
  }
}

}  // namespace
}  // namespace textmill::unicode
