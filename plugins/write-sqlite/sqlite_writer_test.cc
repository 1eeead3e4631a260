#include "plugins/write-sqlite/sqlite_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "plugins/lib/io/temp_folder.h"
#include "textmill/conventions.hpp"
#include "textmill/testing.hpp"

namespace textmill::write_sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

// The rows that a statement gives, as `a|b|NULL`.
std::vector<std::string> Query(const std::string& bytes, const std::string& sql) {
  const io::TempFolder folder;
  const std::string path = folder.Write("a.db", bytes);
  sqlite::Database database = sqlite::Database::OpenToRead(path);
  sqlite3_set_authorizer(database.get(), nullptr, nullptr);
  std::vector<std::string> rows;
  sqlite::Statement statement = database.Prepare(sql);
  while (statement.Step()) {
    std::string row;
    for (int i = 0; i < statement.columns(); ++i) {
      if (i > 0) row += '|';
      row += statement.type(i) == SQLITE_NULL ? "NULL" : std::string(statement.bytes(i));
    }
    rows.push_back(row);
  }
  return rows;
}

Columns Documents() {
  return Columns()
      .Add<Utf8>("id", {"a", "b", "c"})
      .Add<Utf8>("title", {"The Bridge", std::nullopt, "Caf\u00e9"})
      .Add<Utf8>("text", {"An old bridge.", "Nothing here", std::string_view("with\0nul", 8)});
}

TEST(SqliteWriter, WritesRowsInOrderWithAnIndexOfWords) {
  std::string first;
  for (const auto& [batch, restart] : {std::pair(1, -1), {2, -1}, {3, -1}, {1, 0}, {1, 2}}) {
    StageRunner<SqliteWriter> run(GivenParams{{"path", "a.db"}});
    const Outcome out = run.Run(Documents(), batch, restart);
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(out.counters.at("rows"), 3);
    const std::string& bytes = out.outputs.at(0);
    if (first.empty()) first = bytes;
    EXPECT_EQ(bytes == first, true) << "other bytes for batches of " << batch;
    EXPECT_THAT(Query(bytes, "SELECT rowid, id, title FROM documents"),
                ElementsAre("1|a|The Bridge", "2|b|NULL", "3|c|Caf\u00e9"));
    EXPECT_THAT(Query(bytes, "SELECT rowid FROM documents_fts WHERE documents_fts MATCH 'cafe'"),
                ElementsAre("3"));
    EXPECT_THAT(Query(bytes,
                      "SELECT snippet(documents_fts, 1, '<', '>', '', 5) FROM documents_fts "
                      "WHERE documents_fts MATCH 'text: BRIDGE'"),
                ElementsAre("An old <bridge>."));
    EXPECT_EQ(Query(bytes, "SELECT text FROM documents WHERE rowid = 3").at(0),
              std::string("with\0nul", 8));
    EXPECT_THAT(Query(bytes, "PRAGMA integrity_check"), ElementsAre("ok"));
  }
}

TEST(SqliteWriter, TheIndexMayBeOfTrigramsOrNone) {
  StageRunner<SqliteWriter> trigrams(GivenParams{{"path", "a.db"}, {"index", "trigram"}});
  EXPECT_THAT(Query(trigrams.Run(Documents()).outputs.at(0),
                    "SELECT rowid FROM documents_fts WHERE documents_fts MATCH 'ridg'"),
              ElementsAre("1"));
  StageRunner<SqliteWriter> odd(GivenParams{{"path", "a.db"}, {"table", "it's \"odd\""}});
  EXPECT_THAT(Query(odd.Run(Documents()).outputs.at(0),
                    "SELECT text FROM \"it's \"\"odd\"\"_fts\" "
                    "WHERE \"it's \"\"odd\"\"_fts\" MATCH 'bridge'"),
              ElementsAre("An old bridge."));
  StageRunner<SqliteWriter> none(
      GivenParams{{"path", "a.db"}, {"index", "none"}, {"table", "my \"t"}});
  EXPECT_THAT(Query(none.Run(Documents()).outputs.at(0), "SELECT name FROM sqlite_schema"),
              ElementsAre("my \"t"));
}

TEST(SqliteWriter, ValuesKeepTheirTypes) {
  constexpr auto kInfinity = std::numeric_limits<double>::infinity();
  StageRunner<SqliteWriter> run(GivenParams{{"path", "a.db"}});
  const Outcome out =
      run.Run(Columns()
                  .Add<Bool>("flag", {true, false, std::nullopt})
                  .Add<UInt8>("u8", {255, 0, std::nullopt})
                  .Add<Int32>("i32", {INT32_MIN, 7, std::nullopt})
                  .Add<Int64>("i64", {INT64_MIN, INT64_MAX, std::nullopt})
                  .Add<UInt64>("u64", {INT64_MAX, 0, std::nullopt})
                  .Add<Float32>("f32", {0.1F, 3.0F, std::nullopt})
                  .Add<Float64>("f64", {-kInfinity, std::nan(""), std::nullopt})
                  .Add<Timestamp>("at", {1717581600000000, -1, std::nullopt})
                  .Add<Binary>("bytes", {std::string_view("\0\xFF", 2), "", std::nullopt}));
  ASSERT_EQ(out.error, "");
  EXPECT_THAT(Query(out.outputs.at(0),
                    "SELECT flag, u8, i32, i64, u64, round(f32, 3), f64, at, "
                    "hex(bytes) FROM documents LIMIT 2"),
              ElementsAre("1|255|-2147483648|-9223372036854775808|9223372036854775807|0.1|-Inf|"
                          "2024-06-05T10:00:00Z|00FF",
                          "0|0|7|9223372036854775807|0|3.0|NULL|1969-12-31T23:59:59.999999Z|"));
  EXPECT_THAT(
      Query(out.outputs.at(0), "SELECT group_concat(type) FROM pragma_table_info('documents')"),
      ElementsAre("INTEGER,BOOLEAN,UINT8,INT32,INTEGER,UINT64,FLOAT32,REAL,TIMESTAMP,BLOB"));
}

TEST(SqliteWriter, NumbersThatSqliteHasNotFailAlone) {
  StageRunner<SqliteWriter> run(GivenParams{{"path", "a.db"}});
  // The runner commits no batch of which a row has failed.
  const Outcome out = run.Run(Columns().Add<UInt64>("n", {1, UINT64_MAX}), 1);
  EXPECT_THAT(out.error, HasSubstr("cannot commit after"));
}

Columns WithEntities() {
  ListBuilder list(EntitiesField());
  auto& item = list.items<StructBuilder>();
  const auto add = [&](int64_t begin, int64_t end, const char* type, const char* text) {
    item.member<BuilderOf<Int64>>(0).Append(begin);
    item.member<BuilderOf<Int64>>(1).Append(end);
    item.member<BytesBuilder>(2).Append(type);
    item.member<BytesBuilder>(3).Append(text);
    for (size_t k = 4; k < 8; ++k) item.any_member(k).AppendNull();
    item.EndRow();
  };
  add(0, 3, "PER", "Ann");
  add(7, 11, "LOC", "Rome");
  list.EndRow();
  list.EndRow();  // empty
  list.AppendNull();
  return Columns().Add<Utf8>("text", {"Ann in Rome", "", "x"}).AddBuilt(EntitiesField(), list);
}

TEST(SqliteWriter, EntitiesHaveATableOfTheirOwn) {
  StageRunner<SqliteWriter> run(GivenParams{{"path", "a.db"}});
  const Outcome out = run.Run(WithEntities(), 2);
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.counters.at("item_rows"), 2);
  EXPECT_THAT(Query(out.outputs.at(0), "SELECT entities FROM documents"),
              ElementsAre("2", "0", "NULL"));
  EXPECT_THAT(Query(out.outputs.at(0),
                    "SELECT document, position, begin, \"end\", type, text, name "
                    "FROM entities"),
              ElementsAre("1|1|0|3|PER|Ann|NULL", "1|2|7|11|LOC|Rome|NULL"));
}

TEST(SqliteWriter, ListsAreJsonWhereItemsSaysSo) {
  StageRunner<SqliteWriter> run(GivenParams{
      {"path", "a.db"}, {"items", ::textmill::testing::Given(std::vector<std::string>{})}});
  const Outcome out = run.Run(WithEntities());
  ASSERT_EQ(out.error, "");
  EXPECT_THAT(Query(out.outputs.at(0), "SELECT entities ->> '$[1].text' FROM documents"),
              ElementsAre("Rome", "NULL", "NULL"));
  EXPECT_THAT(Query(out.outputs.at(0),
                    "SELECT type FROM pragma_table_info('documents') WHERE name = 'entities'"),
              ElementsAre(HasSubstr("list<{begin: int, end: int, type: string")));
}

std::string Refusal(const GivenParams& given, const std::vector<Field>& input) {
  StageRunner<SqliteWriter> run(given);
  return run.Bind(input);
}

TEST(SqliteWriter, WhatCannotBeIsSaidBeforeTheRun) {
  const std::vector<Field> text = {{"text", "u", {}, {}}};
  EXPECT_THAT(Refusal({{"path", "-"}}, text), HasSubstr("no stream"));
  EXPECT_THAT(Refusal({{"path", "a.db.gz"}}, text), HasSubstr("not compressed"));
  EXPECT_THAT(Refusal({{"path", "a.db"}, {"table", ""}}, text), HasSubstr("needs a name"));
  EXPECT_THAT(Refusal({{"path", "a.db"}, {"table", "SQLite_x"}}, text), HasSubstr("own tables"));
  EXPECT_THAT(Refusal({{"path", "a.db"}}, {{"a", "u", {}, {}}, {"A", "u", {}, {}}}),
              HasSubstr("`a` and `A` are one"));
  EXPECT_THAT(Refusal({{"path", "a.db"}}, {{"RowId", "l", {}, {}}}), HasSubstr("needs itself"));
  EXPECT_THAT(Refusal({{"path", "a.db"}, {"indexed", "rank"}}, {{"rank", "u", {}, {}}}),
              HasSubstr("the index needs itself"));
  EXPECT_THAT(Refusal({{"path", "a.db"}, {"indexed", "n"}}, {{"n", "l", {}, {}}}),
              HasSubstr("only text is indexed"));
  EXPECT_THAT(Refusal({{"path", "a.db"}, {"items", "text"}}, text), HasSubstr("not a list"));
  EXPECT_THAT(Refusal({{"path", "a.db"}, {"table", "entities"}}, {EntitiesField()}),
              HasSubstr("two tables"));
  std::vector<Field> many(2000, Field{"", "l", {}, {}});
  for (size_t i = 0; i < many.size(); ++i) many[i].name = "c" + std::to_string(i);
  EXPECT_THAT(Refusal({{"path", "a.db"}}, many), HasSubstr("SQLite takes 2000"));
  many.pop_back();
  EXPECT_EQ(Refusal({{"path", "a.db"}}, many), "");
}

}  // namespace
}  // namespace textmill::write_sqlite
