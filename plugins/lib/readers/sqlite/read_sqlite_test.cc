#include "plugins/lib/readers/sqlite/read_sqlite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/readers/auto/read_auto.h"
#include "textmill/testing.hpp"

namespace textmill::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::textmill::testing::Given;
using ::textmill::testing::GivenParams;
using ::textmill::testing::ReadOutcome;
using ::textmill::testing::StageRunner;

class ReadSqliteTest : public ::testing::Test {
 protected:
  std::string Make(const std::string& name, const std::string& sql) const {
    const std::string path = folder_ / name;
    Database database = Database::Create(path);
    database.Run(sql);
    return path;
  }
  // As a test outcome shows text.
  static std::string Q(const std::string& text) { return '"' + text + '"'; }
  static ReadOutcome Read(const std::string& path, GivenParams more = {},
                          uint64_t bytes = 1 << 20) {
    more.emplace_back("path", path);
    return StageRunner<ReadSqlite>(more).Read(bytes);
  }
  io::TempFolder folder_;
};

TEST_F(ReadSqliteTest, ColumnsHaveTheTypesThatAreDeclared) {
  const std::string path = Make(
      "a.db",
      "CREATE TABLE t (id INTEGER PRIMARY KEY, text VARCHAR(9), n BIGINT, x DOUBLE, ok BOOL, "
      "b BLOB,"
      " at TIMESTAMP, free, d DATE);"
      "INSERT INTO t VALUES (7, 'a', 1, 2, 1, x'00FF', '2024-05-01T00:00:00Z', 5, '2024-05-01'),"
      "(9, 'b', NULL, 2.5, 0, NULL, NULL, NULL, NULL)");
  const ReadOutcome out = Read(path);
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.rows.size(), 2U);
  EXPECT_THAT(out.failures, IsEmpty());
  const auto& row = out.rows[0];
  EXPECT_EQ(row.at("id"), Q("7"));
  EXPECT_EQ(row.at("text"), Q("a"));
  EXPECT_EQ(row.at("source"), Q(path));
  EXPECT_EQ(row.at("n"), "1");
  EXPECT_EQ(row.at("x"), "2");
  EXPECT_EQ(row.at("ok"), "true");
  EXPECT_EQ(row.at("free"), "5");
  EXPECT_EQ(row.at("d"), Q("2024-05-01"));
  EXPECT_EQ(out.rows[1].at("n"), "null");
  EXPECT_EQ(row.at("@offset"), "7");
}

TEST_F(ReadSqliteTest, AValueOfAnotherTypeFailsAlone) {
  const std::string path =
      Make("a.db",
           "CREATE TABLE t (text TEXT, n INTEGER);"
           "INSERT INTO t VALUES ('a', 1), ('b', 'two'), (x'80', 3), (NULL, 4),"
           "(CAST(x'C3' AS TEXT), 5), ('f', 6.5)");
  const ReadOutcome out = Read(path);
  ASSERT_EQ(out.rows.size(), 1U);
  ASSERT_EQ(out.failures.size(), 5U);
  EXPECT_EQ(out.failures[0].message, "rowid 2: `n` is text, not a whole number of its size");
  EXPECT_EQ(out.failures[0].record, "{\"text\":\"b\",\"n\":\"two\"}");
  EXPECT_EQ(out.failures[1].message, "rowid 3: `text` is not UTF-8 (at byte 0)");
  EXPECT_EQ(out.failures[2].message, "rowid 4: has no `text`");
  EXPECT_THAT(out.failures[3].message, HasSubstr("rowid 5: `text` is not UTF-8"));
  EXPECT_THAT(out.failures[4].message, HasSubstr("rowid 6: `n` is a number, not a whole"));
  // `types` has the last word.
  const ReadOutcome text = Read(path, {{"types", Given::Fields({{"n", "string"}})}});
  EXPECT_EQ(text.rows.at(1).at("n"), Q("two"));
  EXPECT_EQ(text.rows.at(2).at("n"), Q("6.5"));
}

TEST_F(ReadSqliteTest, UnitsDoNotShow) {
  std::string sql = "CREATE TABLE t (text TEXT);";
  for (int i = 0; i < 300; ++i)
    sql += "INSERT INTO t (rowid, text) VALUES (" + std::to_string(i * i * 7 - 1000) + ", '" +
           std::string(static_cast<size_t>(i * 37 % 400 + 1), static_cast<char>('a' + i % 26)) +
           "');";
  const std::string path = Make("a.db", sql);
  const ReadOutcome whole = Read(path, {}, 1 << 30);
  ASSERT_EQ(whole.rows.size(), 300U);
  EXPECT_EQ(whole.rows[0].at("id"), Q(path + "@-1000"));
  for (const uint64_t bytes : {1, 100, 1000, 20000})
    EXPECT_EQ(Read(path, {}, bytes).rows, whole.rows);
  const ReadOutcome query = Read(path, {{"query", "SELECT text FROM t"}}, 500);
  EXPECT_EQ(query.rows.size(), 300U);
}

TEST_F(ReadSqliteTest, ExtremeRowids) {
  const std::string path =
      Make("a.db",
           "CREATE TABLE t (text TEXT); INSERT INTO t (rowid, text) VALUES "
           "(-9223372036854775808, 'a'), (0, 'b'), (9223372036854775806, 'c')");
  for (const uint64_t bytes : {1, 1000}) {
    const ReadOutcome out = Read(path, {}, bytes);
    EXPECT_EQ(out.error, "");
    ASSERT_EQ(out.rows.size(), 3U);
    EXPECT_EQ(out.rows[2].at("id"), Q(path + "@9223372036854775806"));
  }
}

TEST_F(ReadSqliteTest, QueriesReadAndNothingElse) {
  const std::string path =
      Make("a.db", "CREATE TABLE t (a TEXT, n INT); INSERT INTO t VALUES ('x', 1)");
  const ReadOutcome out =
      Read(path, {{"query", "SELECT a AS text, n * 2 AS m, count(*) OVER () AS c FROM t;"}});
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows.at(0).at("m"), "2");
  EXPECT_EQ(out.rows.at(0).at("c"), "1");
  for (const char* query : {"DELETE FROM t", "ATTACH 'b.db' AS b", "PRAGMA writable_schema = 1",
                            "SELECT 1 AS text; DELETE FROM t", "SELECT ? AS text",
                            "VACUUM INTO 'x.db'", "SELECT load_extension('x') AS text", ";",
                            "nonsense", "SELECT a AS text, n AS text FROM t"})
    EXPECT_NE(Read(path, {{"query", query}}).error, "") << query;
}

TEST_F(ReadSqliteTest, WhichTableIsMeant) {
  const std::string two = Make("a.db", "CREATE TABLE a (text); CREATE TABLE b (text)");
  EXPECT_THAT(Read(two).error, HasSubstr("several tables: `a`, `b`"));
  EXPECT_EQ(Read(two, {{"table", "B"}}).error, "");
  EXPECT_THAT(Read(two, {{"table", "c"}}).error,
              HasSubstr("no table `c`; the tables are `a`, `b`"));
  EXPECT_THAT(Read(Make("b.db", "CREATE TABLE t (body TEXT)")).error,
              HasSubstr("no column `text` here; the columns are body"));
  EXPECT_EQ(Read(folder_ / "b.db", {{"fields", Given::Fields({{"text", "body"}})}}).error, "");
  EXPECT_THAT(Read(folder_.Write("c.db", "text")).error, HasSubstr("no SQLite database"));
  EXPECT_THAT(Read(folder_.Write("d.db", "\x1F\x8B....")).error, HasSubstr("compressed"));
  EXPECT_THAT(Read(folder_.Write("e.db", "")).error, HasSubstr("no tables"));
}

TEST_F(ReadSqliteTest, NamesAreComparedAsSqliteDoes) {
  const std::string path =
      Make("a.db",
           "PRAGMA encoding = 'UTF-16'; CREATE TABLE t (ID INT, Text TEXT, body TEXT,"
           " Note TEXT); INSERT INTO t VALUES (1, 'h\u00e9', 'b', 'n')");
  const auto row = Read(path).rows.at(0);
  EXPECT_EQ(row.at("id"), Q("1"));
  EXPECT_EQ(row.at("text"), Q("h\u00e9"));
  EXPECT_EQ(row.count("ID") + row.count("Text"), 0U);
  EXPECT_EQ(row.at("Note"), Q("n"));
  const auto other =
      Read(path, {{"fields", Given::Fields({{"text", "body"}, {"Note", "ID"}})}}).rows.at(0);
  EXPECT_EQ(other.at("text"), Q("b"));
  EXPECT_EQ(other.at("Note"), "1");
  EXPECT_EQ(other.at("Text"), Q("h\u00e9"));
}

TEST_F(ReadSqliteTest, TypesThatWriteSqliteDeclares) {
  const std::string path =
      Make("a.db",
           "CREATE TABLE t (text TEXT, a UINT8, b INT32, c UINT32, d UINT64, e FLOAT32, j JSON,"
           " l \"list<{n: uint8, x: list<float32>}>\");"
           "INSERT INTO t VALUES ('1', 255, -2147483648, 4294967295, 9223372036854775807, 0.5, "
           "'{\"k\":1}',"
           " '[{\"n\":255,\"x\":[0.5,null]},null]'),"
           "('2', 256, 0, 0, 0, 0, NULL, NULL), ('3', 0, 2147483648, 0, 0, 0, NULL, NULL),"
           "('4', 0, 0, -1, 0, 0, NULL, NULL), ('5', 0, 0, 0, -1, 0, NULL, NULL),"
           "('6', 0, 0, 0, 0, 0, NULL, '[{\"n\":256}]'), ('7', 0, 0, 0, 0, 0, NULL, '[{\"n\":1')");
  StageRunner<ReadSqlite> run(GivenParams{{"path", path}});
  const ReadOutcome out = run.Read();
  std::string formats;
  for (const Field& field : run.produced) formats += field.format;
  EXPECT_EQ(formats, "uuuCiILfu+l");
  ASSERT_EQ(out.rows.size(), 1U);
  EXPECT_EQ(out.rows[0].at("a"), "255");
  EXPECT_EQ(out.rows[0].at("d"), "9223372036854775807");
  EXPECT_THAT(out.rows[0].at("l"), HasSubstr("0.5"));
  ASSERT_EQ(out.failures.size(), 6U);
  for (size_t i = 0; i < 6; ++i)
    EXPECT_THAT(out.failures[i].message, HasSubstr("rowid " + std::to_string(i + 2) + ": `"));
}

TEST_F(ReadSqliteTest, AColumnThatIsCalledRowid) {
  const std::string path =
      Make("a.db",
           "CREATE TABLE documents (rowid TEXT, text TEXT, entities ITEMS INTEGER);"
           "CREATE TABLE entities (document INTEGER, position INTEGER, type TEXT);"
           "INSERT INTO documents VALUES ('x', 'a', 1)");
  const auto row = Read(path).rows.at(0);
  EXPECT_EQ(row.at("rowid"), Q("x"));
  EXPECT_EQ(row.at("entities"), "1");
}

TEST_F(ReadSqliteTest, WhatIsInTheWalIsRead) {
  const std::string path = folder_ / "a.db";
  sqlite3* writer = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &writer), SQLITE_OK);
  sqlite3_exec(writer,
               "PRAGMA journal_mode = WAL; CREATE TABLE t (text TEXT); INSERT INTO t VALUES ('a')",
               nullptr, nullptr, nullptr);
  EXPECT_EQ(Read(path).rows.size(), 1U);
  sqlite3_close(writer);
}

TEST_F(ReadSqliteTest, DamagedFilesGiveErrorsAndNoCrash) {
  std::string sql = "PRAGMA page_size = 512; CREATE TABLE t (text TEXT, n INTEGER);";
  for (int i = 0; i < 60; ++i)
    sql +=
        "INSERT INTO t VALUES ('" + std::string(static_cast<size_t>(i * 13 % 700), 'x') + "', 5);";
  const std::string path = Make("a.db", sql);
  std::ifstream file(path, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  size_t wrong = 0;
  for (size_t at = 0; at < good.size(); at += 97) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0xFF);
    const ReadOutcome out = Read(folder_.Write("bad.db", bad), {}, 300);
    wrong += !out.error.empty() || !out.failed_inputs.empty() || !out.failures.empty();
  }
  EXPECT_GT(wrong, 0U);
  const ReadOutcome cut = Read(folder_.Write("cut.db", good.substr(0, good.size() / 2)), {}, 300);
  EXPECT_TRUE(!cut.error.empty() || !cut.failed_inputs.empty());
}

TEST_F(ReadSqliteTest, AutoReadsItAsRecords) {
  const std::string path = Make("a.db",
                                "CREATE TABLE t (id INT, text TEXT, title INT, n INT);"
                                "INSERT INTO t VALUES (1, 'a', 5, 2), (NULL, NULL, 'b', 3)");
  for (const std::string& name : {path, folder_ / "other"}) {
    if (name != path) std::filesystem::copy_file(path, name);
    const ReadOutcome out = StageRunner<readauto::ReadAuto>(GivenParams{{"path", name}}).Read();
    ASSERT_EQ(out.error, "");
    ASSERT_EQ(out.rows.size(), 1U);
    EXPECT_EQ(out.rows[0].at("id"), Q("1"));
    EXPECT_EQ(out.rows[0].at("title"), Q("5"));
    EXPECT_EQ(out.rows[0].at("extra"), Q("{\\\"n\\\":2}"));
    ASSERT_EQ(out.failures.size(), 1U);
    EXPECT_EQ(out.failures[0].message, "rowid 2: has no `text`");
  }
}

}  // namespace
}  // namespace textmill::sqlite
