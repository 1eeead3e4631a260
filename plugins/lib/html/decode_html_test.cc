#include "plugins/lib/html/decode_html.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "plugins/lib/html/meta_charset.h"
#include "plugins/lib/io/utf8.h"

namespace textmill::html {
namespace {

using By = DecodeReport::By;
using namespace std::string_literals;

struct Result {
  std::string text, encoding;
  By by;
  size_t replaced;
};
Result Of(std::string_view bytes, std::string_view http = "") {
  DecodeReport report;
  std::string text = DecodeHtml(bytes, http, &report);
  return {text, report.encoding, report.by, report.replaced};
}

TEST(DecodeHtml, AByteOrderMarkHasTheLastWord) {
  const Result mark = Of("\xEF\xBB\xBFné", "windows-1252");
  EXPECT_EQ(mark.text, "né");
  EXPECT_EQ(mark.by, By::kMark);
  EXPECT_EQ(Of("\xFF\xFE<\0b\0>\0\xFC\0"s, "utf-8").text, "<b>ü");
  EXPECT_EQ(Of("\xFE\xFF\0<\0b\0>\0\xFC"s).text, "<b>ü");
  EXPECT_EQ(Of("\xFF\xFE\0\0a\0\0\0\xFC\0\0\0"s).text, "aü");
  EXPECT_EQ(Of("<\0h\0t\0m\0l\0>\0\xE9\0"s).text, "<html>é");  // no mark, but plain to see
  // What comes after a mark may be no UTF-8 all the same.
  EXPECT_EQ(Of("\xEF\xBB\xBF\xE9z").text, "\xEF\xBF\xBDz");
}

TEST(DecodeHtml, Utf8CountsWhateverThePageSays) {
  const Result wrong = Of("<meta charset=windows-1252>Köln, Äpfel", "iso-8859-1");
  EXPECT_EQ(wrong.text, "<meta charset=windows-1252>Köln, Äpfel");
  EXPECT_EQ(wrong.encoding, "utf-8");
  EXPECT_EQ(wrong.by, By::kUtf8);
  EXPECT_EQ(Of("").encoding, "utf-8");
  EXPECT_EQ(Of("plain ASCII", "shift_jis").encoding, "utf-8");
}

TEST(DecodeHtml, AlmostUtf8IsUtf8) {
  // A fragment of another encoding, and a page that was cut off in a character.
  const Result mixed = Of("Köln, Düsseldorf, Münster, Lübeck \xFC Göttingen", "iso-8859-1");
  EXPECT_EQ(mixed.text, "Köln, Düsseldorf, Münster, Lübeck \xEF\xBF\xBD Göttingen");
  EXPECT_EQ(mixed.replaced, 1u);
  const Result cut = Of("Köln und D\xC3");
  EXPECT_EQ(cut.text, "Köln und D\xEF\xBF\xBD");
  EXPECT_EQ(cut.replaced, 1u);
  EXPECT_EQ(Of("Caf\xC3", "utf-8").text, "Caf\xEF\xBF\xBD");
  EXPECT_EQ(Of("Caf\xE9").text, "Café");  // nothing says UTF-8
  EXPECT_EQ(Of("Caf\xE9, K\xC3\xB6ln", "utf-8").encoding, "utf-8");
}

TEST(DecodeHtml, HttpThenTheMetaElement) {
  const std::string russian = "\xCF\xF0\xE8\xE2\xE5\xF2";
  EXPECT_EQ(Of(russian, "windows-1251").text, "Привет");
  EXPECT_EQ(Of(russian, " \"CP1251\" ").text, "Привет");
  EXPECT_EQ(Of("<meta charset='koi8-r'>" + russian, "windows-1251").by, By::kHttp);
  const Result meta = Of("<META CHARSET=windows-1251>" + russian);
  EXPECT_EQ(meta.by, By::kMeta);
  EXPECT_EQ(meta.text, "<META CHARSET=windows-1251>Привет");
  EXPECT_EQ(Of("<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>" + russian)
                .encoding,
            "windows-1251");
  EXPECT_EQ(Of(russian, "x-no-such; charset").encoding, Of(russian).encoding);
  EXPECT_EQ(Of("\x80 5", "iso-8859-1").text, "€ 5");  // as the standard has it
  EXPECT_EQ(Of("\xA4\xB3\xA4\xF3", "EUC-JP").text, "こん");
  EXPECT_EQ(Of("\xC4\xE3\xBA\xC3", "gb2312").text, "你好");
}

TEST(DecodeHtml, ADeclarationThatDoesNotFitIsPassedOver) {
  std::string latin;
  for (int i = 0; i < 20; ++i) latin += "caf\xE9 cr\xE8me \xE0 la carte, ";
  const Result lied = Of("<meta charset=utf-8>" + latin, "utf-8");
  EXPECT_EQ(lied.replaced, 0u);
  EXPECT_NE(lied.text.find("café crème à la"), std::string::npos) << lied.encoding;
  std::string japanese;
  for (int i = 0; i < 40; ++i) japanese += "\x82\xB1\x82\xF1\x82\xC9\x82\xBF\x82\xCD\x81\x42\n";
  const Result wrong = Of("<meta charset=shift_jis>" + japanese, "euc-jp");
  EXPECT_EQ(wrong.encoding, "shift_jis");
  EXPECT_NE(wrong.text.find("こんにちは。"), std::string::npos);
}

TEST(DecodeHtml, ADetectorWhereNothingIsSaid) {
  std::string japanese;
  for (int i = 0; i < 40; ++i) japanese += "\x82\xB1\x82\xF1\x82\xC9\x82\xBF\x82\xCD\x81\x42\n";
  EXPECT_EQ(Of(japanese).encoding, "shift_jis");
  EXPECT_EQ(Of(japanese).by, By::kDetector);
  const Result few = Of("caf\xE9");
  EXPECT_EQ(few.encoding, "windows-1252");
  EXPECT_EQ(few.by, By::kNothing);
  EXPECT_EQ(Of("\x1B$B$3$s\x1B(B.").text, "こん.");
}

TEST(DecodeHtml, GivesUtf8WhateverTheBytes) {
  std::mt19937 random(11);
  const std::string labels[] = {"", "utf-8", "gb18030", "euc-kr", "utf-16le", "windows-1253", "?"};
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = round % 3 == 0 ? "<meta charset=big5>" : "";
    for (size_t n = random() % 60; n > 0; --n)
      bytes += static_cast<char>(round % 2 == 0 ? random() % 256 : 0xC0 + random() % 64);
    DecodeReport report;
    const std::string text = DecodeHtml(bytes, labels[random() % 7], &report);
    ASSERT_TRUE(io::IsUtf8(text));
    ASSERT_FALSE(report.encoding.empty());
  }
}

TEST(MetaCharset, IsFoundAsBrowsersDo) {
  EXPECT_EQ(MetaCharset("<!-- <meta charset=a> --><meta charset=b>"), "b");
  EXPECT_EQ(MetaCharset("<!--><meta charset=a>"), "a");
  EXPECT_EQ(MetaCharset("<a title='<meta charset=a>'><meta/charset = \"B\" >"), "b");
  EXPECT_EQ(MetaCharset("<metadata charset=a><meta name=x content='text/html; charset=c'>"), "");
  EXPECT_EQ(MetaCharset("<meta content='text/html;charset=c' http-equiv=content-type>"), "c");
  EXPECT_EQ(MetaCharset("<meta http-equiv=\"Content-Type\" content=\"text/html; charset='c'\">"),
            "c");
  EXPECT_EQ(MetaCharset("<?xml version=\"1.0\" encoding='iso-8859-2'?><html>"), "iso-8859-2");
  EXPECT_EQ(MetaCharset("<!DOCTYPE html><html><head><meta charset=utf-8"), "utf-8");
  EXPECT_EQ(MetaCharset("<meta charset="), "");
  EXPECT_EQ(MetaCharset("<"), "");
  EXPECT_EQ(MetaCharset(std::string(17000, ' ') + "<meta charset=a>"), "");
}

TEST(MetaCharset, OfAContentType) {
  EXPECT_EQ(CharsetOfContentType("text/html; charset=UTF-8"), "UTF-8");
  EXPECT_EQ(CharsetOfContentType("text/html;CHARSET = \"a b\" ; x"), "a b");
  EXPECT_EQ(CharsetOfContentType("text/html; charset; charset=b"), "b");
  EXPECT_EQ(CharsetOfContentType("text/html; charset="), "");
  EXPECT_EQ(CharsetOfContentType("text/html"), "");
}

}  // namespace
}  // namespace textmill::html
