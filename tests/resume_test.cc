// A run that is killed at any moment and resumed gives the bytes of one that was not; what cannot
// be resumed is refused beforehand, with the reason.
//
// TEXTMILL_KILLS: how many times; resume_long_test sets it.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <random>
#include <regex>
#include <string>
#include <thread>
#include <vector>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::HasSubstr;
using Clock = std::chrono::steady_clock;

int Kills() {
  const char* given = std::getenv("TEXTMILL_KILLS");
  return given != nullptr ? std::atoi(given) : 5;
}

// Pages of some thousand made-up words, a tenth of them said before, almost or to the letter.
std::string Corpus(int documents) {
  std::mt19937 random(11);
  std::vector<std::string> texts;
  std::string corpus;
  for (int i = 0; i < documents; ++i) {
    std::string text;
    if (i > 10 && random() % 10 == 0) {
      text = texts[random() % texts.size()] + (random() % 2 != 0 ? "" : " and more");
    } else {
      for (int w = 0; w < 60; ++w)
        text += (w == 0 ? "" : " ") + std::string("w") + std::to_string(random() % 3000);
      if (random() % 4 == 0) text += " Ada Lovelace paid 25 dollars on 3 May 1843";
    }
    texts.push_back(text);
    // A field that language.detect's answer replaces, which the writer counts.
    const std::string lang = i % 3 == 0 ? ",\"lang\":\"xx\"" : "";
    corpus += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"" + text + "\",\"kind\":\"k" +
              std::to_string(i % 7) + "\"" + lang + "}\n";
    if (i % 97 == 5) corpus += "{\"id\": no record\n";
  }
  return corpus;
}

// In memory, where that is possible: a disk would be waited for at each checkpoint.
class ResumeTest : public ProgramTest {
 protected:
  ResumeTest() {
    std::error_code error;
    if (fs::is_directory("/dev/shm", error)) {
      fs::remove_all(folder_);
      folder_ = fs::path("/dev/shm") / folder_.filename();
      fs::create_directories(folder_);
    }
  }
  void Pipeline(const std::string& steps, const std::string& end = "") const {
    Write("p.yaml", "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n" +
                        steps + end + "allow_failures: 1000\n");
  }
  static std::string Writer() { return "  - uses: write.jsonl\n    with: { path: out/a.jsonl }\n"; }

  // Runs the program, and kills it after so many seconds; the status, or -1 when it was killed.
  Ended Run(const std::vector<std::string>& options, double seconds = 1e9) const {
    const pid_t child = fork();
    if (child == 0) {
      if (chdir(folder_.c_str()) != 0) _exit(99);
      setenv("TEXTMILL_PLUGIN_PATH", TEXTMILL_PLUGIN_DIR, 1);
      dup2(open("err", O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
      std::vector<const char*> words = {TEXTMILL_PROGRAM, "run",       "p.yaml",    "--batch-bytes",
                                        "20000",          "--summary", "out/s.json"};
      for (const std::string& option : options) words.push_back(option.c_str());
      words.push_back(nullptr);
      execv(words[0], const_cast<char**>(words.data()));
      _exit(98);
    }
    const auto start = Clock::now();
    int raw = 0;
    while (waitpid(child, &raw, WNOHANG) == 0) {
      if (std::chrono::duration<double>(Clock::now() - start).count() > seconds)
        kill(child, SIGKILL);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    Ended ended;
    ended.status = WIFEXITED(raw) ? WEXITSTATUS(raw) : -1;
    ended.err = ReadFile(At("err"));
    return ended;
  }
  // All files below out/; of the summary what does not depend on when it ran.
  std::map<std::string, std::string> Outputs() const {
    std::map<std::string, std::string> files;
    if (!fs::exists(At("out"))) return files;
    for (const auto& entry : fs::recursive_directory_iterator(At("out"))) {
      if (!entry.is_regular_file()) continue;
      const std::string name = fs::relative(entry.path(), At("out")).string();
      std::string content = ReadFile(entry.path());
      if (name == "s.json") content = WhatWasCounted(content);
      files[name] = content;
    }
    return files;
  }
  // A summary without what depends on when and how the run was: all that it counts is left.
  static std::string WhatWasCounted(const std::string& summary) {
    static const std::regex volatile_members(
        R"re(,\s*"(started|ended|command|folder|seconds|documents_per_second|peak_memory|resumed)": *)re"
        R"re(("[^"]*"|\[[^\]]*\]|[^,}\]\s]*))re");
    return std::regex_replace(summary, volatile_members, "");
  }
  static std::string Names(const std::map<std::string, std::string>& files) {
    std::string names;
    for (const auto& [name, content] : files)
      names += name + " (" + std::to_string(content.size()) + ") ";
    return names;
  }

  // Kills it at random moments, resumes it until it is complete, and begins again.
  void KillAndCompare(const std::string& period, unsigned seed) {
    const auto start = Clock::now();
    ASSERT_EQ(Run({"--checkpoint", "never"}).status, 0) << ReadFile(At("err"));
    const double whole = std::chrono::duration<double>(Clock::now() - start).count();
    const auto good = Outputs();
    std::mt19937 random(seed);
    int killed = 0;
    for (int runs = 0; killed < Kills() && runs < 20 * Kills(); ++runs) {
      fs::remove_all(At("out"));
      bool resume = false;
      while (true) {
        std::vector<std::string> options = {"--checkpoint", period};
        if (resume) options.push_back("--resume");
        // Most come near to the end, or the beginning would be tried again and again.
        const double after = whole * std::uniform_real_distribution<>(0, 1.2)(random);
        const Ended ended = Run(options, killed < Kills() ? after : 1e9);
        if (ended.status == -1) {
          ++killed;
          resume = true;
          continue;
        }
        if (ended.status == 2 && ended.err.find("there is no checkpoint") != std::string::npos) {
          if (fs::exists(At("out/s.json"))) break;  // it was killed when all was done
          resume = false;
          continue;
        }
        ASSERT_EQ(ended.status, 0) << ended.err;
        break;
      }
      const auto now = Outputs();
      if (now.count("s.json") > 0) {
        EXPECT_EQ(now.at("s.json"), good.at("s.json"));
      }
      ASSERT_EQ(Names(now), Names(good));
      for (const auto& [name, content] : good)
        ASSERT_TRUE(now.at(name) == content) << name << " differs, seed " << seed;
    }
    EXPECT_GE(killed, Kills());
  }
};

TEST_F(ResumeTest, KilledAnywhereGivesTheSameBytes) {
  Write("in.jsonl", Corpus(3000));
  Pipeline(
      "  - uses: text.normalize\n"
      "  - uses: language.detect\n"
      "  - uses: dedup.exact\n"
      "  - uses: dedup.near\n"
      "  - uses: entities.tag\n"
      "  - uses: entities.link\n" +
          Writer() + "  - uses: write.csv\n    with: { path: out/e.csv, rows: entities }\n",
      "dropped: out/dropped.jsonl\n");
  KillAndCompare("300docs", 1);
}

TEST_F(ResumeTest, KilledInReplaysAndTablesGivesTheSameBytes) {
  Write("in.jsonl", Corpus(3000));
  Pipeline(
      "  - uses: dedup.exact\n    with: { keep: longest, memory: 16MiB }\n"
      "  - uses: language.detect\n"
      "  - uses: dedup.near\n    with: { keep: longest, memory: 16MiB }\n"
      "  - uses: corpus.frequencies\n    id: words\n"
      "  - uses: write.jsonl\n    with: { path: out/a.jsonl.zst }\n"
      "  - uses: write.csv\n    with: { path: out/b.csv.gz }\n"
      "  - uses: write.jsonl\n    id: split\n    with: { path: \"out/k/{lang}.jsonl\" }\n"
      "  - uses: write.csv\n    id: table\n    from: words\n    with: { path: out/words.csv }\n",
      "dropped: out/dropped.jsonl.gz\n");
  KillAndCompare("300docs", 2);
}

// What stages count for themselves, beside the account of documents.
TEST_F(ResumeTest, KilledItCountsTheSame) {
  Write("in.jsonl", Corpus(1500));
  for (int i = 0; i < 5; ++i) {
    Write("more" + std::to_string(i) + ".jsonl",
          "{\"id\":\"x" + std::to_string(i) + "\",\"text\":\"" +
              (i % 2 == 0 ? "caf\xe9" : "caf\xc3\xa9") + "\"}\n");
  }
  Write("names.csv", "id,name\n3,three\n4,four\n0,nought\n");
  Write(
      "p.yaml",
      "textmill: 1\nsteps:\n"
      "  - uses: read.jsonl\n    with: { path: '*.jsonl', encoding: [utf-8, latin-1] }\n"
      "  - uses: text.replace\n    with: { patterns: [{ pattern: w1., with: w }, { pattern: caf }] "
      "}\n"
      "  - uses: language.detect\n"
      "  - uses: join\n    with: { file: names.csv, on: id }\n"
      "  - uses: corpus.collocations\n    id: pairs\n    with: { memory: 1MiB }\n" +
          Writer() +
          "  - uses: write.csv\n    with: { path: out/b.csv }\n"
          "  - uses: write.json\n    with: { path: out/c.json }\n"
          "  - uses: write.csv\n    id: table\n    from: pairs\n    with: { path: out/pairs.csv }\n"
          "allow_failures: 1000\n");
  KillAndCompare("100docs", 3);
}

TEST_F(ResumeTest, WithoutACheckpointNothingIsResumed) {
  Write("in.jsonl", Corpus(50));
  Pipeline(Writer());
  const Ended ended = Run({"--resume"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("there is no checkpoint out/a.jsonl.checkpoint"));
  EXPECT_THAT(ended.err, HasSubstr("nothing was read"));
  EXPECT_FALSE(fs::exists(At("out/a.jsonl.part")));
  EXPECT_EQ(Run({"--checkpoint", "10docs"}).status, 0);
  EXPECT_EQ(Outputs().count("a.jsonl.checkpoint"), 0u) << "it goes with the run";
  EXPECT_EQ(Run({"--resume"}).status, 2);
}

// A run that was killed in its middle, and what refuses to go on from there.
class KilledTest : public ResumeTest {
 protected:
  KilledTest() {
    Write("in.jsonl", Corpus(3000));
    Write("names.tsv", "name\ttype\nAda Lovelace\tPER\n");
    Steps(Writer());
    // Until it is killed when there is something to resume.
    const auto start = Clock::now();
    Run({"--checkpoint", "100docs"});
    const double whole = std::chrono::duration<double>(Clock::now() - start).count();
    for (int i = 0; i < 100; ++i) {
      fs::remove_all(At("out"));
      if (Run({"--checkpoint", "100docs"}, whole * (0.2 + 0.03 * (i % 25))).status != -1) continue;
      if (fs::exists(At("out/a.jsonl.checkpoint")) && fs::file_size(At("out/a.jsonl.part")) > 0)
        return;
    }
    ADD_FAILURE() << "it was never killed in its middle: " << ReadFile(At("err"));
  }
  void Steps(const std::string& writer) const {
    Pipeline(
        "  - uses: entities.tag\n    with: { gazetteers: [names.tsv] }\n  - uses: dedup.exact\n" +
            writer,
        "dropped: out/dropped.jsonl\n");
  }
  void ExpectRefused(const std::string& why, const std::vector<std::string>& options = {}) const {
    const auto before = Outputs();
    std::vector<std::string> all = {"--resume"};
    all.insert(all.end(), options.begin(), options.end());
    const Ended ended = Run(all);
    EXPECT_EQ(ended.status, 2) << why;
    EXPECT_THAT(ended.err, HasSubstr(why));
    EXPECT_THAT(ended.err, HasSubstr("nothing was read"));
    EXPECT_EQ(Outputs().count("a.jsonl.checkpoint"), before.count("a.jsonl.checkpoint"));
    EXPECT_EQ(Names(Outputs()), Names(before)) << "nothing was touched";
  }
  void ExpectGood() {
    const Ended ended = Run({"--resume"});
    EXPECT_EQ(ended.status, 0) << ended.err;
    const auto resumed = Outputs();
    fs::remove_all(At("out"));
    EXPECT_EQ(Run({}).status, 0);
    EXPECT_TRUE(resumed == Outputs());
  }
};

TEST_F(KilledTest, WhatChangedIsNamed) {
  const std::string checkpoint = ReadFile(At("out/a.jsonl.checkpoint"));
  const std::string pipeline = ReadFile(At("p.yaml"));
  Steps("  - uses: write.jsonl\n    with: { path: out/a.jsonl, columns: [id, text] }\n");
  ExpectRefused("step `write.jsonl` says something else");
  Steps("  - keep: text.length > 3\n" + Writer());
  ExpectRefused("other steps");
  Write("p.yaml", "# A comment changes nothing.\n" + pipeline);
  ExpectRefused("--limit was not given, and is 7", {"--limit", "7"});
  ExpectRefused("step `dedup.exact`", {"--set", "dedup.exact.normalize=whitespace"});
  const auto time = fs::last_write_time(At("in.jsonl"));
  fs::last_write_time(At("in.jsonl"), time + std::chrono::seconds(1));
  ExpectRefused("the input in.jsonl changed");
  fs::last_write_time(At("in.jsonl"), time);
  const auto names_time = fs::last_write_time(At("names.tsv"));
  Write("names.tsv", "name\ttype\nAda Lovelacy\tPER\n");
  fs::last_write_time(At("names.tsv"), names_time + std::chrono::seconds(1));
  ExpectRefused("the file names.tsv is not the one that it was");
  Write("names.tsv", "name\ttype\nAda Lovelace\tPER\n");
  fs::last_write_time(At("names.tsv"), names_time);

  Write("out/a.jsonl.checkpoint", checkpoint.substr(0, checkpoint.size() - 9));
  ExpectRefused("a.jsonl.checkpoint cannot be used");
  std::string flipped = checkpoint;
  flipped[flipped.size() / 2] ^= 4;
  Write("out/a.jsonl.checkpoint", flipped);
  ExpectRefused("a.jsonl.checkpoint cannot be used");
  Write("out/a.jsonl.checkpoint", pipeline);
  ExpectRefused("a.jsonl.checkpoint, which is there and is no checkpoint");
  Write("out/a.jsonl.checkpoint", checkpoint);
  ExpectRefused("cannot write checkpoints", {"--report", "r.html"});
  ExpectGood();
}

TEST_F(KilledTest, OutputsThatAreOthersAreRefused) {
  const std::string part = ReadFile(At("out/a.jsonl.part"));
  std::string other = part;
  for (char& c : other) c = c == 'w' ? 'v' : c;
  Write("out/a.jsonl.part", other);
  ExpectRefused("a.jsonl.part is not the file");
  Write("out/a.jsonl.part", part.substr(0, 10));
  ExpectRefused("a.jsonl.part has 10 bytes");
  fs::remove(At("out/a.jsonl.part"));
  ExpectRefused("a.jsonl.part, which the checkpoint is about, is not there");
  Write("out/a.jsonl.part", part);
  ExpectGood();
}

TEST_F(KilledTest, ARunBegunAnewSaysThatOneCouldHaveBeenResumed) {
  const Ended ended = Run({});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("could have been resumed (--resume)"));
  EXPECT_EQ(Outputs().count("a.jsonl.checkpoint"), 0u);
}

TEST_F(ResumeTest, FilesThatAreCalledAsACheckpointWouldBeAreLeftAlone) {
  Write("in.jsonl", Corpus(20));
  Pipeline(Writer() + "  - uses: write.csv\n    with: { path: out/a.jsonl.checkpoint }\n");
  const Ended refused = Run({"--checkpoint", "1m"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("its checkpoint would be out/a.jsonl.checkpoint, and it "
                                     "writes out/a.jsonl.checkpoint"));
  EXPECT_EQ(Run({}).status, 0) << ReadFile(At("err"));
  EXPECT_THAT(ReadFile(At("out/a.jsonl.checkpoint")), HasSubstr("id,text"));

  fs::remove_all(At("out"));
  fs::create_directory(At("out"));
  Write("out/a.jsonl.checkpoint.part", "mine");
  Write("out/a.jsonl.checkpoint.spool-7", "mine");
  Pipeline(Writer());
  EXPECT_EQ(Run({}).status, 0) << ReadFile(At("err"));
  EXPECT_EQ(ReadFile(At("out/a.jsonl.checkpoint.spool-7")), "mine");
  const Ended part = Run({"--overwrite", "--checkpoint", "10docs"});
  EXPECT_EQ(part.status, 2);
  EXPECT_THAT(part.err, HasSubstr("a.jsonl.checkpoint.part, which is there and is no checkpoint"));
  EXPECT_EQ(ReadFile(At("out/a.jsonl.checkpoint.part")), "mine");
  // As a run that was killed may leave it.
  Write("out/a.jsonl.checkpoint.part", "");
  EXPECT_EQ(Run({"--overwrite", "--checkpoint", "10docs"}).status, 0) << ReadFile(At("err"));
  EXPECT_FALSE(fs::exists(At("out/a.jsonl.checkpoint.part")));
}

TEST_F(ResumeTest, WhatCannotBeResumedIsRefusedBeforehand) {
  Write("in.jsonl", Corpus(20));
  const auto refusal = [&](const std::string& shell) {
    const Ended ended = Here(shell);
    EXPECT_EQ(ended.status, 2) << shell << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("nothing was read"));
    return ended.err;
  };
  Pipeline("  - uses: write.jsonl\n    with: { path: \"-\" }\n");
  EXPECT_THAT(refusal("$T run p.yaml --checkpoint 1m"),
              HasSubstr("standard output cannot be taken"));
  Pipeline("  - uses: write.jsonl\n    with: { path: /dev/null }\n");
  EXPECT_THAT(refusal("$T run p.yaml --checkpoint 1m"), HasSubstr("/dev/null cannot be taken"));
  Pipeline(
      "  - uses: language.detect\n  - uses: write.jsonl\n    with: { path: \"{lang}.jsonl.gz\" "
      "}\n");
  EXPECT_THAT(refusal("$T run p.yaml --checkpoint 1m"), HasSubstr("path with columns"));
  Pipeline(Writer());
  EXPECT_THAT(refusal("$T run p.yaml --checkpoint 1m --set read.jsonl.path=- <in.jsonl"),
              HasSubstr("standard input cannot be read a second time"));
  EXPECT_THAT(refusal("$T run p.yaml --checkpoint 1m --report r.html"), HasSubstr("--report"));
  Pipeline("  - uses: wrong.remembers\n" + Writer());
  EXPECT_THAT(
      refusal("$T run p.yaml --checkpoint 1m --plugin-path " TEXTMILL_BINARY_DIR "/tests/wrong"),
      HasSubstr("step `wrong.remembers`: the stage wrong.remembers"));
  Pipeline(Writer());
  for (const std::string period : {"0", "5", "x", "-3docs", "docs", ""}) {
    const Ended ended = Here("$T run p.yaml --checkpoint '" + period + "'");
    // A size is bytes when nothing is said.
    EXPECT_EQ(ended.status, period == "5" ? 0 : 2) << period;
    fs::remove_all(At("out"));
  }
}

}  // namespace
}  // namespace textmill::tests
