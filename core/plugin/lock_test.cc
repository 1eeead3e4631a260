#include "core/plugin/lock.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class LockTest : public testing::Test {
 protected:
  void SetUp() override {
    file_ = fs::temp_directory_path() / ("textmill-lock." + std::to_string(getpid()) + ".lock");
  }
  void TearDown() override { fs::remove(file_); }
  std::string Refusal(const std::string& text) {
    std::ofstream(file_) << text;
    const auto lock = ReadLock(file_);
    return lock ? "" : lock.error().message;
  }
  fs::path file_;
};

const std::string kHash(64, 'a');

TEST_F(LockTest, StandsBesideThePipeline) {
  EXPECT_EQ(LockFileOf("a/news.yaml"), "a/news.lock");
  EXPECT_EQ(LockFileOf("news"), "news.lock");
}

TEST_F(LockTest, IsReadAsItWasWritten) {
  const Lock lock{file_, {{"a", "1.0", kHash}, {"b", "1 \"odd\": #version", std::string(64, 'b')}}};
  ASSERT_TRUE(WriteLock(lock).ok());
  const auto read = ReadLock(file_);
  ASSERT_TRUE(read.ok()) << read.error().message;
  ASSERT_EQ(read->plugins.size(), 2u);
  EXPECT_EQ(read->plugins[1].version, "1 \"odd\": #version");
  EXPECT_EQ(read->FindHash(kHash)->name, "a");
  EXPECT_EQ(read->FindHash(std::string(64, 'c')), nullptr);
  EXPECT_EQ(read->FindName("b")->sha256, std::string(64, 'b'));
  EXPECT_EQ(read->FindName("c"), nullptr);
}

TEST_F(LockTest, SaysWhatIsWrong) {
  EXPECT_THAT(ReadLock("/nowhere/at/all.lock").error().message, HasSubstr("No such file"));
  for (const char* text : {"", "[]", "plugins: []", "textmill_lock: 2\nplugins: []", "a: [",
                           "textmill_lock: 1\nplugins: [{name: a, version: b}]",
                           "textmill_lock: 1\nplugins: [{name: a, version: b, sha256: abc}]"}) {
    EXPECT_THAT(Refusal(text), HasSubstr("this is not a lock file")) << text;
  }
  EXPECT_FALSE(WriteLock({"/nowhere/at/all.lock", {}}).ok());
}

}  // namespace
}  // namespace textmill::core
