#include "plugins/lib/values/row_bytes.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/error.hpp"

namespace textmill::values {
namespace {

// Takes `bytes` out, and puts what was taken away again; the error where it cannot be.
std::string TakenOut(const Field& type, std::string_view bytes, std::string* again) {
  // In memory of exactly its size, so that sanitizers see what is read beyond it.
  const std::vector<char> exact(bytes.begin(), bytes.end());
  std::string_view from(exact.data(), exact.size());
  const auto builder = MakeBuilder(type);
  try {
    TakeValueBytes(type, from, *builder);
  } catch (const Error& error) {
    return error.what();
  }
  EXPECT_TRUE(from.empty());
  ArrowArray array;
  builder->Finish(&array);
  again->clear();
  AppendValueBytes(type, array, 0, *again);
  array.release(&array);
  return "";
}

TEST(RowBytes, WhatIsCutOffIsRefused) {
  const Field type = StructOf(
      "", {Field{"text", "u", {}, {}}, Field{"flag", "b", {}, {}}, Field{"number", "l", {}, {}},
           Field{"small", "C", {}, {}}, ListOf("list", Field{"", "u", {}, {}})});
  const std::string number(8, '\5');
  const std::string whole = "\1" + std::string("\1\3abc") + "\1\1" + "\1" + number + "\1\7" +
                            std::string("\1\2\1\1x", 5) + std::string(1, '\0');
  std::string again;
  ASSERT_EQ(TakenOut(type, whole, &again), "");
  EXPECT_EQ(again, whole);
  for (size_t n = 0; n < whole.size(); ++n)
    EXPECT_EQ(TakenOut(type, whole.substr(0, n), &again), "a row that was kept is damaged") << n;
}

}  // namespace
}  // namespace textmill::values
