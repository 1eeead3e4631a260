#include "plugins/join/join.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/sqlite/database.h"
#include "textmill/testing.hpp"

namespace textmill::join {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::Given;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

class JoinTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& content) {
    return folder_.Write(name, content);
  }
  Outcome Run(GivenParams given, Columns columns, int64_t batch_rows = 2) {
    StageRunner<Join> run(given);
    return run.Run(std::move(columns), batch_rows);
  }
  io::TempFolder folder_;
};

Columns Ids(const std::vector<std::optional<std::string_view>>& ids) {
  return Columns().Add<Utf8>("id", ids);
}

TEST_F(JoinTest, AddsTheColumnsOfTheRowWithTheKey) {
  const std::string file = Write("t.csv", "id,outlet,year\nb,Post,1999\na,\"Sun, The\",\nc,x,1\n");
  const Outcome out =
      Run({{"file", file}, {"on", "id"}, {"types", Given::Fields({{"year", "int"}})}},
          Ids({"a", "b", "none", std::nullopt, ""}));
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 5u);
  EXPECT_EQ(out.rows[0].at("outlet"), "\"Sun, The\"");
  EXPECT_EQ(out.rows[0].at("year"), "null");
  EXPECT_EQ(out.rows[1].at("year"), "1999");
  for (size_t i = 2; i < 5; ++i) EXPECT_EQ(out.rows[i].at("outlet"), "null");
}

TEST_F(JoinTest, TablesInOtherEncodings) {
  const std::string latin = Write("l.csv",
                                  "id,name\nb,\xDC"
                                  "ber\na,\xE9t\xE9\n");
  std::string wide = "\xFF\xFE";
  for (const char c : std::string("id,name\nb,x\n")) wide += {c, '\0'};
  for (const auto& [file, encoding, name] :
       {std::tuple{latin, std::vector<std::string>{"latin-1"}, "\"Über\""},
        {latin, {"utf-8", "cp1252"}, "\"Über\""},
        {Write("w.csv", wide), {"auto"}, "\"x\""}}) {
    const Outcome out = Run({{"file", file}, {"on", "id"}, {"encoding", encoding}}, Ids({"b"}));
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(out.rows[0].at("name"), name);
  }
  EXPECT_THAT(Run({{"file", latin}, {"on", "id"}}, Ids({"b"})).error,
              HasSubstr("name it by `encoding`"));
  EXPECT_THAT(Run({{"file", latin}, {"on", "id"}, {"encoding", "latin-77"}}, Ids({"b"})).error,
              HasSubstr("there is no encoding `latin-77`"));
}

TEST_F(JoinTest, ReadsJsonAndTakesNumbersForTextKeys) {
  const std::string lines =
      Write("t.jsonl",
            "{\"n\": 7, \"meta\": {\"a\": \"x\"}}\n{\"n\": \"8\", \"meta\": {\"a\": \"y\"}}\n");
  const std::string list =
      Write("t.json",
            "[{\"n\": 7, \"meta\": {\"a\": \"x\"}},\n {\"n\": \"8\", \"meta\": {\"a\": \"y\"}}]");
  for (const std::string& file : {lines, list}) {
    const Outcome out = Run({{"file", file},
                             {"on", Given::Fields({{"id", "n"}})},
                             {"columns", Given::Fields({{"author", "meta.a"}})}},
                            Ids({"8", "7"}));
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(out.rows[0].at("author"), "\"y\"");
    EXPECT_EQ(out.rows[1].at("author"), "\"x\"");
  }
}

TEST_F(JoinTest, ReadsTablesAndQueriesOfDatabases) {
  const std::string file = Write("t.db", "");
  {
    sqlite::Database made = sqlite::Database::Create(file);
    made.Run(
        "CREATE TABLE outlets (key INTEGER, name VARCHAR(20), founded INTEGER, share REAL, tags "
        "TEXT);"
        "INSERT INTO outlets VALUES (7, 'Post', 1950, 0.5, '[\"x\", \"y\"]'), (8, 'Sun', NULL, 1, "
        "NULL), (NULL, 'none', 1, 1, NULL);"
        "CREATE TABLE twice (key TEXT, v INT); INSERT INTO twice VALUES ('a', 1), ('b', 'two'), "
        "('a', 3)");
  }
  const auto with = [&](GivenParams given) {
    given.push_back({"file", file});
    return given;
  };
  // Types are the columns' own; a key is compared as the documents have it.
  Outcome out = Run(with({{"table", "outlets"},
                          {"on", Given::Fields({{"id", "key"}})},
                          {"types", Given::Fields({{"tags", "list<string>"}})}}),
                    Ids({"8", "7", "07", std::nullopt}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("name"), "\"Sun\"");
  EXPECT_EQ(out.rows[0].at("founded"), "null");
  EXPECT_EQ(out.rows[1].at("founded"), "1950");
  EXPECT_EQ(out.rows[1].at("share"), "0.5");
  EXPECT_EQ(out.rows[1].at("tags"), "[\"x\",\"y\"]");
  EXPECT_EQ(out.rows[2].at("name"), "null");
  out = Run(with({{"query", "SELECT name AS n, count(*) AS c FROM outlets GROUP BY name"},
                  {"on", Given::Fields({{"id", "n"}})}}),
            Ids({"Sun", "Moon"}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("c"), "1");
  EXPECT_EQ(out.rows[1].at("c"), "null");
  out =
      Run(with({{"table", "outlets"}, {"on", Given::Fields({{"n", "key"}})}, {"columns", "name"}}),
          Columns().Add<Int64>("n", {8}));
  EXPECT_EQ(out.rows.at(0).at("name"), "\"Sun\"");

  const GivenParams twice = with({{"table", "twice"}, {"on", Given::Fields({{"id", "key"}})}});
  EXPECT_THAT(Run(twice, Ids({"a"})).error, HasSubstr("row 2: `v` is text"));
  GivenParams as_text = twice;
  as_text.push_back({"types", Given::Fields({{"v", "string"}})});
  EXPECT_THAT(Run(as_text, Ids({"a"})).error,
              AllOf(HasSubstr("t.db (row 1)"), HasSubstr("t.db (row 3)")));
  const auto bind = [&](const GivenParams& given) {
    StageRunner<Join> run(given);
    return run.Bind({Field{"id", "u", {}, {}}});
  };
  EXPECT_THAT(bind(with({{"on", "id"}})), HasSubstr("several tables"));
  EXPECT_THAT(bind(with({{"on", "id"}, {"table", "outlet"}})), HasSubstr("no table `outlet`"));
  EXPECT_THAT(bind(with({{"on", "id"}, {"query", "DELETE FROM twice"}})), HasSubstr("read"));
  EXPECT_THAT(bind({{"file", Write("t.csv", "id,v\n")}, {"on", "id"}, {"table", "t"}}),
              HasSubstr("for SQLite databases"));
  EXPECT_THAT(bind({{"file", Write("no.db", "id,v\n")}, {"on", "id"}}),
              HasSubstr("no SQLite database"));
}

TEST_F(JoinTest, KeysHaveTheTypeThatTheyHaveInTheDocuments) {
  const std::string file = Write("t.csv", "n,v\n007,a\n8,b\n");
  GivenParams given{{"file", file}, {"on", "n"}};
  const Outcome numbers = Run(given, Columns().Add<Int64>("n", {7, 8}));
  ASSERT_EQ(numbers.error, "");
  EXPECT_EQ(numbers.rows[0].at("v"), "\"a\"");
  const Outcome texts = Run(given, Columns().Add<Utf8>("n", {"7", "007"}));
  EXPECT_EQ(texts.rows[0].at("v"), "null");
  EXPECT_EQ(texts.rows[1].at("v"), "\"a\"");
  const Outcome bad = Run({{"file", Write("b.csv", "n,v\n7,a\nseven,b\n")}, {"on", "n"}},
                          Columns().Add<Int64>("n", {7}));
  EXPECT_THAT(bad.error, AllOf(HasSubstr("b.csv:3"), HasSubstr("seven")));
  StageRunner<Join> other({{"file", file}, {"on", "n"}, {"types", Given::Fields({{"n", "int"}})}});
  EXPECT_THAT(other.Bind({Field{"n", "u", {}, {}}}), HasSubstr("would be int64 in the table"));
  StageRunner<Join> lists({{"file", file}, {"on", "n"}});
  EXPECT_THAT(lists.Bind({ListOf("n", Field{"item", "u", {}, {}})}), HasSubstr("can be no key"));
}

TEST_F(JoinTest, SeveralColumnsAreOneKey) {
  const std::string file = Write("t.csv", "a,b,v\nx,yz,1\nxy,z,2\n");
  const Outcome out = Run({{"file", file}, {"on", std::vector<std::string>{"a", "b"}}},
                          Columns().Add<Utf8>("a", {"xy", "x"}).Add<Utf8>("b", {"z", "yz"}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("v"), "\"2\"");
  EXPECT_EQ(out.rows[1].at("v"), "\"1\"");
}

TEST_F(JoinTest, DropsOrFailsWhatHasNoRow) {
  const std::string file = Write("t.csv", "id,v\na,1\n");
  const Outcome dropped = Run({{"file", file}, {"on", "id"}, {"missing", "drop"}}, Ids({"a", "b"}));
  ASSERT_EQ(dropped.error, "");
  ASSERT_EQ(dropped.dropped.size(), 1u);
  EXPECT_EQ(dropped.dropped[0].reason, "no_match");
  const Outcome failed = Run({{"file", file}, {"on", "id"}, {"missing", "fail"}}, Ids({"a", "b"}));
  EXPECT_THAT(failed.error, HasSubstr("has no row for it"));
}

TEST_F(JoinTest, TellsOfTwinsWithBothPlaces) {
  const std::string file = Write("t.csv", "id,v\na,\"1\nmore\"\nb,2\na,3\nb,4\n");
  const Outcome out = Run({{"file", file}, {"on", "id"}}, Ids({"a"}));
  EXPECT_THAT(out.error, AllOf(HasSubstr("t.csv:2 "), HasSubstr("t.csv:5"), HasSubstr("1 more")));
  const Outcome first = Run({{"file", file}, {"on", "id"}, {"duplicates", "first"}}, Ids({"b"}));
  ASSERT_EQ(first.error, "");
  EXPECT_EQ(first.rows[0].at("v"), "\"2\"");
}

TEST_F(JoinTest, WhereTheTableHasNothingTheDocumentKeepsItsOwn) {
  const std::string file = Write("t.csv", "id,title\na,New\nb,\n");
  const Outcome out =
      Run({{"file", file}, {"on", "id"}}, Ids({"a", "b", "c"}).Add<Utf8>("title", {"x", "y", "z"}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("title"), "\"New\"");
  EXPECT_EQ(out.rows[1].at("title"), "\"y\"");
  EXPECT_EQ(out.rows[2].at("title"), "\"z\"");
  StageRunner<Join> run(GivenParams{{"file", file}, {"on", "id"}});
  EXPECT_THAT(run.Bind({Field{"id", "u", {}, {}}, Field{"title", "l", {}, {}}}),
              HasSubstr("which is int64; the table's is utf8"));
}

TEST_F(JoinTest, BindingFindsWhatIsNotThere) {
  const std::string file = Write("t.csv", "id,outlet\na,1\n");
  const auto bind = [&](const GivenParams& given) {
    StageRunner<Join> run(given);
    return run.Bind({Field{"id", "u", {}, {}}});
  };
  EXPECT_THAT(bind({{"file", file}, {"on", "id"}, {"columns", "outlat"}}),
              HasSubstr("has no column `outlat`"));
  EXPECT_THAT(bind({{"file", file}, {"on", Given::Fields({{"id", "key"}})}}),
              HasSubstr("has no column `key`"));
  EXPECT_THAT(bind({{"file", file}, {"on", "key"}}), HasSubstr("needs the column `key`"));
  EXPECT_THAT(bind({{"file", file}, {"on", "id"}, {"types", Given::Fields({{"outlat", "int"}})}}),
              HasSubstr("no column `outlat`"));
  EXPECT_THAT(
      bind({{"file", file}, {"on", "id"}, {"types", Given::Fields({{"outlet", "number"}})}}),
      HasSubstr("number"));
  EXPECT_THAT(bind({{"file", Write("t.jsonl", "{\"id\": \"a\"}\n")}, {"on", "id"}}),
              HasSubstr("has to be said for JSON"));
  EXPECT_THAT(bind({{"file", Write("empty.csv", "")}, {"on", "id"}}), HasSubstr("is empty"));
  EXPECT_THAT(bind({{"file", Write("twice.csv", "id,a,a\n")}, {"on", "id"}}), HasSubstr("twice"));
}

TEST_F(JoinTest, LargeTablesAreRefused) {
  std::string rows = "id,v\n";
  for (int i = 0; i < 100000; ++i) rows += std::to_string(i) + ",some words of a value\n";
  const Outcome out =
      Run({{"file", Write("t.csv", rows)}, {"on", "id"}, {"memory", "1MiB"}}, Ids({"a"}));
  EXPECT_THAT(out.error, HasSubstr("more memory"));
}

// Against a map, with tables of several units.
TEST_F(JoinTest, FindsEveryRowOfALargeTable) {
  std::string rows = "id,v\n";
  std::vector<std::string> ids;
  for (int i = 0; i < 200000; ++i) {
    ids.push_back("key" + std::to_string(i * 7919));
    rows += ids.back() + ",value of " + std::to_string(i) + "\n";
  }
  std::mt19937 random(1);
  std::vector<std::optional<std::string_view>> asked;
  std::vector<int> expected;
  for (int i = 0; i < 2000; ++i) {
    expected.push_back(static_cast<int>(random() % ids.size()));
    asked.emplace_back(ids[static_cast<size_t>(expected.back())]);
  }
  const Outcome out = Run({{"file", Write("t.csv", rows)}, {"on", "id"}}, Ids(asked), 100);
  ASSERT_EQ(out.error, "");
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(out.rows[i].at("v"), "\"value of " + std::to_string(expected[i]) + "\"");
}

}  // namespace
}  // namespace textmill::join
