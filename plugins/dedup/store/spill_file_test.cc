#include "plugins/dedup/store/spill_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <random>
#include <string>

#include "plugins/dedup/store/document_store.h"
#include "textmill/error.hpp"

namespace textmill::dedup {
namespace {

using ::testing::HasSubstr;

TEST(SpillFile, ReadsWhatWasWrittenWhereverItIs) {
  std::mt19937 random(3);
  for (const size_t in_memory : {0, 100, 1000000}) {
    SpillFile file(::testing::TempDir(), in_memory);
    std::string expected;
    for (int i = 0; i < 2000; ++i) {
      const std::string some(random() % 40, static_cast<char>('a' + i % 26));
      file.Append(some.data(), some.size());
      expected += some;
      ASSERT_EQ(file.size(), expected.size());
      if (expected.empty()) continue;
      const size_t at = random() % expected.size();
      const size_t n = random() % (expected.size() - at + 1);
      if (i % 7 == 0) {
        const std::string other(std::min<size_t>(n, 50), '.');
        file.Overwrite(at, other.data(), other.size());
        expected.replace(at, other.size(), other);
      }
      if (i == 1500) file.Flush();
      ASSERT_EQ(std::string(file.Read(at, n), n), expected.substr(at, n));
    }
    EXPECT_EQ(file.bytes_in_file() > 0, true);  // Flush at the latest
  }
}

TEST(SpillFile, LeavesNothing) {
  const std::filesystem::path folder = ::testing::TempDir() + "/spill_file_test";
  std::filesystem::create_directory(folder);
  {
    SpillFile file(folder, 0);
    file.Append("abc", 3);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    EXPECT_EQ(std::string(file.Read(0, 3), 3), "abc");
  }
  EXPECT_TRUE(std::filesystem::remove(folder));
}

std::string MessageOf(SpillFile* file) {
  try {
    for (int i = 0; i < 1000; ++i) file->Append("0123456789", 10);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), TEXTMILL_IO_ERROR);
    EXPECT_THAT(error.hint(), HasSubstr("--work-folder"));
    return error.what();
  }
  return "";
}

TEST(SpillFile, AWorkFolderThatIsGoneIsAnError) {
  SpillFile file("/nowhere/at/all", 100);
  EXPECT_EQ(MessageOf(&file),
            "cannot make a file in the work folder /nowhere/at/all: No such file or directory");
}

TEST(SpillFile, AFullDiskIsAnError) {
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = 4096;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  SpillFile file(::testing::TempDir(), 100);
  const std::string message = MessageOf(&file);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_THAT(message, HasSubstr("cannot write a file in the work folder"));
}

TEST(DocumentStore, GivesBackShinglesAndIds) {
  for (const size_t memory : {0, 2000, 100000000}) {
    DocumentStore store(::testing::TempDir(), memory / 4, memory);
    std::vector<std::vector<uint64_t>> sets;
    std::mt19937_64 random(2);
    for (uint32_t i = 0; i < 300; ++i) {
      auto& set = sets.emplace_back(random() % 50);
      for (uint64_t& s : set) s = random();
      store.Add(set, std::string(i % 19, 'x') + std::to_string(i));
      const auto k = static_cast<uint32_t>(random() % sets.size());
      ASSERT_EQ(store.CountOf(k), sets[k].size());
      const auto got = store.ShinglesOf(k);
      ASSERT_EQ(std::vector<uint64_t>(got.begin(), got.end()), sets[k]);
      ASSERT_EQ(store.IdOf(k), std::string(k % 19, 'x') + std::to_string(k));
    }
    EXPECT_EQ(store.bytes_in_files() > 0, memory < 100000);
  }
}

}  // namespace
}  // namespace textmill::dedup
