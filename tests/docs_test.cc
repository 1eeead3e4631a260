// What the documentation shows is what the program does: its commands are run, its pipelines
// checked, its code compiled, its outputs compared.
//
// In a page, ```LANG file=NAME is written to a file; ```sh run [status=N] is run; ```text output
// and
// ```text errors are what the last command printed. With needs=PLUGIN a block is passed over where
// that plugin is not built, since a library for it is not here.
#include <gmock/gmock.h>

#include <map>
#include <regex>

#include "tests/program.h"

namespace textmill::tests {
namespace {

struct Block {
  std::string info, body;
};

std::vector<Block> Blocks(const std::string& page) {
  const std::string text = ReadFile(fs::path(TEXTMILL_SOURCE_DIR) / page);
  EXPECT_FALSE(text.empty()) << page;
  std::vector<Block> blocks;
  bool inside = false;
  for (const std::string& line : Lines(text)) {
    if (line.rfind("```", 0) == 0) {
      if (!inside) blocks.push_back({line.substr(3), ""});
      inside = !inside;
    } else if (inside) {
      blocks.back().body += line + "\n";
    }
  }
  return blocks;
}

std::string Attribute(const Block& block, const std::string& name) {
  std::smatch match;
  return std::regex_search(block.info, match, std::regex("\\b" + name + "=(\\S+)")) ? match[1].str()
                                                                                    : "";
}

class DocsTest : public ProgramTest {
 protected:
  void WriteFiles(const std::vector<Block>& blocks) const {
    for (const Block& block : blocks) {
      if (const std::string name = Attribute(block, "file"); !name.empty()) Write(name, block.body);
    }
  }

  // Does what a page shows, in the order in which it is read; gives the number of commands.
  int RunPage(const std::string& page) const {
    Ended last;
    int ran = 0;
    for (const Block& block : Blocks(page)) {
      const std::string plugin = Attribute(block, "needs");
      if (!plugin.empty() && !fs::exists(TEXTMILL_PLUGIN_DIR "/" + plugin + ".so")) continue;
      if (const std::string name = Attribute(block, "file"); !name.empty()) Write(name, block.body);
      if (block.info.find("sh run") == 0) {
        const std::string status = Attribute(block, "status");
        last =
            Here("PATH=\"$(dirname \"$T\"):$PATH\"; set -e\nexport PYTHONPATH='" TEXTMILL_SOURCE_DIR
                 "/sdk/python' PYTHONDONTWRITEBYTECODE=1\n" +
                 block.body);
        EXPECT_EQ(last.status, status.empty() ? 0 : std::stoi(status)) << block.body << last.err;
        ++ran;
      } else if (block.info.find("text output") == 0) {
        EXPECT_EQ(last.out, block.body);
      } else if (block.info == "text errors") {
        EXPECT_EQ(last.err, block.body);
      }
    }
    return ran;
  }
};

// In the order in which they are read, in one folder: nothing stops because of what another left.
TEST_F(DocsTest, TheTutorialDoesWhatItShows) {
  fs::create_directory_symlink(fs::path(TEXTMILL_SOURCE_DIR) / "pipelines", At("pipelines"));
  const auto works = [&](const std::string& command) {
    const Ended ended = Here(command);
    EXPECT_EQ(ended.status, 0) << command << "\n" << ended.err;
  };
  works("OUT=out/demo \"$T\" run pipelines/news.yaml");  // ./dev demo
  for (const Block& block : Blocks("README.md")) {
    if (block.info != "sh" || block.body.find("textmill") == std::string::npos) continue;
    works("set -e\n" +
          std::regex_replace(block.body, std::regex("build/release/textmill"), "\"$T\""));
  }
  EXPECT_GE(RunPage("docs/tutorial.md"), 6);
  for (const auto& pipeline : fs::directory_iterator(At("pipelines"))) {
    const std::string name = pipeline.path().filename();
    if (name.ends_with(".yaml") && name != "news.yaml") works("\"$T\" run pipelines/" + name);
  }
}

TEST_F(DocsTest, QueriesFindWhatTheirPageShows) { EXPECT_GE(RunPage("docs/queries.md"), 7); }

TEST_F(DocsTest, QualityRulesRunAsTheirPageShows) { EXPECT_GE(RunPage("docs/quality.md"), 1); }

TEST_F(DocsTest, WebPagesGiveTheTextThatTheirPageShows) {
  if (!fs::exists(TEXTMILL_PLUGIN_DIR "/html-text.so"))
    GTEST_SKIP() << "html-text is not built, since there is no lexbor here: ./dev build";
  WriteFiles(Blocks("docs/html.md"));
  EXPECT_GE(RunPage("docs/html.md"), 1);
}

TEST_F(DocsTest, StagesInPythonDoWhatTheirPageShows) { EXPECT_GE(RunPage("docs/python.md"), 3); }

// Its files are at the end of the page.
TEST_F(DocsTest, EveryAnswerToHowDoIRuns) {
  WriteFiles(Blocks("docs/how-do-i.md"));
  EXPECT_GE(RunPage("docs/how-do-i.md"), 30);
}

TEST_F(DocsTest, TheReadmeShowsTheQuickstartAsItIs) {
  std::string shown;
  for (const Block& block : Blocks("README.md")) {
    if (block.info == "yaml") shown = block.body;
  }
  EXPECT_EQ(shown, ReadFile(fs::path(TEXTMILL_SOURCE_DIR) / "pipelines/quickstart.yaml"));
}

TEST_F(DocsTest, TheReadmeShowsWhatNewsEndsWith) {
  std::string shown;
  for (const Block& block : Blocks("README.md")) {
    if (block.info == "text") shown = block.body;
  }
  const Ended ended = InSource("OUT='" + At("out").string() + "' $T run pipelines/news.yaml");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const auto plain = [&](std::string text) {
    text = std::regex_replace(text, std::regex("[0-9.]+ s(, [0-9.]+ .?B/s)?\\)"), "N s)");
    for (const std::string& folder : {At("out").string() + "/", std::string("out/")}) {
      for (size_t at; (at = text.find(folder)) != std::string::npos;)
        text.replace(at, folder.size(), "");
    }
    return text;
  };
  EXPECT_THAT(plain(ended.err), ::testing::HasSubstr(plain(shown)));
}

// Steps in a page are without their pipeline; a condition may speak of columns that only its
// reader has.
TEST_F(DocsTest, StepsInThePipelineReferenceAreRight) {
  Write("a.jsonl", "{\"id\": \"a\", \"text\": \"b\"}\n");
  int checked = 0;
  for (const Block& block : Blocks("docs/pipelines.md")) {
    if (block.info != "yaml") continue;
    std::string steps;
    for (const std::string& line : Lines(block.body)) steps += "  " + line + "\n";
    Write("p.yaml",
          "textmill: 1\nname: p\nsteps:\n  - uses: read.jsonl\n    with: {path: a.jsonl}\n  - "
          "uses: language.detect\n" +
              steps + "  - uses: write.jsonl\n    with: {path: out.jsonl}\n");
    const Ended ended = Here("$T check p.yaml");
    EXPECT_EQ(ended.status, 0) << block.body << ended.err;
    ++checked;
  }
  EXPECT_GE(checked, 2);
}

TEST_F(DocsTest, StagePagesAreWhatThePluginsSay) {
  for (const std::string optional : {"html-text", "arrow"}) {
    if (!fs::exists(TEXTMILL_PLUGIN_DIR "/" + optional + ".so"))
      GTEST_SKIP() << optional << " is not built, since what it needs is not here: ./dev build";
  }
  const Ended ended = Here("mkdir pages; TEXTMILL_PLUGIN_PATH='' $T plugins --reference pages");
  ASSERT_EQ(ended.status, 0) << ended.err;
  std::map<std::string, std::string> made, kept;
  for (const auto& entry : fs::directory_iterator(At("pages")))
    made[entry.path().filename()] = ReadFile(entry.path());
  for (const auto& entry : fs::directory_iterator(fs::path(TEXTMILL_SOURCE_DIR) / "docs/stages")) {
    kept[entry.path().filename()] = ReadFile(entry.path());
  }
  EXPECT_GE(made.size(), 8u);
  EXPECT_EQ(made.size(), kept.size());
  for (const auto& [name, page] : made) {
    EXPECT_TRUE(kept[name] == page)
        << "docs/stages/" << name << " is stale: textmill plugins --reference docs/stages";
  }
}

TEST_F(DocsTest, ThePluginGuideCompiles) {
  const std::vector<Block> blocks = Blocks("docs/plugin-guide.md");
  WriteFiles(blocks);
  const std::string compiler =
      "c++ -std=c++17 -Wall -Wextra -Werror -I '" TEXTMILL_SOURCE_DIR "/sdk/include' ";
  int compiled = 0;
  for (const Block& block : blocks) {
    const std::string file = Attribute(block, "file");
    if (block.info.find("c++") != 0 || file == "min_length_test.cc") continue;
    const Ended ended = Here(compiler + "-fsyntax-only " + file);
    EXPECT_EQ(ended.status, 0) << file << ended.err;
    ++compiled;
  }
  EXPECT_GE(compiled, 3);
  const Ended ended = Here(compiler + "min_length_test.cc -o test && ./test");
  EXPECT_EQ(ended.out, "passed\n") << ended.err;
}

TEST_F(DocsTest, EveryReadyPipelineRuns) {
  int ran = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(TEXTMILL_SOURCE_DIR) / "pipelines")) {
    if (entry.path().extension() != ".yaml") continue;
    if (entry.path().stem() == "web" && !fs::exists(TEXTMILL_PLUGIN_DIR "/html-text.so")) continue;
    const fs::path out = At(entry.path().stem().string());
    const Ended ended = InSource("unset CORPUS; OUT='" + out.string() + "' $T run '" +
                                 entry.path().string() + "' --summary '" + out.string() + ".json'");
    EXPECT_EQ(ended.status, 0) << entry.path() << ended.err;
    ExpectBalanced(ReadFile(out.string() + ".json"));
    EXPECT_FALSE(fs::is_empty(out)) << entry.path();
    ++ran;
  }
  EXPECT_GE(ran, 5);
}

}  // namespace
}  // namespace textmill::tests
