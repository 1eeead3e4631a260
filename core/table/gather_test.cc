// Gather against a naive oracle (values shown as text) on random nested columns and random ranges.
#include "core/table/gather.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "textmill/testing.hpp"

namespace textmill::core {
namespace {

using Random = std::mt19937;
using ::testing::HasSubstr;

int Upto(Random& random, int n) {
  return static_cast<int>(random() % static_cast<unsigned>(n + 1));
}

void AppendRandom(Random& random, const Field& field, Builder& to, int nulls_in_ten) {
  if (Upto(random, 9) < nulls_in_ten) return to.AppendNull();
  if (field.format == "u") {
    static_cast<BytesBuilder&>(to).Append(std::string(static_cast<size_t>(Upto(random, 5)),
                                                      static_cast<char>('a' + Upto(random, 25))));
  } else if (field.format == "b") {
    static_cast<BoolBuilder&>(to).Append(Upto(random, 1) == 1);
  } else if (field.format == "l") {
    static_cast<PrimitiveBuilder<int64_t>&>(to).Append(Upto(random, 1000));
  } else if (field.format == "f") {
    static_cast<PrimitiveBuilder<float>&>(to).Append(static_cast<float>(Upto(random, 1000)) / 8);
  } else if (field.format == "+l") {
    auto& list = static_cast<ListBuilder&>(to);
    for (int n = Upto(random, 3); n > 0; --n)
      AppendRandom(random, field.children[0], list.any_items(), nulls_in_ten);
    list.EndRow();
  } else {
    auto& row = static_cast<StructBuilder&>(to);
    for (size_t k = 0; k < field.children.size(); ++k)
      AppendRandom(random, field.children[k], row.any_member(k), nulls_in_ten);
    row.EndRow();
  }
}

Array MakeRandom(Random& random, const Field& field, int rows, int nulls_in_ten) {
  auto builder = MakeBuilder(field);
  for (int i = 0; i < rows; ++i) AppendRandom(random, field, *builder, nulls_in_ten);
  ArrowArray array{};
  builder->Finish(&array);
  if (rows > 3) {  // as a slice
    array.offset = Upto(random, 2);
    array.length = rows - array.offset - Upto(random, 1);
    if (array.null_count != 0) array.null_count = -1;
  }
  return Own(&array);
}

const Field kText{"text", "u", {}, {}};
const Field kEntity =
    StructOf("item", {kText, Field{"begin", "l", {}, {}}, Field{"sure", "b", {}, {}}});
const std::vector<Field> kFields = {kText,
                                    Field{"flag", "b", {}, {}},
                                    Field{"count", "l", {}, {}},
                                    Field{"score", "f", {}, {}},
                                    ListOf("entities", kEntity),
                                    StructOf("pair", {kText, ListOf("words", kText)})};

TEST(Gather, AgreesWithRowByRowOnRandomColumns) {
  Random random(7);
  for (int round = 0; round < 400; ++round) {
    const Field& field = kFields[static_cast<size_t>(round) % kFields.size()];
    const int nulls = round % 3 == 0 ? 0 : 3;
    std::vector<Array> arrays;
    std::vector<const ArrowArray*> sources;
    for (int s = 0; s < 2; ++s) {
      arrays.push_back(MakeRandom(random, field, 1 + Upto(random, 40), nulls));
      ASSERT_TRUE(CheckArray(field, *arrays.back()));
      sources.push_back(arrays.back().get());
    }
    std::vector<RowRange> ranges;
    std::vector<std::string> expected;
    for (int n = Upto(random, 60); n > 0; --n) {
      const int source = Upto(random, 2) - 1;
      const int64_t rows = source < 0 ? 1 : sources[static_cast<size_t>(source)]->length;
      if (rows == 0) continue;
      const int64_t row = source < 0 ? 0 : Upto(random, static_cast<int>(rows) - 1);
      AddRow(&ranges, source, row);
      expected.push_back(source < 0
                             ? "null"
                             : testing::Show(field, *sources[static_cast<size_t>(source)], 0, row));
    }
    const Array out = Gather(field, sources, ranges);
    ASSERT_TRUE(CheckArray(field, *out));
    ASSERT_EQ(out->length, static_cast<int64_t>(expected.size()));
    for (size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(testing::Show(field, *out, 0, static_cast<int64_t>(i)), expected[i])
          << field.name << " round " << round;
    }
  }
}

TEST(TakeMembers, PushesTheOffsetOfTheStructDown) {
  Random random(3);
  const Schema schema = {kText, ListOf("entities", kEntity)};
  const Field whole = StructOf("", schema);
  auto builder = MakeBuilder(whole);
  for (int i = 0; i < 10; ++i) AppendRandom(random, whole, *builder, 0);
  ArrowArray array{};
  builder->Finish(&array);
  std::vector<std::string> expected;
  for (int64_t i = 2; i < 7; ++i)
    expected.push_back(testing::Show(schema[1], *array.children[1], 0, i));
  array.offset = 2;
  array.length = 5;
  auto members = TakeMembers(&array, schema, 5);
  ASSERT_TRUE(members.ok());
  EXPECT_EQ(array.release, nullptr);
  for (int64_t i = 0; i < 5; ++i) {
    EXPECT_EQ(testing::Show(schema[1], *(*members)[1], 0, i), expected[static_cast<size_t>(i)]);
  }
}

TEST(TakeMembers, RefusesWrongLengthsAndTypes) {
  const Schema schema = {kText};
  const auto make = [] {
    auto builder = MakeBuilder(StructOf("", {kText}));
    auto& row = static_cast<StructBuilder&>(*builder);
    row.member<BytesBuilder>(0).Append("a");
    row.EndRow();
    ArrowArray array{};
    builder->Finish(&array);
    return array;
  };
  ArrowArray array = make();
  auto wrong_rows = TakeMembers(&array, schema, 2);
  ASSERT_FALSE(wrong_rows.ok());
  EXPECT_EQ(wrong_rows.error().message, "columns of 1 rows were given for 2 rows");
  array = make();
  EXPECT_FALSE(TakeMembers(&array, {Field{"n", "l", {}, {}}}, 1).ok());
  array = make();
  EXPECT_FALSE(TakeMembers(&array, {kText, kText}, 1).ok());
  // Where any number of rows will do, too.
  for (const auto& [length, offset] :
       {std::pair<int64_t, int64_t>(-1, 0), {INT64_MIN, 0}, {1, -1}, {INT64_MAX, 1}}) {
    array = make();
    array.length = length;
    array.offset = offset;
    EXPECT_FALSE(TakeMembers(&array, schema, -1).ok()) << length << " " << offset;
  }
}

TEST(CheckArray, FindsOffsetsThatDoNotAscend) {
  int32_t ends[] = {0, 5, 2};
  const void* buffers[] = {nullptr, ends, "abcde"};
  ArrowArray array{};
  array.length = 2;
  array.n_buffers = 3;
  array.buffers = buffers;
  const Status status = CheckArray(kText, array);
  ASSERT_FALSE(status.ok());
  EXPECT_THAT(status.error().message, HasSubstr("do not ascend"));
  ends[1] = 1;
  EXPECT_TRUE(CheckArray(kText, array).ok());
}

}  // namespace
}  // namespace textmill::core
