#include "plugins/lib/readers/auto/read_auto.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
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

TEST_F(ReadAutoTest, MailboxesAndTreebanksAreKnownByNameAndContent) {
  const std::string mail =
      "From ann@a.example Tue Mar  5 06:07:08 2024\nFrom: Ann <ann@a.example>\nTo: Bo\nSubject: "
      "Ferry\nMessage-ID: <m1>\nDate: Tue, 5 Mar 2024 06:07:08 +0000\n\nIt is late.\n\nFrom "
      "bo@a.example Tue Mar  5 07:07:08 2024\nSubject: Re\n\nSo be it.\n";
  const std::string words =
      "# newdoc id = d1\n# title = A title\n# text = It rains.\n"
      "1\tIt\tit\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\trains\train\tVERB\tVBZ\t_\t0\troot\t_"
      "\tSpaceAfter=No\n3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";
  Write("a.mbox", mail);
  Write("b.old", io::Gzip(mail));
  Write("c.conllu.gz", io::Gzip(words));
  Write("d", words);
  Write("e.eml", mail.substr(mail.find('\n') + 1, 150));
  Write("f", "From here on it is text.\n");
  Write("g", "1\tonly\ttwo\n");
  Write("h.txt", mail);
  for (const uint64_t want : {1, 100, 1 << 20}) {
    const ReadOutcome out = Read("*", want);
    ASSERT_EQ(out.error, "");
    ASSERT_EQ(out.rows.size(), 10u);
    for (const size_t i : {0, 2}) {
      EXPECT_EQ(out.rows[i].at("id"), "\"m1\"");
      EXPECT_EQ(out.rows[i].at("text"), "\"It is late.\\n\"");
      EXPECT_EQ(out.rows[i].at("title"), "\"Ferry\"");
      EXPECT_EQ(out.rows[i].at("url"), "null");
      EXPECT_EQ(out.rows[i].at("date"), "\"2024-03-05T06:07:08Z\"");
      EXPECT_EQ(out.rows[i].at("extra"),
                "\"{\\\"from\\\": \\\"Ann <ann@a.example>\\\", \\\"to\\\": \\\"Bo\\\", "
                "\\\"mime\\\": \\\"text/plain\\\"}\"");
    }
    for (const size_t i : {4, 5}) {
      EXPECT_EQ(out.rows[i].at("id"), "\"d1\"");
      EXPECT_EQ(out.rows[i].at("text"), "\"It rains.\"");
      EXPECT_EQ(out.rows[i].at("title"), "\"A title\"");
      EXPECT_EQ(out.rows[i].at("extra"), "null");
    }
    for (const size_t i : {7, 8, 9}) EXPECT_EQ(out.rows[i].at("id"), out.rows[i].at("source"));
  }
}

// JSON and CSV are no prose, whatever they are called.
TEST_F(ReadAutoTest, JsonAndCsvAreNeverTakenForText) {
  Write("a.txt", "{\"id\": \"x\", \"text\": \"one\"}\n{\"text\": \"two\"}\n");
  Write("b.dump", io::Gzip("\xEF\xBB\xBF [\n {\"text\": \"three\"}]"));
  Write("c", "id,text\n1,\"four, or so\"\n");
  Write("d.text", "{\n  \"a \\\" b\" : 1, \"text\": \"five\"\n}\n");
  Write("e.txt", "{Six} is \"a\": b\n");
  Write("f.txt", "id,text\n");
  Write("g.txt", "Dear id, text\nfollows, later\n");
  Write("h.txt", "[\"seven\"]\n");
  const std::string is_long(5000, 'x');
  Write("i.txt", "id,text\n1,\"eight:\n\"\"" + is_long + "\"\"\"\n");
  Write("j.txt", "text,id\r\n\"" + is_long + "\",9\r\n");
  Write("k.txt", "id,text\n1,ten");
  Write("l.txt", "id,text\neleven");
  const ReadOutcome out = Read("*", 1 << 20);
  ASSERT_EQ(out.error, "");
  std::vector<std::string> texts;
  for (const auto& row : out.rows) texts.push_back(row.at("text"));
  EXPECT_THAT(texts, ::testing::ElementsAre(
                         "\"one\"", "\"two\"", "\"three\"", "\"four, or so\"", "\"five\"",
                         "\"{Six} is \\\"a\\\": b\\n\"", "\"id,text\\n\"",
                         "\"Dear id, text\\nfollows, later\\n\"", "\"[\\\"seven\\\"]\\n\"",
                         "\"eight:\\n\\\"" + is_long + "\\\"\"", "\"" + is_long + "\"", "\"ten\"",
                         "\"id,text\\neleven\""));
}

// The first records show what separates cells, whatever the file is called.
TEST_F(ReadAutoTest, CsvIsReadWithTheSeparatorThatItHas) {
  Write("a.csv", "id;text\r\n1;\"one; two, three\"\r\n");
  Write("b.txt", "id|text|n\n1|four; five, six|2\n");
  Write("c", "\xEF\xBB\xBFid\ttext\n1\tseven, eight\n");
  Write("d.csv", "id,text\n1,nine; ten|eleven\n");
  Write("e.csv", "n;x,text\n1;2,twelve\n");  // both would do: the comma comes first
  Write("f.tsv", "id\ttext\n1\tthirteen\n");
  const ReadOutcome out = Read("*", 1 << 20);
  ASSERT_EQ(out.error, "");
  std::vector<std::string> texts;
  for (const auto& row : out.rows) texts.push_back(row.at("text"));
  EXPECT_THAT(texts, ::testing::ElementsAre("\"one; two, three\"", "\"four; five, six\"",
                                            "\"seven, eight\"", "\"nine; ten|eleven\"",
                                            "\"twelve\"", "\"thirteen\""));
  StageRunner<ReadAuto> given(
      testing::GivenParams{{"path", (folder_ / "a.csv").string()}, {"separator", ","}});
  EXPECT_TRUE(given.Read().rows.empty());
}

// What `types` declares and a file has is in that column, and not in `extra`.
TEST_F(ReadAutoTest, DeclaredColumnsTakeWhatFilesKnow) {
  Write("a.mbox",
        "From a@b.example Tue Mar  5 06:07:08 2024\nFrom: Ann\nTo: Bo\n"
        "Date: Tue, 5 Mar 2024 06:07:08 +0000\nContent-Type: multipart/mixed; boundary=x\n\n"
        "--x\n\nText\n--x\nContent-Disposition: attachment\n\n1\n--x--\n");
  const std::string sentence = "1\tHi\thi\tINTJ\tUH\t_\t0\troot\t_\t_\n\n";
  Write("b.conllu", "# newdoc\n# date = 2024-03-05\n" + sentence);
  Write("c.conllu", "# newdoc\n# date = in spring\n" + sentence);
  StageRunner<ReadAuto> run(
      testing::GivenParams{{"path", (folder_ / "*").string()},
                           {"types", testing::Given::Fields({{"from", "string"},
                                                             {"to", "int"},
                                                             {"attachments", "int"},
                                                             {"n", "int"},
                                                             {"date", "timestamp"}})}});
  const ReadOutcome out = run.Read();
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 3u);
  EXPECT_EQ(out.rows[0].at("from"), "\"Ann\"");
  EXPECT_EQ(out.rows[0].at("to"), "null");  // no number
  EXPECT_EQ(out.rows[0].at("attachments"), "1");
  EXPECT_EQ(out.rows[0].at("n"), "null");
  EXPECT_EQ(out.rows[0].at("extra"),
            "\"{\\\"to\\\": \\\"Bo\\\", \\\"mime\\\": \\\"text/plain\\\"}\"");
  EXPECT_EQ(out.rows[0].at("date"), "1709618828000000");
  EXPECT_EQ(out.rows[1].at("date"), "1709596800000000");
  EXPECT_EQ(out.rows[1].at("extra"), "null");
  EXPECT_EQ(out.rows[2].at("date"), "null");
  EXPECT_EQ(out.rows[2].at("extra"), "\"{\\\"date\\\": \\\"in spring\\\"}\"");
}

TEST_F(ReadAutoTest, TablesWithoutTheirPluginAreAMistake) {
  Write("a.parquet", "PAR1");
  EXPECT_NE(Read("a.parquet").error.find("`read.parquet`, which this build"), std::string::npos);
}

// What is open does not grow with how often kinds take turns.
TEST_F(ReadAutoTest, KindsMayTakeTurnsOften) {
  constexpr rlim_t kOpen = 64;
  for (int i = 100; i < 200; ++i) {
    const std::string n = std::to_string(i);
    Write(n + "a.csv", "id,text\nc" + n + ",x\n");
    Write(n + "b.jsonl", "{\"id\": \"j" + n + "\", \"text\": \"x\"}\n");
  }
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few{std::min(kOpen, before.rlim_cur), before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
  const ReadOutcome out = Read("*");
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 200u);
  for (size_t i = 0; i < 200; ++i)
    EXPECT_EQ(out.rows[i].at("id"),
              (i % 2 == 0 ? "\"c" : "\"j") + std::to_string(100 + i / 2) + "\"");
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
