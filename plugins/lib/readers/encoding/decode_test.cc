#include "plugins/lib/readers/encoding/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/lib/readers/encoding/encoding_labels.h"
#include "plugins/lib/readers/encoding/test_utf16.h"
#include "textmill/error.hpp"
#include "textmill/testing.hpp"

namespace textmill::encoding {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;

// The text, or why there is none.
std::string Text(const std::string& bytes, const std::vector<std::string>& labels,
                 Decoded* how = nullptr) {
  Decoder decoder;
  BytesBuilder to;
  const Decoded decoded = decoder.Decode(bytes, EncodingsFrom(labels), to);
  if (how != nullptr) *how = decoded;
  if (!decoded.problem.empty()) return decoded.problem;
  const size_t n = to.bytes();
  return std::string(to.Room(0) - n, n);
}

std::string Refusal(const std::vector<std::string>& labels) {
  try {
    EncodingsFrom(labels);
  } catch (const Error& error) {
    return error.what() + " "s + error.hint();
  }
  return "";
}

TEST(EncodingLabels, NamesPeopleWriteAreKnown) {
  const std::pair<const char*, const char*> kNames[] = {{"latin-1", "windows-1252"},
                                                        {"Latin 1", "windows-1252"},
                                                        {"ISO-8859-1", "windows-1252"},
                                                        {"cp1252", "windows-1252"},
                                                        {"win1252", "windows-1252"},
                                                        {"Windows_1251", "windows-1251"},
                                                        {"ascii", "windows-1252"},
                                                        {"utf-16", "utf-16le"},
                                                        {"UTF16", "utf-16le"},
                                                        {"utf_16_be", "utf-16be"},
                                                        {"UTF-8", "utf-8"},
                                                        {"utf8", "utf-8"},
                                                        {"cp949", "euc-kr"},
                                                        {"ms949", ""},
                                                        {"sjis", "shift_jis"},
                                                        {"Shift-JIS", "shift_jis"},
                                                        {"gb2312", "gbk"},
                                                        {"GB-18030", "gb18030"},
                                                        {"big5-hkscs", "big5"},
                                                        {"koi8r", "koi8-r"},
                                                        {"mac-roman", "macintosh"},
                                                        {"iso-8859-16", "iso-8859-16"},
                                                        {"iso-8859-11", "windows-874"},
                                                        {"utf-32", ""},
                                                        {"", ""},
                                                        {"klingon", ""}};
  for (const auto& [label, name] : kNames) EXPECT_EQ(EncodingNamed(label), name) << label;
  for (const std::string& name : EncodingNames()) {
    EXPECT_EQ(EncodingNamed(name), name);
    EXPECT_EQ(Text("", {name}), "") << name;
    EXPECT_EQ(Text("plain", {name.starts_with("utf-16") ? "utf-8" : name}), "plain") << name;
  }
}

TEST(Encodings, RefusesWhatCannotBe) {
  EXPECT_THAT(Refusal({"latin-77"}), HasSubstr("there is no encoding `latin-77`"));
  EXPECT_THAT(Refusal({"latin-77"}), HasSubstr("windows-1252 (latin-1)"));
  EXPECT_THAT(Refusal({"utf-8", "cp9"}), HasSubstr("`cp9`"));
  EXPECT_THAT(Refusal({}), HasSubstr("empty"));
  EXPECT_THAT(Refusal({"latin1", "utf-8"}), HasSubstr("every file is valid windows-1252"));
  EXPECT_THAT(Refusal({"utf-8", "koi8-r", "windows-1251"}), HasSubstr("Put it last."));
  EXPECT_EQ(Refusal({"utf-8", "shift_jis", "euc-jp", "windows-1253", "windows-1252"}), "");
}

struct Case {
  const char* encoding;
  std::string bytes;
  const char* text;  // null: not valid
};

TEST(Decoder, DecodesAsTheStandardSaysWhereIcuDoesNot) {
  const Case kCases[] = {{"ibm866", "\x1A\x1C\x7F\x80", "\x1A\x1C\x7FА"},
                         {"shift_jis", "a\x1A\x1C\x7F\\~", "a\x1A\x1C\x7F\\~"},
                         {"shift_jis", "\x80\xB1\x80", "\xC2\x80ｱ\xC2\x80"},
                         {"shift_jis", "\x82\xA0\x81\x60\x87\x40", "あ～①"},
                         {"shift_jis", "\xA0", nullptr},
                         {"koi8-u", "\xAE\xBE\xA4", "ўЎє"},
                         {"windows-874", "\xA1\xFB", "ก๛"},
                         {"windows-874", "\xA1\xDB", nullptr},
                         {"windows-874", "\xA1\xFF", nullptr},
                         {"windows-1253", "\xE1", "α"},
                         {"windows-1253", "\xAA", nullptr},
                         {"windows-1255", "\xE0\xCA\xE1", "א\u05BAב"},
                         {"windows-1252", "\x80\x81", "€\xC2\x81"},
                         {"iso-8859-16", "\xAA\xDE\xBA\xFE \xA4 \xE3\xE9", "ȘȚșț € ăé"},
                         {"iso-8859-9", "\xFD\xF0", "ığ"},
                         {"gbk", "\x80 \xC4\xE3", "€ 你"},
                         {"gb18030", "\xA6\xD9\xFE\xA0\xA3\xA0", "\uFE10\u9FBB\u3000"},
                         {"gb2312", "\x94\x39\xDA\x33", "💩"},
                         {"gb18030", "\xFF", nullptr},
                         {"big5", "\xA7\x41\xA6\x6E", "你好"},
                         {"big5", "\x88\x62\x88\xA5\x88\x40", "Ê\u0304ê\u030C\u31C0"},
                         {"big5", "\xA3\xC0\xA3\xDF\xA3\xE0\xA7\x41", "␀␟␡你"},
                         {"big5", "\xA7\x41\x81\x40", nullptr},
                         {"euc-kr", "\xB0\xA1\x8C\x63", "가똠"},
                         {"euc-kr", "\xB0\xA1\x80", nullptr},
                         {"euc-kr", "\xFF", nullptr},
                         {"euc-kr", "\xC9\xA1", nullptr},
                         {"euc-jp", "\xA4\xA2\x8E\xB1\x8F\xB0\xA1", "あｱ丂"},
                         {"euc-jp", "\xA4\xA2\x85", nullptr},
                         {"euc-jp", "\x8E\xE0", nullptr}};
  for (const Case& one : kCases) {
    const std::string text = Text(one.bytes, {one.encoding});
    if (one.text != nullptr) {
      EXPECT_EQ(text, one.text) << one.encoding;
    } else {
      EXPECT_THAT(text, HasSubstr("not valid " + EncodingNamed(one.encoding))) << text;
    }
  }
}

TEST(Decoder, SaysWhereInLongTexts) {
  std::string bytes;
  for (int i = 0; i < 20000; ++i) bytes += "\xB0\xA1 ";
  EXPECT_EQ(Text(bytes, {"euc-kr"}).size(), 80000u);
  EXPECT_THAT(Text(bytes + "\x80 tail", {"euc-kr"}), HasSubstr("(at byte 60000)"));
  EXPECT_THAT(Text(bytes + "\xB0", {"euc-kr"}), HasSubstr("(at byte 60000)"));
  std::string euros;
  for (int i = 0; i < 20000; ++i) euros += "\x80 ";
  EXPECT_EQ(Text(euros, {"gbk"}).size(), 80000u);
  EXPECT_THAT(Text(euros + "\xFF", {"gbk"}), HasSubstr("(at byte 40000)"));
}

TEST(Decoder, TheFirstInWhichAllIsValidCounts) {
  Decoded how;
  EXPECT_EQ(Text("Über", {"utf-8", "cp1252"}, &how), "Über");
  EXPECT_EQ(how.encoding, "utf-8");
  EXPECT_EQ(Text("\xDC"
                 "ber",
                 {"utf-8", "cp1252"}, &how),
            "Über");
  EXPECT_EQ(how.encoding, "windows-1252");
  EXPECT_FALSE(how.was_utf8);
  EXPECT_EQ(Text("\xA4\xA2\xA4\xA4", {"utf-8", "euc-jp", "shift_jis"}, &how), "あい");
  EXPECT_EQ(how.encoding, "euc-jp");
  EXPECT_EQ(Text("\x82\xA0\x82\xA2", {"utf-8", "euc-jp", "shift_jis"}, &how), "あい");
  EXPECT_EQ(how.encoding, "shift_jis");
  // A fault at the end leaves nothing of the first try.
  const std::string front(50000, 'a');
  EXPECT_EQ(Text(front + "\xFC", {"shift_jis", "latin-1"}), front + "ü");
  const std::string none = Text("ab\xFF", {"utf-8", "shift_jis"});
  EXPECT_THAT(none, HasSubstr("not valid UTF-8 (at byte 2)"));
  EXPECT_THAT(none, HasSubstr("not valid shift_jis (at byte 2)"));
  EXPECT_THAT(Text("%PDF-1.4 \xE2\xE3\xCF\xD3", {"utf-8", "latin-1"}), HasSubstr("is a PDF"));
  EXPECT_THAT(Text("%PDF-1.4 ascii", {"auto"}),
              HasSubstr("is a PDF, not text. Read it by `read.pdf`."));
  EXPECT_THAT(Text("{\\rtf1 Hello}", {"latin-1"}), HasSubstr("is an RTF document"));
}

TEST(Decoder, TellsUtf8ThatIsReadAsSomethingElse) {
  Decoded how;
  EXPECT_EQ(Text("Über", {"latin-1"}, &how), "Ãœber");
  EXPECT_TRUE(how.was_utf8);
  Text("Uber", {"latin-1"}, &how);
  EXPECT_FALSE(how.was_utf8);
}

TEST(Decoder, BytesAreNotReadAsChinese) {
  const std::string ascii = "Nobody has written this in UTF-16, ";
  EXPECT_THAT(Text(ascii + "x", {"utf-16"}), HasSubstr("its encoding is another"));
  EXPECT_THAT(Text(ascii + "x", {"utf-16be"}), HasSubstr("its encoding is another"));
  EXPECT_EQ(Text(ascii + "\xFC", {"utf-16", "latin-1"}), ascii + "ü");
  std::string chinese;
  for (int i = 0; i < 20; ++i) chinese += "\x2D\x4E\x87\x65";
  EXPECT_THAT(Text(chinese, {"utf-16"}), HasSubstr("中文中文"));
}

TEST(Decoder, RecognisesUtf16WithoutAMark) {
  const std::pair<std::u16string, const char*> kTexts[] = {
      {u"plain", "plain"},         {u"Über – „so“", "Über – „so“"},
      {u"Привет", "Привет"},       {u"Καλημέρα κόσμε", "Καλημέρα κόσμε"},
      {u"שלום עולם", "שלום עולם"}, {u"مرحبا بالعالم", "مرحبا بالعالم"}};
  for (const auto& [wide, text] : kTexts) {
    for (const bool big : {false, true}) {
      const std::string bytes = Utf16(wide, big);
      const std::string name = big ? "utf-16be" : "utf-16le";
      Decoded how;
      EXPECT_EQ(Text(bytes, {"auto"}, &how), text);
      EXPECT_EQ(how.encoding, name);
      EXPECT_EQ(Text(bytes, {"utf-8", "latin-1"}, &how), text);
      EXPECT_EQ(Text(bytes, {name}), text);
      for (const char* other : {"utf-8", "latin-1", big ? "utf-16" : "utf-16be"})
        EXPECT_THAT(Text(bytes, {other}), HasSubstr("say `encoding: " + name + "`")) << text;
    }
  }
  for (const std::string& text : {"a\x01"s, "\x04"s, "\x1B[1mbold\x1B[0m"s, "a\tb\tc\n\n"s,
                                  "abcdefghi\0"s, std::string(64, '\0'), "\x01\x02\x03\x04\x05"s})
    EXPECT_EQ(Text(text, {"auto"}), text);
}

}  // namespace
}  // namespace textmill::encoding
