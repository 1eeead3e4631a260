#include "plugins/dedup/shingle_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "textmill/error.hpp"

namespace textmill::dedup {
namespace {

TEST(ShingleStore, GivesBackWhatWasAddedFromMemoryAndFromTheFile) {
  const auto folder = std::filesystem::temp_directory_path() / "textmill_shingle_store_test";
  std::filesystem::create_directories(folder);
  std::mt19937_64 random(6);
  for (const size_t in_memory : {0, 1000, 1 << 20}) {
    ShingleStore store(folder, in_memory);
    std::vector<std::vector<uint64_t>> documents;
    for (uint32_t i = 0; i < 500; ++i) {
      auto& document = documents.emplace_back(random() % 50);
      for (uint64_t& s : document) s = random();
      store.Add(document);
      const auto k = static_cast<uint32_t>(random() % documents.size());
      const auto read = store.Read(k);
      ASSERT_EQ(std::vector<uint64_t>(read.begin(), read.end()), documents[k]);
      ASSERT_EQ(store.CountOf(k), documents[k].size());
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder));  // the file has no name
  }
  std::filesystem::remove_all(folder);
}

TEST(ShingleStore, AFolderThatIsNotThereIsAnError) {
  ShingleStore store("/nonexistent/folder", 100);
  const std::vector<uint64_t> document(50, 1);
  try {
    store.Add(document);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), TEXTMILL_IO_ERROR);
    EXPECT_NE(std::string(e.what()).find("/nonexistent/folder"), std::string::npos);
  }
}

}  // namespace
}  // namespace textmill::dedup
