// The report of a run: one page of HTML with what the run did and what the corpus looks like, in
// which nothing of the corpus can act.
#include <gmock/gmock.h>
#include <simdjson.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ReportTest : public ProgramTest {
 protected:
  ReportTest() {
    Write("names.tsv", "name\ttype\nAda Moor\tPER\nHarbour Trust\tORG\n");
    Write("p.yaml",
          "textmill: 1\nname: harbour\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl, "
          "fields: { date: date, source: source } }\n  - uses: dedup.near\n    with: { threshold: "
          "0.5 }\n  - keep: text.length > 20\n  - uses: entities.tag\n    with: { gazetteers: "
          "[names.tsv], tagger: false }\n  - uses: write.jsonl\n    with: { path: out/a.jsonl }\n");
    Write(
        "in.jsonl",
        R"({"id":"a","text":"Ada Moor opened the new quay of the Harbour Trust on a wet day in May.","date":"2021-05-04","source":"Post"}
{"id":"b","text":"Ada Moor opened the new quay of the Harbour Trust on a dry day in May.","date":"2021-06-04","source":"</script><script>alert(1)</script>"}
{"id":"c","text":"short"}
{"id":"d<img src=x onerror=alert(2)>","text":"Another story \u202e about \u001b[31mthe Harbour Trust and its <b>boats</b>.","date":"2022-01-01","source":"Post"}
not json
)");
  }
  // The data of the page.
  simdjson::dom::element Data(const std::string& page) {
    const std::string open = R"(<script type="application/json" id="data">)";
    const size_t begin = page.find(open) + open.size();
    const size_t end = page.find("</script>", begin);
    simdjson::dom::element data;
    EXPECT_EQ(parser_.parse(page.substr(begin, end - begin)).get(data), simdjson::SUCCESS);
    return data;
  }
  simdjson::dom::parser parser_;
};

TEST_F(ReportTest, SaysWhatTheRunDid) {
  const Ended ended = Here("$T run p.yaml --report out/r.html --summary out/s.json");
  ASSERT_EQ(ended.status, 3) << ended.err;  // one record is not JSON
  const std::string page = ReadFile(At("out/r.html"));
  const simdjson::dom::element run = Data(page)["runs"].at(0);
  EXPECT_EQ(int64_t(run["summary"]["documents"]["read"]), 5);
  const simdjson::dom::element corpus = run["corpus"];
  EXPECT_EQ(int64_t(corpus["read"]["documents"]), 4);
  EXPECT_EQ(int64_t(corpus["finished"]["documents"]), 2);
  EXPECT_EQ(int64_t(corpus["finished"]["months"]["2021-05"]), 1);
  EXPECT_EQ(int64_t(corpus["finished"]["months"]["2022-01"]), 1);
  EXPECT_EQ(int64_t(corpus["finished"]["without_date"]), 0);
  const simdjson::dom::element names = corpus["names"];
  EXPECT_EQ(std::string_view(names["names"].at(0).at(1)), "Harbour Trust");
  EXPECT_EQ(int64_t(names["names"].at(0).at(2)), 2);
  EXPECT_EQ(int64_t(names["edges"].at(0).at(2)), 1);
  EXPECT_EQ(corpus["removed"].get_array().size(), 2u);
  const simdjson::dom::element repeated = corpus["removed"].at(0);
  EXPECT_EQ(std::string_view(repeated["id"]), "b");
  EXPECT_EQ(std::string_view(repeated["of"]), "a");
  EXPECT_EQ(std::string_view(repeated["parts"].at(1).at(1)), "wet");
  EXPECT_EQ(std::string_view(repeated["parts"].at(1).at(2)), "dry");
  EXPECT_EQ(corpus["failed"].get_array().size(), 1u);
}

TEST_F(ReportTest, NothingOfTheCorpusActs) {
  ASSERT_EQ(Here("$T run p.yaml --report r.html").status, 3);
  const std::string page = ReadFile(At("r.html"));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, Not(HasSubstr("<b>boats")));
  EXPECT_THAT(page, Not(HasSubstr("\xE2\x80\xAE")));  // would turn the direction of what follows
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
  EXPECT_THAT(page, Not(HasSubstr("https:")));
}

TEST_F(ReportTest, TheSameForAnyNumberOfThreads) {
  const auto corpus = [&](const std::string& options) {
    EXPECT_EQ(Here("$T run p.yaml --overwrite --report r.html " + options).status, 3);
    return simdjson::minify(Data(ReadFile(At("r.html")))["runs"].at(0)["corpus"]);
  };
  EXPECT_EQ(corpus("--threads 1"), corpus("--threads 3 --batch-bytes 1024"));
}

TEST_F(ReportTest, IsMadeOfSummaries) {
  ASSERT_EQ(Here("$T run p.yaml --summary s.json").status, 3);
  ASSERT_EQ(Here("$T report s.json s.json --out r.html").status, 0);
  const simdjson::dom::element data = Data(ReadFile(At("r.html")));
  EXPECT_EQ(data["runs"].get_array().size(), 2u);
  EXPECT_TRUE(data["runs"].at(1)["corpus"].is_null());

  Write("other.json", "{\"a\": 1}");
  const Ended other = Here("$T report other.json");
  EXPECT_EQ(other.status, 2);
  EXPECT_THAT(other.err, HasSubstr("other.json is not a summary"));
  EXPECT_EQ(Here("$T report none.json").status, 2);
}

TEST_F(ReportTest, WhatCannotBeWrittenIsAnError) {
  Write("p2.yaml",
        "textmill: 1\nname: p\nsteps:\n  - uses: read.jsonl\n    with: { path: good.jsonl "
        "}\n  - uses: write.jsonl\n    with: { path: out/a.jsonl }\n");
  Write("good.jsonl", "{\"text\":\"one\"}\n");
  const Ended full = Here("$T run p2.yaml --report /dev/full");
  EXPECT_EQ(full.status, 1);
  EXPECT_THAT(full.err, HasSubstr("the report could not be written"));
  const Ended same = Here("$T run p2.yaml --overwrite --report out/a.jsonl");
  EXPECT_EQ(same.status, 2) << same.err;
  EXPECT_THAT(same.err, HasSubstr("the report"));
}

}  // namespace
}  // namespace textmill::tests
