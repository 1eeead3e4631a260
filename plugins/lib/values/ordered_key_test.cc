#include "plugins/lib/values/ordered_key.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/error.hpp"
#include "textmill/print.hpp"

namespace textmill::values {
namespace {

template <class Tag, class T>
std::vector<std::string> Keys(const std::vector<std::optional<T>>& values, bool descending) {
  BuilderOf<Tag> builder;
  for (const auto& value : values) value ? builder.Append(*value) : builder.AppendNull();
  ArrowArray array;
  builder.Finish(&array);
  std::vector<std::string> keys;
  for (int64_t i = 0; i < array.length; ++i) {
    keys.emplace_back();
    AppendOrdered(Field{"", Tag::kFormat, {}, {}}, array, i, descending, keys.back());
  }
  array.release(&array);
  return keys;
}

// `values` ascend, nulls at the end.
template <class Tag, class T>
void ExpectOrdered(const std::vector<std::optional<T>>& values) {
  for (const bool descending : {false, true}) {
    const std::vector<std::string> keys = Keys<Tag, T>(values, descending);
    for (size_t a = 0; a < keys.size(); ++a) {
      for (size_t b = 0; b < keys.size(); ++b) {
        const bool before = values[a] && values[b] ? (descending ? b < a : a < b) : a < b;
        EXPECT_EQ(keys[a] < keys[b], before && keys[a] != keys[b]) << a << " " << b;
      }
    }
  }
}

TEST(OrderedKey, SortsAsTheValuesDo) {
  using std::nullopt;
  ExpectOrdered<Int64, int64_t>({INT64_MIN, -5, -1, 0, 1, 256, INT64_MAX, nullopt});
  ExpectOrdered<UInt64, uint64_t>({0, 1, uint64_t{1} << 63, UINT64_MAX, nullopt});
  ExpectOrdered<Int32, int32_t>({INT32_MIN, -1, 0, INT32_MAX, nullopt});
  const double infinity = std::numeric_limits<double>::infinity();
  ExpectOrdered<Float64, double>(
      {-infinity, -1e300, -1.5, -1e-300, 0.0, 1e-300, 2, infinity, std::nan(""), nullopt});
  ExpectOrdered<Bool, bool>({false, true, nullopt});
  ExpectOrdered<Utf8, std::string_view>({"", std::string_view("\0", 1), std::string_view("\0\0", 2),
                                         std::string_view("\0a", 2), "a",
                                         std::string_view("a\0", 2), std::string_view("a\0b", 3),
                                         "ab", "b", "z", "\xC3\xA9", "\xF0\x9F\x98\x80", nullopt});
  EXPECT_EQ((Keys<Float64, double>({-0.0}, false)), (Keys<Float64, double>({0.0}, false)));
}

TEST(OrderedKey, OneThatIsCutOffIsRefused) {
  const auto expect = [](const Field& type, const std::string& whole) {
    for (size_t n = 0; n <= whole.size(); ++n) {
      // In memory of exactly its size, so that sanitizers see what is read beyond it.
      const std::vector<char> exact(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n));
      std::string_view from(exact.data(), exact.size());
      std::string error;
      try {
        TakeOrderedBytes(type, from);
      } catch (const Error& e) {
        error = e.what();
      }
      EXPECT_EQ(error, n < whole.size() ? "a value that was kept is damaged" : "") << n;
    }
  };
  for (const bool value : {false, true})
    expect({"", "b", {}, {}}, Keys<Bool, bool>({value}, false)[0]);
  expect({"", "l", {}, {}}, Keys<Int64, int64_t>({-7}, false)[0]);
  for (const std::string_view text : {"", "a"})
    expect({"", "u", {}, {}}, Keys<Utf8, std::string_view>({text}, false)[0]);
  expect({"", "u", {}, {}},
         Keys<Utf8, std::string_view>({std::string_view("a\0\0b", 4)}, false)[0]);
}

TEST(OrderedKey, SeveralAreComparedOneAfterTheOther) {
  std::string a, b;
  AppendOrderedText("a", false, a);
  AppendOrderedText("b", false, a);
  AppendOrderedText("ab", false, b);
  AppendOrderedNull(b);
  EXPECT_LT(a, b);
}

TEST(OrderedKey, CanBeReadBack) {
  std::mt19937_64 random(1);
  const Field text{"", "u", {}, {}}, number{"", "l", {}, {}}, real{"", "g", {}, {}};
  std::string key;
  BytesBuilder texts;
  PrimitiveBuilder<int64_t> numbers;
  PrimitiveBuilder<double> reals;
  for (int i = 0; i < 1000; ++i) {
    std::string value(random() % 6, 'x');
    for (char& c : value) c = static_cast<char>(random() % 3);
    texts.Append(value);
    numbers.Append(static_cast<int64_t>(random()));
    reals.Append(std::ldexp(static_cast<double>(random() % 1000) - 500,
                            static_cast<int>(random() % 100) - 50));
  }
  ArrowArray t, n, r;
  texts.Finish(&t);
  numbers.Finish(&n);
  reals.Finish(&r);
  for (int i = 0; i < 1000; ++i) {
    AppendOrdered(text, t, i, false, key);
    AppendOrdered(number, n, i, false, key);
    AppendOrdered(real, r, i, false, key);
    AppendOrderedNull(key);
  }
  std::string_view rest = key;
  for (int i = 0; i < 1000; ++i) {
    TakeOrdered(text, rest, texts);
    const std::string_view bytes = TakeOrderedBytes(number, rest);
    EXPECT_EQ(OrderedInteger(number, bytes), ValueAt<int64_t>(n, i));
    TakeOrdered(real, rest, reals);
    EXPECT_TRUE(IsOrderedNull(TakeOrderedBytes(text, rest)));
  }
  EXPECT_TRUE(rest.empty());
  ArrowArray t2, r2;
  texts.Finish(&t2);
  reals.Finish(&r2);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(BytesAt(t2, i), BytesAt(t, i));
    EXPECT_EQ(ValueAt<double>(r2, i), ValueAt<double>(r, i));
  }
  for (ArrowArray* array : {&t, &n, &r, &t2, &r2}) array->release(array);
}

}  // namespace
}  // namespace textmill::values
