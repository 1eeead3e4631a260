#include "plugins/dedup/keys/jaccard.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <vector>

#include "plugins/dedup/naive.h"

namespace textmill::dedup {
namespace {

TEST(Jaccard, LikeSets) {
  std::mt19937 random(5);
  for (int t = 0; t < 3000; ++t) {
    std::set<uint64_t> a, b;
    const uint64_t range = 1 + random() % 300;
    for (int n = 1 + static_cast<int>(random() % 200); n > 0; --n) a.insert(random() % range);
    for (int n = 1 + static_cast<int>(random() % 200); n > 0; --n) b.insert(random() % range);
    const double truth = naive::Jaccard(a, b);
    const std::vector<uint64_t> x(a.begin(), a.end()), y(b.begin(), b.end());
    for (const double threshold : {0.01, 0.3, 0.5, 0.8, truth})
      ASSERT_EQ(JaccardFrom(threshold, x, y), truth >= threshold ? truth : 0) << threshold;
  }
}

TEST(Jaccard, AThresholdThatIsMetExactlyIsMet) {
  for (size_t all = 1; all <= 200; ++all) {
    for (size_t shared = 1; shared <= all; ++shared) {
      const double threshold = static_cast<double>(shared) / static_cast<double>(all);
      // One set has all, the other `shared` of them.
      ASSERT_EQ(LeastShared(all, shared, threshold), shared) << shared << "/" << all;
    }
  }
}

}  // namespace
}  // namespace textmill::dedup
