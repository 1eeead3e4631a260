#include "plugins/lib/io/known_format.h"

#include <gtest/gtest.h>

namespace textmill::io {
namespace {

std::string Name(std::string_view bytes) {
  const auto format = FormatOf(bytes);
  if (!format) return "";
  EXPECT_NE(format->remedy, "") << format->name;
  return format->name;
}

TEST(KnownFormat, KnowsWhatIsNoText) {
  EXPECT_EQ(Name("\xFF\xFE"
                 "a"),
            "UTF-16");
  EXPECT_EQ(Name("BZh91AY&SY"), "a bzip2 file");
  EXPECT_EQ(Name("%PDF-1.7"), "a PDF");
  EXPECT_EQ(FormatOf("%PDF-1.7")->remedy, "Read it by `read.pdf`.");
  EXPECT_EQ(Name("{\\rtf1 text}"), "an RTF document");
  EXPECT_EQ(Name("PAR1\x15\x04"), "a Parquet file");
  for (const char* text : {"BZh91 is a word", "PAR1,text", "{\\r", "%PDF", "PK", ""})
    EXPECT_EQ(Name(text), "") << text;
}

}  // namespace
}  // namespace textmill::io
