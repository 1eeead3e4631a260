#include "plugins/lib/readers/csv/read_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"
#include "textmill/testing.hpp"

namespace textmill::csv {
namespace {

using io::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using textmill::testing::Given;
using textmill::testing::GivenParams;
using textmill::testing::ReadOutcome;
using textmill::testing::StageRunner;

ReadOutcome ReadContent(const std::string& content, GivenParams params = {},
                        uint64_t want = 1 << 20, const std::string& name = "a.csv") {
  TempFolder folder;
  params.emplace_back("path", std::vector<std::string>{folder.Write(name, content)});
  return StageRunner<ReadCsv>(params).Read(want);
}

std::vector<std::string> Column(const ReadOutcome& out, const std::string& name) {
  std::vector<std::string> values;
  EXPECT_EQ(out.error, "");
  for (const auto& row : out.rows) values.push_back(row.at(name));
  return values;
}

std::vector<std::string> Messages(const ReadOutcome& out) {
  std::vector<std::string> messages;
  for (const auto& failure : out.failures) messages.push_back(failure.message);
  return messages;
}

TEST(ReadCsv, ReadsByHeader) {
  const ReadOutcome out = ReadContent("topic,text,id,n\nsport,Hello.,x1,7\n,Bye.,,8\n");
  EXPECT_THAT(Column(out, "text"), ElementsAre("\"Hello.\"", "\"Bye.\""));
  EXPECT_EQ(out.rows[0].at("id"), "\"x1\"");
  EXPECT_THAT(out.rows[1].at("id"), HasSubstr("/a.csv@34\""));
  EXPECT_THAT(out.rows[1].at("source"), HasSubstr("/a.csv\""));
  EXPECT_EQ(out.rows[0].at("title"), "null");
  EXPECT_EQ(out.rows[0].at("extra"), R"("{\"topic\":\"sport\",\"n\":\"7\"}")");
  EXPECT_EQ(out.rows[1].at("extra"), R"("{\"topic\":\"\",\"n\":\"8\"}")");
  EXPECT_EQ(out.rows[0].at("@offset"), "16");
  EXPECT_EQ(out.rows[0].at("@length"), "17");
}

TEST(ReadCsv, UnderstandsQuotationMarks) {
  const ReadOutcome out = ReadContent(
      "text,b\n\"a, b\nc\",1\n\"say \"\"hi\"\"\",\"\"\n5\" "
      "disk,x\"y\n\"\"\"\",\"\"\"\"\"\"\n\"\",\r\n");
  EXPECT_THAT(Messages(out), IsEmpty());
  EXPECT_THAT(Column(out, "text"),
              ElementsAre(R"("a, b\nc")", R"("say \"hi\"")", R"("5\" disk")", R"("\"")", R"("")"));
  EXPECT_THAT(Column(out, "extra")[3], HasSubstr(R"(\\\"\\\")"));
}

TEST(ReadCsv, TakesFilesAsTheyCome) {
  EXPECT_THAT(Column(ReadContent("\xEF\xBB\xBFtext\r\na\r\n\r\n\r\nb"), "text"),
              ElementsAre("\"a\"", "\"b\""));
  EXPECT_THAT(Column(ReadContent("\n\r\ntext\na\r\n"), "text"), ElementsAre("\"a\""));
  EXPECT_THAT(Column(ReadContent("text\n"), "text"), IsEmpty());
  EXPECT_THAT(ReadContent("").failed_inputs, IsEmpty());
  EXPECT_THAT(Column(ReadContent("text\ta\n1,2\t3\n", {{"separator", "tab"}}), "text"),
              ElementsAre("\"1,2\""));
  EXPECT_THAT(Column(ReadContent("text|a\n1,2|\"3|\"\n", {{"separator", "|"}}), "text"),
              ElementsAre("\"1,2\""));
  EXPECT_THAT(Column(ReadContent(io::Gzip("text\n") + io::Gzip("a\n"), {}, 1, "a.csv.gz"), "text"),
              ElementsAre("\"a\""));
  EXPECT_THAT(Column(ReadContent("a,,text,\n1,2,3,4\n"), "extra"),
              ElementsAre(R"("{\"a\":\"1\",\"column 2\":\"2\",\"column 4\":\"4\"}")"));
}

TEST(ReadCsv, WorksWithoutHeader) {
  const GivenParams params{{"header", false}, {"columns", std::vector<std::string>{"id", "text"}}};
  EXPECT_THAT(Column(ReadContent("1,a\n2,b\n", params), "id"), ElementsAre("\"1\"", "\"2\""));
  EXPECT_THAT(
      Column(ReadContent("x,x\n2,b\n", {{"columns", std::vector<std::string>{"id", "text"}}}),
             "id"),
      ElementsAre("\"2\""));
}

TEST(ReadCsv, ReadsDeclaredFields) {
  const GivenParams params{
      {"fields", Given::Fields({{"text", "body"}, {"id", "url"}})},
      {"types",
       Given::Fields({{"date", "timestamp"}, {"n", "int"}, {"x", "float"}, {"ok", "bool"}})}};
  const ReadOutcome out = ReadContent(
      "url,body,date,n,x,ok\nu,b,1970-01-02, 12 ,1e2,TRUE\nv,c,,,,\nw,d,1970-01-02,twelve,0,0\n",
      params);
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[0].at("id"), "\"u\"");
  EXPECT_EQ(out.rows[0].at("url"), "\"u\"");
  EXPECT_EQ(out.rows[0].at("date"), "86400000000");
  EXPECT_EQ(out.rows[0].at("n"), "12");
  EXPECT_EQ(out.rows[0].at("x"), "100");
  EXPECT_EQ(out.rows[0].at("ok"), "true");
  EXPECT_EQ(out.rows[0].at("extra"), "null");
  for (const char* name : {"date", "n", "x", "ok"}) EXPECT_EQ(out.rows[1].at(name), "null");
  EXPECT_THAT(
      Messages(out),
      ElementsAre(
          "`n` is \"twelve\", not a whole number of at most 64 bits (in cell 4 of the record)"));
}

TEST(ReadCsv, SaysWhatIsWrongWithARecord) {
  const ReadOutcome out =
      ReadContent("a,text\n1\n1,2,3\n1,\"2\"x\n1,\xFF\n1,good\n1,\"never closed\n1,2\n");
  EXPECT_THAT(
      Messages(out),
      ElementsAre("the record has 1 cell, but 2 are expected",
                  "the record has 3 cells, but 2 are expected",
                  StartsWith("the record is not valid CSV: there is something between a closing "
                             "quotation mark and the next cell (at byte 5"),
                  "the record is not valid UTF-8 (at byte 2 of it); if the file's encoding is "
                  "another, name it by `encoding`",
                  StartsWith("the record is not valid CSV: a quotation mark opens a cell that "
                             "is not closed before the end of the file (at byte 2")));
  EXPECT_THAT(Column(out, "text"), ElementsAre("\"good\""));
  EXPECT_EQ(out.failures[2].record, "1,\"2\"x");
  EXPECT_EQ(out.failures[4].record, "1,\"never closed\n1,2\n");
}

TEST(ReadCsv, RefusesFilesWithTheWrongHeader) {
  const auto refusal = [](const std::string& content, GivenParams params = {}) {
    const ReadOutcome out = ReadContent(content, std::move(params));
    EXPECT_TRUE(out.rows.empty());
    return out.failed_inputs.empty() ? "" : out.failed_inputs[0];
  };
  EXPECT_THAT(refusal("id,body\n1,2\n"),
              HasSubstr("no `text`, where the column `text` should come from; it has: id, body"));
  EXPECT_THAT(refusal("text,a,a\n"), HasSubstr("`a` twice"));
  EXPECT_THAT(refusal("text\n", {{"fields", Given::Fields({{"date", "day"}})}}),
              HasSubstr("no `day`"));
  EXPECT_THAT(refusal("te\xFFxt\n"), HasSubstr("not valid UTF-8"));
  EXPECT_THAT(refusal("\xFF\xFEt"), HasSubstr("not valid utf-16le"));
  EXPECT_THAT(refusal("\"text\n1\n"), HasSubstr("not closed"));
}

TEST(ReadCsv, GoesOnAfterAFileThatIsRefused) {
  TempFolder folder;
  folder.Write("1.csv", "body\nx\n");
  folder.Write("2.csv", "a,text\n1,b\n");
  folder.Write("3.tsv", "text\ta\nc\t1\n");
  folder.Write("4.txt", "text\nd\n");
  const ReadOutcome out =
      StageRunner<ReadCsv>({{"path", std::vector<std::string>{folder.path()}}}).Read();
  EXPECT_THAT(Column(out, "text"), ElementsAre("\"b\"", "\"c\""));
  ASSERT_EQ(out.failed_inputs.size(), 1u);
  EXPECT_THAT(out.failed_inputs[0], HasSubstr("1.csv` cannot be read: its header has no `text`"));
}

// The texts of a file of that content, or "failed: " and why.
std::vector<std::string> Texts(const std::string& content, GivenParams params = {},
                               const std::string& name = "a.csv") {
  TempFolder folder;
  params.emplace_back("path", std::vector<std::string>{folder.Write(name, content)});
  const ReadOutcome out = StageRunner<ReadCsv>(params).Read(200);
  EXPECT_EQ(out.error, "");
  std::vector<std::string> texts = Column(out, "text");
  for (const auto& failure : out.failures) texts.push_back("failed: " + failure.message);
  for (const auto& failed : out.failed_inputs) texts.push_back("input: " + failed);
  return texts;
}

TEST(ReadCsv, LineEndsOfAllKinds) {
  const std::vector<std::string> both = {"\"first\"", "\"second\""};
  EXPECT_EQ(Texts("id,text,author\r1,first,Ann\r2,second,Bo\r"), both);
  EXPECT_EQ(Texts("id,text\r1,first\r2,second"), both);
  EXPECT_EQ(Texts("id,text\r\r\n1,first\r\r\n\r\r\n2,second\r\r\n"), both);
  EXPECT_EQ(Texts("id,text\r\n1,first\r\n2,second\r\n"), both);
  // A file of one line has no line end to go by.
  EXPECT_EQ(Texts("id,text\r").size(), 0u);
  EXPECT_THAT(Texts("id,text\n1,a\rb\n2,\"a\rb\"\n"),
              ElementsAre("\"a\rb\"", HasSubstr("there is a carriage return outside")));
  EXPECT_THAT(Texts("text,id\rone\nmore,1\rtwo,2\r"),
              ElementsAre("\"two\"", HasSubstr("there is a line feed outside")));
}

TEST(ReadCsv, AnUnclosedQuotationMarkIsNamed) {
  const std::string content = "id,text\n1,a\n2,\"b\n3,c\n4,d\n";
  EXPECT_THAT(Texts(content), ElementsAre("\"a\"", HasSubstr("14 of the file); 2 lines after")));
  EXPECT_THAT(Texts(content, {{"on_unclosed", "line"}}),
              ElementsAre("\"a\"", "\"c\"", "\"d\"", HasSubstr("14 of the file)")));
}

// The next quotation mark that opens a cell closes the one that nobody closed.
TEST(ReadCsv, AQuotationMarkThatTheNextCellClosesIsNamed) {
  const std::string content = "id,text\n1,\"a\n2,b\n3,\"c\"\n4,d\n5,\"e\ne\"\n";
  EXPECT_THAT(Texts(content),
              ElementsAre("\"d\"", "\"e\\ne\"", HasSubstr("10 of the file); 2 lines after")));
  EXPECT_THAT(Texts(content, {{"on_unclosed", "line"}}),
              ElementsAre("\"b\"", "\"c\"", "\"d\"", "\"e\\ne\"", HasSubstr("10 of the file)")));
  // One that is closed in its own line, before something else, is another fault.
  EXPECT_THAT(Texts("id,text\n1,\"a\"b\n2,c\n", {{"on_unclosed", "line"}}),
              ElementsAre("\"c\"", HasSubstr("something between a closing")));
}

TEST(ReadCsv, ExcelsFirstLineAndTabs) {
  for (const std::string end : {"\n", "\r\n", "\r"})
    EXPECT_THAT(Texts("sep=;" + end + "id;text" + end + "1;a" + end), ElementsAre("\"a\"")) << end;
  EXPECT_THAT(Texts("\xEF\xBB\xBFSEP=\t\nid\ttext\n1\ta\n"), ElementsAre("\"a\""));
  EXPECT_THAT(Texts("id\ttext\n1\ta,b\n", {}, "a.TSV"), ElementsAre("\"a,b\""));
  EXPECT_THAT(Texts("id,text\n1,a\tb\n", {{"separator", ","}}, "a.tsv"), ElementsAre("\"a\\tb\""));
}

TEST(ReadCsv, ManyColumnsTakeTimeInProportion) {
  std::string header = "text", row = "a";
  for (int i = 0; i < 100'000; ++i) {
    header += ",c" + std::to_string(i);
    row += ",1";
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(Texts(header + "\n" + row + "\n"), ElementsAre("\"a\""));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(ReadCsv, RefusesParametersThatCannotWork) {
  const auto refusal = [](GivenParams params) {
    params.emplace_back("path", std::vector<std::string>{"x"});
    return StageRunner<ReadCsv>(params).Bind({});
  };
  EXPECT_EQ(refusal({}), "");
  EXPECT_THAT(refusal({{"separator", ""}}), HasSubstr("separator"));
  EXPECT_THAT(refusal({{"separator", ";;"}}), HasSubstr("separator"));
  EXPECT_THAT(refusal({{"separator", "\""}}), HasSubstr("separator"));
  EXPECT_THAT(refusal({{"header", false}}), HasSubstr("`columns`"));
  EXPECT_THAT(refusal({{"columns", std::vector<std::string>{"id", "body"}}}),
              HasSubstr("no `text`"));
}

}  // namespace
}  // namespace textmill::csv
