#include "plugins/lib/values/saved_count.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::values {
namespace {

constexpr internal::StateOwner kOwner{"test", 1, 0};

// Adds up what a state holds; the error where it cannot be.
std::string SumOf(const std::vector<int64_t>& counts, int64_t* sum) {
  std::string bytes;
  const textmill_state_writer to{
      &bytes, [](void* self, const void* data, uint64_t size, textmill_error*) {
        static_cast<std::string*>(self)->append(static_cast<const char*>(data), size);
        return int32_t{TEXTMILL_OK};
      }};
  StateWriter writer(&to, kOwner);
  for (const int64_t count : counts) writer.Put(count);
  writer.End();
  std::string_view left = bytes;
  const textmill_state_reader from{
      &left, [](void* self, void* data, uint64_t size, uint64_t* got, textmill_error*) {
        auto& rest = *static_cast<std::string_view*>(self);
        *got = rest.copy(static_cast<char*>(data), size);
        rest.remove_prefix(*got);
        return int32_t{TEXTMILL_OK};
      }};
  StateReader reader(&from, kOwner);
  try {
    *sum = 0;
    for (size_t i = 0; i < counts.size(); ++i) *sum = TakeCount(reader, *sum);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(SavedCount, IsOneThatWasCounted) {
  constexpr int64_t kMost = int64_t{1} << 53, kEnd = std::numeric_limits<int64_t>::max();
  int64_t sum = 0;
  EXPECT_EQ(SumOf({0, 3, kMost - 3}, &sum), "");
  EXPECT_EQ(sum, kMost);
  for (const std::vector<int64_t>& counts :
       std::vector<std::vector<int64_t>>{{-1}, {5, -1}, {kMost + 1}, {kMost, 1}, {kEnd}, {1, kEnd}})
    EXPECT_EQ(SumOf(counts, &sum), "the saved state does not fit together") << counts[0];
}

}  // namespace
}  // namespace textmill::values
