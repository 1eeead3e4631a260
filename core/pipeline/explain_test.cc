#include "core/pipeline/explain.h"

#include <gtest/gtest.h>

#include <sstream>

#include "core/pipeline/draft/plan_check.h"

namespace textmill::core {
namespace {

TEST(Explain, SaysWhatEachStepDoes) {
  const Plan plan = PlanOf(
      "textmill: 1\n"
      "name: news\n"
      "steps:\n"
      "  - {uses: read.text, with: {path: in}}\n"
      "  - uses: language.detect\n"
      "  - keep: lang == \"en\"\n"
      "  - {uses: dedup.near, id: wire, with: {action: mark}}\n"
      "  - {uses: text.normalize, when: text.length > 20}\n"
      "  - {uses: text.split}\n"
      "  - {uses: entities.tag, isolate: true}\n"
      "  - {uses: columns, with: {select: [id, text, entities], rename: {id: name}}}\n"
      "  - {uses: corpus.frequencies, id: words}\n"
      "  - {uses: write.csv, from: words, with: {path: out/words.csv}}\n"
      "  - {uses: write.jsonl, with: {path: '-'}}\n"
      "dropped: out/dropped.jsonl\n",
      TextOnly());
  EXPECT_EQ(ExplainPlan(plan), R"(news (p), 11 steps

  1 read.text                   source read.text 1.0.0
    runs      on all threads at once
    adds      id utf8, text utf8, source utf8

  2 language.detect             transform language.detect 1.2.0
    runs      on all threads at once
    reads     text
    adds      lang utf8 (one of 4 values), lang_confidence float32

  3 keep
    keeps     documents with lang == "en"
    reads     lang

  4 wire                        transform dedup.near 1.0.0
    runs      on all threads, then in input order; twice where it must see all documents first
    reads     text
    adds      dup_of utf8
    drops     documents as near_duplicate

  5 text.normalize              transform text.normalize 1.0.0
    when      text.length > 20; others pass untouched
    runs      on all threads at once
    reads     text
    changes   text utf8

  6 text.split                  transform text.split 1.0.0
    runs      on all threads at once
    reads     text
    changes   text utf8
    makes     any number of documents of each

  7 entities.tag                transform entities.tag 1.0.0
    runs      on all threads at once; in processes of its own, unless `run` says otherwise
    reads     text
    adds      entities list (offsets into text)

  8 columns                     transform columns 1.0.0
    runs      on all threads at once
    renames   id to name
    removes   source, lang, lang_confidence, dup_of

  9 words                       transform corpus.frequencies 1.0.0
    runs      on all threads at once
    reads     text
    table     words: word utf8, count int64

 10 write.csv                   sink write.csv 1.0.0
    runs      on all threads at once, then batch by batch in input order
    takes     the table of words; documents pass by
    reads     all columns: word, count
    writes    out/words.csv

 11 write.jsonl                 sink write.jsonl 1.0.0
    runs      on all threads at once, then batch by batch in input order
    reads     all columns: name, text, entities
    writes    standard output

in the end
    columns   name utf8, text utf8, entities list (offsets into text)
    dropped   out/dropped.jsonl
    failed    out/words.failed.jsonl (written when there are any; up to 0 allowed, ends the run at
              1000)
)");
}

TEST(Explain, LinesAreNotTooLong) {
  std::string fields, any;
  for (int i = 0; i < 40; ++i)
    fields += (i > 0 ? ", " : "") + ("column_" + std::to_string(i)) + ": utf8";
  for (int i = 0; i < 20; ++i)
    any += (i > 0 ? " or " : "") + ("column_" + std::to_string(i)) + " is null";
  const Plan plan =
      PlanOf("textmill: 1\nsteps:\n  - uses: read.text\n    with: {path: in, fields: {" + fields +
                 "}}\n  - keep: " + any + "\n",
             TextOnly());
  std::istringstream lines(ExplainPlan(plan));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100u) << line;
}

}  // namespace
}  // namespace textmill::core
