// `textmill search`, on databases that write.sqlite made and on others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;

class SearchTest : public ProgramTest {
 protected:
  SearchTest() {
    Write("in.jsonl",
          "{\"id\":\"a\",\"title\":\"Caf\u00e9\",\"text\":\"An old \\u001b[31m bridge,\\nand a "
          "bridge\"}\n"
          "{\"id\":\"b\",\"text\":\"A bridge far away from all the others in this long text\"}\n"
          "{\"id\":\"c\",\"text\":\"ferry\"}\n");
    Write("p.yaml",
          "textmill: 1\nname: p\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
          "  - uses: write.sqlite\n    id: db\n    with: { path: a.db }\n");
    const Ended ended = Here("$T run p.yaml");
    EXPECT_EQ(ended.status, 0) << ended.err;
  }
  std::string Wrong(const std::string& arguments) const {
    const Ended ended = Here("$T search " + arguments);
    EXPECT_EQ(ended.status, 2) << ended.err;
    EXPECT_EQ(ended.out, "");
    return ended.err;
  }
};

TEST_F(SearchTest, ShowsWhereTheWordsAre) {
  const Ended ended = Here("$T search a.db BRIDGE");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out,
            "a\tCaf\u00e9\tAn old \\x1b[31m [bridge], and a [bridge]\n"
            "b\t\tA [bridge] far away from all the others in this long text\n");
  EXPECT_EQ(ended.err, "2 documents\n");
  EXPECT_EQ(Here("$T search a.db cafe --columns id").out, "a\t[Caf\u00e9]\n");
}

TEST_F(SearchTest, LimitsAndCounts) {
  const Ended ended = Here("$T search a.db bridge -n 1 --words 2");
  EXPECT_EQ(ended.out, "a\tCaf\u00e9\t\u2026[bridge], and\u2026\n");
  EXPECT_EQ(ended.err, "the best 1 of 2 documents\n");
  EXPECT_EQ(Here("$T search a.db nowhere").err, "0 documents\n");
  EXPECT_EQ(Here("$T search a.db nowhere").status, 0);
}

TEST_F(SearchTest, JsonHasPlacesInTheSnippet) {
  const Ended ended = Here("$T search a.db 'ferry' --json");
  EXPECT_THAT(ended.out, HasSubstr("{\"rowid\":3,\"id\":\"c\",\"title\":null,\"score\":"));
  EXPECT_THAT(ended.out, HasSubstr(",\"snippet\":\"ferry\",\"matches\":[[0,5]]}\n"));
}

// What acts on terminals is escaped as JSON does it, here DEL and the flag of Scotland.
TEST_F(SearchTest, JsonIsJsonWhateverTheTextHolds) {
  Write("in.jsonl",
        "{\"text\":\"bridge \x7f \U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074"
        "\U000E007F\"}\n");
  EXPECT_EQ(Here("$T run p.yaml --overwrite").status, 0);
  const Ended ended = Here("$T search a.db bridge --json | python3 -m json.tool");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("bridge \\u007f \\ud83c\\udff4\\udb40\\udc67"));
}

TEST_F(SearchTest, AWrongQueryIsExplained) {
  EXPECT_THAT(Wrong("a.db 'old AND AND new'"), HasSubstr("at character 9, at `AND`"));
  EXPECT_THAT(Wrong("a.db 'd\u00e9j\u00e0 vu ,'"), HasSubstr("at character 9, at `,`"));
  EXPECT_THAT(Wrong("a.db 'old AND'"), HasSubstr("ends too early"));
  EXPECT_THAT(Wrong("a.db 'well-known'"), HasSubstr("a column `known`"));
  EXPECT_THAT(Wrong("a.db 'well-known'"), HasSubstr("put in quotation marks"));
  EXPECT_THAT(Wrong("a.db '\"old'"), HasSubstr("not closed"));
  EXPECT_THAT(Wrong("a.db '  '"), HasSubstr("empty"));
  EXPECT_THAT(Wrong("a.db x --columns nothing"), HasSubstr("the columns are rowid, id, text"));
}

TEST_F(SearchTest, OtherFilesAreExplained) {
  EXPECT_THAT(Wrong("nothing.db x"), HasSubstr("No such file"));
  EXPECT_THAT(Wrong(". x"), HasSubstr("is a folder"));
  EXPECT_THAT(Wrong("in.jsonl x"), HasSubstr("no SQLite database"));
  Here("$T run p.yaml --overwrite --set db.index=none");
  EXPECT_THAT(Wrong("a.db x"), HasSubstr("no full-text index; its tables are `documents`"));
}

TEST_F(SearchTest, IndexesOfOtherPrograms) {
  sqlite3* made = nullptr;
  ASSERT_EQ(sqlite3_open(At("b.db").c_str(), &made), SQLITE_OK);
  sqlite3_exec(made,
               "CREATE VIRTUAL TABLE one USING fts5(body); INSERT INTO one VALUES ('a b c');"
               "CREATE VIRTUAL TABLE two USING fts5(body, tokenize = \"trigram\");"
               "INSERT INTO two VALUES ('bridges');",
               nullptr, nullptr, nullptr);
  sqlite3_close(made);
  EXPECT_THAT(Wrong("b.db x"), HasSubstr("several full-text indexes: `one`, `two`"));
  EXPECT_EQ(Here("$T search b.db b --index one").out, "1\ta [b] c\n");
  EXPECT_EQ(Here("$T search b.db ridg --index two").out, "1\tb[ridg]es\n");
  EXPECT_THAT(Here("$T search b.db ri --index two").err, HasSubstr("three characters"));
  EXPECT_THAT(Here("$T search b.db \u00fc\u00e4 --index two").err, HasSubstr("three characters"));
}

TEST_F(SearchTest, DamagedFilesAreErrorsAndNoCrash) {
  const std::string good = ReadFile(At("a.db"));
  for (size_t at = 100; at < good.size(); at += 997) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x5A);
    Write("bad.db", bad);
    const Ended ended = Here("$T search bad.db bridge");
    EXPECT_THAT(ended.status, ::testing::AnyOf(0, 2)) << at << ": " << ended.err;
  }
  Write("cut.db", good.substr(0, good.size() / 2));
  EXPECT_EQ(Here("$T search cut.db bridge").status, 2);
}

}  // namespace
}  // namespace textmill::tests
