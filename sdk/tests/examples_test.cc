// The examples, run as an author would test them: with the source of the stage included.
#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <textmill/testing.hpp>

// Several plugins cannot be in one program.
#undef TEXTMILL_PLUGIN
#define TEXTMILL_PLUGIN(...) static_assert(true)
#undef TEXTMILL_STAGES
#define TEXTMILL_STAGES(...) static_assert(true)
#include "../examples/expand.cc"
#include "../examples/filter.cc"
#include "../examples/map.cc"
#include "../examples/sink.cc"
#include "../examples/source.cc"
#include "../examples/table.cc"

namespace {

using ::testing::ElementsAre;
using textmill::testing::Columns;
using textmill::testing::GivenParams;
using textmill::testing::Outcome;
using textmill::testing::OutRow;
using textmill::testing::ReadOutcome;
using textmill::testing::StageRunner;

// The values of a column in what is left.
std::vector<std::string> Values(const std::vector<OutRow>& rows, const std::string& column) {
  std::vector<std::string> values;
  for (const OutRow& row : rows) values.push_back(row.at(column));
  return values;
}

TEST(Examples, MapCountsWords) {
  StageRunner<CountWords> run;
  const Outcome out =
      run.Run(Columns().Add<Utf8>("text", {"one two", "", " \n a\tb  c ", std::nullopt, "w"}), 2);
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(Values(out.rows, "words"), ElementsAre("2", "0", "3", "null", "1"));
}

TEST(Examples, FilterWantsAWord) {
  StageRunner<Mentions> run({{"words", std::vector<std::string>{"sea", "ship"}}});
  const Outcome out =
      run.Run(Columns().Add<Utf8>("text", {"a ship", "a train", "the sea", std::nullopt}));
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 2u);
  ASSERT_EQ(out.dropped.size(), 2u);
  EXPECT_EQ(out.dropped[0].row, 1);
  EXPECT_EQ(out.dropped[0].reason, "not_mentioned");
}

TEST(Examples, ExpandMakesLines) {
  StageRunner<Lines> run;
  const Outcome out = run.Run(Columns().Add<Utf8>("text", {"a\n\nb\n", "", "c", std::nullopt}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(Values(out.rows, "text"), ElementsAre("\"a\"", "\"b\"", "\"c\""));
  EXPECT_THAT(Values(out.rows, "line"), ElementsAre("1", "3", "1"));
  EXPECT_EQ(out.rows[1].row, 0);
  EXPECT_EQ(out.rows[2].row, 2);
}

TEST(Examples, TableCountsValues) {
  StageRunner<Census> run(GivenParams{{"column", "lang"}});
  const Outcome out =
      run.Run(Columns().Add<Utf8>("lang", {"fr", "en", "fr", std::nullopt, "fr"}), 2);
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 5u);
  ASSERT_EQ(out.tables.size(), 1u);
  EXPECT_THAT(Values(out.tables[0], "value"), ElementsAre("\"\"", "\"en\"", "\"fr\""));
  EXPECT_THAT(Values(out.tables[0], "documents"), ElementsAre("1", "1", "3"));
}

TEST(Examples, SinkWritesTitles) {
  StageRunner<WriteTitles> run(GivenParams{{"path", "titles.md"}});
  const Outcome out = run.Run(Columns()
                                  .Add<Utf8>("title", {"A", "B", std::nullopt})
                                  .Add<Utf8>("url", {"http://a", std::nullopt, std::nullopt}),
                              2);
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(out.outputs, ElementsAre("- [A](http://a)\n- B\n- \n"));
  EXPECT_EQ(out.counters.at("rows"), 3);
  EXPECT_EQ(StageRunner<WriteTitles>(GivenParams{{"path", "titles.md"}})
                .Run(Columns().Add<Utf8>("title", {"A"}))
                .outputs,
            std::vector<std::string>{"- A\n"});
}

class SourceExample : public ::testing::Test {
 protected:
  std::string File(const std::string& name, const std::string& bytes) {
    const std::string path =
        ::testing::TempDir() + "/textmill-example." + std::to_string(getpid()) + "." + name;
    std::ofstream(path, std::ios::binary) << bytes;
    files_.push_back(path);
    return path;
  }
  void TearDown() override {
    for (const std::string& file : files_) std::remove(file.c_str());
  }
  std::vector<std::string> files_;
};

// However the files are cut.
TEST_F(SourceExample, ReadsLines) {
  const std::vector<std::string> paths = {File("1", "one\n\ntwo\nlast without an end"),
                                          File("2", ""), File("3", "\n"), File("4", "four\n")};
  const uint64_t wanted[] = {0, 1, 2, 4, 5, 8, 20, 1000};
  for (const uint64_t want : wanted) {
    StageRunner<ReadLines> run({{"path", paths}});
    const ReadOutcome out = run.Read(want);
    EXPECT_EQ(out.error, "");
    EXPECT_THAT(out.failed_inputs, ::testing::IsEmpty());
    EXPECT_THAT(
        Values(out.rows, "text"),
        ElementsAre("\"one\"", "\"\"", "\"two\"", "\"last without an end\"", "\"\"", "\"four\""));
    EXPECT_THAT(Values(out.rows, "@offset"), ElementsAre("0", "4", "5", "9", "0", "0"));
    EXPECT_EQ(out.rows[2].at("id"), "\"" + paths[0] + "@5\"");
  }
}

TEST_F(SourceExample, KeepsWhatIsNoDocument) {
  const std::string path = File("bad", std::string("good\nb\0d\ngood\n", 14));
  StageRunner<ReadLines> run({{"path", std::vector<std::string>{path}}});
  const ReadOutcome out = run.Read();
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.rows.size(), 2u);
  ASSERT_EQ(out.failures.size(), 1u);
  EXPECT_EQ(out.failures[0].offset, 5u);
  EXPECT_EQ(out.failures[0].record, std::string("b\0d", 3));
}

TEST_F(SourceExample, SaysWhatIsNotThere) {
  StageRunner<ReadLines> run({{"path", std::vector<std::string>{File("a", "a"), "/not/there"}}});
  EXPECT_THAT(run.Read().error, ::testing::HasSubstr("cannot read /not/there: No such file"));
}

}  // namespace
