// The report of a run: one page of HTML with what the run did and what the corpus looks like, in
// which nothing of the corpus can act.
#include <gmock/gmock.h>
#include <simdjson.h>

#include <cstdio>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>

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

// Against counting each name of random documents by itself.
TEST_F(ReportTest, CountsNamesAndMonthsAsOthersCount) {
  std::mt19937 random(16);
  struct Counted {
    int64_t documents = 0, mentions = 0;
    std::map<std::string, int64_t> months;
  };
  std::map<std::pair<std::string, std::string>, Counted> names;
  std::map<std::string, int64_t> sources;
  std::string lines;
  for (int i = 0; i < 600; ++i) {
    char date[16];
    std::snprintf(date, sizeof date, "%04d-%02d-05", static_cast<int>(1700 + random() % 400),
                  static_cast<int>(1 + random() % 12));
    const bool dated = random() % 5 != 0;
    const std::string source = "s" + std::to_string(random() % 9);
    ++sources[source];
    std::string entities;
    std::set<std::pair<std::string, std::string>> met;
    for (size_t k = random() % 12; k > 0; --k) {
      // Few are frequent, and "n1" is of both types.
      const std::string name = "n" + std::to_string(random() % (1 + random() % 60));
      const std::string type = random() % 2 != 0 ? "PER" : "ORG";
      entities.append(entities.empty() ? "" : ",")
          .append(R"({"type":")" + type + R"(","text":")" + name + R"(","begin":0,"end":1})");
      ++names[{type, name}].mentions;
      met.emplace(type, name);
    }
    for (const auto& name : met) {
      ++names[name].documents;
      if (dated) ++names[name].months[std::string(date, 7)];
    }
    lines += R"({"id":")" + std::to_string(i) + R"(","text":"x","source":")" + source + "\"" +
             (dated ? R"(,"date":")" + std::string(date) + "\"" : "") + ",\"entities\":[" +
             entities + "]}\n";
  }
  Write("in.jsonl", lines);
  Write("p.yaml",
        "textmill: 1\nname: p\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl, fields: { "
        "entities: entities } }\n  - uses: write.jsonl\n    with: { path: out.jsonl }\n");
  ASSERT_EQ(Here("$T run p.yaml --batch-bytes 4096 --report r.html").status, 0);
  const simdjson::dom::element corpus = Data(ReadFile(At("r.html")))["runs"].at(0)["corpus"];
  for (const auto& [source, n] : sources) {
    bool found = false;
    for (const simdjson::dom::element one : corpus["read"]["sources"])
      found = found || (std::string_view(one.at(0)) == source && int64_t(one.at(1)) == n);
    EXPECT_TRUE(found) << source;
  }
  const simdjson::dom::element seen = corpus["names"];
  EXPECT_EQ(uint64_t(seen["different"]), names.size());
  size_t i = 0, with_months = 0;
  for (const simdjson::dom::element one : seen["names"]) {
    const Counted& counted =
        names[{std::string(std::string_view(one.at(0))), std::string(std::string_view(one.at(1)))}];
    EXPECT_EQ(int64_t(one.at(2)), counted.documents);
    EXPECT_EQ(int64_t(one.at(3)), counted.mentions);
    simdjson::dom::object months;
    if (seen["months"][std::to_string(i++)].get(months) != simdjson::SUCCESS) continue;
    ++with_months;
    EXPECT_EQ(months.size(), counted.months.size());
    for (const auto& [month, n] : months)
      EXPECT_EQ(int64_t(n), counted.months.at(std::string(month)));
  }
  EXPECT_EQ(i, names.size());
  EXPECT_EQ(with_months, 40u);
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
  EXPECT_EQ(Here("$T report s.json --out r.html").status, 0);  // another page is replaced
  EXPECT_EQ(Here("$T report s.json --out in.jsonl").status, 2);
  EXPECT_THAT(ReadFile(At("in.jsonl")), HasSubstr("Ada Moor"));
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
