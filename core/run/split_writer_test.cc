#include "core/run/split_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/pipeline/make_plan.h"
#include "core/run/run.h"
#include "core/run/test_stages.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class SplitWriterTest : public ::testing::Test {
 protected:
  SplitWriterTest()
      : folder_(fs::temp_directory_path() / ("split_writer_test." + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~SplitWriterTest() override { fs::remove_all(folder_); }
  std::string At(const std::string& name) const { return (folder_ / name).string(); }
  std::string Read(const std::string& name) const {
    std::ifstream file(At(name), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  RunReport Run(const std::string& steps) {
    const std::string file = At("pipeline.yaml");
    std::ofstream(file) << "textmill: 1\nname: test\nfailed: " << At("failed.jsonl") << "\nsteps:\n"
                        << steps;
    std::vector<Problem> problems;
    const Registry registry = Registry::Of({&textmill_plugin_v1});
    auto plan = MakePlan(file, registry, {}, &problems);
    for (const Problem& problem : problems) ADD_FAILURE() << problem.ToString();
    RunOptions options;
    options.progress = ProgressMode::kNever;
    options.threads = 2;
    return RunPlan(*plan, options, &stop_);
  }

  const fs::path folder_;
  std::atomic<bool> stop_{false};
};

TEST_F(SplitWriterTest, DocumentsThatAWriterRefusesAreCounted) {
  const RunReport report =
      Run("  - {uses: test.list, with: {unit: 6, texts: [ab, cno, ab, never, cd, ab]}}\n"
          "  - uses: test.print\n    when: text != \"cd\"\n"
          "    with: {picky: true, path: '" +
          At("by/{text}.txt") +
          "'}\n"
          "  - uses: test.print\n    with: {path: '" +
          At("all") + "'}\n");
  ASSERT_FALSE(report.error) << report.error->ToString();
  EXPECT_EQ(report.outcome, Outcome::kTooManyFailures);
  EXPECT_EQ(report.ledger.read(), 6);
  EXPECT_EQ(report.ledger.finished(), 4);
  EXPECT_EQ(report.ledger.failed(), 2);
  EXPECT_EQ(Read("by/ab.txt"), "0|ab\n2|ab\n5|ab\n");
  EXPECT_EQ(Read("all"), "0|ab\n2|ab\n4|cd\n5|ab\n");
  EXPECT_FALSE(fs::exists(At("by/cd.txt")));
  EXPECT_THAT(Read("failed.jsonl"), ::testing::AllOf(HasSubstr("\"message\":\"no\""),
                                                     HasSubstr("\"message\":\"never\"")));
}

// A table has no documents that could fail.
TEST_F(SplitWriterTest, RowsOfATableThatAWriterRefusesEndTheRun) {
  for (const std::string name : {"one/table", "by/{text}"}) {
    const RunReport report =
        Run("  - {uses: test.list, with: {texts: [ab, cno, ab]}}\n  - {uses: test.tally, id: t}\n"
            "  - uses: test.print\n    from: t\n    with: {picky: true, path: '" +
            At(name) + "'}\n");
    ASSERT_TRUE(report.error) << name;
    EXPECT_THAT(report.error->message, HasSubstr("a row of the table cannot be written: no"));
    EXPECT_FALSE(fs::exists(At("by/ab")));
  }
}

// Batches that are under way ask once more for what could not be made.
TEST_F(SplitWriterTest, AFileThatCannotBeMadeFailsEachTime) {
  fs::create_directories(At("folder"));
  Plan plan;
  plan.outputs.emplace_back();
  plan.outputs[0].path = plan.outputs[0].pattern = At("{text}");
  plan.failed = At("failed");
  Outputs outputs(plan, 1, &stop_);
  ASSERT_TRUE(outputs.Open().ok());
  Step step;
  step.another = []() -> Result<std::unique_ptr<Instance>> { return Error{"not today", ""}; };
  SplitWriter writer(step, 0, {&outputs, &stop_, "/tmp", 1});
  const textmill_batch none{};
  for (int time = 0; time < 2; ++time) {
    const auto folder = writer.Commit(At("folder"), none, nullptr);
    ASSERT_FALSE(folder.ok());
    EXPECT_THAT(folder.error().message, HasSubstr("it is a folder"));
    EXPECT_FALSE(outputs.WriteTo(0, At("folder"), "bytes").ok());
    const auto other = writer.Commit(At("other"), none, nullptr);
    ASSERT_FALSE(other.ok());
    EXPECT_EQ(other.error().message, "not today");
  }
  EXPECT_TRUE(writer.Finish().ok());
  outputs.Abandon();
}

}  // namespace
}  // namespace textmill::core
