#include "plugins/lib/memory/reported.h"

#include <gtest/gtest.h>

#include <vector>

namespace textmill::memory {
namespace {

TEST(Reported, TellsDifferencesAndTakesThemBack) {
  std::vector<int64_t> told;
  textmill_host host{};
  host.self = &told;
  host.memory = [](const textmill_host* to, int64_t bytes) {
    static_cast<std::vector<int64_t>*>(to->self)->push_back(bytes);
  };
  {
    Reported reported;
    reported.Set(nullptr, 7);
    reported.Set(&host, 100);
    reported.Set(&host, 100);
    reported.Set(&host, 30);
  }
  EXPECT_EQ(told, (std::vector<int64_t>{100, -70, -30}));
  { const Reported nothing; }
  EXPECT_EQ(told.size(), 3u);
}

}  // namespace
}  // namespace textmill::memory
