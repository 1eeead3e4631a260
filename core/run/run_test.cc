// Whole runs, with small stages of every kind: the account, failures, order, replay, tables. Random
// pipelines are compared with a naive interpreter.
#include "core/run/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "core/run/test_run.h"
#include "core/run/test_stages.h"

using namespace textmill::test_stages;  // NOLINT: the stages are what this file is about
TEXTMILL_PLUGIN("test", "1.0.0", "MIT", List, Packed, Meet, Length, Reverse, Short, Split, Echo,
                Unique, Longest, Tally, Print, Picky, PickyLater, Broken);

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

TEST_F(RunTest, DocumentsGoThroughInOrder) {
  const Ran ran = RunSteps({"a", "bb", "ccc", "dddd", "e"}, "  - uses: test.length\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.error, "");
  EXPECT_EQ(ran.outcome, Outcome::kDone);
  EXPECT_EQ(ran.out, "0|a|1\n1|bb|2\n2|ccc|3\n3|dddd|4\n4|e|1\n");
  EXPECT_EQ(ran.read, 5);
  EXPECT_EQ(ran.finished, 5);
  EXPECT_EQ(ran.failed, "");
}

TEST_F(RunTest, ADocumentThatFailsFailsAlone) {
  const Ran ran = RunSteps({"a", "boom", "c", "d"}, "  - uses: test.length\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.outcome, Outcome::kTooManyFailures);
  EXPECT_EQ(ran.out, "0|a|1\n2|c|1\n3|d|1\n");
  EXPECT_EQ(ran.failures, 1);
  EXPECT_EQ(ran.failed,
            "{\"step\":\"test.length\",\"message\":\"the text went "
            "boom\",\"source\":\"list\",\"offset\":1,\"length\":1,\"record\":\"boom\"}\n");
  EXPECT_EQ(RunSteps({"a", "boom"}, "  - uses: test.length\n", "allow_failures: 1\n").outcome,
            Outcome::kDone);
}

// However many documents of a batch fail, it is not called again.
TEST_F(RunTest, RowsThatAStageNamesFailWithoutAnotherCall) {
  std::vector<std::string> texts;
  for (int i = 0; i < 300; ++i)
    texts.push_back(i % 3 == 0 ? "no" : i % 100 == 50 ? "later" : "fine");
  for (const int unit : {1, 7, 1000}) {
    const Ran ran = RunSteps(texts, "  - uses: test.picky\n", "", {}, unit);
    ASSERT_EQ(Problems(ran), "");
    EXPECT_EQ(ran.error, "");
    EXPECT_EQ(ran.outcome, Outcome::kTooManyFailures);
    EXPECT_EQ(ran.failures, 102);
    EXPECT_EQ(ran.finished, 198);
    EXPECT_THAT(ran.out, ::testing::StartsWith("1|fine|4\n2|fine|4\n4|fine|4\n"));
    EXPECT_THAT(ran.failed,
                ::testing::StartsWith("{\"step\":\"test.picky\",\"message\":\"it says no\","
                                      "\"source\":\"list\",\"offset\":0,"));
    EXPECT_THAT(ran.failed, HasSubstr("\"message\":\"it says later\",\"try_later\":true,"));
    const int calls = (300 + unit - 1) / unit;
    EXPECT_THAT(ran.summary, HasSubstr("\"calls\": " + std::to_string(calls))) << unit;
  }
}

// What is carried to commit stays with its document.
TEST_F(RunTest, ADocumentOfWhichWrongTextWasMadeFailsAlone) {
  const Ran ran =
      RunSteps({"a", "cut", "cc", "cut", "d", "cut"}, "  - uses: test.echo\n", "", {}, 4);
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.error, "");
  EXPECT_EQ(ran.out, "0|a|a|a\n2|cc|cc|cc\n4|d|d|d\n");
  EXPECT_EQ(ran.failures, 3);
  EXPECT_THAT(ran.failed, HasSubstr("the stage made text that is wrong"));
}

TEST_F(RunTest, FailuresOfAPassAndOfACommitAreFailures) {
  const Ran ran =
      RunSteps({"a", "no", "never", "bb", "no", "c", "never"}, "  - uses: test.picky_later\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.error, "");
  EXPECT_EQ(ran.out, "0|a|1\n3|bb|2\n5|c|3\n");
  EXPECT_EQ(ran.read, 7);
  EXPECT_EQ(ran.finished, 3);
  EXPECT_EQ(ran.failures, 4);
}

TEST_F(RunTest, FailuresThatCannotBeEndTheRun) {
  const auto error = [&](const std::string& how) {
    const Ran ran =
        RunSteps({"a", "no", "c"}, "  - {uses: test.picky, with: {how: " + how + "}}\n");
    EXPECT_EQ(ran.outcome, Outcome::kFailed) << how;
    EXPECT_FALSE(ran.published) << how;
    return ran.error;
  };
  EXPECT_THAT(error("twice"), HasSubstr("it says twice that row"));
  EXPECT_THAT(error("outside"), HasSubstr("it says that row 3 failed, of 3 rows"));
  EXPECT_THAT(error("child"), HasSubstr("row 1 failed, and makes documents of it"));
  EXPECT_THAT(error("cancelled"), HasSubstr("gave up as if the run was to end, which it was not"));
}

TEST_F(RunTest, BadRecordsBadBytesAndLostInputsAreRecorded) {
  const Ran ran = RunSteps({"a", "bad1", "utf", "d", "gone", "f"}, "");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.outcome, Outcome::kTooManyFailures);
  EXPECT_EQ(ran.out, "0|a\n3|d\n5|f\n");
  EXPECT_EQ(ran.read, 5);
  EXPECT_EQ(ran.failures, 2);
  EXPECT_EQ(ran.inputs_failed, 1);
  EXPECT_NE(ran.failed.find("\"message\":\"it is bad\""), std::string::npos) << ran.failed;
  EXPECT_NE(ran.failed.find("`text` is not valid UTF-8 from its byte 0 on"), std::string::npos)
      << ran.failed;
  EXPECT_NE(ran.failed.find("\"input_failed\":true"), std::string::npos) << ran.failed;
}

TEST_F(RunTest, AUnitThatCannotBeReadAnyMoreIsALostInput) {
  const Ran ran = RunSteps({"a", "b", "c", "d", "torn", "f", "g"}, "");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.outcome, Outcome::kTooManyFailures);
  EXPECT_EQ(ran.out, "0|a\n1|b\n2|c\n6|g\n");
  EXPECT_EQ(ran.inputs_failed, 1);
  EXPECT_NE(ran.failed.find("the file was cut"), std::string::npos) << ran.failed;
}

TEST_F(RunTest, DropsAreExplained) {
  const Ran ran = RunSteps({"a", "b", "a"}, "  - uses: test.unique\n    id: once\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.out, "0|a|0\n1|b|1\n");
  EXPECT_EQ(ran.dropped,
            "{\"step\":\"once\",\"reason\":\"repeated\",\"id\":\"2\",\"source\":\"list\","
            "\"offset\":2,\"detail\":{\"dup_of\":\"0\"},"
            "\"document\":{\"id\":\"2\",\"text\":\"a\"}}\n");
  EXPECT_THAT(ran.summary, HasSubstr("\"drops\": {\"once\": {\"repeated\": 1}}"));
}

TEST_F(RunTest, SplitCountsWhatItMakesAndDropsTheEmpty) {
  const Ran ran = RunSteps({"a-b-c", "", "d"}, "  - uses: test.split\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.out, "0|a\n0|b\n0|c\n2|d\n");
  EXPECT_EQ(ran.read, 3);
  EXPECT_EQ(ran.made, 2);
  EXPECT_EQ(ran.drops, 1);
  EXPECT_EQ(ran.finished, 4);
  EXPECT_NE(ran.dropped.find("\"reason\":\"empty\""), std::string::npos);
}

TEST_F(RunTest, KeepDropsFalseAndNull) {
  const Ran ran =
      RunSteps({"a", "bb", "ccc"},
               "  - uses: test.length\n    when: text != \"bb\"\n  - keep: length > 1\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.out, "2|ccc|3\n");
  EXPECT_NE(ran.dropped.find("\"reason\":\"false\""), std::string::npos) << ran.dropped;
  EXPECT_NE(ran.dropped.find("\"reason\":\"null\""), std::string::npos) << ran.dropped;
}

TEST_F(RunTest, WhenLeavesOtherDocumentsAlone) {
  const Ran ran = RunSteps({"ab", "x", "cd", "ab"},
                           "  - uses: test.reverse\n    when: text.length > 1\n"
                           "  - uses: test.unique\n    when: text != \"x\"\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.out, "0|ba|0\n1|x|null\n2|dc|1\n");
}

TEST_F(RunTest, SetMakesAndReplacesColumns) {
  const Ran ran = RunSteps({"a", "bb", "ccc"},
                           "  - set:\n      n: text.length * 2\n      text: concat(text, \"!\")\n"
                           "  - keep: n == text.length * 2 - 2\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.error, "");
  EXPECT_EQ(ran.finished, 3);
  EXPECT_THAT(ran.out, HasSubstr("1|bb!"));
}

TEST_F(RunTest, SetWithWhenLeavesOtherDocumentsAlone) {
  const Ran ran = RunSteps({"a", "bb", "ccc"},
                           "  - set: { text: upper(text), new: 1 }\n    when: text.length > 1\n"
                           "  - keep: new == 1 or text == \"a\"\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_THAT(ran.out, HasSubstr("0|a"));
  EXPECT_THAT(ran.out, HasSubstr("1|BB"));
  EXPECT_EQ(ran.finished, 3);
}

TEST_F(RunTest, ValuesThatCannotBeWorkedOutAreCountedOrFail) {
  const std::vector<std::string> texts = {"2024-06-05", "soon", "2023-01-01"};
  Ran ran = RunSteps(texts, "  - set: { year: year(text) }\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.finished, 3);
  EXPECT_THAT(ran.summary, HasSubstr("\"null_by_error\": 1"));
  EXPECT_THAT(ran.account, HasSubstr("null, as the value cannot be worked out: 1"));
  ran = RunSteps(texts, "  - set: { year: year(text) }\n    on_error: fail\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.finished, 2);
  EXPECT_EQ(ran.failures, 1);
  EXPECT_THAT(ran.failed, HasSubstr("`year` cannot be worked out: year(text)"));
}

TEST_F(RunTest, AStageThatReplaysSeesAllDocumentsFirst) {
  const Ran ran = RunSteps({"a", "bbb", "cc", "ddd", "boom"},
                           "  - uses: test.short\n    with: {most: 4}\n  - uses: test.length\n  - "
                           "uses: test.longest\n  - uses: test.reverse\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.out, "1|bbb|3\n3|ddd|3\n");
  EXPECT_EQ(ran.drops, 2);
  EXPECT_EQ(ran.failures, 1);
}

TEST_F(RunTest, TablesGoToTheWriterThatTakesThem) {
  const std::string table = (folder_ / "table.txt").string(), out = (folder_ / "out.txt").string();
  fs::remove(table);
  const Ran ran = RunSteps({"b", "a", "b"},
                           "  - uses: test.tally\n  - uses: test.print\n    id: t\n    from: "
                           "test.tally\n    with: {path: \"" +
                               table +
                               "\"}\n"
                               "  - uses: test.print\n    with: {path: \"" +
                               out + "\"}\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.error, "");
  EXPECT_EQ(Read(table), "a|1\nb|2\n");
  EXPECT_EQ(ran.out, "0|b\n1|a\n2|b\n");
  EXPECT_NE(ran.summary.find("\"t\": 2"), std::string::npos) << ran.summary;
  EXPECT_THAT(ran.summary, HasSubstr("\"peak_memory\": 3000"));
}

TEST_F(RunTest, BrokenPromisesEndTheRunWithTheStagesName) {
  for (const std::string how : {"rows", "verdicts", "commit"}) {
    const Ran ran = RunSteps({"a", "b"}, "  - uses: test.broken\n    with: {how: " + how + "}\n");
    ASSERT_EQ(Problems(ran), "");
    EXPECT_EQ(ran.outcome, Outcome::kFailed) << how;
    EXPECT_THAT(ran.error, HasSubstr("test.broken"));
    if (how == "commit") {
      EXPECT_THAT(ran.error, HasSubstr("the index is broken"));
    }
    EXPECT_FALSE(ran.published) << how;
    EXPECT_TRUE(ran.part) << how;
  }
}

TEST_F(RunTest, TextThatAStageBreaksFailsItsDocument) {
  const Ran ran = RunSteps({"a", "here", "b"}, "  - uses: test.broken\n    with: {how: utf8}\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.out, "0|a|fine\n2|b|fine\n");
  EXPECT_EQ(ran.failures, 1);
}

TEST_F(RunTest, AnExceptionOfAnyTypeFailsDocumentsAlone) {
  const Ran ran = RunSteps({"a", "b"}, "  - uses: test.broken\n    with: {how: throw}\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.failures, 2);
  EXPECT_EQ(ran.outcome, Outcome::kTooManyFailures);
}

TEST_F(RunTest, TooManyFailuresStopTheRun) {
  const std::vector<std::string> texts(30, "boom");
  const Ran ran = RunSteps(texts, "  - uses: test.length\n", "stop_after_failures: 5\n");
  ASSERT_EQ(Problems(ran), "");
  EXPECT_EQ(ran.outcome, Outcome::kFailed);
  EXPECT_NE(ran.error.find("stop_after_failures"), std::string::npos);
  EXPECT_FALSE(ran.published);
}

TEST_F(RunTest, AnInterruptedRunPublishesNothing) {
  stop_ = true;
  const Ran ran = RunSteps({"a"}, "");
  stop_ = false;
  EXPECT_EQ(ran.outcome, Outcome::kInterrupted);
  EXPECT_FALSE(ran.published);
  EXPECT_TRUE(ran.part);
}

TEST_F(RunTest, LimitReadsTheFirstDocuments) {
  RunOptions options;
  options.limit = 4;
  options.threads = 3;
  for (const int unit : {1, 2, 3, 100}) {
    const Ran ran = RunSteps({"a", "b", "bad", "d", "e", "bad", "g", "bad", "gone", "h"}, "",
                             "allow_failures: 9\n", options, unit);
    ASSERT_EQ(Problems(ran), "");
    EXPECT_EQ(ran.out, "0|a\n1|b\n3|d\n4|e\n");
    EXPECT_EQ(ran.read, 5) << unit;
    EXPECT_EQ(ran.inputs_failed, 0) << unit;
  }
}

// A limit stops the reading, not the second pass over what was read.
TEST_F(RunTest, ALimitAndAStageThatReplays) {
  for (const int unit : {1, 2, 100}) {
    for (const int limit : {0, 1, 2, 3, 4, 5, 9}) {
      RunOptions options;
      options.limit = limit;
      options.threads = 2;
      const Ran ran = RunSteps({"a", "bbb", "cc", "ddd", "e"},
                               "  - uses: test.longest\n  - uses: test.reverse\n  - uses: "
                               "test.longest\n    id: again\n",
                               "", options, unit);
      ASSERT_EQ(Problems(ran), "");
      EXPECT_EQ(ran.error, "") << limit;
      EXPECT_EQ(ran.read, std::min(limit, 5));
      const std::string expected = limit == 0   ? ""
                                   : limit == 1 ? "0|a\n"
                                   : limit < 4  ? "1|bbb\n"
                                                : "1|bbb\n3|ddd\n";
      EXPECT_EQ(ran.out, expected) << limit << " of units of " << unit;
    }
  }
}

// Files that are one document each may be packed; that nobody knows how long they are makes none
// of them travel alone.
TEST_F(RunTest, SmallFilesOfUnknownLengthAreReadAtOnce) {
  const fs::path file = folder_ / "packed.yaml", out = folder_ / "out.txt";
  std::ofstream(file) << "textmill: 1\nname: test\nsteps:\n  - uses: test.packed\n"
                         "  - uses: test.meet\n  - uses: test.print\n    with: {path: \""
                      << out.string() << "\"}\n";
  std::vector<Problem> problems;
  auto plan = MakePlan(file.string(), registry_, {}, &problems);
  ASSERT_TRUE(plan) << (problems.empty() ? "" : problems[0].ToString());
  RunOptions options;
  options.progress = ProgressMode::kNever;
  options.threads = 2;
  const RunReport report = RunPlan(*plan, options, &stop_);
  EXPECT_EQ(report.outcome, Outcome::kDone);
  EXPECT_THAT(SummaryJson(*plan, report, registry_), HasSubstr("\"met\": 2"));
}

TEST_F(RunTest, UniqueIdsAreChecked) {
  EXPECT_EQ(RunSteps({"a", "b"}, "", "unique_ids: true\n").outcome, Outcome::kDone);
}

// ---- Random pipelines against a naive interpreter

struct Doc {
  std::string id, text;
};

// What the steps leave of the documents, one at a time and without any batches.
std::vector<Doc> Interpret(std::vector<Doc> docs, const std::vector<std::string>& steps) {
  for (const std::string& step : steps) {
    std::vector<Doc> next;
    std::set<std::string> seen;
    size_t longest = 0;
    for (const Doc& doc : docs) longest = std::max(longest, doc.text.size());
    for (const Doc& doc : docs) {
      if (step == "test.short" && doc.text.size() > 3) continue;
      if (step == "test.unique" && !seen.insert(doc.text).second) continue;
      if (step == "test.longest" && doc.text.size() < longest) continue;
      if (step == "keep" && doc.text == "aa") continue;
      if (step == "test.split") {
        std::istringstream parts(doc.text);
        for (std::string part; std::getline(parts, part, '-');) next.push_back({doc.id, part});
        continue;
      }
      next.push_back(doc);
      const bool reverse = step == "test.reverse" || (step == "when" && doc.text.size() > 1);
      if (reverse) std::reverse(next.back().text.begin(), next.back().text.end());
    }
    docs = std::move(next);
  }
  return docs;
}

TEST_F(RunTest, RandomPipelinesDoWhatANaiveInterpreterDoes) {
  static const std::vector<std::string> kSteps = {
      "test.short", "test.unique", "test.longest", "keep", "test.split", "test.reverse", "when"};
  std::mt19937 random(11);
  for (int round = 0; round < 60; ++round) {
    std::vector<std::string> texts, steps;
    std::vector<Doc> docs;
    for (int n = static_cast<int>(random() % 40); n >= 0; --n) {
      std::string text;
      for (int k = static_cast<int>(random() % 5); k > 0; --k) text += "aab-"[random() % 4];
      docs.push_back({std::to_string(texts.size()), text});
      texts.push_back(text);
    }
    std::string yaml;
    for (int n = static_cast<int>(random() % 5); n > 0; --n) {
      const std::string step = kSteps[random() % kSteps.size()];
      if (step == "test.unique" && std::count(steps.begin(), steps.end(), step) > 0) continue;
      steps.push_back(step);
      if (step == "keep")
        yaml += "  - keep: text != \"aa\"\n";
      else if (step == "when")
        yaml += "  - uses: test.reverse\n    when: text.length > 1\n";
      else
        yaml += "  - uses: " + step + "\n";
    }
    std::string expected;
    for (const Doc& doc : Interpret(docs, steps)) expected += doc.id + "|" + doc.text + "\n";
    std::string first;
    for (const auto& [threads, unit] :
         std::vector<std::pair<unsigned, int>>{{1, 1}, {2, 3}, {4, 7}, {3, 100}}) {
      RunOptions options;
      options.threads = threads;
      const Ran ran = RunSteps(texts, yaml, "", options, unit);
      ASSERT_EQ(Problems(ran), "") << yaml;
      ASSERT_EQ(ran.error, "") << yaml;
      EXPECT_EQ(ran.read + ran.made, ran.finished + ran.drops + ran.failures);
      std::string out = ran.out;  // without the ranks that test.unique adds
      if (std::count(steps.begin(), steps.end(), "test.unique") > 0) {
        std::istringstream lines(ran.out);
        out.clear();
        for (std::string line; std::getline(lines, line);)
          out += line.substr(0, line.rfind('|')) + "\n";
      }
      ASSERT_EQ(out, expected) << yaml;
      if (first.empty()) first = ran.out + ran.dropped;
      EXPECT_EQ(ran.out + ran.dropped, first) << "threads " << threads << "\n" << yaml;
    }
  }
}

}  // namespace
}  // namespace textmill::core
