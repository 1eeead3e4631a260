#include "plugins/lib/values/external_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

namespace textmill::values {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs Random(size_t n, size_t keys) {
  std::mt19937 random(7);
  Pairs pairs;
  for (size_t i = 0; i < n; ++i) {
    std::string key = std::to_string(random() % keys);
    key.resize(random() % 2 == 0 ? key.size() : 12, '\0');
    pairs.emplace_back(key, std::string(random() % 50, 'v') + std::to_string(i));
  }
  return pairs;
}

Pairs Sorted(ExternalSort& sort) {
  sort.Sort();
  Pairs out;
  for (std::string_view key, value; sort.Next(&key, &value);) out.emplace_back(key, value);
  return out;
}

TEST(ExternalSort, SortsStablyWhateverItsMemory) {
  const std::string folder = std::filesystem::temp_directory_path();
  for (const size_t n : {0, 1, 5000}) {
    const Pairs pairs = Random(n, 300);
    Pairs expected = pairs;
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const size_t memory : {size_t{1}, size_t{5000}, size_t{100000}, size_t{1} << 30}) {
      ExternalSort sort(folder, memory);
      for (const auto& [key, value] : pairs) sort.Add(key, value);
      EXPECT_EQ(Sorted(sort), expected) << n << " " << memory;
      EXPECT_EQ(sort.spilled(), n > 1 && memory < size_t{1} << 30);
    }
  }
}

TEST(ExternalSort, SaysWhereItCouldNotWrite) {
  ExternalSort sort("/there/is/no/such/folder", 1);
  sort.Add("a", "b");
  try {
    sort.Add("c", "d");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("/there/is/no/such/folder"), std::string::npos);
  }
}

}  // namespace
}  // namespace textmill::values
