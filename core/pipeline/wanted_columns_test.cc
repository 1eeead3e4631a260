#include "core/pipeline/wanted_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/pipeline/draft/plan_check.h"

namespace textmill::core {
namespace {

using ::testing::IsSupersetOf;
using ::testing::Not;

// `source` is a column of the reader.
std::set<std::string> Wanted(const std::string& steps) {
  const Plan plan =
      PlanOf("textmill: 1\nname: p\nsteps:\n  - {uses: read.text, with: {path: in}}\n" + steps,
             TextOnly());
  return WantedColumns(plan).value_or(std::set<std::string>{"all"});
}

TEST(WantedColumnsTest, WhatStepsConditionsAndWritersLookAt) {
  EXPECT_EQ(Wanted(""), std::set<std::string>{"id"});
  EXPECT_EQ(Wanted("  - keep: source == \"a\"\n"), (std::set<std::string>{"id", "source"}));
  EXPECT_EQ(Wanted("  - set: {n: length(text)}\n"), (std::set<std::string>{"id", "text"}));
  EXPECT_EQ(Wanted("  - {uses: text.normalize, when: source == \"a\"}\n"),
            (std::set<std::string>{"id", "text", "source"}));
  EXPECT_THAT(Wanted("  - {uses: columns, with: {rename: {source: from}}}\n"),
              IsSupersetOf({"id", "source"}));
  EXPECT_EQ(Wanted("  - {uses: columns, with: {select: [id, source]}}\n"),
            std::set<std::string>{"id"});
  EXPECT_THAT(Wanted("  - {uses: write.jsonl, with: {path: '-'}}\n"),
              IsSupersetOf({"id", "text", "source"}));
  EXPECT_EQ(Wanted("dropped: out/d.jsonl\n"), std::set<std::string>{"all"});
}

}  // namespace
}  // namespace textmill::core
