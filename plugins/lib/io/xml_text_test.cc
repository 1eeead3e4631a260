#include "plugins/lib/io/xml_text.h"

#include <gtest/gtest.h>

namespace textmill::io {
namespace {

TEST(XmlText, XmlHasNoForbiddenCharacters) {
  EXPECT_EQ(XmlText(std::string_view("\0\x1F\x7F", 3)), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(XmlText("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBC"),
            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBC");
  EXPECT_EQ(XmlText("\u00E9\U0001F600'"), "\u00E9\U0001F600'");
}

}  // namespace
}  // namespace textmill::io
