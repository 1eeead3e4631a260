#include "plugins/lib/language-model/rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace textmill::language {
namespace {

constexpr size_t kSizes[] = {16, 32, 48, 64, 128, 192, 256};

template <class T>
std::vector<T> Random(size_t n, int from, int to, std::mt19937& random) {
  std::vector<T> out(n);
  for (T& x : out) x = static_cast<T>(std::uniform_int_distribution(from, to)(random));
  return out;
}

TEST(Rows, HaveRoomForAllSlots) {
  for (size_t slots = 1; slots <= 256; ++slots) {
    EXPECT_GE(RowSize(slots), slots);
    EXPECT_EQ(RowSize(slots) % 16, 0U);
    EXPECT_EQ(RowSize(RowSize(slots)), RowSize(slots));
  }
}

// What each processor does is compared with what is written here once more.
TEST(Rows, AreAddedAlikeByAllWays) {
  std::mt19937 random(1);
  for (const RowWay& way : RowWays()) {
    for (const size_t size : kSizes) {
      for (const size_t n : {0U, 1U, 2U, 7U, 40U}) {
        const auto scores = Random<int8_t>(n * size, -128, 127, random);
        std::vector<const int8_t*> rows;
        for (size_t r = 0; r < n; ++r) rows.push_back(&scores[r * size]);
        auto sums = Random<int16_t>(size, -9000, 9000, random);
        auto expected = sums;
        for (size_t i = 0; i < n * size; ++i) {
          expected[i % size] = static_cast<int16_t>(expected[i % size] + scores[i]);
        }
        way.add(rows.data(), n, size, sums.data());
        EXPECT_EQ(sums, expected) << size << " " << n;
      }
    }
  }
}

TEST(Rows, LagBehindTheHighestSlot) {
  std::mt19937 random(2);
  for (const RowWay& way : RowWays()) {
    for (const size_t size : kSizes) {
      for (const int far : {100, 300, 16000}) {
        for (const size_t slots : {size, size - 1, size - 15}) {
          const auto scores = Random<int16_t>(size, -far, far, random);
          const int top =
              *std::max_element(scores.begin(), scores.begin() + static_cast<long>(slots));
          std::vector<uint8_t> lags(size, 7);
          way.lags(scores.data(), slots, size, lags.data());
          for (size_t i = 0; i < slots; ++i) {
            EXPECT_EQ(lags[i], std::min(top - scores[i], 255)) << size << " " << i;
          }
        }
      }
    }
  }
}

TEST(Rows, OfLagsAreAddedUpToAMost) {
  std::mt19937 random(3);
  for (const RowWay& way : RowWays()) {
    for (const size_t size : kSizes) {
      for (const int most : {0, 112, 127, 128, 255}) {
        const auto lags = Random<uint8_t>(size, 0, 255, random);
        auto sums = Random<int16_t>(size, 0, 17000, random);
        auto expected = sums;
        for (size_t i = 0; i < size; ++i) {
          expected[i] = static_cast<int16_t>(expected[i] + std::min<int>(lags[i], most));
        }
        way.add_lags(lags.data(), static_cast<uint8_t>(most), size, sums.data());
        EXPECT_EQ(sums, expected) << size << " " << most;
      }
    }
  }
}

TEST(Rows, SettleAlikeInAllWays) {
  std::mt19937 random(4);
  for (const RowWay& way : RowWays()) {
    for (const size_t size : kSizes) {
      for (const int16_t near : {1, 50, 3000}) {
        auto least = Random<int16_t>(size, 0, 1, random);
        for (int16_t& x : least) x = static_cast<int16_t>(x * 16000);
        auto sums = Random<int16_t>(size, 0, 17000, random);
        const int16_t first = *std::min_element(sums.begin(), sums.end());
        auto expected = sums;
        size_t n = 0;
        for (size_t i = 0; i < size; ++i) {
          n += sums[i] - first < near;
          expected[i] =
              std::max<int16_t>(least[i], static_cast<int16_t>(std::min(sums[i] - first, 16000)));
        }
        EXPECT_EQ(way.settle(least.data(), 16000, near, size, sums.data()), n) << size;
        EXPECT_EQ(sums, expected) << size;
      }
    }
  }
}

TEST(Rows, TellWhatIsNear) {
  std::mt19937 random(5);
  for (const RowWay& way : RowWays()) {
    for (const size_t size : kSizes) {
      for (const int16_t most : {-1, 0, 1000, 16000, 32767}) {
        const auto sums = Random<int16_t>(size, 0, 16000, random);
        std::vector<uint8_t> expected, places(size);
        for (size_t i = 0; i < size; ++i) {
          if (sums[i] <= most) expected.push_back(static_cast<uint8_t>(i));
        }
        places.resize(way.within(sums.data(), most, size, places.data()));
        EXPECT_EQ(places, expected) << size << " " << most;
      }
    }
  }
}

}  // namespace
}  // namespace textmill::language
