// Evaluation by hand-made cases: numbers at their edges, times, text and patterns. What expressions
// mean at large is tested by eval_random_test.cc.
#include "core/expr/eval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/expr/test_columns.h"

namespace textmill::core::expr {
namespace {

template <class Tag>
Array ColumnOf(const std::vector<typename View<Tag>::Value>& values) {
  BuilderOf<Tag> builder;
  for (const auto& value : values) builder.Append(value);
  ArrowArray array;
  builder.Finish(&array);
  return Own(&array);
}

// "10-" for true, false, null.
std::string Show(const std::string& text, const Field& field, const Array& column) {
  std::vector<ExprError> errors;
  const auto expression = Expression::Compile(text, {field}, &errors);
  if (expression == nullptr) return errors[0].message;
  std::string out;
  for (const Truth truth : expression->Evaluate({column}, column->length))
    out += truth == Truth::kTrue ? '1' : truth == Truth::kFalse ? '0' : '-';
  return out;
}

TEST(Evaluate, DecimalsAreRoundedAsAFloat32ColumnIs) {
  const Field field{"x", "f", {}, {}};
  const Array column = ColumnOf<Float32>({0.7F, 0.69F, 0.71F});
  EXPECT_EQ(Show("x == 0.7", field, column), "100");
  EXPECT_EQ(Show("x >= 0.7", field, column), "101");
  EXPECT_EQ(Show("x < 0.7", field, column), "010");
  EXPECT_EQ(Show("x in [0.69, 0.71]", field, column), "011");
  EXPECT_EQ(Show("x < 1e300", field, column), "111");
}

TEST(Evaluate, NaNIsNeitherEqualNorSmallerNorGreater) {
  const Field field{"x", "g", {}, {}};
  const Array column = ColumnOf<Float64>({std::nan(""), 1});
  EXPECT_EQ(Show("x == 1", field, column), "01");
  EXPECT_EQ(Show("x == x", field, column), "01");
  EXPECT_EQ(Show("x < 2 or x >= 2", field, column), "01");
  EXPECT_EQ(Show("x in [1]", field, column), "01");
  EXPECT_EQ(Show("x != 1", field, column), "10");
  EXPECT_EQ(Show("not x == 1", field, column), "10");
}

TEST(Evaluate, BigNumbersCompareExactly) {
  const Array column = ColumnOf<Int64>({9007199254740992, 9007199254740993, -1});
  const Field field{"x", "l", {}, {}};
  EXPECT_EQ(Show("x == 9007199254740993", field, column), "010");
  EXPECT_EQ(Show("x > 9007199254740992.0", field, column), "010");
  EXPECT_EQ(Show("x < 18446744073709551615", field, column), "111");
}

template <class T>
void TestWidth(const char* format) {
  PrimitiveBuilder<T> builder;
  constexpr T kLeast = std::numeric_limits<T>::min(), kMost = std::numeric_limits<T>::max();
  for (const T value : {kLeast, T(1), T(7), kMost}) builder.Append(value);
  ArrowArray array;
  builder.Finish(&array);
  const Array column = Own(&array);
  const Field field{"x", format, {}, {}};
  EXPECT_EQ(Show("x == " + std::to_string(kLeast), field, column), "1000") << format;
  EXPECT_EQ(Show("x == " + std::to_string(kMost), field, column), "0001") << format;
  EXPECT_EQ(Show("x > 1", field, column), "0011") << format;
  EXPECT_EQ(Show("x <= 6.5", field, column), "1100") << format;
}

TEST(Evaluate, IntegersOfEveryWidth) {
  TestWidth<int8_t>("c");
  TestWidth<uint8_t>("C");
  TestWidth<int16_t>("s");
  TestWidth<uint16_t>("S");
  TestWidth<int32_t>("i");
  TestWidth<uint32_t>("I");
  TestWidth<int64_t>("l");
  TestWidth<uint64_t>("L");
}

TEST(Evaluate, TimestampsOfEveryUnit) {
  const std::pair<const char*, int64_t> units[] = {
      {"tss:", 1}, {"tsm:UTC", 1000}, {"tsu:UTC", 1000000}, {"tsn:Europe/Berlin", 1000000000}};
  for (const auto& [format, unit] : units) {
    const Array column = ColumnOf<Int64>({1717581600 * unit, 1717581600 * unit + 1, 0});
    const Field field{"x", format, {}, {}};
    EXPECT_EQ(Show("x == \"2024-06-05T10:00:00Z\"", field, column), "100") << format;
    EXPECT_EQ(Show("x > \"2024-06-05T12:00:00+02:00\"", field, column), "010") << format;
    EXPECT_EQ(Show("x < \"2024-06-05\"", field, column), "001") << format;
    EXPECT_EQ(Show("x >= \"0001-01-01\" and x < \"9999-12-31\"", field, column), "111") << format;
  }
}

TEST(Evaluate, TextHasEscapes) {
  const Field field{"x", "u", {}, {}};
  const Array column = ColumnOf<Utf8>({"\n", "\t", "\r", "\"", "'", "\\"});
  EXPECT_EQ(Show("x == \"\\n\"", field, column), "100000");
  EXPECT_EQ(Show("x in ['\\t', '\\\"']", field, column), "010100");
  EXPECT_EQ(Show("x in [\"\\r\", \"\\'\"]", field, column), "001010");
  EXPECT_EQ(Show("x == '\\\\'", field, column), "000001");
}

TEST(Evaluate, PatternsAreFoundAnywhereAndKnowUnicode) {
  const Field field{"x", "u", {}, {}};
  const Array column = ColumnOf<Utf8>({"", "Ärger 42", "a.b", std::string_view("nul\0x", 5)});
  EXPECT_EQ(Show("x matches \"\"", field, column), "1111");
  EXPECT_EQ(Show("x matches \"\\d+$\"", field, column), "0100");
  EXPECT_EQ(Show("x matches \"(?i)^ä\\pL+ \"", field, column), "0100");
  EXPECT_EQ(Show("x matches \"a\\.b\"", field, column), "0010");
  EXPECT_EQ(Show("x matches 'a\\\\.b'", field, column), "0010");
  EXPECT_EQ(Show("x matches \"x$\"", field, column), "0001");
  EXPECT_EQ(Show("x.length == 5 or x == \"\"", field, column), "1001");
}

}  // namespace
}  // namespace textmill::core::expr
