#include "core/pipeline/draft/steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pipeline/draft/plan_check.h"

namespace textmill::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Of steps after a reader; the first of them is in line 4.
std::vector<std::string> ProblemsIn(const std::string& steps) {
  return ProblemsOf("textmill: 1\nsteps:\n  - {uses: read.text, with: {path: in}}\n" + steps,
                    TextOnly());
}

TEST(Steps, AColumnThatNobodyMakes) {
  EXPECT_THAT(
      ProblemsIn("  - {uses: columns, with: {select: [id, source]}}\n"
                 "  - uses: language.detect\n"),
      ElementsAre(HasSubstr("5:11: step `language.detect` needs the column `text`, which no "
                            "earlier step makes; step `columns` (line 4) takes it away; the "
                            "columns here are `id` and `source`")));
  EXPECT_THAT(
      ProblemsIn("  - {uses: language.detect, with: {column: txet}}\n"),
      ElementsAre(HasSubstr("4:44: `column` names a column that is not there: `txet`; did you "
                            "mean `text`?")));
  EXPECT_THAT(
      ProblemsIn("  - {uses: columns, with: {select: [id, headline]}}\n"),
      ElementsAre(HasSubstr("4:41: `select[1]` names a column that is not there: `headline`; if "
                            "the input has it, tell the reader by `fields: { headline: ITS_NAME "
                            "}`; the columns here are")));
  EXPECT_THAT(
      ProblemsIn("  - keep: headline is null\n"),
      ElementsAre(HasSubstr("4:11: no column is called `headline`; if the input has it, tell "
                            "the reader by `fields: { headline: ITS_NAME }`; the "
                            "columns are")));
  EXPECT_THAT(ProblemsIn("  - keep: source == bbc\n"),
              ElementsAre(HasSubstr("`bbc`; if you mean the text, write \"bbc\"; the columns")));
  EXPECT_THAT(ProblemsIn("  - keep: any(split(text, \" \"), itm == \"x\")\n"),
              ElementsAre(HasSubstr("`itm`; did you mean `item`?")));
  EXPECT_THAT(ProblemsIn("  - keep: any(split(text, \" \"), word == \"x\")\n"),
              ElementsAre(HasSubstr("`word`; the columns are")));
  EXPECT_THAT(
      ProblemsIn("  - keep: lang is null\n"),
      ElementsAre(HasSubstr("no column is called `lang`; it is made by `language.detect`; if the "
                            "input has it, tell the reader by `fields: { lang: ITS_NAME }`")));
  EXPECT_THAT(
      ProblemsIn("  - {uses: language.detect, when: lang is null}\n"),
      ElementsAre(HasSubstr("4:35: no column is called `lang`; step `language.detect` (line 4) "
                            "makes it itself")));
}

TEST(Steps, WhoNeedsAColumnIsNotItsMaker) {
  EXPECT_THAT(ProblemsIn("  - uses: entities.link\n"),
              ElementsAre(HasSubstr("4:11: step `entities.link` needs the column `entities`, which "
                                    "no earlier step makes; it is made by `entities.tag`; ")));
  EXPECT_THAT(ProblemsIn("  - uses: entities.link\n"
                         "  - uses: entities.tag\n"),
              ElementsAre(HasSubstr("step `entities.tag` (line 5) makes it, but only later: move "
                                    "it up")));
}

// What a stage says of a column that a step which is wrong may have made follows from that step's
// mistake; it is recognised by the column that the stage blames, whatever the words.
TEST(Steps, AColumnThatAWrongStepMayHaveMadeIsNotMissed) {
  const std::string rename = "  - {uses: columns, with: {rename: {headline: title}}}\n";
  EXPECT_THAT(ProblemsIn("  - uses: no.such_stage\n" + rename),
              ElementsAre(HasSubstr("there is no stage `no.such_stage`")));
  const std::string rows = "  - {uses: write.csv, with: {path: out.csv, rows: sentences}}\n";
  EXPECT_THAT(ProblemsIn("  - uses: no.such_stage\n" + rows),
              ElementsAre(HasSubstr("there is no stage `no.such_stage`")));
  EXPECT_THAT(ProblemsIn("  - {uses: write.csv, with: {path: out.csv, rows: text}}\n"),
              ElementsAre(HasSubstr("the column `text` is not a list")));
}

TEST(Steps, AnInputFieldIsHintedAt) {
  // The reader has a parameter `fields`, and nothing else makes the column.
  EXPECT_THAT(
      ProblemsIn("  - {uses: columns, with: {rename: {headline: title}}}\n"),
      ElementsAre(HasSubstr("4:47: step `columns`: there is no column `headline`; if the input "
                            "has it, tell the reader by `fields: { headline: ITS_NAME }`")));
}

TEST(Steps, OneMistakeIsOneProblem) {
  // A step that fails still makes its columns.
  EXPECT_THAT(ProblemsIn("  - {uses: columns, with: {select: [id]}}\n"
                         "  - uses: language.detect\n"
                         "  - keep: lang == \"en\" and lang_confidence > 0.5\n"
                         "  - uses: dedup.near\n"),
              ElementsAre(HasSubstr("5:11: ")));
  EXPECT_THAT(ProblemsIn("  - {uses: entities.tag, with: {patterns: {x: '('}}}\n"
                         "  - keep: entities.length > 1\n"
                         "  - {uses: write.csv, with: {path: x, rows: entities}}\n"),
              ElementsAre(HasSubstr("4:47: step `entities.tag`: this is not a pattern")));
  EXPECT_THAT(ProblemsIn("  - {uses: dedup.near, with: {acton: mark}}\n"
                         "  - keep: dup_of is null\n"),
              ElementsAre(HasSubstr("there is no parameter `acton`")));
  // What may have named columns leaves all columns in doubt.
  EXPECT_THAT(ProblemsIn("  - {uses: columns, with: {renmae: {text: body}}}\n"
                         "  - keep: body is null\n"),
              ElementsAre(HasSubstr("there is no parameter `renmae`")));
  EXPECT_THAT(ProblemsIn("  - {uses: columns, with: {rename: {text: body, x: y}}}\n"
                         "  - keep: body is null\n"
                         "  - {uses: language.detect, with: {column: body}}\n"),
              ElementsAre(HasSubstr("there is no column `x`")));
  EXPECT_THAT(ProblemsIn("  - uses: some.thing\n"
                         "  - keep: whatever > 5 and other == \"x\"\n"
                         "  - {uses: write.jsonl, with: {path: x, columns: [whatever]}}\n"),
              ElementsAre(HasSubstr("there is no stage `some.thing`")));
}

TEST(Steps, MistakesBehindAMistakeAreFoundAllTheSame) {
  EXPECT_THAT(ProblemsIn("  - {uses: language.detect, with: {leest: 0.5}}\n"
                         "  - keep: lang == \"eng\"\n"
                         "  - keep: lnag is null\n"
                         "  - {uses: dedup.near, with: {threshold: 7}}\n"
                         "  - keep: text > \n"),
              ElementsAre(HasSubstr("4:36: there is no parameter `leest`"), HasSubstr("5:19: "),
                          HasSubstr("6:11: no column is called `lnag`"),
                          HasSubstr("7:42: `threshold`"), HasSubstr("8:")));
  EXPECT_THAT(ProblemsIn("  - uses: some.thing\n"
                         "  - {uses: dedup.near, with: {threshold: 7}}\n"
                         "  - {uses: write.jsonl, with: {pth: x}}\n"),
              ElementsAre(HasSubstr("some.thing"), HasSubstr("`threshold`"), HasSubstr("`pth`")));
}

TEST(Steps, ConditionsAreReportedWhereTheyAreWrong) {
  EXPECT_THAT(ProblemsIn("  - keep: text.length > 3 and lnag == \"en\"\n"),
              ElementsAre(HasSubstr("4:31: ")));
  EXPECT_THAT(ProblemsIn("  - keep: 'text.length > 3 and lnag == \"en\"'\n"),
              ElementsAre(HasSubstr("4:32: ")));
  EXPECT_THAT(ProblemsIn("  - keep: \"text == \\\"x\\\" and lnag == 1\"\n"),
              ElementsAre(HasSubstr("4:30: ")));
  EXPECT_THAT(ProblemsIn("  - keep: >\n      text is null and\n      lnag is null\n"),
              ElementsAre(HasSubstr("4:11: ")));
  EXPECT_THAT(ProblemsIn("  - uses: dedup.near\n    when: text.length > \"a\"\n"),
              ElementsAre(HasSubstr("5:")));
  EXPECT_THAT(
      ProblemsIn("  - keep: text matches \"a #b\"\n"),
      ElementsAre(HasSubstr("begins a comment in YAML: put the whole expression in single")));
}

TEST(Steps, ValuesOfSetAreReportedWhereTheyAreWrong) {
  EXPECT_THAT(ProblemsIn("  - set:\n      a: lower(txt)\n      b: length(a)\n      c: year(5)\n"),
              ElementsAre(HasSubstr("5:16: no column is called `txt`; did you mean `text`?"),
                          HasSubstr("7:15: `year` takes a point in time here")));
  EXPECT_THAT(ProblemsIn("  - set: { a: substring(text, 1), b: if(a == \"x\", 1, 2), c: b + 1 }\n"),
              IsEmpty());
  EXPECT_THAT(ProblemsIn("  - set: text\n"), ElementsAre(HasSubstr("takes a map of columns")));
  EXPECT_THAT(ProblemsIn("  - set: {}\n"), ElementsAre(HasSubstr("takes a map of columns")));
  EXPECT_THAT(ProblemsIn("  - set: { a: }\n"), ElementsAre(HasSubstr("takes an expression")));
  EXPECT_THAT(ProblemsIn("  - {set: {a: '1'}, on_error: ignore}\n"),
              ElementsAre(HasSubstr("`on_error` is `null` or `fail`")));
  EXPECT_THAT(ProblemsIn("  - {set: {a: '1'}, with: {b: 1}}\n"),
              ElementsAre(HasSubstr("a `set:` step takes no `with`")));
  EXPECT_THAT(ProblemsIn("  - {set: {a: '1'}, keep: text is null}\n"),
              ElementsAre(HasSubstr("either `keep:` or `set:`, not both")));
  EXPECT_THAT(ProblemsIn("  - uses: entities.tag\n  - set: { text: lower(text) }\n"),
              ElementsAre(HasSubstr("changes `text`, but `entities` holds offsets into it")));
}

TEST(Steps, OffsetsThatWouldNoLongerFit) {
  EXPECT_THAT(
      ProblemsIn("  - uses: entities.tag\n"
                 "  - uses: dedup.near\n"
                 "  - uses: text.normalize\n"
                 "  - {uses: write.csv, with: {path: x, rows: entities}}\n"),
      ElementsAre("6:11: step `text.normalize` changes `text`, but `entities` holds offsets into "
                  "it, made by step `entities.tag` (line 4); move `text.normalize` before "
                  "`entities.tag`"));
  EXPECT_THAT(
      ProblemsIn("  - uses: text.normalize\n"
                 "  - uses: entities.tag\n"
                 "  - {uses: columns, with: {rename: {entities: names}}}\n"
                 "  - uses: text.split\n"),
      ElementsAre(HasSubstr("7:11: step `text.split` changes `text`, but `names` holds offsets "
                            "into it, made by step `entities.tag` (line 5)")));
  EXPECT_THAT(
      ProblemsIn("  - uses: entities.tag\n  - {uses: text.normalize, when: text is null}\n"),
      ElementsAre(HasSubstr("holds offsets")));
  EXPECT_THAT(ProblemsIn("  - uses: text.normalize\n  - uses: entities.tag\n"), IsEmpty());
}

TEST(Steps, WhatWhenCannotDo) {
  EXPECT_THAT(ProblemsIn("  - {uses: columns, when: text is null, with: {select: [id]}}\n"),
              ElementsAre(HasSubstr("4:12: step `columns` takes columns away")));
  EXPECT_THAT(
      ProblemsIn("  - {uses: language.detect, when: text is null}\n  - keep: lang == \"en\"\n"),
      IsEmpty());
}

TEST(Steps, WhatAStageSaysItself) {
  EXPECT_THAT(ProblemsOf("textmill: 1\nsteps:\n  - {uses: read.text, with: {path: in, fields: {a: "
                         "text}}}\n  - keep: a is null\n  - keep: text is null\n",
                         TextOnly()),
              ElementsAre(HasSubstr("3:52: step `read.text`: no column can be text; write utf8")));
}

}  // namespace
}  // namespace textmill::core
