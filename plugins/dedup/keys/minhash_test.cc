#include "plugins/dedup/keys/minhash.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "plugins/lib/hash/hash.h"

namespace textmill::dedup {
namespace {

TEST(MinHash, TheSameWithAllVectorInstructionsAndNone) {
  std::mt19937_64 random(1);
  for (const size_t n : {0, 1, 2, 7, 100, 1001}) {
    std::vector<uint64_t> shingles(n);
    for (uint64_t& s : shingles) s = random();
    for (size_t values = 1; values <= kMostValues; ++values) {
      std::vector<uint32_t> expected(kMostValues, 5);
      MinHash(shingles.data(), n, values, expected.data());
      for (const MinHashWay way : MinHashWays()) {
        std::vector<uint32_t> signature(kMostValues, 5);
        way(shingles.data(), n, (values + 7) / 8 * 8, signature.data());
        ASSERT_EQ(signature, expected) << n << " shingles, " << values << " values";
      }
    }
  }
}

TEST(MinHash, TheSameOnEveryMachine) {
  const uint64_t shingles[] = {hash::Constant(1000), hash::Constant(1001), hash::Constant(1002)};
  uint32_t signature[kMostValues];
  MinHash(shingles, 3, kMostValues, signature);
  EXPECT_EQ(signature[0], 2489501446u);
  EXPECT_EQ(signature[127], 283647066u);
}

// Values agree as often as sets are similar, and independently of each other, for small and large
// sets: this is what the plan of bands relies on.
TEST(MinHash, AgreesAsOftenAsSetsAreSimilar) {
  std::mt19937_64 random(2);
  for (const size_t size : {10, 60, 600}) {
    for (const double similarity : {0.2, 0.5, 0.8}) {
      const auto shared = static_cast<size_t>(std::lround(static_cast<double>(size) * similarity));
      const int trials = 1500;
      double sum = 0, squares = 0;
      for (int t = 0; t < trials; ++t) {
        std::vector<uint64_t> a(shared), b;
        for (uint64_t& s : a) s = random();
        b = a;
        for (size_t i = shared; i < size; ++i) (i % 2 ? a : b).push_back(random());
        uint32_t x[kMostValues], y[kMostValues];
        MinHash(a.data(), a.size(), kMostValues, x);
        MinHash(b.data(), b.size(), kMostValues, y);
        int equal = 0;
        for (size_t k = 0; k < kMostValues; ++k) equal += x[k] == y[k];
        sum += equal;
        squares += static_cast<double>(equal) * equal;
      }
      const double p = static_cast<double>(shared) / static_cast<double>(size);
      const double mean = sum / trials, variance = squares / trials - mean * mean;
      const double binomial = kMostValues * p * (1 - p);
      EXPECT_NEAR(mean, kMostValues * p, 5 * std::sqrt(binomial / trials)) << size << " " << p;
      EXPECT_NEAR(variance / binomial, 1, 0.2) << size << " " << p;
    }
  }
}

}  // namespace
}  // namespace textmill::dedup
