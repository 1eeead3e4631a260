// Replays the inputs of all fuzz targets.
#include "tests/fuzz/fuzz.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <vector>

namespace textmill::fuzz {
namespace {

namespace fs = std::filesystem;
const fs::path kFolder = TEXTMILL_SOURCE_DIR "/tests/fuzz";

class Replay : public ::testing::TestWithParam<std::string> {};

TEST_P(Replay, OfAllInputs) {
  const Target target = Targets().at(GetParam());
  target({});
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kFolder / GetParam())) files.push_back(entry);
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    // In memory of exactly its size, so that sanitizers see what is read beyond it.
    const auto exact = std::make_unique<char[]>(content.size());
    std::copy(content.begin(), content.end(), exact.get());
    SCOPED_TRACE(file);
    target({exact.get(), content.size()});
  }
}

INSTANTIATE_TEST_SUITE_P(All, Replay, ::testing::ValuesIn([] {
                           std::vector<std::string> names;
                           for (const auto& [name, target] : Targets()) names.push_back(name);
                           return names;
                         }()),
                         [](const auto& info) { return info.param; });

// A folder that no target has would be replayed by nobody.
TEST(Inputs, AreOfTargets) {
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (!entry.is_directory()) continue;
    EXPECT_EQ(Targets().count(entry.path().filename()), 1U) << entry.path();
  }
}

}  // namespace
}  // namespace textmill::fuzz
