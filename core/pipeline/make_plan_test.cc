#include "core/pipeline/make_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pipeline/draft/plan_check.h"

namespace textmill::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> PlanProblems(const std::string& text, std::vector<std::string> set = {}) {
  PlanOptions options = TextOnly();
  options.set = std::move(set);
  return ProblemsOf(text, options);
}
// Of steps after a reader; the first of them is in line 4.
std::vector<std::string> StepProblems(const std::string& steps, std::vector<std::string> set = {}) {
  return PlanProblems("textmill: 1\nsteps:\n  - {uses: read.text, with: {path: in}}\n" + steps,
                      std::move(set));
}
Plan Good(const std::string& steps, std::vector<std::string> set = {}) {
  PlanOptions options = TextOnly();
  options.set = std::move(set);
  return PlanOf("textmill: 1\nsteps:\n  - {uses: read.text, with: {path: in}}\n" + steps, options);
}

std::string Names(const Schema& schema) {
  std::string out;
  for (const Field& field : schema) out += (out.empty() ? "" : " ") + field.name;
  return out;
}

TEST(Plan, HasAllThatTheFileSays) {
  const Plan plan = PlanOf(
      "textmill: 1\n"
      "name: news\n"
      "description: what it is for\n"
      "steps:\n"
      "  - uses: read.text\n"
      "    with: { path: ['a/*.txt'], fields: {title: utf8, year: int64} }\n"
      "  - uses: language.detect\n"
      "  - keep: lang == \"en\" and lang_confidence >= 0.6\n"
      "  - uses: dedup.near\n"
      "    id: wire\n"
      "    with: { threshold: 0.9, action: mark }\n"
      "  - uses: entities.tag\n"
      "    when: text.length > 200     # others pass\n"
      "  - uses: corpus.frequencies\n"
      "  - uses: write.jsonl\n"
      "    with: { path: out/a.jsonl }\n"
      "  - uses: write.csv\n"
      "    with: { path: out/words.csv }\n"
      "    from: corpus.frequencies\n"
      "dropped: out/dropped.jsonl\n"
      "allow_failures: 5\n"
      "stop_after_failures: 50\n"
      "unique_ids: true\n",
      TextOnly());
  ASSERT_EQ(plan.steps.size(), 8u);
  EXPECT_EQ(plan.name, "news");
  EXPECT_EQ(plan.file, "p");
  EXPECT_EQ(plan.dropped, "out/dropped.jsonl");
  EXPECT_EQ(plan.failed, "out/a.failed.jsonl");
  EXPECT_EQ(plan.allow_failures, 5u);
  EXPECT_EQ(plan.stop_after_failures, 50u);
  EXPECT_TRUE(plan.unique_ids);
  EXPECT_EQ(plan.steps[0].kind, Step::Kind::kSource);
  EXPECT_EQ(Names(plan.steps[0].output), "title year id text source");
  EXPECT_EQ(Names(plan.steps[1].output), "title year id text source lang lang_confidence");
  EXPECT_THAT(plan.steps[1].uses_columns, ElementsAre(3));
  EXPECT_EQ(plan.steps[2].kind, Step::Kind::kKeep);
  EXPECT_EQ(plan.steps[2].id, "keep");
  EXPECT_EQ(plan.steps[2].condition->text(), "lang == \"en\" and lang_confidence >= 0.6");
  EXPECT_EQ(plan.steps[3].id, "wire");
  EXPECT_EQ(plan.steps[3].uses, "dedup.near");
  EXPECT_EQ(plan.steps[3].composition.back().from, ColumnSource::From::kCommit);
  EXPECT_EQ(Names(plan.steps[4].output),
            "title year id text source lang lang_confidence dup_of entities");
  EXPECT_EQ(plan.steps[4].condition->text(), "text.length > 200");
  EXPECT_EQ(plan.steps[6].kind, Step::Kind::kSink);
  EXPECT_EQ(plan.steps[7].table_of, 5u);
  EXPECT_EQ(Names(plan.steps[7].input), "word count");
  EXPECT_EQ(Names(plan.steps[7].output), Names(plan.steps[6].output));
  EXPECT_EQ(plan.steps[7].composition.size(), plan.steps[7].output.size());
  ASSERT_EQ(plan.outputs.size(), 2u);
  EXPECT_EQ(plan.outputs[0].path, "out/a.jsonl");
  EXPECT_EQ(plan.outputs[0].step, 6u);
  EXPECT_EQ(plan.outputs[0].place.ToString(), "p:16:19");
}

// The promise: all mistakes at once, each with its place and the nearest right name.
TEST(Plan, EightMistakesAreEightErrors) {
  EXPECT_THAT(
      PlanProblems("textmill: 1\n"
                   "nmae: news\n"
                   "steps:\n"
                   "  - uses: read.text\n"
                   "    with: { pth: ['a/*.txt'] }\n"
                   "  - uses: langage.detect\n"
                   "  - keep: lang == \"eng\"\n"
                   "  - uses: dedup.near\n"
                   "    with: { threshold: 1.5, acton: mark }\n"
                   "  - keep: entities is not null\n"
                   "  - uses: entities.tag\n"
                   "    with: { patterns: { x: 'a(' } }\n"
                   "  - uses: write.jsonl\n"
                   "    with: { path: out/a.jsonl, columns: [id, txt] }\n"
                   "allow_failures: some\n"),
      ElementsAre(
          HasSubstr("2:1: a pipeline has no key `nmae`; did you mean `name`?"),
          HasSubstr("5:13: there is no parameter `pth`; did you mean `path`?"),
          HasSubstr("6:11: there is no stage `langage.detect`; did you mean `language.detect`?"),
          HasSubstr("7:19: "),
          HasSubstr("9:24: `threshold`: expected number from 0 to 1, not `1.5`"),
          HasSubstr("9:29: there is no parameter `acton`; did you mean `action`?"),
          HasSubstr("10:11: no column is called `entities`; step `entities.tag` (line 11) makes "
                    "it, but only later: move it up"),
          HasSubstr("12:28: step `entities.tag`: this is not a pattern"),
          HasSubstr("14:46: `columns[1]` names a column that is not there: `txt`; did you mean "
                    "`text`?"),
          HasSubstr("15:17: `allow_failures`: expected whole number")));
}

TEST(Plan, TheFileItself) {
  EXPECT_THAT(PlanProblems(""), ElementsAre(HasSubstr("1:1: the file is empty")));
  EXPECT_THAT(PlanProblems("- a\n"),
              ElementsAre(HasSubstr("1:1: a pipeline must be a map, not a list")));
  EXPECT_THAT(PlanProblems("a: [\n"), ElementsAre(HasSubstr("1:4: `[` opens here")));
  EXPECT_THAT(PlanProblems("name: x\n"),
              ElementsAre(HasSubstr("1:1: the format version is missing"),
                          HasSubstr("1:1: a pipeline needs `steps:`")));
  EXPECT_THAT(PlanProblems("textmill: 2\nsteps: []\n"),
              ElementsAre(HasSubstr("1:11: the format version must be 1, not `2`"),
                          HasSubstr("2:8: `steps` is empty")));
  EXPECT_THAT(PlanProblems("textmill: 1\nsteps: {uses: x}\n"),
              ElementsAre(HasSubstr("2:8: `steps` takes a list, not a map")));
  std::vector<Problem> problems;
  EXPECT_FALSE(MakePlan("/nowhere/p.yaml", test_stages::TestRegistry(), {}, &problems));
  EXPECT_FALSE(MakePlan("/", test_stages::TestRegistry(), {}, &problems));
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].ToString(), "/nowhere/p.yaml: there is no such file");
  EXPECT_EQ(problems[1].ToString(), "/: this is a folder, not a pipeline file");
}

TEST(Plan, TopKeys) {
  const std::string start = "textmill: 1\nsteps:\n  - {uses: read.text, with: {path: in}}\n";
  EXPECT_THAT(
      PlanProblems(start + "allow_failure: 1\nunique_ids: yes\nstop_after_failures: 0\n"
                           "dropped: [x]\nfailed: ''\nname: {a: b}\nzzzzzzz: 1\n"),
      ElementsAre(HasSubstr("4:1: a pipeline has no key `allow_failure`; did you mean "
                            "`allow_failures`?"),
                  HasSubstr("5:13: `unique_ids`: expected true or false, not `yes`; write true"),
                  HasSubstr("6:22: `stop_after_failures`: expected whole number of at least 1"),
                  HasSubstr("7:10: `dropped` takes a single value, not a list"),
                  HasSubstr("8:9: `failed`: a path cannot be empty"),
                  HasSubstr("9:7: `name` takes a single value, not a map"),
                  HasSubstr("10:1: a pipeline has no key `zzzzzzz`; it has `textmill`")));
}

TEST(Plan, StepsThatAreNone) {
  EXPECT_THAT(
      StepProblems("  - language.detect\n"
                   "  - uses:dedup.near\n"
                   "  - dedup.near: {threshold: 2}\n"
                   "  - {id: x}\n"
                   "  - {uses: dedup.near, keep: lang is null}\n"
                   "  - {keep: text is null, with: {a: b}}\n"
                   "  - uses: dedup.near\n"
                   "    threshold: 0.9\n"
                   "  - {uses: dedup.near, wiht: {threshold: 3}}\n"
                   "  - keep: [lang, en]\n"
                   "  - keep:\n"
                   "  - uses: [dedup.near]\n"
                   "  -\n"
                   "  - {zzzzzz: 1}\n"),
      ElementsAre(HasSubstr("4:5: a step must be a map, not `language.detect`; write `uses: "
                            "language.detect`"),
                  HasSubstr("5:5: a step must be a map, not `uses:dedup.near`; a space must"),
                  HasSubstr("6:5: a step has no key `dedup.near`; write `uses: dedup.near`, and"),
                  HasSubstr("6:29: `threshold`: expected number"),
                  HasSubstr("7:5: this step says neither `uses:` nor `keep:`"),
                  HasSubstr("8:24: a step is either `uses:` or `keep:`, not both"),
                  HasSubstr("9:26: a `keep:` step takes no `with`"),
                  HasSubstr("11:5: a step has no key `threshold`; it is a parameter: put it "
                            "under `with:`"),
                  HasSubstr("12:24: a step has no key `wiht`; did you mean `with`?"),
                  HasSubstr("12:42: `threshold`: expected number"),
                  HasSubstr("13:11: `keep` takes a condition, not a list; put it in single "
                            "quotes"),
                  HasSubstr("14:5: `keep` takes a condition, not nothing"),
                  HasSubstr("15:11: `uses` takes the name of a stage, not a list"),
                  HasSubstr("16:3: a step must be a map, not nothing"),
                  HasSubstr("17:6: a step has no key `zzzzzz`; a step has `uses`")));
}

TEST(Plan, ReadersComeFirstAndOnlyThere) {
  EXPECT_THAT(
      PlanProblems("textmill: 1\nsteps:\n  - uses: language.detect\n  - uses: read.text\n"
                   "    with: {path: x, pth: y}\n"),
      ElementsAre(HasSubstr("3:11: the first step must be a reader, but `language.detect` is "
                            "not one; readers are `read.text`"),
                  HasSubstr("4:11: `read.text` is a reader: it can only be the first step"),
                  HasSubstr("5:21: there is no parameter `pth`")));
  EXPECT_THAT(
      PlanProblems("textmill: 1\nsteps:\n  - keep: lang == \"en\"\n"),
      ElementsAre(HasSubstr("3:11: the first step must be a reader, but `keep` is not one")));
  EXPECT_THAT(
      PlanProblems(
          "textmill: 1\nsteps:\n  - {uses: read.text, with: {path: x}, when: id is null}\n"),
      ElementsAre(HasSubstr("3:40: a reader cannot have a `when:`")));
}

TEST(Plan, IdsAreUnique) {
  const Plan plan = Good(
      "  - uses: dedup.near\n"
      "  - uses: dedup.near\n"
      "  - keep: text is not null\n"
      "  - {uses: dedup.near, id: dedup.near-3}\n"
      "  - uses: dedup.near\n"
      "  - keep: text is not null\n");
  std::vector<std::string> ids;
  for (const Step& step : plan.steps) ids.push_back(step.id);
  EXPECT_THAT(ids, ElementsAre("read.text", "dedup.near", "dedup.near-2", "keep", "dedup.near-3",
                               "dedup.near-4", "keep-2"));
  EXPECT_THAT(StepProblems("  - {uses: dedup.near, id: a}\n"
                           "  - {uses: dedup.near, id: a}\n"
                           "  - {uses: dedup.near, id: 'b c'}\n"
                           "  - {uses: dedup.near, id: ''}\n"
                           "  - {uses: dedup.near, id: [a]}\n"),
              ElementsAre(HasSubstr("5:28: the id `a` is given twice, first in line 4"),
                          HasSubstr("6:28: the id `b c` holds other characters"),
                          HasSubstr("7:28: `id` takes a word, not an empty text"),
                          HasSubstr("8:28: `id` takes a word, not a list")));
}

TEST(Plan, UnknownStages) {
  EXPECT_THAT(
      StepProblems("  - uses: dedup.naer\n"
                   "  - uses: something.else\n"),
      ElementsAre(HasSubstr("4:11: there is no stage `dedup.naer`; did you mean `dedup.near`?"),
                  HasSubstr("5:11: there is no stage `something.else`; `textmill plugins` lists "
                            "all stages")));
  std::vector<Problem> problems;
  const Registry none = Registry::Of({});
  EXPECT_FALSE(
      MakePlanOf("textmill: 1\nsteps:\n  - uses: read.text\n", "p", none, TextOnly(), &problems));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_THAT(problems[0].ToString(), HasSubstr("no plugin was found"));
}

TEST(Plan, EnvironmentVariablesAreFilledIn) {
  setenv("TM_OUT", "results", 1);
  unsetenv("TM_UNSET");
  const Plan plan = Good(
      "  - uses: write.jsonl\n    with: { path: '${TM_OUT}/a.jsonl' }\n"
      "  - uses: dedup.near\n    with: {threshold: '${TM_UNSET:-0.5}'}\n");
  EXPECT_EQ(plan.outputs.at(0).path, "results/a.jsonl");
  EXPECT_THAT(StepProblems("  - uses: dedup.near\n    with: {threshold: '${TM_UNSET}'}\n"
                           "  - keep: '${TM_UNSET}'\n"
                           "  - uses: ${TM_UNSET}\n"),
              ElementsAre(HasSubstr("5:24: the environment variable `TM_UNSET` is not set"),
                          HasSubstr("6:12: the environment"), HasSubstr("7:11: the environment")));
}

TEST(Plan, SetChangesParameters) {
  const std::string steps =
      "  - {uses: dedup.near, id: wire}\n"
      "  - {uses: dedup.near, id: wire.two, with: {threshold: 0.1}}\n"
      "  - {uses: write.jsonl, with: {path: x}}\n"
      "  - keep: text is null\n";
  const Plan plan =
      Good(steps, {"write.jsonl.path=a, b.jsonl", "write.jsonl.columns=[id, text]",
                   "wire.two.threshold=0.3", "wire.action=mark", "read.text.path=*.txt"});
  EXPECT_EQ(plan.outputs.at(0).path, "a, b.jsonl");
  EXPECT_THAT(plan.steps[1].bound.commit_columns, ::testing::SizeIs(1));
  EXPECT_THAT(
      StepProblems(steps,
                   {"wire.treshold=0.3", "wrie.threshold=1", "wire.two.threshold=7", "wire=1",
                    "wire.threshold", "keep.x=1", "wire.threshold=[0.1", "zzzzzz.a.b=1",
                    "wire.two.action={a: b}", "write.jsonl.columns=[id, txet]",
                    "wire.action=${TM_NOT_THERE}", "wire.memory="}),
      ::testing::UnorderedElementsAre(
          "--set wire.treshold=0.3: there is no parameter `treshold`; did you mean `threshold`?",
          "--set wrie.threshold=1: no step has the id `wrie`; did you mean `wire`?",
          HasSubstr(
              "--set wire.two.threshold=7: `threshold`: expected number from 0 to 1, not `7`"),
          HasSubstr("--set wire=1: `--set` takes ID.PARAM=VALUE"),
          HasSubstr("--set wire.threshold: `--set` takes ID.PARAM=VALUE"),
          HasSubstr("--set keep.x=1: the step `keep` is a condition"),
          HasSubstr("--set wire.threshold=[0.1: `[` opens here and is never closed"),
          HasSubstr("--set zzzzzz.a.b=1: no step has the id `zzzzzz.a`; the steps are"),
          HasSubstr("--set wire.two.action={a: b}: `action`: expected drop or mark, not a map"),
          HasSubstr("--set write.jsonl.columns=[id, txet]: `columns[1]` names a column"),
          HasSubstr("--set wire.action=${TM_NOT_THERE}: the environment variable"),
          HasSubstr("--set wire.memory=: `memory`: expected size")));
}

TEST(Plan, TablesAreTakenByTheirStep) {
  const std::string maker = "  - {uses: corpus.frequencies, id: words}\n";
  EXPECT_EQ(Good(maker + "  - {uses: write.csv, with: {from: words, path: x}}\n").steps[2].table_of,
            1u);
  EXPECT_THAT(
      StepProblems(maker +
                   "  - {uses: write.csv, from: wrods, with: {path: a}}\n"
                   "  - {uses: write.csv, from: read.text, with: {path: b}}\n"
                   "  - {uses: write.csv, from: later, with: {path: c}}\n"
                   "  - {uses: dedup.near, from: words}\n"
                   "  - {uses: corpus.frequencies, id: later}\n"
                   "  - {uses: write.csv, from: [words], with: {path: d}}\n"
                   "  - {uses: write.csv, from: words, with: {path: e, columns: [id]}}\n"
                   "  - {uses: write.csv, from: words, when: text is null, with: {path: f}}\n"
                   "  - {uses: write.csv, from: words, with: {path: g, from: words}}\n"
                   "  - {uses: corpus.frequencies, id: off, with: {off: true}}\n"
                   "  - {uses: write.csv, from: off, with: {path: h}}\n"),
      ElementsAre(
          HasSubstr("5:29: no step has the id `wrods`; did you mean `words`?"),
          HasSubstr("6:29: the step `read.text` makes no table; tables are made by `words`"),
          HasSubstr("7:29: `from` must name an earlier step, but `later` is in line 9"),
          HasSubstr("8:30: only writers take a table by `from`, and `dedup.near` is not one"),
          HasSubstr("10:29: `from` takes the id of a step, not a list"),
          HasSubstr("11:62: `columns[0]` names a column that is not there: `id`; the columns "
                    "here are `word` and `count`"),
          HasSubstr("12:36: `when:` chooses among documents, but this step writes a table"),
          HasSubstr("13:52: `from` is given twice"),
          HasSubstr("15:29: the step `off` makes no table with the parameters it has")));
  EXPECT_THAT(StepProblems("  - {uses: write.csv, from: words, with: {path: a}}\n"),
              ElementsAre(HasSubstr("no step has the id `words`; no earlier step makes a table")));
}

}  // namespace
}  // namespace textmill::core
