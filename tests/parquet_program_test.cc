// Parquet and Arrow files through the program; skipped where the plugin for them is not built.
#include <gmock/gmock.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ParquetProgramTest : public ProgramTest {
 protected:
  void SetUp() override {
    if (!fs::exists(TEXTMILL_PLUGIN_DIR "/arrow.so"))
      GTEST_SKIP() << "the plugin arrow is not built, since Arrow is not here: ./dev build";
    std::string documents;
    for (int i = 0; i < 200; ++i) {
      const std::string n = std::to_string(i);
      documents += "{\"id\":\"d" + n + "\",\"text\":\"Text number " + n + "\",\"lang\":\"" +
                   (i % 3 == 0 ? "en" : "fr") + "\",\"marked\":\"needle " + n + "\",\"n\":" + n +
                   ",\"absent\":" + (i % 2 == 0 ? "null" : "[1]") + "}\n";
    }
    Write("in.jsonl", documents);
  }
  // Runs a pipeline of these steps, each in YAML's braces.
  Ended Run(const std::vector<std::string>& steps, const std::string& options = "",
            const std::string& more = "") {
    std::string text = "textmill: 1\nname: p\nsteps:\n";
    for (const std::string& step : steps) text += "  - {" + step + "}\n";
    Write("p.yaml", text + more);
    return Here("$T run --overwrite p.yaml " + options);
  }
  const std::string kRead =
      "uses: read.jsonl, with: {path: in.jsonl, types: {n: int}, fields: {lang: lang, marked: "
      "marked}}";
};

TEST_F(ParquetProgramTest, ThereAndBackIsTheSameWhateverTheThreads) {
  const auto there = [&](const std::string& options) {
    const Ended ended = Run({kRead, "uses: write.jsonl, with: {path: straight.jsonl}",
                             "uses: write.parquet, with: {path: a.parquet, rows_per_group: 60}",
                             "uses: write.arrow, with: {path: a.arrow, rows_per_batch: 60}"},
                            options);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ReadFile(At("a.parquet")) + ReadFile(At("a.arrow"));
  };
  const std::string bytes = there("--threads 1");
  EXPECT_EQ(there("--threads 4 --batch-bytes 1024"), bytes);
  for (const std::string kind : {"parquet", "arrow"}) {
    for (const std::string options : {"--threads 1", "--threads 4 --batch-bytes 1024"}) {
      const Ended ended = Run({"uses: read." + kind + ", with: {path: a." + kind +
                                   ", types: {n: int}, fields: {lang: lang, marked: marked}}",
                               "uses: write.jsonl, with: {path: '-'}"},
                              options);
      EXPECT_EQ(ended.status, 0) << ended.err;
      EXPECT_EQ(ended.out, ReadFile(At("straight.jsonl"))) << kind;
    }
  }
  EXPECT_EQ(Here("$T count a.parquet").out, "200\ta.parquet\n");
  EXPECT_THAT(Here("$T head -n 1 a.arrow").out, HasSubstr("\"Text number 0\""));
}

TEST_F(ParquetProgramTest, JoinTakesThemAsTables) {
  Write("keys.jsonl",
        "{\"id\":\"d7\",\"text\":\"x\",\"n\":7}\n{\"id\":\"none\",\"text\":\"y\",\"n\":-1}\n"
        "{\"id\":\"d8\",\"text\":\"z\",\"n\":8}\n");
  ASSERT_EQ(
      Run({kRead,
           "uses: write.parquet, with: {path: t.parquet, rows_per_group: 60, columns: [id, n, "
           "lang]}",
           "uses: write.arrow, with: {path: t.arrow, columns: [id, n, lang]}"})
          .status,
      0);
  const auto join = [&](const std::string& with, const std::string& options = "") {
    return Run({"uses: read.jsonl, with: {path: keys.jsonl, types: {n: int}}",
                "uses: join, with: {" + with + "}", "uses: write.jsonl, with: {path: '-'}"},
               options);
  };
  for (const std::string file : {"t.parquet", "t.arrow"}) {
    const Ended ended = join("file: " + file + ", on: id, columns: {language: lang, number: n}");
    ASSERT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ended.out,
              "{\"id\":\"d7\",\"text\":\"x\",\"source\":\"keys.jsonl\",\"n\":7,\"language\":\"fr\","
              "\"number\":7}\n{\"id\":\"none\",\"text\":\"y\",\"source\":\"keys.jsonl\",\"n\":-1}\n"
              "{\"id\":\"d8\",\"text\":\"z\",\"source\":\"keys.jsonl\",\"n\":8,\"language\":\"fr\","
              "\"number\":8}\n");
    EXPECT_THAT(ended.err, HasSubstr("used by no document 198"));
    EXPECT_THAT(join("file: " + file + ", on: n, missing: drop, columns: lang").out,
                Not(HasSubstr("none")));
    EXPECT_THAT(join("file: " + file + ", on: id, columns: langs").err,
                HasSubstr("has no column `langs`; did you mean `lang`?"));
    EXPECT_THAT(join("file: " + file + ", on: {n: id}, columns: lang").err,
                HasSubstr("`id` is string, and is to be read as int64"));
    EXPECT_THAT(join("file: " + file + ", on: id, table: t, columns: lang").err,
                HasSubstr("is for SQLite databases"));
  }
  Write("again.jsonl", ReadFile(At("in.jsonl")));
  ASSERT_EQ(Run({"uses: read.jsonl, with: {path: [in.jsonl, again.jsonl]}",
                 "uses: write.parquet, with: {path: twice.parquet, columns: [id, text]}"})
                .status,
            0);
  EXPECT_THAT(join("file: twice.parquet, on: id, columns: {other: text}").err,
              HasSubstr("one key twice, at twice.parquet (row 1) and twice.parquet (row 201), and "
                        "199 more"));
  Write("no.parquet", "id,lang\n");
  EXPECT_THAT(join("file: no.parquet, on: id").err, HasSubstr("the table no.parquet: "));
}

// By name or by content, beside files of other kinds; what it does not say of columns is the
// reader's.
TEST_F(ParquetProgramTest, ReadAutoReadsThemToo) {
  ASSERT_EQ(Run({kRead, "uses: write.parquet, with: {path: t/a.parquet}",
                 "uses: write.arrow, with: {path: t/b.arrow}"})
                .status,
            0);
  fs::copy(At("t/a.parquet"), At("t/c.data"));
  fs::copy(At("in.jsonl"), At("t/d.jsonl"));
  const Ended ended =
      Run({"uses: read.auto, with: {path: ['t/*'], types: {n: int}, fields: {lang: lang}}",
           "uses: write.csv, with: {path: '-', columns: [id, n, lang]}"},
          "--summary s.json --threads 2 --batch-bytes 1024");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const std::vector<std::string> lines = Lines(ended.out);
  ASSERT_EQ(lines.size(), 801u);
  for (size_t i = 0; i < 800; ++i) {
    const std::string n = std::to_string(i % 200);
    EXPECT_EQ(lines[i + 1], "d" + n + "," + n + (i % 200 % 3 == 0 ? ",en" : ",fr"));
  }
  EXPECT_THAT(ended.err, HasSubstr("files read as: Arrow 1, JSON Lines 1, Parquet 2"));
  EXPECT_EQ(Here("$T count t/a.parquet t/d.jsonl").out,
            "200\tt/a.parquet\n200\tt/d.jsonl\n400\tin all\n");
  // A folder's, too, where columns are checked before the run.
  EXPECT_THAT(Run({"uses: read.auto, with: {path: [t], types: {lang: int}}",
                   "uses: write.csv, with: {path: '-'}"})
                  .err,
              HasSubstr("`t/a.parquet`: the column `lang` is string, and is to be read as int64"));
}

// There is one reader for all of them, however often other files come between.
TEST_F(ParquetProgramTest, ReadAutoReadsThemInTurnWithOthers) {
  ASSERT_EQ(Run({kRead, "keep: n < 3", "uses: write.parquet, with: {path: a.parquet}",
                 "uses: write.jsonl, with: {path: b.jsonl}"})
                .status,
            0);
  fs::create_directory(At("turns"));
  for (int i = 100; i < 300; ++i) {
    fs::copy(At("a.parquet"), At("turns/" + std::to_string(i) + "a.parquet"));
    fs::copy(At("b.jsonl"), At("turns/" + std::to_string(i) + "b.jsonl"));
  }
  const Ended ended = Here("ulimit -n 128; $T count turns");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("3\tturns/299b.jsonl\n1200\tin all\n"));
}

TEST_F(ParquetProgramTest, ReadAutoDoesNotLoadWhatOthersMayWriteTo) {
  ASSERT_EQ(Run({kRead, "uses: write.parquet, with: {path: a.parquet}"}).status, 0);
  fs::permissions(folder_, fs::perms(0755));
  fs::create_directory(At("plugins"));
  fs::permissions(At("plugins"), fs::perms(0755));
  for (const char* const name : {"plugins/read-auto.so", "plugins/arrow.so"})
    fs::copy(fs::path(TEXTMILL_PLUGIN_DIR) / fs::path(name).filename(), At(name));
  fs::permissions(At("plugins/arrow.so"), fs::perms(0666));
  const Ended ended = Here("$T count a.parquet --plugin-path plugins");
  EXPECT_NE(ended.status, 0);
  EXPECT_THAT(ended.err, HasSubstr("`read.parquet`, which cannot be loaded: others may write to "));
}

TEST_F(ParquetProgramTest, AFileForEachValue) {
  const Ended ended = Run({kRead, "uses: write.parquet, with: {path: 'out/{lang}.parquet'}"});
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(Here("$T count out/en.parquet out/fr.parquet").out,
            "67\tout/en.parquet\n133\tout/fr.parquet\n200\tin all\n");
}

// A column with a page that is damaged does no harm to who does not look at it.
TEST_F(ParquetProgramTest, ColumnsThatNobodyLooksAtAreNotRead) {
  ASSERT_EQ(Run({kRead,
                 "uses: write.parquet, with: {path: a.parquet, compression: none, "
                 "rows_per_group: 100}"})
                .status,
            0);
  std::string bytes = ReadFile(At("a.parquet"));
  bytes[bytes.find("needle 150")] ^= 1;
  Write("a.parquet", bytes);
  const std::string read = "uses: read.parquet, with: {path: a.parquet, fields: {marked: marked}}";
  const Ended without =
      Run({read, "keep: text != \"x\"", "uses: write.csv, with: {path: '-', columns: [id]}"});
  EXPECT_EQ(without.status, 0) << without.err;
  EXPECT_EQ(Lines(without.out).size(), 201u);
  const Ended with =
      Run({read, "uses: write.csv, with: {path: '-', columns: [id, marked]}"}, "--summary s.json");
  EXPECT_EQ(with.status, 3);
  EXPECT_EQ(Lines(with.out).size(), 101u);
  const std::string failed = ReadFile(At("p.failed.jsonl"));
  EXPECT_THAT(with.err + failed, HasSubstr("`a.parquet`, rows 100 to 199, cannot be read: "));
  EXPECT_EQ(
      Run({read, "uses: write.csv, with: {path: '-', columns: [id]}"}, "", "dropped: d.jsonl\n")
          .status,
      3);
}

// Of row groups that the first conditions exclude, little is read; all else is as if they were.
// With `dropped:` everything is read.
TEST_F(ParquetProgramTest, RowGroupsThatNoConditionLetsThroughArePassedOver) {
  std::string documents;
  for (int i = 0; i < 300; ++i) {
    const std::string n = std::to_string(i);
    documents += "{\"id\":\"d" + n + "\",\"text\":\"Text " + n + "\",\"lang\":" +
                 (i % 50 < 5     ? "null"
                  : i / 50 == 3  ? "null"
                  : i / 100 == 1 ? "\"en\""
                                 : "\"fr\"") +
                 ",\"n\":" + n + ",\"score\":" + std::to_string(i / 10) +
                 ".25,\"good\":" + (i < 150 ? "true" : "false") +
                 ",\"seen\":\"2024-01-01T00:" + std::to_string(10 + i / 10) + ":00Z\"}\n";
  }
  Write("in.jsonl", documents);
  const std::string columns =
      "fields: {lang: lang}, types: {n: int, score: float, good: bool, seen: timestamp}}";
  const Ended made = Run({"uses: read.jsonl, with: {path: in.jsonl, " + columns,
                          "uses: write.parquet, with: {path: a.parquet, rows_per_group: 50}"});
  ASSERT_EQ(made.status, 0) << made.err;
  const auto counts = [&](const std::string& summary) {
    const std::string all = ReadFile(At(summary));
    const size_t dropped = all.find("\"dropped\"");
    return all.substr(dropped, all.find('}', dropped) - dropped);
  };
  const std::vector<std::pair<std::vector<std::string>, int>> cases = {
      {{"lang == 'en'"}, 5},
      {{"lang == 'en' and length(text) > 2"}, 0},  // each group has a null
      {{"n >= 250"}, 5},
      {{"n > 100 and n <= 149"}, 5},
      {{"n == 7 or n == 299"}, 4},
      {{"n != 7", "lang in ['de', 'fr']", "score < 3.5"}, 5},
      {{"score <= 4.25"}, 5},
      {{"not good"}, 3},
      {{"good", "text.length > 6", "n > 280"}, 3},
      {{"seen < '2024-01-01T00:20:00Z'"}, 4},
      {{"lang is not null"}, 1},
      {{"lang is null"}, 0},
      {{"id > 'x'"}, 6},
      {{"text < 'Text 1'"}, 5},
      {{"length(text) > 5", "n > 100"}, 0}};
  for (const auto& [conditions, passed_over] : cases) {
    std::vector<std::string> steps = {"uses: read.parquet, with: {path: a.parquet, " + columns};
    for (const std::string& condition : conditions) steps.push_back("keep: \"" + condition + "\"");
    steps.emplace_back("uses: write.jsonl, with: {path: out.jsonl}");
    const Ended whole = Run(steps, "--summary whole.json", "dropped: d.jsonl\n");
    EXPECT_EQ(whole.status, 0) << whole.err;
    const std::string expected = ReadFile(At("out.jsonl"));
    const Ended ended = Run(steps, "--threads 3 --batch-bytes 1024 --summary part.json");
    EXPECT_EQ(ended.status, 0) << ended.err;
    EXPECT_EQ(ReadFile(At("out.jsonl")), expected) << conditions[0];
    EXPECT_EQ(counts("part.json"), counts("whole.json")) << conditions[0];
    const std::string told = "of which no row could be kept";
    const size_t at = ended.err.find(told);
    EXPECT_EQ(at == std::string::npos ? 0 : std::stoi(ended.err.substr(at + told.size())),
              passed_over)
        << conditions[0] << ended.err;
    EXPECT_THAT(whole.err, Not(HasSubstr("of which no row"))) << conditions[0];
  }
}

TEST_F(ParquetProgramTest, MistakesAreFoundBeforeTheRun) {
  ASSERT_EQ(Run({kRead, "uses: write.parquet, with: {path: a.parquet}"}).status, 0);
  Write("p.yaml",
        "textmill: 1\nname: p\nsteps:\n  - uses: read.parquet\n    with:\n      path: a.parquet\n"
        "      types: { lang: int }\n  - uses: write.csv\n    with: { path: out.csv }\n");
  const Ended ended = Here("$T check p.yaml");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(
      ended.err,
      HasSubstr(
          "p.yaml:7:22: step `read.parquet`: `a.parquet`: the column `lang` is string, and is "
          "to be read as int64"));
  EXPECT_THAT(Run({"uses: read.parquet, with: {path: a.parquet, fields: {text: body}}",
                   "uses: write.csv, with: {path: '-'}"})
                  .err,
              HasSubstr("there is no column `body`; the columns are `id`, `text`"));
  (void)Run({"uses: read.text, with: {path: a.parquet}", "uses: write.csv, with: {path: out.csv}"});
  EXPECT_THAT(ReadFile(At("out.failed.jsonl")), HasSubstr("Read it by `read.parquet`."));
}

TEST_F(ParquetProgramTest, AFileThatIsCutOffIsOneFailure) {
  ASSERT_EQ(Run({kRead, "uses: write.parquet, with: {path: a.parquet}",
                 "uses: write.parquet, with: {path: b.parquet}"})
                .status,
            0);
  const std::string bytes = ReadFile(At("a.parquet"));
  Write("a.parquet", bytes.substr(0, bytes.size() - 20));
  const Ended ended = Run({"uses: read.parquet, with: {path: '*.parquet'}",
                           "uses: write.csv, with: {path: '-', columns: [id]}"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_EQ(Lines(ended.out).size(), 201u);
  EXPECT_THAT(ended.err, HasSubstr("`a.parquet` cannot be read: "));
}

// The step that pipelines/pretraining.yaml has in a comment.
TEST_F(ParquetProgramTest, TextForTrainingAsParquet) {
  std::string pipeline = ReadFile(fs::path(TEXTMILL_SOURCE_DIR) / "pipelines" / "pretraining.yaml");
  for (const std::string line :
       {"# - uses: write.parquet", "#   with: { path: \"${OUT:-out}/pretraining.parquet"}) {
    const size_t at = pipeline.find(line);
    ASSERT_NE(at, pipeline.npos);
    pipeline.erase(at, 2);
  }
  fs::create_directory_symlink(fs::path(TEXTMILL_SOURCE_DIR) / "pipelines", At("pipelines"));
  Write("p.yaml", pipeline);
  const Ended ended = Here(
      "CORPUS='pipelines/sample/*.txt' TESTS=pipelines/sample-questions.jsonl "
      "$T run p.yaml --summary s.json");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const int64_t finished = NumberIn(ReadFile(At("s.json")), "finished");
  EXPECT_GT(finished, 5);
  EXPECT_EQ(Here("$T count out/pretraining.parquet").out,
            std::to_string(finished) + "\tout/pretraining.parquet\n");
}

}  // namespace
}  // namespace textmill::tests
