#include "plugins/lib/readers/auto/read_auto.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "plugins/lib/io/pack.h"
#include "textmill/testing.hpp"

namespace textmill::readauto {
namespace {

namespace fs = std::filesystem;
using testing::ReadOutcome;
using testing::StageRunner;

class ReadAutoTest : public ::testing::Test {
 protected:
  ReadAutoTest()
      : folder_(fs::temp_directory_path() / ("read_auto_test." + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~ReadAutoTest() override { fs::remove_all(folder_); }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  ReadOutcome Read(const std::string& path, uint64_t want = 1 << 20) const {
    StageRunner<ReadAuto> run(testing::GivenParams{{"path", (folder_ / path).string()}});
    return run.Read(want);
  }
  fs::path folder_;
};

TEST_F(ReadAutoTest, EachFileIsReadAsItsEndingSays) {
  Write("a.txt", "one document\nin two lines");
  Write("b.jsonl",
        "{\"id\": \"x\", \"text\": \"first\", \"n\": 1}\n{\"id\": \"y\", \"text\": \"second\"}\n");
  Write("c.csv", "id,text\nz,\"third, quoted\"\n");
  Write("d.tsv", "id\ttext\nw\tfourth\n");
  Write("e.txt", "last");
  Write("f.htm", "<meta charset=iso-8859-2><p>\xB1");
  for (const uint64_t want : {1, 30, 1 << 20}) {
    const ReadOutcome out = Read("*", want);
    ASSERT_EQ(out.error, "");
    ASSERT_EQ(out.rows.size(), 7u);
    EXPECT_EQ(out.rows[6].at("text"), "\"<meta charset=iso-8859-2><p>ą\"");
    EXPECT_EQ(out.rows[6].at("extra"), "null");
    EXPECT_EQ(out.rows[0].at("text"), "\"one document\\nin two lines\"");
    EXPECT_EQ(out.rows[0].at("title"), "null");
    EXPECT_EQ(out.rows[1].at("id"), "\"x\"");
    EXPECT_EQ(out.rows[1].at("extra"), "\"{\\\"n\\\": 1}\"");
    EXPECT_EQ(out.rows[3].at("text"), "\"third, quoted\"");
    EXPECT_EQ(out.rows[4].at("text"), "\"fourth\"");
    EXPECT_EQ(out.rows[5].at("text"), "\"last\"");
  }
}

TEST_F(ReadAutoTest, WebArchivesAreKnownByTheirFirstBytesToo) {
  const std::string block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>one";
  const std::string archive =
      "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:1>\r\nWARC-Date: "
      "2024-05-06T07:08:09.5Z\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: " +
      std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
  Write("a.jsonl", "{\"text\": \"first\"}\n");
  Write("b.warc", archive);
  Write("c.dump", io::Gzip(archive));
  Write("d.txt", archive);
  Write("e", "WARC or peace");
  const ReadOutcome out = Read("*");
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 5u);
  for (const size_t i : {1, 2}) {
    EXPECT_EQ(out.rows[i].at("id"), "\"<urn:1>\"");
    EXPECT_EQ(out.rows[i].at("text"), "\"<p>one\"");
    EXPECT_EQ(out.rows[i].at("title"), "null");
    EXPECT_EQ(out.rows[i].at("url"), "\"http://a.example/\"");
    EXPECT_EQ(out.rows[i].at("date"), "\"2024-05-06T07:08:09.500Z\"");
    EXPECT_EQ(out.rows[i].at("extra"),
              "\"{\\\"type\\\": \\\"response\\\", \\\"status\\\": 200, \\\"mime\\\": "
              "\\\"text/html\\\"}\"");
  }
  EXPECT_EQ(out.rows[4].at("text"), "\"WARC or peace\"");
  EXPECT_EQ(out.rows[3].at("id"), out.rows[3].at("source"));
}

TEST_F(ReadAutoTest, HandsTheEncodingOn) {
  Write("a.txt",
        "\xDC"
        "ber");
  Write("b.jsonl", "{\"text\": \"Über\"}\n");
  Write("c.csv",
        "id,text\nz,\xDC"
        "ber\n");
  Write("d.json",
        "[{\"text\": \"\xDC"
        "ber\"}]\n");
  StageRunner<ReadAuto> run({{"path", (folder_ / "*").string()},
                             {"encoding", std::vector<std::string>{"utf-8", "latin-1"}}});
  const ReadOutcome out = run.Read();
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 4u);
  for (const auto& row : out.rows) EXPECT_EQ(row.at("text"), "\"Über\"");
}

TEST_F(ReadAutoTest, FailuresNameTheirInput) {
  Write("a.txt", "fine");
  Write("b.jsonl", "{\"id\": \"x\", \"text\": \"first\"}\nbroken\n");
  const ReadOutcome out = Read("*");
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 2u);
  ASSERT_EQ(out.failures.size(), 1u);
  EXPECT_EQ(out.failures[0].input, 1u);
  EXPECT_EQ(out.failures[0].record, "broken");
}

TEST_F(ReadAutoTest, APatternWithoutFilesIsAnError) { EXPECT_NE(Read("*.none").error, ""); }

}  // namespace
}  // namespace textmill::readauto
