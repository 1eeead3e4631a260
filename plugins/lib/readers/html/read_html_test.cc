#include "plugins/lib/readers/html/read_html.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"

namespace textmill::readhtml {
namespace {

using io::TempFolder;
using ::testing::HasSubstr;
using textmill::testing::GivenParams;
using textmill::testing::ReadOutcome;
using textmill::testing::StageRunner;

ReadOutcome ReadPaths(const std::vector<std::string>& paths, const std::string& charset = "") {
  GivenParams given{{"path", paths}};
  if (!charset.empty()) given.emplace_back("charset", charset);
  return StageRunner<ReadHtml>(given).Read();
}

std::string Page(const std::string& bytes, const std::string& charset = "") {
  TempFolder folder;
  const ReadOutcome out = ReadPaths({folder.Write("a.html", bytes)}, charset);
  EXPECT_EQ(out.error, "");
  return out.rows.size() == 1 ? out.rows[0].at("text") : "?";
}

TEST(ReadHtml, OnePageIsOneDocument) {
  TempFolder folder;
  const std::string b = folder.Write("b.HTM", "<p>b"), a = folder.Write("a.html", "");
  folder.Write("c.txt", "not taken");
  const std::string d = folder.Write("d.xhtml", "<p>d");
  const ReadOutcome out = ReadPaths({folder.path()});
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 3U);
  EXPECT_EQ(out.rows[0].at("id"), "\"" + a + "\"");
  EXPECT_EQ(out.rows[0].at("text"), "\"\"");
  EXPECT_EQ(out.rows[1].at("source"), "\"" + b + "\"");
  EXPECT_EQ(out.rows[1].at("text"), "\"<p>b\"");
  EXPECT_EQ(out.rows[2].at("id"), "\"" + d + "\"");
}

TEST(ReadHtml, PagesComeAsUtf8) {
  EXPECT_EQ(Page("<p>caf\xC3\xA9"), "\"<p>café\"");
  EXPECT_EQ(Page("\xEF\xBB\xBF<p>caf\xC3\xA9"), "\"<p>café\"");
  EXPECT_EQ(Page("<meta charset=iso-8859-2><p>\xB1"), "\"<meta charset=iso-8859-2><p>ą\"");
  EXPECT_EQ(Page("<p>\xB1", "iso-8859-2"), "\"<p>ą\"");
  EXPECT_EQ(Page("<meta charset=iso-8859-1><p>caf\xC3\xA9"), "\"<meta charset=iso-8859-1><p>café\"")
      << "the page lies";
}

TEST(ReadHtml, AnEncodingThatThereIsNotIsRefused) {
  TempFolder folder;
  EXPECT_THAT(ReadPaths({folder.Write("a.html", "<p>")}, "iso-8859-99").error,
              HasSubstr("no encoding `iso-8859-99`"));
}

// Its places are those in the unpacked page, which is longer than the file.
TEST(ReadHtml, PackedPages) {
  TempFolder folder;
  const std::string page = "<p>" + std::string(100000, 'x'), path = folder / "a.html.gz";
  gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, page.data(), static_cast<unsigned>(page.size()));
  gzclose(file);
  const ReadOutcome out = ReadPaths({folder.path()});
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 1U);
  EXPECT_EQ(out.rows[0].at("text"), "\"" + page + "\"");
}

TEST(ReadHtml, WhatCannotBeReadFails) {
  TempFolder folder;
  const std::string cut = folder.Write("a.html.gz", "\x1F\x8B\x08 cut off");
  const ReadOutcome out = ReadPaths({cut});
  EXPECT_EQ(out.rows.size(), 0U);
  ASSERT_EQ(out.failures.size(), 1U);
  EXPECT_THAT(out.failures[0].message, HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace textmill::readhtml
