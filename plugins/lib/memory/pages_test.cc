#include "plugins/lib/memory/pages.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

namespace textmill::memory {
namespace {

TEST(Pages, GrowAndShrinkAcrossTheSizeOfHugePages) {
  Pages<uint64_t> pages;
  size_t before = 0;
  for (const size_t n :
       {size_t{10}, size_t{5000}, 3 * kLarge / 8, 2 * kLarge, size_t{700}, size_t{0}, size_t{3}}) {
    pages.Resize(n);
    ASSERT_EQ(pages.size(), n);
    for (size_t i = 0; i < n; ++i) ASSERT_EQ(pages[i], i < before ? i + 1 : 0) << n;
    for (size_t i = 0; i < n; ++i) pages[i] = i + 1;
    before = n;
  }
}

TEST(Pages, AreMoved) {
  Pages<int> a(3);
  a[2] = 7;
  Pages<int> b = std::move(a);
  EXPECT_EQ(b[2], 7);
  Pages<int> c;
  c = std::move(b);
  EXPECT_EQ(c[2], 7);
  EXPECT_EQ(c.bytes(), 3 * sizeof(int));
}

TEST(Pages, WhatIsNotTouchedTakesNoMemory) {
  Pages<char> pages(size_t{1} << 34);  // 16 GiB
  pages[size_t{1} << 33] = 1;
  EXPECT_EQ(pages[(size_t{1} << 33) + 1], 0);
}

TEST(PageVector, GrowsElementByElement) {
  PageVector<uint64_t> vector;
  for (uint64_t i = 0; i < kLarge / 4; ++i) vector.push_back(i);
  for (uint64_t i = 0; i < kLarge / 4; ++i) ASSERT_EQ(vector[i], i);
}

}  // namespace
}  // namespace textmill::memory
