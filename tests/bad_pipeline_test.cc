// Pipelines and commands that are wrong: reported before any input is opened, with file, line,
// column and what to do, and exit status 2.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string Repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

class BadPipelineTest : public ProgramTest {
 protected:
  // What `check` says about a pipeline. Whoever opens the input `pipe.jsonl` waits for ever.
  std::vector<std::string> Mistakes(const std::string& yaml) {
    mkfifo(At("pipe.jsonl").c_str(), 0644);
    Write("p.yaml", yaml);
    const Ended ended = Here("timeout 10 $T check p.yaml");
    EXPECT_EQ(ended.status, 2) << ended.err;
    EXPECT_EQ(ended.out, "");
    std::vector<std::string> lines = Lines(ended.err);
    if (lines.empty()) return lines;
    EXPECT_THAT(lines.back(), HasSubstr("nothing was read"));
    lines.pop_back();
    return lines;
  }
  std::string OnlyMistake(const std::string& yaml) {
    const auto mistakes = Mistakes(yaml);
    EXPECT_EQ(mistakes.size(), 1u) << testing::PrintToString(mistakes);
    return mistakes.empty() ? "" : mistakes.front();
  }
  // A pipeline without mistakes, from in.jsonl to out.jsonl.
  void WriteGood(const std::string& more = "") {
    Write("in.jsonl", "{\"id\":\"a\",\"text\":\"one\"}\n");
    Write("good.yaml", "textmill: 1\n" + more + R"(steps:
  - uses: read.jsonl
    id: in
    with: { path: in.jsonl }
  - uses: write.jsonl
    id: out
    with: { path: out.jsonl }
)");
  }
  // What `run` says when it ends with status 2, having written nothing.
  std::string Refusal(const std::string& arguments) {
    const Ended ended = Here("timeout 10 $T run " + arguments);
    EXPECT_EQ(ended.status, 2) << arguments << "\n" << ended.err;
    EXPECT_EQ(ended.out, "");
    EXPECT_FALSE(fs::exists(At("out.jsonl"))) << arguments;
    EXPECT_FALSE(fs::exists(At("out.jsonl.part"))) << arguments;
    return ended.err;
  }
};

TEST_F(BadPipelineTest, YamlThatIsNone) {
  EXPECT_THAT(OnlyMistake("textmill: 1\nsteps:\n  - uses: read.jsonl\n"
                          "    with: { path: pipe.jsonl\n  - uses: write.jsonl\n"),
              HasSubstr("p.yaml:5:9: expected `,` or `}` here; `{` opens in line 4"));
  EXPECT_THAT(OnlyMistake("textmill: 1\nname: \"no end\nsteps:\n  - uses: read.jsonl\n"),
              HasSubstr("p.yaml:2:7: the quotation mark that opens here is never closed"));
  EXPECT_THAT(OnlyMistake("textmill: 1\nsteps: []\n---\ntextmill: 1\n"),
              HasSubstr("p.yaml:3:1: the document has ended, but something follows it"));
  EXPECT_THAT(OnlyMistake("textmill: 1\nname: caf\xe9\nsteps: []\n"),
              HasSubstr("p.yaml:2:10: this byte is not UTF-8"));
  EXPECT_THAT(OnlyMistake(""), HasSubstr("p.yaml:1:1: the file is empty"));
}

TEST_F(BadPipelineTest, YamlThatIsTooMuch) {
  EXPECT_THAT(
      OnlyMistake("textmill: 1\nsteps: " + Repeated("[", 1000) + Repeated("]", 1000) + "\n"),
      HasSubstr("more than 64 deep"));
  EXPECT_THAT(OnlyMistake("textmill: 1\nsteps: " + Repeated("{a: ", 1000) + "\n"),
              HasSubstr("more than 64 deep"));
  EXPECT_THAT(OnlyMistake("textmill: 1\nsteps: &all [ *all ]\n"),
              HasSubstr("p.yaml:2:15: this alias is inside the very value"));
  // Nine to the power of ten values in a few hundred bytes.
  std::string bomb = "textmill: 1\nname: &a0 [x]\ndescription:\n";
  for (int i = 1; i <= 10; ++i) {
    const std::string alias = "*a" + std::to_string(i - 1);
    bomb += "  - &a" + std::to_string(i) + " [" + Repeated(alias + ", ", 8) + alias + "]\n";
  }
  EXPECT_THAT(OnlyMistake(bomb + "steps: *a10\n"), HasSubstr("the pipeline is too big"));
}

TEST_F(BadPipelineTest, KeysTwiceAndKeysNobodyKnows) {
  EXPECT_THAT(Mistakes("textmill: 1\nnme: x\nsteps:\n  - uses: read.jsonl\n    wiht: {}\n"
                       "    with: { path: pipe.jsonl }\n"),
              testing::ElementsAre(
                  HasSubstr("p.yaml:2:1: a pipeline has no key `nme`; did you mean `name`?"),
                  HasSubstr("p.yaml:5:5: a step has no key `wiht`; did you mean `with`?")));
  EXPECT_THAT(Mistakes("textmill: 1\nsteps:\n  - uses: read.jsonl\n"
                       "    with: { path: pipe.jsonl, path: b.jsonl }\nsteps: []\n"),
              testing::ElementsAre(HasSubstr("p.yaml:4:31: the key `path` is in this map twice"),
                                   HasSubstr("p.yaml:5:1: the key `steps` is in this map twice")));
}

TEST_F(BadPipelineTest, AllMistakesAtOnceBeforeAnyInputIsOpened) {
  Write("blocked", "a file, not a folder");
  const auto mistakes = Mistakes(R"(textmill: 1
dropd: gone.jsonl
steps:
  - uses: read.jsonl
    with: { path: pipe.jsonl }
  - uses: text.normalise
  - uses: dedup.near
    with: { treshold: 0.8 }
  - uses: dedup.near
    id: wire
    with: { threshold: high }
  - uses: dedup.near
    id: wire
    with: { threshold: 7 }
  - keep: titel.length > 3
  - uses: language.detect
  - keep: lang == "eng"
  - uses: write.jsonl
    with: { path: blocked/out.jsonl }
)");
  for (const char* expected : {
           "p.yaml:2:1: a pipeline has no key `dropd`; did you mean `dropped`?",
           "p.yaml:6:11: there is no stage `text.normalise`; did you mean `text.normalize`?",
           "p.yaml:8:13: there is no parameter `treshold`; did you mean `threshold`?",
           "p.yaml:11:24: `threshold`: expected number from 0.01 to 1, not `high`",
           "p.yaml:13:9: the id `wire` is given twice, first in line 10",
           "p.yaml:14:24: `threshold`: expected number from 0.01 to 1, not `7`",
           "p.yaml:15:11: no column is called `titel`; did you mean `title`?",
           "p.yaml:17:19: `lang` is never \"eng\"; did you mean \"en\"?",
           "p.yaml:19:19: the output `blocked/out.jsonl` cannot be written",
       })
    EXPECT_THAT(mistakes, testing::Contains(HasSubstr(expected)));
  // Only the file of failed documents, which would be beside the output, may be named as well.
  EXPECT_LE(mistakes.size(), 10u) << testing::PrintToString(mistakes);
}

TEST_F(BadPipelineTest, OutputsThatWouldDoHarm) {
  WriteGood();
  const std::string input = ReadFile(At("in.jsonl"));
  EXPECT_THAT(Refusal("good.yaml --overwrite --set out.path=./in.jsonl"),
              HasSubstr("the output `./in.jsonl` is also an input"));
  fs::create_symlink("in.jsonl", At("link"));
  EXPECT_THAT(Refusal("good.yaml --overwrite --set out.path=link --set in.path='*.jsonl'"),
              HasSubstr("is inside the input pattern"));
  EXPECT_THAT(Refusal("good.yaml --set in.path='*.jsonl'"),
              HasSubstr("the output `out.jsonl` is inside the input pattern `*.jsonl`"));
  fs::create_directory(At("folder"));
  EXPECT_THAT(Refusal("good.yaml --set out.path=folder"),
              HasSubstr("the output `folder` is a folder"));
  Write("old.jsonl", "precious");
  EXPECT_THAT(Refusal("good.yaml --set out.path=old.jsonl"),
              HasSubstr("the output `old.jsonl` exists already; remove it, or add --overwrite"));
  EXPECT_EQ(ReadFile(At("old.jsonl")), "precious");
  EXPECT_THAT(Refusal("good.yaml --set in.path=away.jsonl"),
              HasSubstr("there is no file `away.jsonl`"));
  EXPECT_EQ(ReadFile(At("in.jsonl")), input);

  WriteGood("dropped: ./folder/../out.jsonl\n");
  EXPECT_THAT(Refusal("good.yaml"), HasSubstr("is written twice; the other is"));
}

TEST_F(BadPipelineTest, TheSummaryIsNoExceptionToThat) {
  WriteGood();
  const std::string input = ReadFile(At("in.jsonl")), pipeline = ReadFile(At("good.yaml"));
  for (const char* path :
       {"in.jsonl", "./in.jsonl", "good.yaml", "out.jsonl", "out.failed.jsonl", "out.jsonl.part"})
    EXPECT_THAT(Refusal(std::string("good.yaml --summary ") + path), HasSubstr("--summary"))
        << path;
  EXPECT_EQ(ReadFile(At("in.jsonl")), input);
  EXPECT_EQ(ReadFile(At("good.yaml")), pipeline);
  Write("old.json", "precious");
  EXPECT_THAT(Refusal("good.yaml --summary old.json"),
              HasSubstr("--summary old.json: the summary `old.json` exists already"));
  EXPECT_EQ(ReadFile(At("old.json")), "precious");
  EXPECT_THAT(Refusal("good.yaml --summary old.json/s.json"), HasSubstr("is not a folder"));
}

TEST_F(BadPipelineTest, CommandsThatAreWrong) {
  WriteGood();
  EXPECT_THAT(Refusal("good.yaml --threads 0"), HasSubstr("--threads takes a number from 1"));
  EXPECT_THAT(Refusal("good.yaml --threads many"), HasSubstr("--threads"));
  EXPECT_THAT(Refusal("good.yaml --treads 2"),
              HasSubstr("there is no option `--treads`; did you mean `--threads`?"));
  EXPECT_THAT(Refusal("good.yaml --batch-bytes 3"), HasSubstr("--batch-bytes takes a number"));
  EXPECT_THAT(Refusal("good.yaml --limit -1"), HasSubstr("--limit"));
  EXPECT_THAT(Refusal("good.yaml --set nonsense"), HasSubstr("--set` takes ID.PARAM=VALUE"));
  EXPECT_THAT(Refusal("good.yaml --set off.path=x"), HasSubstr("no step has the id `off`"));
  EXPECT_THAT(Refusal("good.yaml --set in.pth=x"), HasSubstr("did you mean `path`?"));
  EXPECT_THAT(Refusal("good.yaml --set in.types=3"), HasSubstr("`types`: expected map"));
  EXPECT_THAT(Refusal("away.yaml"), HasSubstr("away.yaml: there is no such file"));
  EXPECT_THAT(Refusal("."), HasSubstr("this is a folder, not a pipeline file"));
  EXPECT_THAT(Refusal(""), HasSubstr("no PIPELINE.yaml was given"));
  const Ended unknown = Here("$T rnu good.yaml");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.err, HasSubstr("there is no command `rnu`; did you mean `run`?"));
  EXPECT_THAT(Here("$T chek good.yaml").err, HasSubstr("did you mean `check`?"));
  EXPECT_THAT(Here("$T zzzzzzzz").err, HasSubstr("there is no command `zzzzzzzz`\n"));
  EXPECT_THAT(Refusal("good.yaml --qqqqqqqq"), HasSubstr("there is no option `--qqqqqqqq`\n"));
  EXPECT_EQ(Here("$T").status, 2);
}

}  // namespace
}  // namespace textmill::tests
