// Native code that is run on trust: who may write to it, what file it is, and pipelines that pin
// it.
#include <gmock/gmock.h>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kGood = TEXTMILL_BINARY_DIR "/tests/loading/good/fixture_plain.so";

class TrustTest : public ProgramTest {
 protected:
  void SetUp() override {
    fs::permissions(folder_, fs::perms(0755));
    fs::create_directory(At("plugins"));
    fs::permissions(At("plugins"), fs::perms(0755));
    fs::copy(kGood, At("plugins/fixture.so"));
    Write("in.jsonl", "{\"text\":\"a\"}\n");
    Write("p.yaml",
          "textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: { path: in.jsonl }\n"
          "  - uses: fixture.nothing\n  - uses: write.jsonl\n    with: { path: out.jsonl }\n");
  }
  void Allow(const std::string& name, unsigned mode) { fs::permissions(At(name), fs::perms(mode)); }
  Ended Textmill(const std::string& command) {
    return Here("$T " + command + " --plugin-path plugins");
  }
  // Neither listed as a plugin nor run.
  void ExpectRefused(const std::string& reason) {
    Ended listed = Textmill("plugins");
    for (size_t at; (at = listed.out.find("\n    ")) != std::string::npos;)  // lines are wrapped
      listed.out.replace(at, 5, " ");
    EXPECT_THAT(listed.out, HasSubstr("Refused"));
    EXPECT_THAT(listed.out, HasSubstr(reason));
    EXPECT_THAT(listed.out, Not(HasSubstr("fixture.nothing")));
    for (const char* command : {"check p.yaml", "run p.yaml"}) {
      const Ended ended = Textmill(command);
      EXPECT_EQ(ended.status, 2) << command;
      EXPECT_THAT(ended.err, HasSubstr("there is no stage `fixture.nothing`"));
      EXPECT_THAT(ended.err, HasSubstr("refused"));
    }
  }
};

TEST_F(TrustTest, WhatEverybodyMayWriteToIsRefused) {
  EXPECT_EQ(Textmill("check p.yaml").status, 0);
  Allow("plugins/fixture.so", 0666);
  ExpectRefused("everybody may write to it");
  Allow("plugins/fixture.so", 0644);
  Allow("plugins", 0777);
  ExpectRefused("everybody may write to it");
  Allow("plugins", 01777);  // sticky, as /tmp is: anybody may still put a library there
  ExpectRefused("everybody may write to it");
  Allow("plugins", 0755);
  Allow(".", 0777);  // the plugin folder may be exchanged
  ExpectRefused("everybody may write to " + fs::canonical(folder_).string() + ", so");
}

TEST_F(TrustTest, SoIsWhatALinkLeadsTo) {
  fs::create_directory(At("open"));
  fs::rename(At("plugins/fixture.so"), At("open/fixture.so"));
  fs::create_symlink("../open/fixture.so", At("plugins/fixture.so"));
  EXPECT_EQ(Textmill("check p.yaml").status, 0);
  Allow("open", 0777);
  ExpectRefused("everybody may write to");
}

TEST_F(TrustTest, VerifyShowsTheFiles) {
  const Ended sum = Here("sha256sum plugins/fixture.so | cut -d' ' -f1");
  const Ended ended = Textmill("plugins --verify");
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, HasSubstr("fixture 0.1.0\n  file      " +
                                   (fs::canonical(At("plugins")) / "fixture.so").string()));
  EXPECT_THAT(ended.out, HasSubstr("  sha256    " + sum.out));
  EXPECT_THAT(ended.out, HasSubstr("  build id  "));
}

TEST_F(TrustTest, ALockedPipelineRunsWithThosePluginsAlone) {
  const Ended missing = Textmill("run p.yaml --locked");
  EXPECT_EQ(missing.status, 2);
  EXPECT_THAT(missing.err, HasSubstr("p.lock: the lock file cannot be read"));

  EXPECT_EQ(Textmill("lock p.yaml").status, 0);
  const std::string lock = ReadFile(At("p.lock"));
  EXPECT_THAT(lock, HasSubstr("name: fixture\n    version: \"0.1.0\"\n    sha256: "));
  EXPECT_THAT(lock, HasSubstr("name: read-jsonl"));
  EXPECT_THAT(lock, Not(HasSubstr("dedup")));
  EXPECT_EQ(Textmill("check p.yaml --locked").status, 0);
  EXPECT_EQ(Textmill("run p.yaml --locked").status, 0);
  EXPECT_EQ(ReadFile(At("out.jsonl")),
            "{\"id\":\"in.jsonl@0\",\"text\":\"a\",\"source\":\"in.jsonl\"}\n");

  // Another plugin, and a stage of one that is not locked.
  std::string other = ReadFile(At("p.yaml"));
  other.replace(other.find("fixture.nothing"), 15, "dedup.exact");
  Write("p.yaml", other);
  const Ended unlocked = Textmill("run p.yaml --locked --overwrite");
  EXPECT_EQ(unlocked.status, 2);
  EXPECT_THAT(unlocked.err, HasSubstr("there is no stage `dedup.exact`"));
}

TEST_F(TrustTest, AChangedPluginIsNotLoaded) {
  EXPECT_EQ(Textmill("lock p.yaml").status, 0);
  Here("printf x >>plugins/fixture.so");
  EXPECT_EQ(Textmill("check p.yaml").status, 0);  // it still works
  const Ended ended = Textmill("run p.yaml --locked");
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err,
              HasSubstr("p.lock: the plugin fixture 0.1.0 is not there as it was locked"));
  EXPECT_THAT(ended.err, HasSubstr("fixture.so: it is not the file that p.lock holds"));
  EXPECT_FALSE(fs::exists(At("out.jsonl")));
}

}  // namespace
}  // namespace textmill::tests
