// Writers whose path names columns: a file for each value.
#include <gmock/gmock.h>

#include <set>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class SplitOutputTest : public ProgramTest {
 protected:
  void WritePipeline(const std::string& steps, const std::string& more = "") {
    Write("p.yaml", "textmill: 1\nname: p\n" + more +
                        "steps:\n  - uses: read.jsonl\n    with: { path: in.jsonl, fields: { lang: "
                        "lang }, types: { n: int } }\n" +
                        steps);
  }
  std::set<std::string> Files(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(At(folder))) {
      if (entry.is_regular_file()) names.insert(fs::relative(entry.path(), At(folder)).string());
    }
    return names;
  }
};

constexpr const char* kByLang =
    "  - uses: write.jsonl\n    with: { path: 'out/{lang}/{n}.jsonl', columns: [id] }\n";

TEST_F(SplitOutputTest, EachValueHasItsFile) {
  Write("in.jsonl",
        "{\"id\":\"1\",\"text\":\"\",\"lang\":\"en\",\"n\":1}\n"
        "{\"id\":\"2\",\"text\":\"\",\"lang\":\"de\",\"n\":1}\n"
        "{\"id\":\"3\",\"text\":\"\",\"lang\":\"en\",\"n\":1}\n"
        "{\"id\":\"4\",\"text\":\"\",\"lang\":\"en\",\"n\":-2}\n");
  WritePipeline(kByLang);
  const Ended ended = Here("$T run p.yaml --summary s.json");
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("4 rows written to out/{lang}/{n}.jsonl, 3 files"));
  EXPECT_EQ(Files("out"), (std::set<std::string>{"de/1.jsonl", "en/-2.jsonl", "en/1.jsonl"}));
  EXPECT_EQ(ReadFile(At("out/en/1.jsonl")), "{\"id\":\"1\"}\n{\"id\":\"3\"}\n");
  EXPECT_THAT(ReadFile(At("s.json")),
              AllOf(HasSubstr("\"out/de/1.jsonl\""), HasSubstr("\"out/en/-2.jsonl\"")));
  // A second run: refused, or told of what it does not replace.
  EXPECT_EQ(Here("$T run p.yaml").status, 2);
  EXPECT_THAT(Here("$T check p.yaml").err, HasSubstr("out/de/1.jsonl and 2 more exist already"));
  Write("in.jsonl", "{\"id\":\"9\",\"text\":\"\",\"lang\":\"en\",\"n\":1}\n");
  const Ended again = Here("$T run p.yaml --overwrite");
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.err, HasSubstr("2 files match"));  // what is not of this run
  EXPECT_EQ(ReadFile(At("out/en/1.jsonl")), "{\"id\":\"9\"}\n");
}

TEST_F(SplitOutputTest, NamesAreSafeAndNeverShared) {
  const std::string longest(5000, 'x');
  std::vector<std::string> values = {"\"a/b\"",
                                     "\"..\"",
                                     "\".\"",
                                     "\"\"",
                                     "null",
                                     "\"%null\"",
                                     "\"%empty\"",
                                     "\"/etc\"",
                                     "\"-\"",
                                     "\"a\\nb\"",
                                     "\"a:b\"",
                                     "\"\\u0000\"",
                                     "\"~\"",
                                     "\" a \"",
                                     "\"a%2Fb\"",
                                     "\"\u00E9\u4E16\"",
                                     "\"CON\\\\\"",
                                     "\"" + longest + "\"",
                                     "\"" + longest + "y\""};
  std::string lines;
  for (size_t i = 0; i < values.size(); ++i)
    lines +=
        "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"\",\"n\":1,\"lang\":" + values[i] + "}\n";
  Write("in.jsonl", lines);
  WritePipeline("  - uses: write.jsonl\n    with: { path: 'out/{lang}.jsonl', columns: [id] }\n");
  const Ended ended = Here("$T run p.yaml");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const std::set<std::string> files = Files("out");
  EXPECT_EQ(files.size(), values.size());
  for (const std::string& name : files) {
    EXPECT_EQ(name.find('/'), name.npos) << name;
    EXPECT_NE(name[0], '.') << name;
    EXPECT_LE(name.size(), 250u);
    EXPECT_EQ(Lines(ReadFile(At("out/" + name))).size(), 1u) << name;
  }
  EXPECT_TRUE(files.count("a%2Fb.jsonl") == 1 && files.count("a%252Fb.jsonl") == 1);
  EXPECT_TRUE(files.count("%null.jsonl") == 1 && files.count("%empty.jsonl") == 1);
}

// More files than may be open, with few documents at a time, compressed: the same bytes whatever
// the threads and batches.
TEST_F(SplitOutputTest, ManyFilesAndTheSameBytes) {
  std::string lines;
  for (int i = 0; i < 6000; ++i)
    lines += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"word " + std::to_string(i) +
             "\",\"n\":1,\"lang\":\"v" + std::to_string(i * 7919 % 60) + "\"}\n";
  Write("in.jsonl", lines);
  WritePipeline(
      "  - uses: write.jsonl\n    with: { path: '${OUT}/a/{lang}.jsonl.zst' }\n"
      "  - uses: write.csv\n    with: { path: '${OUT}/b/{lang}.csv.gz', columns: [id, lang] }\n"
      "  - uses: write.json\n    with: { path: '${OUT}/c/{lang}.json' }\n");
  for (const char* run : {"OUT=one $T run p.yaml --threads 1",
                          "OUT=two $T run p.yaml --threads 4 --batch-bytes 5000"}) {
    const Ended ended = Here("ulimit -n 80; " + std::string(run));
    ASSERT_EQ(ended.status, 0) << ended.err;
  }
  EXPECT_EQ(Files("one").size(), 180u);
  EXPECT_EQ(Here("diff -r one two").status, 0);
  EXPECT_EQ(Here("gzip -dc one/b/v3.csv.gz | head -1").out, "id,lang\n");
  Write("q.yaml",
        "textmill: 1\nname: q\nsteps:\n  - uses: read.auto\n    with: { path: ['one/a/*.zst', "
        "'one/c/*.json'] }\n"
        "  - uses: write.jsonl\n    with: { path: all.jsonl, columns: [id] }\n");
  const Ended all = Here("$T run q.yaml");
  ASSERT_EQ(all.status, 0) << all.err;
  EXPECT_EQ(Lines(ReadFile(At("all.jsonl"))).size(), 12000u);
}

TEST_F(SplitOutputTest, TablesAreSplitToo) {
  Write("in.jsonl",
        "{\"id\":\"1\",\"text\":\"\",\"lang\":\"en\",\"n\":1}\n{\"id\":\"2\",\"text\":\"\","
        "\"lang\":\"de\",\"n\":1}\n"
        "{\"id\":\"3\",\"text\":\"\",\"lang\":\"en\",\"n\":5}\n");
  WritePipeline(
      "  - uses: group\n    with: { by: [lang, n] }\n"
      "  - uses: write.csv\n    from: group\n    with: { path: 'out/{lang}.csv' }\n");
  const Ended ended = Here("$T run p.yaml");
  ASSERT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ReadFile(At("out/en.csv")), "lang,n,count\nen,1,1\nen,5,1\n");
  EXPECT_EQ(ReadFile(At("out/de.csv")), "lang,n,count\nde,1,1\n");
}

TEST_F(SplitOutputTest, AllOfThemOrNone) {
  std::string lines;
  for (int i = 0; i < 2000; ++i)
    lines += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"some words\",\"lang\":\"v" +
             std::to_string(i % 150) + "\",\"n\":1}\n";
  Write("in.jsonl", lines);
  WritePipeline(std::string(kByLang) + "  - uses: write.jsonl\n    with: { path: /dev/full }\n");
  const Ended ended = Here("$T run p.yaml --batch-bytes 5000");
  EXPECT_EQ(ended.status, 1) << ended.err;
  for (const std::string& name : Files("out")) EXPECT_THAT(name, ::testing::EndsWith(".part"));
}

// What a run that failed has left is no file of an earlier one, whatever the path ends in.
TEST_F(SplitOutputTest, PartsThatAreLeftAreTakenOver) {
  Write("in.jsonl", "{\"id\":\"1\",\"text\":\"\",\"lang\":\"en\",\"n\":1}\n");
  WritePipeline("  - uses: write.jsonl\n    with: { path: 'out/{lang}', columns: [id] }\n");
  fs::create_directories(At("out"));
  Write("out/en.part", "half a l");
  const Ended ended = Here("$T run p.yaml");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(Files("out"), std::set<std::string>{"en"});
}

// A run that was killed while its files got their names.
TEST_F(SplitOutputTest, AMarkBesideOneOfThemIsSeen) {
  Write("in.jsonl",
        "{\"id\":\"1\",\"text\":\"\",\"lang\":\"en\",\"n\":1}\n"
        "{\"id\":\"2\",\"text\":\"\",\"lang\":\"fr\",\"n\":1}\n");
  WritePipeline("  - uses: write.jsonl\n    with: { path: 'out/{lang}', columns: [id] }\n");
  fs::create_directories(At("out"));
  std::string mark =
      "Textmill is giving these files their names. When no run is under way, one was stopped in "
      "the middle of it.\n";
  for (int i = 0; i < 9; ++i) mark += "1 " + At("out/v" + std::to_string(i)).string() + "\n";
  Write("out/de.publishing", mark);
  const Ended refused = Here("$T run p.yaml");
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("a run was stopped while its outputs got their names"),
                                 HasSubstr("out/v4 and 4 more"), HasSubstr("out/de.publishing")));
  const Ended again = Here("$T run p.yaml --overwrite");
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_THAT(again.err, HasSubstr("they are made again"));
  EXPECT_EQ(Files("out"), (std::set<std::string>{"en", "fr"}));
}

TEST_F(SplitOutputTest, CheckFindsWhatIsWrongWithPaths) {
  Write("in.jsonl", "{\"id\":\"1\",\"text\":\"\",\"lang\":\"en\",\"n\":1}\n");
  const auto wrong = [&](const std::string& path, const std::string& more = "") {
    WritePipeline("  - uses: write.jsonl\n    with: { path: '" + path + "' }\n" + more);
    const Ended ended = Here("$T check p.yaml");
    EXPECT_EQ(ended.status, 2) << path;
    return ended.err;
  };
  EXPECT_THAT(wrong("out/{lagn}.jsonl"),
              AllOf(HasSubstr("p.yaml:7:19"), HasSubstr("did you mean `lang`?")));
  EXPECT_THAT(wrong("out/{lang.jsonl"), HasSubstr("is not closed"));
  EXPECT_THAT(wrong("out/lang}.jsonl"), HasSubstr("closes nothing"));
  EXPECT_THAT(wrong("out/{lang}.bz2"), HasSubstr("compression that is not written"));
  EXPECT_THAT(wrong("./{lang}.jsonl"), HasSubstr("may be the input"));
  EXPECT_THAT(wrong("p.yaml/{lang}.jsonl"), HasSubstr("is not a folder"));
  EXPECT_THAT(
      wrong("out/{lang}.jsonl", "  - uses: write.jsonl\n    with: { path: out/en.jsonl }\n"),
      HasSubstr("may be one of"));
  EXPECT_THAT(
      wrong("out/{lang}.jsonl", "  - uses: write.jsonl\n    with: { path: 'out/{lang}.jsonl' }\n"),
      HasSubstr("written twice"));
  EXPECT_THAT(
      wrong("out/{lang}.jsonl", "  - uses: write.jsonl\n    with: { path: 'out/{id}.jsonl' }\n"),
      HasSubstr("may be one of"));
  // A brace that is meant.
  WritePipeline("  - uses: write.jsonl\n    with: { path: 'out/{{a}}.jsonl' }\n");
  EXPECT_EQ(Here("$T run p.yaml").status, 0);
  EXPECT_EQ(Files("out").count("{a}.jsonl"), 1u);
}

TEST_F(SplitOutputTest, PreviewWritesNothing) {
  Write("in.jsonl", "{\"id\":\"1\",\"text\":\"\",\"lang\":\"en\",\"n\":1}\n");
  WritePipeline(kByLang);
  EXPECT_EQ(Here("$T preview p.yaml").status, 0);
  EXPECT_FALSE(fs::exists(At("out")));
}

}  // namespace
}  // namespace textmill::tests
