#include "core/run/accounts.h"

#include <gtest/gtest.h>

#include <string>

namespace textmill::core {
namespace {

std::string Text(const AccountNumbers& numbers) {
  std::string text;
  for (const auto& number : numbers)
    text += number.group + "." + number.name + " " + std::to_string(number.n) + "; ";
  return text;
}

TEST(AccountsTest, WhatWasCountedSinceIsAdded) {
  EXPECT_EQ(Text(AddUp({}, {}, {{"a", "x", 3}})), "a.x 3; ");
  EXPECT_EQ(Text(AddUp({{"a", "x", 3}}, {}, {{"a", "x", 4}})), "a.x 7; ");
  EXPECT_EQ(Text(AddUp({{"a", "x", 3}}, {}, {})), "a.x 3; ");
  // Found when it began, such as a list of files that was made anew.
  EXPECT_EQ(Text(AddUp({{"a", "x", 3}}, {{"a", "x", 3}}, {{"a", "x", 3}})), "a.x 3; ");
  // Gone through again up to the place, then two more.
  EXPECT_EQ(Text(AddUp({{"a", "x", 3}}, {{"a", "x", 3}}, {{"a", "x", 5}})), "a.x 5; ");
  EXPECT_EQ(Text(AddUp({{"a", "x", 3}}, {{"a", "x", 1}}, {{"a", "x", 5}})), "a.x 7; ");
}

TEST(AccountsTest, WhatFellIsLeftOutUnlessTheStageBroughtItAlong) {
  EXPECT_EQ(Text(AddUp({{"a", "x", 8}}, {{"a", "x", 10}}, {{"a", "x", 7}})), "");
  EXPECT_EQ(Text(AddUp({{"a", "x", 10}}, {{"a", "x", 10}}, {{"a", "x", 7}})), "a.x 7; ");
}

TEST(AccountsTest, NumbersOfAGroupFollowEachOther) {
  EXPECT_EQ(Text(AddUp({{"a", "x", 1}, {"b", "y", 1}}, {}, {{"a", "z", 1}, {"c", "w", 1}})),
            "a.z 1; a.x 1; c.w 1; b.y 1; ");
}

}  // namespace
}  // namespace textmill::core
