// Ready pipelines: each runs from any folder, in every way that its own comment shows.
#include "tests/program.h"

namespace textmill::tests {
namespace {

const fs::path kPipelines = fs::path(TEXTMILL_SOURCE_DIR) / "pipelines";

class PipelinesTest : public ProgramTest {
 protected:
  // What the comments name as examples: articles/*.txt; crawl.jsonl.zst and crawl/*.jsonl.zst with
  // the same documents; archives/*.warc.gz; questions of tests that must not be trained on.
  PipelinesTest() {
    for (const char* name :
         {"001-harbour-strike.txt", "005-glacier-survey.txt", "025-hafenbahn.txt"}) {
      fs::create_directories(At("articles"));
      fs::copy(kPipelines / "sample" / name, At("articles") / name);
    }
    Write("crawl.yaml",
          "textmill: 1\nsteps:\n  - uses: read.text\n    with: { path: articles }\n"
          "  - uses: write.jsonl\n    with: { path: crawl.jsonl.zst }\n");
    EXPECT_EQ(Here("$T run crawl.yaml").status, 0);
    EXPECT_EQ(Here("mkdir crawl tests && cp crawl.jsonl.zst crawl/1.jsonl.zst").status, 0);
    fs::copy(kPipelines / "sample-questions.jsonl", At("tests/questions.jsonl"));
    fs::create_directories(At("archives"));
    fs::copy(kPipelines / "sample-crawl.warc.gz", At("archives/1.warc.gz"));
  }

  // The commands in a pipeline's comment, as `#   CORPUS=... textmill run pipelines/NAME.yaml`.
  static std::vector<std::string> CommandsIn(const fs::path& pipeline) {
    std::vector<std::string> out;
    for (const std::string& line : Lines(ReadFile(pipeline))) {
      const size_t run = line.find("textmill run pipelines/");
      if (line.starts_with("#   ") && run != std::string::npos)
        out.push_back(line.substr(4, run - 4) + "\"$T\" run '" + pipeline.string() + "'");
    }
    return out;
  }
};

TEST_F(PipelinesTest, RunFromAnyFolderAsTheirCommentsSay) {
  int n = 0;
  for (const auto& entry : fs::directory_iterator(kPipelines)) {
    if (entry.path().extension() != ".yaml") continue;
    const bool web = entry.path().stem() == "web";
    if (web && !fs::exists(TEXTMILL_PLUGIN_DIR "/html-text.so")) continue;  // no lexbor here
    const auto commands = CommandsIn(entry.path());
    EXPECT_FALSE(commands.empty()) << entry.path();
    for (const std::string& command : commands) {
      fs::remove_all(At("out"));
      const Ended ended = Here(command + " --summary summary.json --overwrite");
      EXPECT_EQ(ended.status, 0) << command << "\n" << ended.err;
      const std::string summary = ReadFile(At("summary.json"));
      // The archive has three pages that moved beside those of the sample.
      const int64_t read = web ? 45 : command.find("CORPUS=") == std::string::npos ? 42 : 3;
      EXPECT_EQ(NumberIn(summary, "read"), read) << command;
      EXPECT_EQ(summary.find(".part"), std::string::npos) << summary;
      EXPECT_FALSE(fs::is_empty(At("out"))) << command;
      ++n;
    }
  }
  EXPECT_GE(n, 12);
}

// The sample and the list of names are found beside the pipeline, by whatever path it is named.
TEST_F(PipelinesTest, FindWhatIsBesideThem) {
  const Ended beside = Shell("OUT='" + At("out").string() + "' $T run quickstart.yaml", kPipelines);
  EXPECT_EQ(beside.status, 0) << beside.err;
  const Ended top = InSource("OUT='" + At("top").string() + "' $T run pipelines/quickstart.yaml");
  EXPECT_EQ(top.status, 0) << top.err;
  EXPECT_EQ(Lines(ReadFile(At("out/quickstart.jsonl"))).size(), 42u);
  EXPECT_NE(ReadFile(At("top/quickstart.jsonl")).find("\"id\":\"pipelines/sample/001"),
            std::string::npos);
}

}  // namespace
}  // namespace textmill::tests
