#include "core/pipeline/input_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace textmill::core {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

class InputFileTest : public ::testing::Test {
 protected:
  InputFileTest() {
    fs::create_directories(folder_);
    std::ofstream(folder_ / "names.tsv") << "name\ttype\n";
  }
  ~InputFileTest() override { fs::remove_all(folder_); }

  const fs::path folder_ =
      fs::path(::testing::TempDir()) / ("input_file_test." + std::to_string(getpid()));
};

TEST_F(InputFileTest, FileIsFine) { EXPECT_FALSE(CheckInputFile(folder_ / "names.tsv")); }

TEST_F(InputFileTest, MissingFileComesWithTheNearestName) {
  const auto problem = CheckInputFile(folder_ / "name.tsv");
  ASSERT_TRUE(problem);
  EXPECT_THAT(problem->what, HasSubstr("there is no file"));
  EXPECT_EQ(problem->hint, "did you mean `" + (folder_ / "names.tsv").string() + "`?");
}

TEST_F(InputFileTest, RelativePathIsExplained) {
  const auto problem = CheckInputFile("no-such-folder/x.tsv");
  ASSERT_TRUE(problem);
  EXPECT_THAT(problem->hint, HasSubstr(fs::current_path().string()));
}

TEST_F(InputFileTest, FolderIsNoFile) {
  const auto problem = CheckInputFile(folder_);
  ASSERT_TRUE(problem);
  EXPECT_THAT(problem->what, HasSubstr("is a folder"));
}

TEST_F(InputFileTest, PipeIsNotOpened) {
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_FALSE(CheckInputFile(folder_ / "pipe"));
}

TEST_F(InputFileTest, UnreadableFile) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  fs::permissions(folder_ / "names.tsv", fs::perms::none);
  const auto problem = CheckInputFile(folder_ / "names.tsv");
  ASSERT_TRUE(problem);
  EXPECT_THAT(problem->what, HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace textmill::core
