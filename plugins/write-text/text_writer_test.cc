#include "plugins/write-text/text_writer.h"

#include <gtest/gtest.h>

#include "textmill/testing.hpp"

namespace textmill::write_text {
namespace {

using ::textmill::testing::Columns;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

TEST(TextWriter, WritesTextsOneAfterTheOther) {
  for (const int64_t batch : {1, 3}) {
    for (const int64_t restart : {-1, 1}) {
      StageRunner<TextWriter> run(GivenParams{{"path", "a.txt"}});
      const Outcome out =
          run.Run(Columns().Add<Utf8>("text", {"one", "two\n", std::nullopt}), batch, restart);
      ASSERT_EQ(out.error, "");
      EXPECT_EQ(out.outputs.at(0), "one\n\ntwo\n\n\n");
      EXPECT_EQ(out.counters.at("rows"), 3);
    }
  }
}

TEST(TextWriter, TheSeparatorMayBeAnything) {
  StageRunner<TextWriter> run(GivenParams{{"path", "a.txt"}, {"separator", ""}, {"column", "t"}});
  const Outcome out = run.Run(Columns().Add<Utf8>("t", {"one", "two"}), 1);
  EXPECT_EQ(out.outputs.at(0), "one\ntwo\n");
}

TEST(TextWriter, MergedFromStretchesItIsTheSame) {
  const Columns columns =
      Columns().Add<Utf8>("text", {"one", "two\n", std::nullopt, "", "five", "six", "seven"});
  for (const int64_t batch_rows : {1, 2, 7}) {
    const GivenParams given = {{"path", "a.txt"}, {"separator", "--\n"}};
    StageRunner<TextWriter> one(given), many(given);
    EXPECT_EQ(many.MergedDifference(one.Run(columns, batch_rows), columns, batch_rows), "");
  }
}

}  // namespace
}  // namespace textmill::write_text
