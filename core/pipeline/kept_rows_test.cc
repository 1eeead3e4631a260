#include "core/pipeline/kept_rows.h"

#include <gtest/gtest.h>

#include "core/pipeline/draft/plan_check.h"

namespace textmill::core {
namespace {

// The columns that are asked about; `id`, `text` and `source` are columns of the reader.
std::string Asked(const std::string& steps) {
  const Plan plan =
      PlanOf("textmill: 1\nname: p\nsteps:\n  - {uses: read.text, with: {path: in}}\n" + steps,
             TextOnly());
  std::string names;
  for (const KeptIf& kept : KeptRows(plan))
    names += kept.column + (kept.flags == TEXTMILL_KEPT_READ_NULLS ? "? " : " ");
  return names;
}

TEST(KeptRowsTest, StepsThatKeepRightAfterTheSource) {
  const std::string source = "  - keep: source == \"a\"\n", id = "  - keep: id > \"b\"\n";
  const std::string length = "  - keep: text.length > 5\n";
  EXPECT_EQ(Asked(""), "");
  EXPECT_EQ(Asked(source + id), "source id ");
  EXPECT_EQ(Asked("  - keep: source == \"a\" and text.length > 5\n" + id), "source? ");
  EXPECT_EQ(Asked(source + length + id), "source ");
  EXPECT_EQ(Asked(length + id), "");
  EXPECT_EQ(Asked("  - uses: text.normalize\n" + id), "");
  EXPECT_EQ(Asked("  - set: {source: id}\n" + source), "");
  EXPECT_EQ(Asked(id + "  - {uses: write.jsonl, with: {path: '-'}}\n" + source), "id ");
  EXPECT_EQ(Asked(source + "dropped: d.jsonl\n"), "");
}

}  // namespace
}  // namespace textmill::core
