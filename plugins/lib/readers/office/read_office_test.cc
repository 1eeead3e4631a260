#include "plugins/lib/readers/office/read_office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <fstream>

#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/readers/auto/read_auto.h"
#include "textmill/testing.hpp"

namespace textmill::office {
namespace {

using ::testing::HasSubstr;
using ::textmill::testing::GivenParams;
using ::textmill::testing::ReadOutcome;
using ::textmill::testing::StageRunner;

using Files = std::vector<std::pair<std::string, std::string>>;

class OfficeTest : public ::testing::Test {
 protected:
  std::string Zip(const std::string& name, const Files& files,
                  const char* password = nullptr) const {
    const std::string path = folder_ / name;
    int error = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    for (const auto& [file, content] : files) {
      const zip_int64_t index = zip_file_add(
          archive, file.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0),
          ZIP_FL_ENC_UTF_8);
      if (password != nullptr)
        zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256,
                                password);
    }
    EXPECT_EQ(zip_close(archive), 0) << zip_strerror(archive);
    return path;
  }
  template <class Stage>
  static ReadOutcome Run(const std::string& path, GivenParams more = {}) {
    more.emplace_back("path", path);
    return StageRunner<Stage>(more).Read();
  }
  // The text, or why there is none.
  template <class Stage>
  static std::string TextOf(const std::string& path, GivenParams more = {}) {
    const ReadOutcome out = Run<Stage>(path, std::move(more));
    if (!out.error.empty()) return "error: " + out.error;
    if (!out.failures.empty()) return "failed: " + out.failures[0].message;
    return out.rows.at(0).at("text");
  }
  static std::string ReadBytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  io::TempFolder folder_;
};

std::string Word(const std::string& body) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document "
         "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
         "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>" +
         body + "</w:body></w:document>";
}
std::string P(const std::string& text) { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>"; }
Files Docx(const std::string& body) { return {{"word/document.xml", Word(body)}}; }

TEST_F(OfficeTest, WordGivesParagraphsTablesAndNotes) {
  Files files = Docx(
      "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>"
      "<w:r><w:t>The </w:t></w:r><w:r><w:t xml:space=\"preserve\">Bridge &amp; "
      "more</w:t></w:r></w:p>"
      "<w:p><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r>"
      "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:ins><w:r><w:t>!</w:t></w:r></w:ins>"
      "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></"
      "w:r>"
      "</w:p><w:p/><w:tbl><w:tr><w:tc>" +
      P("a") + P("b") + "</w:tc><w:tc>" + P("c") + "</w:tc></w:tr><w:tr><w:tc>" + P("") +
      "</w:tc><w:tc>" + P("d") + "</w:tc></w:tr></w:tbl>" +
      "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + P("box") +
      "</w:txbxContent></mc:Choice><mc:Fallback>" + P("box") +
      "</mc:Fallback></mc:AlternateContent>"
      "<w:t>after</w:t></w:r></w:p>");
  files.emplace_back("word/footnotes.xml",
                     "<w:footnotes xmlns:w=\"x\"><w:footnote w:type=\"separator\">" + P("---") +
                         "</w:footnote><w:footnote w:id=\"2\">" + P("a note") +
                         "</w:footnote></w:footnotes>");
  files.emplace_back(
      "docProps/core.xml",
      "<c:coreProperties xmlns:c=\"c\" xmlns:dc=\"d\" xmlns:t=\"t\"><dc:title> My\n title"
      "</dc:title><dc:creator>Ann</dc:creator><t:created>2024-05-01T10:00:00Z</t:created>"
      "</c:coreProperties>");
  const ReadOutcome out = Run<ReadDocxStage>(Zip("a.docx", files));
  ASSERT_EQ(out.rows.size(), 1U) << out.error
                                 << (out.failures.empty() ? "" : out.failures[0].message);
  EXPECT_EQ(out.rows[0].at("text"),
            "\"The Bridge & more\\n\\none\\ttwo\\nthree!\\n\\na "
            "b\\tc\\n\\td\\n\\nbox\\n\\nafter\\n\\na note\"");
  EXPECT_EQ(out.rows[0].at("title"), "\"My title\"");
  EXPECT_EQ(out.rows[0].at("author"), "\"Ann\"");
  EXPECT_EQ(out.rows[0].at("date"), "\"2024-05-01T10:00:00Z\"");
  EXPECT_EQ(Run<ReadDocxStage>(Zip("b.docx", Docx(P("x")))).rows.at(0).at("title"), "null");
}

TEST_F(OfficeTest, OpenDocumentGivesParagraphsTablesAndNotes) {
  const std::string path =
      Zip("a.odt",
          {{"content.xml",
            "<o:document-content xmlns:o=\"o\" xmlns:text=\"t\" xmlns:table=\"b\"><o:body><o:text>"
            "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>\n"
            "<text:h>The  \n Bridge</text:h><text:p>a<text:s "
            "text:c=\"3\"/>b<text:tab/>c<text:line-break/>d"
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>a "
            "note</text:p>"
            "</text:note-body></text:note> "
            "e<o:annotation><text:p>comment</text:p></o:annotation></text:p>"
            "<table:table><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell>"
            "<table:table-cell><text:p>y</text:p><text:p>z</text:p></table:table-cell></"
            "table:table-row>"
            "</table:table></o:text></o:body></o:document-content>"},
           {"meta.xml",
            "<m xmlns:dc=\"d\"><dc:title>T</dc:title><initial-creator>I</initial-creator>"
            "<dc:creator>C</dc:creator><dc:date>2024</dc:date></m>"}});
  const ReadOutcome out = Run<ReadOdtStage>(path);
  ASSERT_EQ(out.rows.size(), 1U) << out.error
                                 << (out.failures.empty() ? "" : out.failures[0].message);
  EXPECT_EQ(out.rows[0].at("text"), "\"The Bridge\\n\\na   b\\tc\\nd e\\n\\nx\\ty z\\n\\na note\"");
  EXPECT_EQ(out.rows[0].at("author"), "\"I\"");
  EXPECT_EQ(out.rows[0].at("date"), "\"2024\"");
  EXPECT_THAT(
      TextOf<ReadOdtStage>(Zip("b.odt", {{"META-INF/manifest.xml", "<m><encryption-data/></m>"},
                                         {"content.xml", "\x01\x02"}})),
      HasSubstr("it is encrypted"));
}

Files Epub(const std::string& second) {
  return {{"META-INF/container.xml",
           "<container><rootfiles><rootfile full-path=\"O/b.opf\"/></rootfiles></container>"},
          {"O/b.opf",
           "<package xmlns:dc=\"d\"><metadata><dc:title>Book</dc:title><dc:creator>A</dc:creator>"
           "<dc:creator>B</dc:creator></metadata><manifest>"
           "<item id=\"two\" href=\"t/a%20b.xhtml\" media-type=\"application/xhtml+xml\"/>"
           "<item id=\"one\" href=\"one.xhtml\" media-type=\"application/xhtml+xml\"/>"
           "<item id=\"pic\" href=\"x.png\" media-type=\"image/png\"/></manifest><spine>"
           "<itemref idref=\"one\"/><itemref idref=\"two\"/><itemref "
           "idref=\"pic\"/></spine></package>"},
          {"O/one.xhtml",
           "<!DOCTYPE html><html xmlns=\"h\"><head><title>no</title></head><body><h1>One</h1>"
           "<p>A&nbsp;b &mdash;\n c<br/>d</p><script>x</script></body></html>"},
          {"O/t/a b.xhtml", second}};
}

TEST_F(OfficeTest, EpubGivesItsChaptersInOrder) {
  const ReadOutcome out = Run<ReadEpubStage>(
      Zip("a.epub",
          Epub("<html><body><ul><li>x</li><li>y</li></ul><pre>a\n  b</pre><table><tr><td>1</td>"
               "<td>2</td></tr></table></body></html>")));
  ASSERT_EQ(out.rows.size(), 1U) << out.error
                                 << (out.failures.empty() ? "" : out.failures[0].message);
  EXPECT_EQ(out.rows[0].at("text"),
            "\"One\\n\\nA\u00a0b \u2014 c\\nd\\n\\nx\\n\\ny\\n\\na\\n  b\\n\\n1\\t2\"");
  EXPECT_EQ(out.rows[0].at("author"), "\"A; B\"");
  EXPECT_THAT(
      TextOf<ReadEpubStage>(Zip("b.epub", Epub("<html><p></html>"))),
      HasSubstr("failed: `O/t/a b.xhtml` in it is no well-formed XML: mismatched tag, at line 1"));
  Files locked = Epub("<html/>");
  locked.emplace_back("META-INF/encryption.xml", "<e><CipherReference URI=\"O/one.xhtml\"/></e>");
  EXPECT_THAT(TextOf<ReadEpubStage>(Zip("c.epub", locked)), HasSubstr("it is encrypted"));
}

TEST_F(OfficeTest, AutoKnowsThemInFolders) {
  Files files = Docx(P("word"));
  files.emplace_back("docProps/core.xml", "<p><title>T</title><creator>A</creator></p>");
  Zip("b.docx", files);
  Zip("c.epub", Epub("<html><p>chapter</p></html>"));
  folder_.Write("a.txt", "plain");
  const ReadOutcome out =
      StageRunner<readauto::ReadAuto>(GivenParams{{"path", folder_.path()}}).Read();
  ASSERT_EQ(out.rows.size(), 3U) << out.error;
  EXPECT_EQ(out.rows[0].at("text"), "\"plain\"");
  EXPECT_EQ(out.rows[1].at("text"), "\"word\"");
  EXPECT_EQ(out.rows[1].at("title"), "\"T\"");
  EXPECT_EQ(out.rows[1].at("extra"), "\"{\\\"author\\\": \\\"A\\\"}\"");
  EXPECT_THAT(out.rows[2].at("text"), HasSubstr("chapter"));
}

TEST_F(OfficeTest, WhatCannotBeReadIsExplained) {
  EXPECT_THAT(TextOf<ReadDocxStage>(Zip("a.docx", Docx(P("x")), "secret")),
              HasSubstr("failed: it is encrypted"));
  EXPECT_THAT(TextOf<ReadDocxStage>(Zip("b.docx", {{"x", "y"}})),
              HasSubstr("it is no Word document: there is no `word/document.xml`"));
  EXPECT_THAT(TextOf<ReadDocxStage>(folder_.Write("c.docx", "\xD0\xCF\x11\xE0....")),
              HasSubstr("encrypted, or a file of an older Office"));
  EXPECT_THAT(TextOf<ReadDocxStage>(folder_.Write("d.docx", "%PDF-1.4")), HasSubstr("`read.pdf`"));
  EXPECT_THAT(TextOf<ReadDocxStage>(folder_.Write("e.docx", "")), HasSubstr("it is empty"));
  EXPECT_THAT(TextOf<ReadDocxStage>(folder_.Write("f.docx", "PK\x03\x04 and no more")),
              HasSubstr("the archive is damaged"));
}

TEST_F(OfficeTest, BombsHitALimit) {
  const std::string path = Zip("a.docx", Docx(P(std::string(5 << 20, 'x'))));
  EXPECT_LT(std::filesystem::file_size(path), 100000U);
  EXPECT_THAT(TextOf<ReadDocxStage>(path, {{"unpack_limit", "1MiB"}}),
              HasSubstr("failed: it unpacks to more than 1048576 bytes; raise `unpack_limit`"));
  std::string blanks;
  for (int i = 0; i < 2000; ++i) blanks += "<t:s t:c=\"1000\"/>";
  EXPECT_THAT(TextOf<ReadOdtStage>(
                  Zip("b.odt", {{"content.xml", "<x xmlns:t=\"t\"><t:p>" + blanks + "</t:p></x>"}}),
                  {{"unpack_limit", "1MiB"}}),
              HasSubstr("its blanks are more than it may unpack to; raise `unpack_limit`"));
  std::string lol = "<!DOCTYPE w [<!ENTITY a0 \"lollollol\">";
  for (int i = 1; i < 12; ++i) {
    lol += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) lol += "&a" + std::to_string(i - 1) + ";";
    lol += "\">";
  }
  EXPECT_THAT(TextOf<ReadDocxStage>(
                  Zip("b.docx", {{"word/document.xml", lol + "]><w><p><t>&a11;</t></p></w>"}})),
              HasSubstr("no well-formed XML: limit on input amplification"));
  std::string deep;
  for (int i = 0; i < 300000; ++i) deep += "<p>";
  EXPECT_THAT(TextOf<ReadDocxStage>(Zip("c.docx", {{"word/document.xml", deep}})),
              HasSubstr("no element found"));
}

TEST_F(OfficeTest, CutAndFlippedFilesGiveErrorsAndNoCrash) {
  const std::string good = ReadBytes(Zip("a.epub", Epub("<html><body><p>text</p></body></html>")));
  for (size_t n = 0; n < good.size(); n += 7) {
    EXPECT_THAT(TextOf<ReadEpubStage>(folder_.Write("cut.epub", good.substr(0, n))),
                ::testing::StartsWith("failed: "))
        << n;
  }
  for (size_t at = 0; at < good.size(); at += 3) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    (void)TextOf<ReadEpubStage>(folder_.Write("bad.epub", bad));
  }
}

// A page that says "Hello pages", as small as a PDF gets.
std::string Pdf(const std::string& stream) {
  std::string pdf = "%PDF-1.4\n";
  std::vector<size_t> places;
  int n = 0;
  for (const std::string& body :
       {std::string("<</Type/Catalog/Pages 2 0 R>>"),
        std::string("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        std::string("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources"
                    "<</Font<</F 5 0 R>>>>>>"),
        "<</Length " + std::to_string(stream.size()) + ">>stream\n" + stream + "\nendstream",
        std::string("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
        std::string("<</Title(A title)/Author(Ann)/CreationDate(D:20240501100000Z)>>")}) {
    places.push_back(pdf.size());
    pdf += std::to_string(++n) + " 0 obj" + body + "endobj\n";
  }
  const size_t table = pdf.size();
  pdf += "xref\n0 7\n0000000000 65535 f \n";
  for (const size_t place : places) {
    std::string digits = std::to_string(place);
    pdf += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  return pdf + "trailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n" + std::to_string(table) +
         "\n%%EOF\n";
}

TEST_F(OfficeTest, PdfIsReadWherePdftotextIs) {
  const std::string path = folder_.Write("a.pdf", Pdf("BT /F 12 Tf 20 50 Td (Hello pages) Tj ET"));
  try {
    FindPdfPrograms();
  } catch (const Error& error) {
    EXPECT_THAT(Run<ReadPdfStage>(path).error, HasSubstr("pdftotext"));
    GTEST_SKIP() << error.what();
  }
  const ReadOutcome out = Run<ReadPdfStage>(path);
  ASSERT_EQ(out.rows.size(), 1U) << out.error
                                 << (out.failures.empty() ? "" : out.failures[0].message);
  EXPECT_EQ(out.rows[0].at("text"), "\"Hello pages\"");
  EXPECT_EQ(out.rows[0].at("title"), "\"A title\"");
  EXPECT_THAT(out.rows[0].at("date"), HasSubstr("2024-05-01"));
  EXPECT_THAT(TextOf<ReadPdfStage>(folder_.Write("b.pdf", Pdf(""))),
              HasSubstr("there is no text in it"));
  EXPECT_THAT(TextOf<ReadPdfStage>(folder_.Write("c.pdf", "%PDF-1.4 and no more")),
              HasSubstr("failed: pdftotext could not read it"));
  EXPECT_THAT(TextOf<ReadPdfStage>(folder_.Write("d.pdf", "text")), HasSubstr("it is no PDF"));
}

}  // namespace
}  // namespace textmill::office
