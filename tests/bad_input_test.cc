// Inputs and outputs that go wrong: no document is lost unseen, and nothing half-written is
// under a final name.
#include <gmock/gmock.h>
#include <simdjson.h>

#include <random>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::HasSubstr;

std::string FromBase64(const std::string& text) {
  static const std::string kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  uint32_t bits = 0;
  int n = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = bits << 6 | static_cast<uint32_t>(kDigits.find(c));
    n += 6;
    if (n >= 8) out += static_cast<char>(bits >> (n -= 8) & 255);
  }
  return out;
}

class BadInputTest : public ProgramTest {
 protected:
  BadInputTest() {
    Write("p.yaml", R"(textmill: 1
allow_failures: ${ALLOW:-0}
stop_after_failures: ${STOP:-1000}
steps:
  - uses: read.jsonl
    with: { path: "${IN:-in.jsonl}" }
  - uses: write.jsonl
    with: { path: "${OUT:-out.jsonl}", columns: [id, text] }
)");
  }
  // Runs the pipeline, with variables set; `out`, `failed` and `summary` are what it wrote.
  Ended Run(const std::string& variables, const std::string& options = "") {
    const Ended ended =
        Here(variables + " timeout 30 $T run p.yaml --overwrite --summary s.json " + options);
    out = ReadFile(At("out.jsonl"));
    failed = ReadFile(At("out.failed.jsonl"));
    summary = ReadFile(At("s.json"));
    return ended;
  }
  // Nothing under a final name.
  void ExpectNothingFinal() {
    EXPECT_FALSE(fs::exists(At("out.jsonl")));
    EXPECT_FALSE(fs::exists(At("out.failed.jsonl")));
  }
  std::string out, failed, summary;
};

std::string Document(int i) {
  return "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"document " + std::to_string(i) + "\"}";
}
std::string Documents(int n) {
  std::string all;
  for (int i = 0; i < n; ++i) all += Document(i) + "\n";
  return all;
}

// The same document, broken.
std::string Broken(int i, int how) {
  const std::string good = Document(i);
  switch (how) {
    case 0:
      return good.substr(0, good.size() - 1);  // not closed
    case 1:
      return good.substr(0, good.size() - 2) + "\xff\"}";  // not UTF-8
    case 2:
      return "{\"id\":\"" + std::to_string(i) + "\",\"text\":" + std::to_string(i) + "}";
    case 3:
      return "{\"id\":\"" + std::to_string(i) + "\",\"body\":\"no text\"}";
    case 4:
      return good.substr(0, good.size() - 2) + std::string(1, '\0') + "\"}";
    case 5:
      return good + " and more";
    case 6:
      return "[" + good + "]";
    case 7:
      return good.substr(0, good.size() - 1) + ",\"score\":NaN}";
    case 8:
      return good.substr(0, good.size() - 1) + ",\"text\":\"again\"}";
    default:
      return good.substr(0, good.size() - 2) + "\\ud800\"}";  // half of a pair
  }
}

TEST_F(BadInputTest, RecordsBrokenInTenWaysAreKeptAsTheyStand) {
  constexpr int kDocuments = 20000, kBroken = 200;
  std::mt19937 random(7);
  std::vector<int> how(kDocuments, -1);
  for (int n = 0; n < kBroken;) {
    int& slot = how[random() % kDocuments];
    if (slot < 0) slot = n++ % 10;
  }
  std::string corpus, expected;
  std::vector<std::pair<size_t, std::string>> broken;
  for (int i = 0; i < kDocuments; ++i) {
    const auto ways = static_cast<size_t>(i);
    const std::string line = how[ways] < 0 ? Document(i) : Broken(i, how[ways]);
    if (how[ways] >= 0) broken.emplace_back(corpus.size(), line);
    if (how[ways] < 0) expected += line + "\n";
    corpus += line + "\n";
  }
  Write("in.jsonl", corpus);
  const Ended ended = Run("", "--threads 3 --batch-bytes 20000");
  EXPECT_EQ(ended.status, 3) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("more failures than `allow_failures: 0`"));
  EXPECT_EQ(out, expected);
  ExpectBalanced(summary);
  EXPECT_EQ(NumberIn(summary, "finished"), kDocuments - kBroken);
  EXPECT_EQ(NumberIn(summary, "failed"), kBroken);

  const auto lines = Lines(failed);
  ASSERT_EQ(lines.size(), broken.size());
  simdjson::dom::parser parser;
  for (size_t i = 0; i < lines.size(); ++i) {
    const simdjson::dom::element line = parser.parse(simdjson::padded_string(lines[i]));
    EXPECT_EQ(uint64_t{line["offset"]}, broken[i].first) << lines[i];
    EXPECT_EQ(uint64_t{line["length"]}, broken[i].second.size()) << lines[i];
    EXPECT_EQ(std::string_view(line["step"]), "read.jsonl");
    EXPECT_EQ(std::string_view(line["source"]), "in.jsonl");
    EXPECT_GT(std::string_view(line["message"]).size(), 10u) << lines[i];
    std::string_view text;
    const bool encoded = line["record"].get(text) != simdjson::SUCCESS;
    if (encoded) text = std::string_view(line["record_base64"]);
    EXPECT_EQ(encoded ? FromBase64(std::string(text)) : std::string(text), broken[i].second);
  }

  EXPECT_EQ(Run("ALLOW=200").status, 0);
  EXPECT_EQ(out, expected);
  EXPECT_EQ(Lines(failed), lines);
  EXPECT_EQ(Run("ALLOW=199").status, 3);
}

TEST_F(BadInputTest, TooManyFailuresEndTheRun) {
  std::string corpus;
  for (int i = 0; i < 100; ++i) corpus += (i % 2 ? Broken(i, i % 10) : Document(i)) + "\n";
  Write("in.jsonl", corpus);
  const Ended ended = Run("STOP=20");
  EXPECT_EQ(ended.status, 1);
  EXPECT_THAT(ended.err, HasSubstr("more than `stop_after_failures: 20`; look at "
                                   "out.failed.jsonl.part"));
  ExpectNothingFinal();
}

TEST_F(BadInputTest, FilesThatAreOddButGood) {
  Write("in.jsonl", "");
  EXPECT_EQ(Run("").status, 0);
  EXPECT_EQ(out, "");
  EXPECT_EQ(NumberIn(summary, "read"), 0);
  Write("in.jsonl", "\xef\xbb\xbf" + Document(1) + "\r\n\r\n" + Document(2));
  EXPECT_EQ(Run("").status, 0);
  EXPECT_EQ(out, Document(1) + "\n" + Document(2) + "\n");
  Write("a", Document(1) + "\n");
  Write("b", Document(2) + "\n");
  EXPECT_EQ(Here("gzip a b && cat a.gz b.gz >in.jsonl.gz").status, 0);
  EXPECT_EQ(Run("IN=in.jsonl.gz").status, 0);
  EXPECT_EQ(out, Document(1) + "\n" + Document(2) + "\n");
}

TEST_F(BadInputTest, ADamagedFileIsReadUpToTheDamage) {
  std::mt19937 random(7);  // so that it does not compress to nothing
  std::string corpus;
  for (int i = 0; i < 10000; ++i) {
    corpus += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"";
    for (int k = 0; k < 8; ++k) corpus += std::to_string(random());
    corpus += "\"}\n";
  }
  Write("in.jsonl", corpus);
  ASSERT_EQ(Here("gzip -k in.jsonl && zstd -q in.jsonl && cp in.jsonl.gz cut.jsonl.gz && "
                 "cp in.jsonl.zst cut.jsonl.zst && cp in.jsonl.gz rest.jsonl.gz && "
                 "echo rest >>rest.jsonl.gz")
                .status,
            0);
  std::string flipped = ReadFile(At("in.jsonl.zst"));
  for (size_t i = 0; i < 9; ++i) flipped[flipped.size() / 2 + i] = static_cast<char>(i * 7);
  Write("flipped.jsonl.zst", flipped);
  for (const char* name : {"cut.jsonl.gz", "cut.jsonl.zst"})
    fs::resize_file(At(name), fs::file_size(At(name)) / 2);
  Write("garbled.jsonl.gz", "\x01\x02\x03" + corpus);
  Write("utf32.jsonl", std::string("\xff\xfe\0\0{\0\0\0}\0\0\0", 12));
  for (const auto& [file, message] : std::vector<std::pair<std::string, std::string>>{
           {"cut.jsonl.gz", "the file is cut off"},
           {"cut.jsonl.zst", "the file is cut off"},
           {"flipped.jsonl.zst", "its Zstandard data is damaged"},
           {"rest.jsonl.gz", "something that is not gzip data"},
           {"garbled.jsonl.gz", "its content is neither gzip data"},
           {"utf32.jsonl", "iconv -f UTF-32 -t UTF-8"}}) {
    const Ended ended = Run("IN=" + file);
    EXPECT_EQ(ended.status, 3) << file << "\n" << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("1 input could not be read to the end:\n    `" + file));
    EXPECT_EQ(out, corpus.substr(0, out.size())) << file;
    if (file.starts_with("cut")) {
      EXPECT_GT(Lines(out).size(), 1000u) << file;
    }
    ASSERT_EQ(Lines(failed).size(), 1u) << failed;
    EXPECT_THAT(failed, HasSubstr("`" + file + "` cannot be read"));
    EXPECT_THAT(failed, HasSubstr(message));
    EXPECT_THAT(failed, HasSubstr("\"input_failed\":true"));
    ExpectBalanced(summary);
    EXPECT_EQ(NumberIn(summary, "failed"), 0);
    EXPECT_EQ(NumberIn(summary, "inputs_failed"), 1);
  }
}

TEST_F(BadInputTest, OfManyDamagedFilesTheFirstAreTold) {
  for (const char* name : {"1.gz", "2.gz", "3.gz", "4.gz", "5.gz"}) Write(name, "\x1f\x8b cut");
  const Ended ended = Run("IN='*.gz'");
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.err, HasSubstr("5 inputs could not be read to the end:\n    `1.gz`"));
  EXPECT_THAT(ended.err, testing::AllOf(HasSubstr("`3.gz`"), testing::Not(HasSubstr("`4.gz`"))));
  EXPECT_THAT(ended.err, HasSubstr("\n    and 2 more\n"));
  EXPECT_EQ(Lines(failed).size(), 5u);
}

TEST_F(BadInputTest, WhatIsNoFileIsToldBeforeTheRun) {
  fs::create_directory(At("folder.jsonl"));
  EXPECT_THAT(Run("IN=folder.jsonl").err, HasSubstr("the folder `folder.jsonl` holds no file"));
  const Ended away = Run("IN=away.jsonl");
  EXPECT_EQ(away.status, 2);
  EXPECT_THAT(away.err, HasSubstr("there is no file `away.jsonl`"));
}

TEST_F(BadInputTest, AFileThatMayNotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "skipped: root may read every file";
  Write("in.jsonl", Documents(1));
  fs::permissions(At("in.jsonl"), fs::perms::none);
  const Ended ended = Run("");
  EXPECT_NE(ended.status, 0);
  EXPECT_THAT(ended.err + failed, HasSubstr("Permission denied"));
}

TEST_F(BadInputTest, LongRecordsPassAndTooLongOnesFail) {
  std::string corpus = Document(1) + "\n";
  const std::string long_one = "{\"id\":\"long\",\"text\":\"" + std::string(3 << 20, 'x') + "\"}\n";
  const size_t at = corpus.size() + long_one.size();
  corpus += long_one + "{\"id\":\"longer\",\"text\":\"" + std::string(70 << 20, 'y') + "\"}\n";
  Write("in.jsonl", corpus + Document(2) + "\n");
  EXPECT_EQ(Run("").status, 3);
  EXPECT_TRUE(out == Document(1) + "\n" + long_one + Document(2) + "\n");
  EXPECT_LT(failed.size(), 100000u);
  EXPECT_THAT(failed.substr(0, 500), HasSubstr("the limit is 64 MiB"));
  EXPECT_THAT(failed.substr(0, 500), HasSubstr("\"offset\":" + std::to_string(at)));
}

// It was removed when no document failed, as the file of an earlier run is.
TEST_F(BadInputTest, APipeForFailuresIsNotRemoved) {
  Write("in.jsonl", Documents(10));
  const Ended ended =
      Here("mkfifo pipe && { cat p.yaml; echo 'failed: pipe'; } >q.yaml && $T run q.yaml");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_TRUE(fs::is_fifo(At("pipe")));
}

TEST_F(BadInputTest, InterruptedRunsLeaveOnlyParts) {
  Write("in.jsonl", Documents(1000));
  for (const std::string signal : {"INT", "TERM", "HUP"}) {
    // Its standard input never ends; the signal comes when the output is open.
    const Ended ended = Here(
        "rm -f pipe out.jsonl.part; mkfifo pipe && exec 3<>pipe && cat in.jsonl >&3; "
        "IN=- $T run p.yaml <pipe 3>&- & run=$!; "
        "for i in $(seq 200); do [ -e out.jsonl.part ] && break; sleep 0.1; done; "
        "kill -" +
        signal + " $run; wait $run");
    EXPECT_EQ(ended.status, 130) << signal;
    EXPECT_THAT(ended.err, HasSubstr("interrupted; what was written so far ends in .part"));
    ExpectNothingFinal();
    EXPECT_TRUE(fs::exists(At("out.jsonl.part")));
  }
}

TEST_F(BadInputTest, AReaderThatGoesAwayEndsTheRunQuietly) {
  Write("in.jsonl", Documents(20000));
  const Ended ended = Here("{ OUT=- $T run p.yaml; echo $? >status; } | head -n 1");
  EXPECT_EQ(ended.out, Document(0) + "\n");
  EXPECT_EQ(ReadFile(At("status")), "1\n");
  EXPECT_THAT(ended.err, HasSubstr("cannot write standard output: Broken pipe"));
}

// Fields that write.csv has no column for are named and counted; where they are null, nothing is
// lost.
TEST_F(BadInputTest, FieldsThatATableLeavesOutAreCounted) {
  Write("in.csv", "id,outlet,text,score\n1,Alpha,one,5\n2,Beta,two,7\n3,Beta,three,\n");
  Write("in.jsonl", R"({"id": "a", "text": "one", "mood": 1, "b\u00e4r": {"x": 1}}
{"id": "b", "text": "two", "mood": null}
)");
  const auto told = [&](const char* reader, const char* in, const std::string& fields,
                        const char* with) {
    Write("p.yaml", std::string("textmill: 1\nname: table\nsteps:\n  - uses: ") + reader +
                        "\n    with: { path: " + in + fields +
                        " }\n  - uses: write.csv\n    with: { path: out.csv" + with + " }\n");
    const Ended ended = Here("$T run p.yaml --overwrite");
    EXPECT_EQ(ended.status, 0) << ended.err;
    const std::string mark = "input fields not written: ";
    const size_t at = ended.err.find(mark);
    if (at == std::string::npos) return std::string();
    return ended.err.substr(at + mark.size(), ended.err.find('\n', at) - at - mark.size());
  };
  EXPECT_EQ(told("read.csv", "in.csv", "", ""), "outlet 3, score 3");
  EXPECT_EQ(told("read.csv", "in.csv", ", fields: { outlet: outlet }", ""), "score 3");
  EXPECT_EQ(told("read.jsonl", "in.jsonl", "", ""), "b\\u00e4r 1, mood 1");
  EXPECT_EQ(told("read.jsonl", "in.jsonl", "", ", columns: [id, extra]"), "");
  EXPECT_EQ(told("read.jsonl", "in.jsonl", "", ", columns: [id, text]"), "");
}

}  // namespace
}  // namespace textmill::tests
