#include "core/run/output_file.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public ::testing::Test {
 protected:
  OutputFileTest()
      : folder_(fs::temp_directory_path() / ("output_file_test." + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~OutputFileTest() override { fs::remove_all(folder_); }
  std::string At(const std::string& name) const { return (folder_ / name).string(); }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  // Writes `text` in pieces of random lengths up to `largest`; returns what the file then holds.
  std::string Write(const std::string& path, const std::string& text, size_t largest) {
    auto file = OutputFile::Open(path, false);
    EXPECT_TRUE(file.ok());
    std::mt19937 random(static_cast<unsigned>(largest));
    for (size_t at = 0; at < text.size();) {
      const size_t n = std::min(text.size() - at, 1 + random() % largest);
      EXPECT_TRUE((*file)->Append(std::string_view(text).substr(at, n)).ok());
      at += n;
    }
    EXPECT_FALSE(fs::exists(path));
    EXPECT_TRUE((*file)->Finish().ok());
    EXPECT_FALSE(fs::exists(path));
    EXPECT_TRUE((*file)->Publish().ok());
    EXPECT_FALSE(fs::exists(path + ".part"));
    return Read(path);
  }
  static std::string LongText() {
    std::string text;
    for (int i = 0; text.size() < 3'000'000; ++i) text += "line " + std::to_string(i * 7919) + "\n";
    return text;
  }
  fs::path folder_;
};

TEST_F(OutputFileTest, AppearsUnderItsNameOnlyWhenPublished) {
  EXPECT_EQ(Write(At("deep/down/a.txt"), "hello\n", 3), "hello\n");
}

TEST_F(OutputFileTest, CompressedBytesDoNotDependOnHowTheyWereAppended) {
  const std::string text = LongText();
  for (const std::string ending : {".gz", ".zst", ".txt"}) {
    const std::string one = Write(At("a" + ending), text, 100);
    EXPECT_EQ(one, Write(At("b" + ending), text, 2'500'000)) << ending;
    EXPECT_EQ(one.size() < text.size() / 2, ending != ".txt");
  }
}

TEST_F(OutputFileTest, CompressedFilesHoldTheText) {
  const std::string text = LongText();
  std::string zstd = Write(At("a.zst"), text, 70'000), plain(text.size() + 1, '\0');
  EXPECT_EQ(ZSTD_decompress(plain.data(), plain.size(), zstd.data(), zstd.size()), text.size());
  plain.resize(text.size());
  EXPECT_EQ(plain, text);
  Write(At("a.gz"), text, 70'000);
  gzFile file = gzopen(At("a.gz").c_str(), "rb");
  std::string read(text.size() + 1, '\0');
  EXPECT_EQ(gzread(file, read.data(), static_cast<unsigned>(read.size())),
            static_cast<int>(text.size()));
  gzclose(file);
  read.resize(text.size());
  EXPECT_EQ(read, text);
}

TEST_F(OutputFileTest, AbandonedStaysAsPart) {
  auto file = OutputFile::Open(At("a.txt"), false);
  ASSERT_TRUE(file.ok());
  ASSERT_TRUE((*file)->Append("half").ok());
  (*file)->Abandon();
  EXPECT_FALSE(fs::exists(At("a.txt")));
  EXPECT_EQ(Read(At("a.txt.part")), "half");
}

TEST_F(OutputFileTest, FullDiskIsToldWithTheFile) {
  fs::create_symlink("/dev/full", At("full.txt.part"));
  auto file = OutputFile::Open(At("full.txt"), false);
  ASSERT_TRUE(file.ok());
  Status status = (*file)->Append(LongText());
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().message.find("full.txt.part: No space left on device"),
            std::string::npos)
      << status.error().message;
}

TEST_F(OutputFileTest, FolderThatCannotBeMadeIsTold) {
  std::ofstream(At("file")) << "x";
  auto file = OutputFile::Open(At("file/below/a.txt"), false);
  ASSERT_FALSE(file.ok());
  EXPECT_NE(file.error().message.find("cannot make the folder"), std::string::npos);
}

}  // namespace
}  // namespace textmill::core
