// Plans of texts that are wrong in random ways.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "core/pipeline/draft/plan_check.h"
#include "core/pipeline/explain.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

// A line of a pipeline, and what may be wrong in it.
struct Line {
  std::string good;
  std::vector<std::string> bad;
};

const std::vector<Line>& Lines() {
  static const std::vector<Line> lines = {
      {"textmill: 1", {"textmill: 2", "textmil: 1"}},
      {"name: x", {"nmae: x", "name: [x]"}},
      {"steps:", {}},
      {"  - uses: read.text", {"  - uses: raed.text"}},
      {"    with: { path: [in], fields: { title: utf8 } }",
       {"    with: { pth: [in], fields: { title: utf8 } }",
        "    with: { path: [in, {}], fields: { title: utf8 } }",
        "    wiht: { path: [in], fields: { title: utf8 } }",
        "    with: { path: '${TM_UNSET}', fields: { title: utf8 } }"}},
      {"  - uses: language.detect", {"  - uses: langage.detect", "  - use: language.detect"}},
      {"    with: { least: 0.5 }",
       {"    with: { least: 5 }", "    with: { laest: 0.5 }", "    with: { least: }"}},
      {"  - keep: lang == \"en\"",
       {"  - keep: lang == \"eng\"", "  - keep: lnag == \"en\"", "  - keep: lang == 5",
        "  - kepe: lang == \"en\"", "  - keep: [lang]"}},
      {"  - uses: dedup.near", {"  - uses: dedup.nere"}},
      {"    with: { threshold: 0.8, action: mark }",
       {"    with: { threshold: high, action: mark }",
        "    with: { threshold: 0.8, action: mark, memory: 5K }"}},
      {"    id: wire", {"    id: a b", "    id: []"}},
      {"    when: text.length > 3", {"    when: text > 3", "    whne: text is null"}},
      {"  - keep: dup_of is null", {"  - keep: dupof is null", "  - keep: dupof is not null"}},
      {"  - uses: entities.tag", {"  - uses: entites.tag"}},
      {"    id: tag", {"    id: wire", "    id: ''"}},
      {"    with: { patterns: { x: 'a' } }",
       {"    with: { patterns: { x: 'a(' } }", "    with: { patterns: { x: [] } }"}},
      {"  - keep: entities.length > 2",
       {"  - keep: entities.lenght > 2", "  - keep: entties is null"}},
      {"  - uses: corpus.frequencies", {"  - uses: corpus.frequencys"}},
      {"    with: { by: lang }", {"    with: { by: langg }", "    with: { by: [lang] }"}},
      {"  - uses: write.csv", {}},
      {"    with: { path: a.csv }", {"    with: { path: '' }"}},
      {"    from: corpus.frequencies", {"    from: tag", "    from: b"}},
      {"  - uses: write.csv", {}},
      {"    id: b", {}},
      {"    with: { path: b.csv, rows: entities }",
       {"    with: { path: b.csv, rows: entites }", "    with: { path: b.csv, rows: text }"}},
      {"  - uses: write.jsonl", {"  - uses: writ.jsonl"}},
      {"    with: { path: c.jsonl, columns: [id, dup_of, title] }",
       {"    with: { path: c.jsonl, columns: [id, dup_off, title] }", "    with: { path: b.csv }",
        "    with: { path: c.jsonl, column: [id] }"}},
      {"allow_failures: 0", {"allow_failures: -1", "alow_failures: 1", "allow_failures: many"}},
      {"dropped: d.jsonl", {"dropped: a.csv", "droped: d.jsonl"}}};
  return lines;
}

// However many mistakes there are, in whatever company: each is reported once, in its own line.
TEST(PlanFuzz, EachMistakeIsOneProblem) {
  unsetenv("TM_UNSET");
  std::mt19937 random(11);
  size_t total_found = 0, total_wrong = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string text;
    std::vector<int> wrong;
    std::vector<std::string> chosen;
    const unsigned share = 2 + random() % 12;
    for (size_t i = 0; i < Lines().size(); ++i) {
      const Line& line = Lines()[i];
      const bool bad = !line.bad.empty() && random() % share == 0;
      chosen.push_back(bad ? line.bad[random() % line.bad.size()] : line.good);
      if (bad) wrong.push_back(static_cast<int>(i) + 1);
      text += chosen.back() + "\n";
    }
    std::vector<Problem> problems;
    const auto plan = MakePlanOf(text, "p", test_stages::TestRegistry(), TextOnly(), &problems);
    ASSERT_EQ(plan.has_value(), wrong.empty()) << text;
    std::vector<int> found;
    std::string all;
    for (const Problem& problem : problems) {
      found.push_back(problem.place.line);
      all += problem.ToString() + "\n";
    }
    // An expression may be wrong in several ways.
    found.erase(std::unique(found.begin(), found.end()), found.end());
    // What is doubtful may go unreported next to another mistake, but nothing else may be reported.
    // (Of two lines that do not go together either may be named.)
    EXPECT_LE(found.size(), wrong.size()) << text << "\n" << all;
    total_found += found.size();
    total_wrong += wrong.size();
    if (wrong.size() == 1) {
      EXPECT_EQ(found, wrong) << text;
    }
    if (HasFailure()) break;
  }
  EXPECT_GT(total_found, total_wrong * 9 / 10) << total_found << " of " << total_wrong;
}

// Whatever the bytes: a plan or problems, soon.
TEST(PlanFuzz, SurvivesMutatedTexts) {
  std::string good;
  for (const Line& line : Lines()) good += line.good + "\n";
  const std::string bits = "\"'[]{}:,#&*!|>-?%@`\\\n\t ~<.0aé$";
  std::mt19937 random(12);
  const auto begin = std::chrono::steady_clock::now();
  for (int round = 0; round < 4000; ++round) {
    std::string text = good;
    for (size_t n = 1 + random() % 5; n > 0; --n) {
      const size_t at = random() % text.size();
      switch (random() % 5) {
        case 0:
          text[at] = bits[random() % bits.size()];
          break;
        case 1:
          text.insert(at, 1, bits[random() % bits.size()]);
          break;
        case 2:
          text.erase(at, 1 + random() % 8);
          break;
        case 3: {  // a line somewhere else
          const std::string line = Lines()[random() % Lines().size()].good + "\n";
          text.insert(text.rfind('\n', at) + 1, line);
          break;
        }
        default: {  // without a line
          const size_t start = text.rfind('\n', at) + 1;
          text.erase(start, text.find('\n', start) - start + 1);
        }
      }
      if (text.empty()) text = "x";
    }
    std::vector<Problem> problems;
    const auto plan = MakePlanOf(text, "p", test_stages::TestRegistry(), TextOnly(), &problems);
    ASSERT_EQ(plan.has_value(), problems.empty()) << text;
    if (plan) {
      EXPECT_FALSE(ExplainPlan(*plan).empty());
    }
    for (size_t i = 0; i < problems.size(); ++i) {
      const std::string shown = problems[i].ToString();
      EXPECT_EQ(FirstInvalidUtf8(shown), shown.size()) << text;
      EXPECT_EQ(problems[i].place.file, "p") << problems[i].ToString();
      EXPECT_THAT(problems[i].message, ::testing::Not(::testing::HasSubstr("no reason"))) << text;
      EXPECT_LE(problems[i > 0 ? i - 1 : 0].place.line, problems[i].place.line);
    }
    if (HasFailure()) break;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

}  // namespace
}  // namespace textmill::core
