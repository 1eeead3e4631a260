#include "plugins/text/split.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::text {
namespace {

using testing::Columns;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;

using Texts = std::vector<std::optional<std::string_view>>;

Columns Documents(const Texts& ids, const Texts& texts) {
  return Columns().Add<Utf8>("id", ids).Add<Utf8>("text", texts);
}

TEST(Split, Paragraphs) {
  StageRunner<Split> run;
  const Outcome out = run.Run(
      Documents({"a", "b", "c", "d"}, {"One.  Two.\n\n \u00e9!\n", "", std::nullopt, "last"}), 3);
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 3u);
  EXPECT_EQ(out.rows[0].at("id"), "\"a#1\"");
  EXPECT_EQ(out.rows[0].at("text"), "\"One.  Two.\"");
  EXPECT_EQ(out.rows[0].at("parent"), "\"a\"");
  EXPECT_EQ(out.rows[0].at("begin"), "0");
  EXPECT_EQ(out.rows[0].at("end"), "10");
  EXPECT_EQ(out.rows[1].at("id"), "\"a#2\"");
  EXPECT_EQ(out.rows[1].at("text"), "\"\u00e9!\"");
  EXPECT_EQ(out.rows[1].at("begin"), "13");
  EXPECT_EQ(out.rows[1].at("end"), "16");
  EXPECT_EQ(out.rows[1].row, 0);
  EXPECT_EQ(out.rows[2].at("id"), "\"d#1\"");
  EXPECT_EQ(out.rows[2].row, 3);
}

TEST(Split, Sentences) {
  StageRunner<Split> run(GivenParams{{"into", "sentences"}, {"min_length", 5}});
  const Outcome out = run.Run(Documents({"a"}, {"Mr. A left. No! \u00c9t\u00e9. He ran."}));
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[0].at("id"), "\"a#1\"");
  EXPECT_EQ(out.rows[0].at("text"), "\"Mr. A left.\"");
  EXPECT_EQ(out.rows[1].at("id"), "\"a#4\"");
  EXPECT_EQ(out.rows[1].at("text"), "\"He ran.\"");
  EXPECT_EQ(out.counters.at("left_out"), 2);
}

TEST(Split, OtherColumns) {
  StageRunner<Split> run(GivenParams{{"column", "body"}});
  const Outcome out =
      run.Run(Columns().Add<Utf8>("body", Texts{"x\ny"}).Add<Utf8>("id", Texts{std::nullopt}));
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 2u);
  EXPECT_EQ(out.rows[1].at("body"), "\"y\"");
  EXPECT_EQ(out.rows[1].at("id"), "\"#2\"");
  EXPECT_EQ(out.rows[1].at("parent"), "null");
  EXPECT_NE(StageRunner<Split>(GivenParams{{"column", "id"}}).Bind({{"id", "u", {}, {}}}), "");
  EXPECT_NE(StageRunner<Split>().Bind({{"text", "u", {}, {}}}), "");
}

TEST(Split, NothingAtAll) {
  StageRunner<Split> run;
  const Outcome out = run.Run(Documents({"a", "b"}, {" \n ", "\u00a0"}));
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 0u);
}

}  // namespace
}  // namespace textmill::text
