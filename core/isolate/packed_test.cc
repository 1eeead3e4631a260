// Columns there and back, against their values shown as text; what is damaged is refused. What any
// bytes do is up to the fuzz target isolated_answer.
#include "core/isolate/packed.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <random>

#include "textmill/testing.hpp"

namespace textmill::core {
namespace {

using Random = std::mt19937;

int Upto(Random& random, int n) {
  return static_cast<int>(random() % static_cast<unsigned>(n + 1));
}

void AppendRandom(Random& random, const Field& field, Builder& to, bool nulls) {
  if (nulls && Upto(random, 2) == 0) return to.AppendNull();
  if (field.format == "u") {
    static_cast<BytesBuilder&>(to).Append(std::string(static_cast<size_t>(Upto(random, 5)), 'x'));
  } else if (field.format == "b") {
    static_cast<BoolBuilder&>(to).Append(Upto(random, 1) == 1);
  } else if (field.format == "l") {
    static_cast<PrimitiveBuilder<int64_t>&>(to).Append(Upto(random, 1000));
  } else if (field.format == "+l") {
    auto& list = static_cast<ListBuilder&>(to);
    for (int n = Upto(random, 3); n > 0; --n)
      AppendRandom(random, field.children[0], list.any_items(), nulls);
    list.EndRow();
  } else {
    auto& row = static_cast<StructBuilder&>(to);
    for (size_t k = 0; k < field.children.size(); ++k)
      AppendRandom(random, field.children[k], row.any_member(k), nulls);
    row.EndRow();
  }
}

const Field kText{"text", "u", {}, {}};
const Field kRow = StructOf("row", {kText,
                                    {"n", "l", {}, {}},
                                    {"flag", "b", {}, {}},
                                    ListOf("spans", StructOf("item", {kText, {"f", "b", {}, {}}})),
                                    ListOf("words", kText)});

// Rows [from, from + n) of a random struct, as it is packed.
std::string Packed(SharedMemory* memory, const ArrowArray& array) {
  Packer packer(memory);
  packer.PutField(kRow);
  packer.PutArray(kRow, array);
  packer.Put<int32_t>(42);
  return std::string(memory->Read(packer.size()));
}

TEST(Packed, SlicesComeBackAsTheyWere) {
  Random random(11);
  SharedMemory memory;
  ASSERT_TRUE(memory.Make());
  for (int round = 0; round < 300; ++round) {
    auto builder = MakeBuilder(kRow);
    const int rows = Upto(random, 40);
    for (int i = 0; i < rows; ++i) AppendRandom(random, kRow, *builder, round % 2 == 1);
    ArrowArray array{};
    builder->Finish(&array);
    array.offset = Upto(random, rows);
    array.length = Upto(random, rows - static_cast<int>(array.offset));
    if (array.null_count != 0) array.null_count = -1;
    const Array given = Own(&array);

    const std::string bytes = Packed(&memory, *given);
    Unpacker from(memory.Read(bytes.size()));
    const Field field = from.GetField();
    EXPECT_TRUE(SameType(field, kRow));
    ArrowArray back{};
    from.GetArray(field, &back);
    ASSERT_TRUE(from.ok());
    EXPECT_EQ(from.Get<int32_t>(), 42);
    EXPECT_TRUE(from.done());
    const Array got = Own(&back);
    ASSERT_TRUE(CheckArray(kRow, *got));
    ASSERT_EQ(got->length, given->length);
    for (int64_t row = 0; row < got->length; ++row)
      EXPECT_EQ(testing::Show(kRow, *got, 0, row), testing::Show(kRow, *given, 0, row));
  }
}

TEST(Packed, WhatIsCutOffOrTooLongIsRefused) {
  Random random(12);
  auto builder = MakeBuilder(kRow);
  for (int i = 0; i < 20; ++i) AppendRandom(random, kRow, *builder, true);
  ArrowArray array{};
  builder->Finish(&array);
  const Array given = Own(&array);
  SharedMemory memory;
  ASSERT_TRUE(memory.Make());
  const std::string bytes = Packed(&memory, *given);
  for (size_t size = 0; size < bytes.size(); ++size) {
    Unpacker from(memory.Read(size));
    const Field field = from.GetField();
    ArrowArray back{};
    from.GetArray(field, &back);
    from.Get<int32_t>();
    EXPECT_FALSE(from.ok()) << size;
    if (back.release != nullptr) back.release(&back);
  }
}

// The other process may make the memory larger, never smaller.
TEST(SharedMemory, GrowsForBoth) {
  SharedMemory mine;
  ASSERT_TRUE(mine.Make());
  SharedMemory theirs(dup(mine.file()));
  EXPECT_EQ(mine.Read(1).data(), nullptr);
  std::memcpy(theirs.Room(5), "hello", 5);
  EXPECT_EQ(mine.Read(5), "hello");
  const size_t large = 40 << 20;
  theirs.Room(large)[large - 1] = '!';
  EXPECT_EQ(mine.Read(large)[large - 1], '!');
  EXPECT_EQ(mine.Read(5), "hello");
  EXPECT_NE(ftruncate(theirs.file(), 0), 0);
  mine.Forget();  // what is beyond the first MiB
  EXPECT_EQ(mine.Read(5), "hello");
  EXPECT_EQ(mine.Read(large)[large - 1], '\0');
}

}  // namespace
}  // namespace textmill::core
