#include "core/isolate/isolated_account.h"

#include <gtest/gtest.h>

#include <string>

namespace textmill::core {
namespace {

using Numbers = IsolatedAccount::Numbers;

std::string Shown(const Numbers& numbers) {
  std::string text;
  for (const Instance::Number& number : numbers)
    text += number.group + "/" + number.name + " " + std::to_string(number.n) + "; ";
  return text;
}

TEST(IsolatedAccountTest, CountsOfProcessesAreAddedUp) {
  IsolatedAccount account;
  EXPECT_EQ(Shown(account.Sum({})), "");
  EXPECT_EQ(Shown(account.Sum({{{"a", "x", 2}}, {}, {{"a", "x", 3}, {"b", "y", 1}}})),
            "a/x 5; b/y 1; ");
}

TEST(IsolatedAccountTest, WhatAllBeganWithIsThereOnce) {
  IsolatedAccount account;
  const Numbers opened = {{"table", "rows", 1000}, {"lines", "odd", 3}};
  account.Begin(opened, opened);
  EXPECT_EQ(Shown(account.Sum({})), "table/rows 1000; lines/odd 3; ");
  EXPECT_EQ(Shown(account.Sum({opened, {{"table", "rows", 1000}, {"lines", "odd", 5}}, opened})),
            "table/rows 1000; lines/odd 5; ");
  // The processes of the first pass are gone, and the others have what one of them had.
  account.Begin({{"table", "rows", 1000}, {"lines", "odd", 9}},
                {{"table", "rows", 1000}, {"lines", "odd", 5}});
  EXPECT_EQ(Shown(account.Sum({{{"table", "rows", 1000}, {"lines", "odd", 6}},
                               {{"table", "rows", 1000}, {"lines", "odd", 5}}})),
            "table/rows 1000; lines/odd 10; ");
}

TEST(IsolatedAccountTest, WhatCannotBeAddedUpIsLeftOut) {
  IsolatedAccount account;
  account.Begin({{"rows", "unused", 10}}, {{"rows", "unused", 10}});
  EXPECT_EQ(Shown(account.Sum({{{"rows", "unused", 4}}, {{"rows", "unused", 10}}})),
            "rows/unused 4; ");
  EXPECT_EQ(Shown(account.Sum({{{"rows", "unused", 4}}, {{"rows", "unused", 3}}})), "");
}

}  // namespace
}  // namespace textmill::core
