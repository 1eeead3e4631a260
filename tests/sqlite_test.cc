// write.sqlite and read.sqlite through the whole program: what one writes the other reads.
#include <gmock/gmock.h>

#include <string>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;

class SqliteTest : public ProgramTest {
 protected:
  SqliteTest() {
    std::string lines;
    for (int i = 0; i < 500; ++i) {
      const std::string n = std::to_string(i);
      lines += "{\"id\":\"d" + n + "\",\"text\":\"Ann Smith of Rome paid $" + n +
               " million on 3 May 2024.\",\"n\":" + n + ",\"share\":0." + n +
               ",\"ok\":" + (i % 2 == 0 ? "true" : "false") + ",\"at\":\"2024-05-01T10:00:00." + n +
               "Z\",\"tags\":[\"a\",null,\"" + n + "\"],\"who\":[{\"name\":\"x\",\"age\":" + n +
               "},{\"name\":\"z\",\"age\":-1}]" +
               (i % 3 == 0 ? "" : ",\"title\":\"T\\\"\\u0001\"") + ",\"other\":{\"k\":" + n +
               "}}\n";
    }
    Write("in.jsonl", lines);
    Write(
        "there.yaml",
        "textmill: 1\nname: there\nsteps:\n  - uses: read.jsonl\n    with:\n      path: in.jsonl\n"
        "      types: { n: int, share: float, ok: bool, at: timestamp, tags: list<string>,\n"
        "               who: \"list<{name: string, age: int}>\" }\n"
        "  - uses: entities.tag\n    when: ok\n  - uses: language.detect\n  - uses: text.stats\n"
        "  - uses: write.sqlite\n    id: db\n    with: { path: a.db }\n"
        "  - uses: write.csv\n    with: { path: there.csv, columns: [id, text, n, share, ok, "
        "at, "
        "tags, who, entities, lang, lang_confidence, words, title] }\n");
    Write("back.yaml",
          "textmill: 1\nname: back\nsteps:\n  - uses: read.sqlite\n    with: { path: a.db }\n"
          "  - uses: write.csv\n    with: { path: back.csv, columns: [id, text, n, share, ok, "
          "at, "
          "tags, who, entities, lang, lang_confidence, words, title] }\n"
          "  - uses: write.sqlite\n    with: { path: b.db }\n");
  }
};

TEST_F(SqliteTest, ComesBackAsItWas) {
  for (const std::string items : {"'[entities, tags, who]'", "'[entities]'"}) {
    const Ended there = Here("$T run there.yaml --overwrite --set db.items=" + items);
    ASSERT_EQ(there.status, 0) << there.err;
    const Ended back = Here("$T run back.yaml --overwrite --threads 2 --batch-bytes 5000");
    ASSERT_EQ(back.status, 0) << back.err;
    const auto lines = Lines(ReadFile(At("there.csv"))), others = Lines(ReadFile(At("back.csv")));
    ASSERT_EQ(others.size(), lines.size());
    for (size_t i = 0; i < lines.size(); ++i) ASSERT_EQ(others[i], lines[i]) << items;
  }
  // A database is the same, byte for byte, once it has been there and back.
  EXPECT_EQ(ReadFile(At("b.db")) == ReadFile(At("a.db")), true);
}

TEST_F(SqliteTest, NeitherThreadsNorBatchesShow) {
  std::string first;
  for (const char* options : {"--threads 1", "--threads 2 --batch-bytes 3000"}) {
    ASSERT_EQ(Here(std::string("$T run there.yaml --overwrite ") + options).status, 0);
    const std::string bytes = ReadFile(At("a.db"));
    if (first.empty()) first = bytes;
    EXPECT_EQ(bytes == first, true) << options;
  }
}

TEST_F(SqliteTest, HeadAndCount) {
  ASSERT_EQ(Here("$T run there.yaml").status, 0);
  EXPECT_EQ(Here("$T count a.db").out, "500\ta.db\n");
  EXPECT_THAT(Here("$T head -n 1 a.db").out,
              HasSubstr("{\"id\":\"d0\",\"text\":\"Ann Smith of Rome"));
}

}  // namespace
}  // namespace textmill::tests
