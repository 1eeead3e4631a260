#include "plugins/lib/values/exact_sum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "textmill/error.hpp"

namespace textmill::values {
namespace {

constexpr double kMax = std::numeric_limits<double>::max();
constexpr double kLeast = std::numeric_limits<double>::denorm_min();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

double Sum(const std::vector<double>& values) {
  ExactSum sum;
  for (const double value : values) sum.Add(value);
  return sum.Value();
}

// The same in pieces, which are saved and added up.
double SumInPieces(const std::vector<double>& values, size_t piece) {
  ExactSum all;
  for (size_t at = 0; at < values.size(); at += piece) {
    ExactSum some;
    for (size_t i = at; i < std::min(at + piece, values.size()); ++i) some.Add(values[i]);
    all.Add(ExactSum::FromBytes(some.ToBytes()));
  }
  return all.Value();
}

// Against integers, which the compiler rounds.
TEST(ExactSum, IsTheNearestDoubleInAnyOrder) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 2000; ++round) {
    std::vector<double> values;
    __int128 exact = 0;
    const int unit = static_cast<int>(random() % 1900) - 1000;
    for (uint64_t n = 1 + random() % 40; n > 0; --n) {
      const auto mantissa = static_cast<int64_t>(random()) >> (11 + random() % 40);
      const auto shift = random() % 60;
      values.push_back(std::ldexp(static_cast<double>(mantissa), static_cast<int>(shift) + unit));
      exact += static_cast<__int128>(mantissa) << shift;
      if (random() % 4 != 0) continue;
      values.push_back(-values[random() % values.size()]);
      exact += static_cast<__int128>(std::ldexp(values.back(), -unit));
    }
    const double expected = std::ldexp(static_cast<double>(exact), unit);
    EXPECT_EQ(Sum(values), expected) << round;
    std::shuffle(values.begin(), values.end(), random);
    EXPECT_EQ(Sum(values), expected) << round;
    for (const size_t piece : {1, 3, 10}) EXPECT_EQ(SumInPieces(values, piece), expected) << round;
  }
}

TEST(ExactSum, LosesNothing) {
  EXPECT_EQ(Sum({}), 0);
  EXPECT_EQ(Sum({-0.0}), 0);
  EXPECT_EQ(Sum({0.1, 0.2, 0.3, -0.6}), 2.7755575615628914e-17);  // of these doubles, exactly
  EXPECT_EQ(Sum({1e300, 1, -1e300, 1e-300}), 1);
  EXPECT_EQ(Sum({1e300, 1e-300, -1e300}), 1e-300);
  EXPECT_EQ(Sum({kMax, kMax, kMax, -kMax, -kMax}), kMax);
  EXPECT_EQ(Sum({kMax, kLeast}), kMax);
  EXPECT_EQ(Sum({kLeast, kLeast, -kMax, kMax}), 2 * kLeast);
  // Halfway between two doubles, and a little more or less.
  const double tie = std::ldexp(1, 53);
  EXPECT_EQ(Sum({tie, 1}), tie);
  EXPECT_EQ(Sum({tie, 1, kLeast}), tie + 2);
  EXPECT_EQ(Sum({tie + 2, 1}), tie + 4);
  EXPECT_EQ(Sum({tie + 2, 1, -kLeast}), tie + 2);
  EXPECT_EQ(Sum({-tie, -1, -kLeast}), -tie - 2);
}

TEST(ExactSum, WhatIsNotFinite) {
  EXPECT_EQ(Sum({kMax, kMax}), kInfinity);
  EXPECT_EQ(Sum({-kMax, -kMax}), -kInfinity);
  EXPECT_EQ(Sum({1, -kInfinity, kMax}), -kInfinity);
  EXPECT_TRUE(std::isnan(Sum({kInfinity, 1, -kInfinity})));
  EXPECT_TRUE(std::isnan(SumInPieces({1, std::numeric_limits<double>::quiet_NaN(), 2}, 1)));
}

TEST(ExactSum, RefusesWhatIsDamaged) {
  ExactSum sum;
  sum.Add(1e10);
  const std::string bytes = sum.ToBytes();
  EXPECT_EQ(ExactSum::FromBytes(bytes).Value(), 1e10);
  EXPECT_THROW(ExactSum::FromBytes(""), Error);
  EXPECT_THROW(ExactSum::FromBytes(bytes.substr(1)), Error);
  EXPECT_THROW(ExactSum::FromBytes(bytes + std::string(800, '\1')), Error);
  EXPECT_THROW(ExactSum::FromBytes(bytes + std::string(8, '\1')), Error);
}

}  // namespace
}  // namespace textmill::values
