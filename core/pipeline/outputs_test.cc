#include "core/pipeline/outputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/pipeline/draft/plan_check.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Outputs : public ::testing::Test {
 protected:
  Outputs() {
    folder = fs::temp_directory_path() / ("textmill-outputs-" + std::to_string(getpid()));
    fs::remove_all(folder);
    fs::create_directories(folder / "in");
    Touch("in/a.txt");
    old = fs::current_path();
    fs::current_path(folder);
  }
  ~Outputs() override {
    fs::current_path(old);
    fs::permissions(folder, fs::perms::owner_all);
    fs::remove_all(folder);
  }
  void Touch(const std::string& file) { std::ofstream(folder / file) << "x"; }

  // What is wrong with a pipeline that reads `input` and goes on with `rest`, which begins in
  // line 4.
  std::vector<std::string> Problems(const std::string& rest, const std::string& input = "in/*.txt",
                                    bool overwrite = false) {
    PlanOptions options;
    options.overwrite = overwrite;
    return ProblemsOf(
        "textmill: 1\nsteps:\n  - {uses: read.text, with: {path: '" + input + "'}}\n" + rest,
        options);
  }
  static std::string Writer(const std::string& path) {
    return "  - {uses: write.jsonl, with: {path: '" + path + "'}}\n";
  }
  fs::path folder, old;
};

TEST_F(Outputs, PathsThatSaySomethingElseThanTheyWouldDo) {
  EXPECT_THAT(Problems(Writer("~/a.jsonl") + Writer("~ann/a.jsonl") + Writer("s3://b/a.jsonl") +
                       Writer("gs:/b/a.jsonl") + Writer("C:/{id}.jsonl") + Writer("./gs:/a.jsonl") +
                       Writer("a:b/a.jsonl") + Writer("a.jsonl.gzip") + Writer("a.jsonl.XZ") +
                       Writer("./~ann/b.jsonl") + Writer("~a.jsonl") + "failed: f.jsonl\n"),
              ElementsAre(HasSubstr("a folder called `~`, which is not expanded"),
                          HasSubstr("a folder called `~ann`, which is not expanded"),
                          HasSubstr("is an address"), HasSubstr("`gs:/b/a.jsonl` is an address"),
                          HasSubstr("`C:/{id}.jsonl` is an address"),
                          HasSubstr("names a compression that is not written"),
                          HasSubstr("names a compression that is not written")));
}

TEST_F(Outputs, NewFilesInNewFoldersAreFine) {
  EXPECT_THAT(Problems(Writer("out/deep/a.jsonl") + Writer("./out/b.jsonl") + Writer("-") +
                       "dropped: out/dropped.jsonl\nfailed: out/f.jsonl\n"),
              IsEmpty());
  EXPECT_FALSE(fs::exists("out"));
}

TEST_F(Outputs, TwoWritersOnOnePath) {
  fs::create_directory_symlink(folder / "in", folder / "link");
  EXPECT_THAT(
      Problems(Writer("out/a.jsonl") + Writer("out/../out//a.jsonl") + Writer("-") + Writer("-") +
               Writer("in/x") + Writer("link/x") + Writer((folder / "out/a.jsonl").string()) +
               "dropped: ./out/a.jsonl\nfailed: '-'\n"),
      ElementsAre(
          HasSubstr("5:38: the output `out/../out//a.jsonl` is written twice; the other is the "
                    "output at p:4:38"),
          HasSubstr("7:38: standard output is written twice"),
          HasSubstr("9:38: the output `link/x` is written twice"), HasSubstr("10:38: the output"),
          HasSubstr("11:10: the file of dropped documents `./out/a.jsonl` is written twice"),
          HasSubstr("12:9: standard output is written twice")));
  EXPECT_THAT(
      Problems(Writer("out/a.jsonl") + Writer("out/a.failed.jsonl")),
      ElementsAre(HasSubstr("the file of failed documents `out/a.failed.jsonl` is written twice")));
  EXPECT_THAT(
      Problems(Writer("out") + Writer("out/a.jsonl")),
      ElementsAre(HasSubstr("5:38: the output `out/a.jsonl` would be inside the output `out`")));
}

TEST_F(Outputs, WhatExistsIsNotOverwritten) {
  Touch("a.jsonl");
  Touch("b.failed.jsonl");
  Touch("p.failed.jsonl");
  EXPECT_THAT(
      Problems(Writer("a.jsonl") + "dropped: a.jsonl\nfailed: b.jsonl\n"),
      ElementsAre(HasSubstr("4:38: the output `a.jsonl` exists already; remove it, or add "
                            "--overwrite"),
                  HasSubstr("5:10: the file of dropped documents `a.jsonl` is written twice"),
                  HasSubstr("5:10: the file of dropped documents `a.jsonl` exists already")));
  EXPECT_THAT(Problems(Writer("a.jsonl"), "in/*.txt", true), IsEmpty());
  EXPECT_THAT(
      Problems(Writer("b.jsonl")),
      ElementsAre(HasSubstr("4:38: the file of failed documents `b.failed.jsonl` exists already")));
  EXPECT_THAT(Problems(""),
              ElementsAre(HasSubstr("the file of failed documents `p.failed.jsonl` exists")));
}

TEST_F(Outputs, AnOutputMustNotBeAnInput) {
  fs::create_symlink(folder / "in/a.txt", folder / "in/b.txt");
  for (const bool overwrite : {false, true}) {
    EXPECT_THAT(Problems(Writer("in/a.txt"), "in/*.txt", overwrite),
                ElementsAre(HasSubstr("4:38: the output `in/a.txt` is also an input")));
    EXPECT_THAT(Problems(Writer("in/./b.txt"), "in", overwrite),
                ElementsAre(HasSubstr("is also an input")));
  }
}

// Whatever its names are: another way to the same file, and the names that files have until they
// are complete.
TEST_F(Outputs, AnOutputMustNotHarmAnInput) {
  Touch("in/b.txt.part");
  Touch("c.part");
  fs::create_symlink("in/a.txt", "link.jsonl");
  fs::create_hard_link("in/a.txt", "hard.jsonl");
  EXPECT_THAT(Problems(Writer("link.jsonl"), "in/*.txt", true),
              ElementsAre(HasSubstr("the output `link.jsonl` is also an input")));
  EXPECT_THAT(Problems(Writer("hard.jsonl"), "in/*.txt", true),
              ElementsAre(HasSubstr("the output `hard.jsonl` is also an input")));
  EXPECT_THAT(Problems(Writer("p"), "in/*.txt", true),
              ElementsAre(HasSubstr("the output `p` is also an input")));
  for (const auto& [output, input] : std::vector<std::pair<std::string, std::string>>{
           {"in/a.txt.part", "in/a.txt"}, {"c", "c.part"}, {"in/../c", "./c.part"}}) {
    EXPECT_THAT(Problems(Writer(output), input, true),
                ElementsAre(HasSubstr("the output `" + output + "` or its `.part` is in the way")))
        << output;
  }
}

TEST_F(Outputs, NamesThatAreForOutputsUntilTheyAreComplete) {
  EXPECT_THAT(
      Problems(Writer("a.jsonl") + Writer("a.jsonl.part")),
      ElementsAre(HasSubstr("the output `a.jsonl.part` and the output `a.jsonl` are in each "
                            "other's way")));
  EXPECT_THAT(Problems(Writer("a.jsonl.part") + "dropped: ./a.jsonl\n"),
              ElementsAre(HasSubstr("are in each other's way")));
}

TEST_F(Outputs, ALinkIsWrittenWhereItLeads) {
  fs::create_directories("big");
  fs::create_symlink("big/new.jsonl", "a.jsonl");
  EXPECT_THAT(Problems(Writer("a.jsonl")),
              ElementsAre(HasSubstr("`a.jsonl` is a link to a file that is not there")));
  EXPECT_THAT(Problems(Writer("a.jsonl"), "in/*.txt", true), IsEmpty());
  fs::create_symlink("in/a.txt/new.jsonl", "b.jsonl");
  EXPECT_THAT(Problems(Writer("b.jsonl"), "in/*.txt", true),
              ElementsAre(HasSubstr("cannot be written: `" + (folder / "in/a.txt").string() +
                                    "` is not a folder")));
}

TEST_F(Outputs, NorBecomeOne) {
  fs::create_directories("in/deep");
  EXPECT_THAT(
      Problems(Writer("in/out.txt")),
      ElementsAre(HasSubstr("the output `in/out.txt` is inside the input pattern `in/*.txt`: the "
                            "next run would read it")));
  EXPECT_THAT(Problems(Writer("in/out.txt"), "in"), ElementsAre(HasSubstr("input pattern `in`")));
  EXPECT_THAT(Problems(Writer("in/deep/new/out.txt"), "in"),
              ElementsAre(HasSubstr("input pattern `in`")));
  EXPECT_THAT(Problems(Writer("in/deep/out.txt"), "./in/**/*.txt").back(), HasSubstr("is inside"));
  EXPECT_THAT(Problems(Writer("in/x.txt"), (folder / "in/?.*").string()).front(),
              HasSubstr("is inside"));
  EXPECT_THAT(Problems(Writer("in/out.jsonl") + "failed: x.txt\n"), IsEmpty());
  EXPECT_THAT(Problems(Writer("in/deep/out.txt") + "failed: x\n"), IsEmpty());
  EXPECT_THAT(Problems(Writer("in/out.jsonl"), "in"), IsEmpty());
}

TEST_F(Outputs, PlacesThatCannotBeWritten) {
  EXPECT_THAT(
      Problems(Writer("in") + Writer("out/") + Writer("in/a.txt/b") + "failed: f\n"),
      ElementsAre(HasSubstr("4:38: the output `in` is a folder; add the name of a file"),
                  HasSubstr("5:38: the output `out/` is a folder"),
                  HasSubstr("6:38: the output `in/a.txt/b` would be inside the output `in`"),
                  HasSubstr("6:38: the output `in/a.txt/b` cannot be written: `" +
                            (folder / "in/a.txt").string() + "` is not a folder")));
  EXPECT_THAT(Problems(Writer("/dev/null") + Writer("/dev/null") + "failed: f\n"), IsEmpty());
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_THAT(Problems(Writer("new/a.jsonl") + "failed: /tmp/f\n"),
              ElementsAre(HasSubstr("cannot be written: in the folder")));
}

TEST_F(Outputs, MissingInputsAreReportedAtTheirPattern) {
  EXPECT_THAT(Problems(Writer("x"), "in/*.text"),
              ElementsAre(HasSubstr("3:36: step `read.text`: no file matches `in/*.text`")));
}

TEST_F(Outputs, WithoutLookingAtFilesOnlyTheTextCounts) {
  Touch("a.jsonl");
  EXPECT_THAT(ProblemsOf("textmill: 1\nsteps:\n  - {uses: read.text, with: {path: nowhere}}\n" +
                             Writer("a.jsonl") + Writer("a.jsonl"),
                         TextOnly()),
              ElementsAre(HasSubstr("written twice")));
}

TEST_F(Outputs, PathsInStepsThatAreWrongOtherwiseAreStillChecked) {
  Touch("a.jsonl");
  EXPECT_THAT(
      Problems("  - {uses: write.jsonl, with: {path: a.jsonl, colmns: [id]}}\n"),
      ElementsAre(HasSubstr("`a.jsonl` exists already"), HasSubstr("no parameter `colmns`")));
}

TEST(DefaultFailedPath, StandsBesideTheFirstFile) {
  const auto of = [](std::vector<std::string> paths) {
    std::vector<PlannedOutput> outputs;
    for (const std::string& path : paths) outputs.push_back({path, 0, 0, 0, {}});
    return DefaultFailedPath(outputs, "in/news.yaml");
  };
  EXPECT_EQ(of({"out/a.jsonl", "b"}), "out/a.failed.jsonl");
  EXPECT_EQ(of({"-", "b/c.csv"}), "b/c.failed.jsonl");
  EXPECT_EQ(of({"/a.jsonl.zst"}), "/a.failed.jsonl");
  EXPECT_EQ(of({"a"}), "a.failed.jsonl");
  EXPECT_EQ(of({"a.gz"}), "a.failed.jsonl");
  EXPECT_EQ(of({"2024.05.jsonl"}), "2024.05.failed.jsonl");
  EXPECT_EQ(of({"-"}), "news.failed.jsonl");
  EXPECT_EQ(of({}), "news.failed.jsonl");
}

}  // namespace
}  // namespace textmill::core
