#include "core/cli/processors.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

class ProcessorsTest : public ::testing::Test {
 protected:
  ProcessorsTest()
      : root_(fs::temp_directory_path() / ("processors_test." + std::to_string(getpid()))) {}
  ~ProcessorsTest() override { fs::remove_all(root_); }
  void Write(const std::string& file, const std::string& text) {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text << "\n";
  }
  unsigned Of(const std::string& proc) const { return ProcessorsOfCgroup(proc, root_.string()); }
  fs::path root_;
};

TEST_F(ProcessorsTest, TheSmallestShareOnTheWayUpCounts) {
  Write("user/job/cpu.max", "max 100000");
  EXPECT_EQ(Of("0::/user/job\n"), 0u);
  Write("user/cpu.max", "250000 100000");
  EXPECT_EQ(Of("0::/user/job\n"), 3u);
  Write("user/job/cpu.max", "20000 100000");
  EXPECT_EQ(Of("0::/user/job\n"), 1u);
  EXPECT_EQ(Of("0::/user\n"), 3u);
  EXPECT_EQ(Of("0::/\n"), 0u);
}

TEST_F(ProcessorsTest, AContainersRootCountsWhenItsPathIsThatOutside) {
  Write("cpu.max", "200000 100000");
  EXPECT_EQ(Of("0::/\n"), 2u);
  EXPECT_EQ(Of("0::/docker/0123456789/../..\n"), 2u);
  EXPECT_EQ(Of("0::/docker/0123456789\n"), 2u);
}

TEST_F(ProcessorsTest, VersionOne) {
  Write("cpu,cpuacct/cpu.cfs_quota_us", "-1");
  Write("cpu,cpuacct/cpu.cfs_period_us", "100000");
  EXPECT_EQ(Of("5:memory:/\n4:cpu,cpuacct:/a/b\n"), 0u);
  Write("cpu,cpuacct/a/cpu.cfs_quota_us", "150000");
  Write("cpu,cpuacct/a/cpu.cfs_period_us", "100000");
  EXPECT_EQ(Of("5:memory:/\n4:cpu,cpuacct:/a/b\n1:name=systemd:/a\n"), 2u);
  Write("cpu/cpu.cfs_quota_us", "400000");
  Write("cpu/cpu.cfs_period_us", "100000");
  EXPECT_EQ(Of("4:cpu:/a\n"), 4u);
  EXPECT_EQ(Of("4:cpuset:/a\n"), 0u);
}

TEST_F(ProcessorsTest, WhatIsNoLimitIsNone) {
  for (const std::string text : {"", "nonsense", "0 100000", "100000", "100000 0", "-5 10"}) {
    Write("cpu.max", text);
    EXPECT_EQ(Of("0::/\n"), 0u) << text;
  }
  EXPECT_EQ(Of(""), 0u);
  EXPECT_EQ(Of("garbage\n::\n"), 0u);
}

TEST_F(ProcessorsTest, TheAffinityMaskCounts) {
  EXPECT_GE(Processors(), 1u);
  EXPECT_LE(Processors(), std::max(1u, std::thread::hardware_concurrency()));
  unsigned there = 0;
  std::thread([&] {  // the mask of this thread alone
    cpu_set_t mask;
    ASSERT_EQ(sched_getaffinity(0, sizeof mask, &mask), 0);
    for (size_t i = 0; i < CPU_SETSIZE; ++i) {
      if (!CPU_ISSET(i, &mask)) continue;
      CPU_ZERO(&mask);
      CPU_SET(i, &mask);
      break;
    }
    ASSERT_EQ(sched_setaffinity(0, sizeof mask, &mask), 0);
    there = Processors();
  })
      .join();
  EXPECT_EQ(there, 1u);
}

}  // namespace
}  // namespace textmill::core
