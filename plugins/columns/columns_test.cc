#include "plugins/columns/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::columns {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::textmill::testing::Columns;
using ::textmill::testing::Given;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

using Names = std::vector<std::string>;

GivenParams Rename(std::vector<std::pair<std::string, Given>> names, GivenParams more = {}) {
  more.emplace_back("rename", Given::Fields(std::move(names)));
  return more;
}

// What the stage tells the host to keep of id, text, title and extra; or the error alone.
std::vector<std::pair<std::string, std::string>> Kept(const GivenParams& given) {
  ColumnsStage stage;
  const StageInfo info(stage);
  textmill_param_info all{};
  all.types = TEXTMILL_MAP;
  all.fields = info.get()->params;
  all.n_fields = info.get()->n_params;
  ::textmill::testing::internal_testing::ValueMaker maker;
  const textmill_value params = maker.Make(all, Given::Fields(given));
  for (uint64_t i = 0; i < params.n_items; ++i) stage.params()[i]->Set(Value(params.items[i]));
  std::vector<Field> input;
  for (const char* name : {"id", "text", "title", "extra"}) input.push_back({name, "u", {}, {}});
  Binder binder(input);
  try {
    stage.BindAll(binder);
  } catch (const Error& error) {
    return {{"error at " + error.parameter(), error.what()}};
  }
  EXPECT_TRUE(binder.keeps_some);
  return binder.kept;
}

TEST(ColumnsTest, LetsDocumentsPass) {
  StageRunner<ColumnsStage> run(GivenParams{{"select", "id"}});
  const Outcome out = run.Run(Columns().Add<Utf8>("id", {"a", "b"}).Add<Int64>("n", {1, 2}));
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 2u);
}

TEST(ColumnsTest, SelectsInOrder) {
  EXPECT_THAT(Kept({{"select", Given(Names{"title", "id"})}}),
              ElementsAre(Pair("title", "title"), Pair("id", "id")));
}

TEST(ColumnsTest, Drops) {
  EXPECT_THAT(Kept({{"drop", Given(Names{"text", "extra"})}}),
              ElementsAre(Pair("id", "id"), Pair("title", "title")));
}

TEST(ColumnsTest, RenamesInPlace) {
  EXPECT_THAT(Kept(Rename({{"text", "body"}})),
              ElementsAre(Pair("id", "id"), Pair("text", "body"), Pair("title", "title"),
                          Pair("extra", "extra")));
  // Names may change places, and take one that is dropped.
  EXPECT_THAT(Kept(Rename({{"text", "title"}, {"title", "text"}}, {{"drop", "extra"}})),
              ElementsAre(Pair("id", "id"), Pair("text", "title"), Pair("title", "text")));
  EXPECT_THAT(Kept(Rename({{"title", "text"}}, {{"select", "title"}})),
              ElementsAre(Pair("title", "text")));
}

TEST(ColumnsTest, RefusesWhatCannotBe) {
  const auto error = [](const GivenParams& given) { return Kept(given).at(0); };
  EXPECT_THAT(error({}).second, HasSubstr("nothing to do"));
  EXPECT_THAT(error({{"select", "id"}, {"drop", "text"}}),
              Pair("error at drop", HasSubstr("together")));
  EXPECT_THAT(error({{"select", Given(Names{"id", "tilte"})}}),
              Pair("error at select[1]",
                   "there is no column `tilte` here; the columns are id, text, title, extra"));
  EXPECT_THAT(error({{"drop", "tilte"}}), Pair("error at drop[0]", HasSubstr("no column `tilte`")));
  EXPECT_THAT(error({{"drop", Given(Names{"id", "text", "title", "extra"})}}),
              Pair("error at drop", "no column would be left"));
  EXPECT_THAT(error({{"select", Given(Names{"id", "id"})}}),
              Pair("error at select[1]", HasSubstr("twice")));
  EXPECT_THAT(error(Rename({{"tilte", "x"}})),
              Pair("error at rename.tilte", HasSubstr("no column `tilte`")));
  EXPECT_THAT(error(Rename({{"text", "x"}}, {{"drop", "text"}})),
              Pair("error at rename.text", HasSubstr("not kept")));
  EXPECT_THAT(error(Rename({{"text", ""}})), Pair("error at rename.text", HasSubstr("a name")));
  EXPECT_THAT(error(Rename({{"text", "id"}})),
              Pair("error at rename.text", "two columns would be called `id`"));
  EXPECT_THAT(error(Rename({{"id", "title"}})), Pair("error at rename.id", HasSubstr("`title`")));
  EXPECT_THAT(error(Rename({{"id", "x"}, {"text", "x"}})),
              Pair("error at rename.text", HasSubstr("`x`")));
}

}  // namespace
}  // namespace textmill::columns
