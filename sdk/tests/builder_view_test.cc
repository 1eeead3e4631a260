// Builders and views against each other: what was appended is what is read, for random values with
// nulls, whole and in slices.
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <textmill/builder.hpp>
#include <textmill/view.hpp>
#include <vector>

namespace textmill {
namespace {

// Releases what it holds.
struct Owned : ArrowArray {
  Owned() : ArrowArray{} {}
  Owned(const Owned&) = delete;
  ~Owned() {
    if (release != nullptr) release(this);
    EXPECT_EQ(release, nullptr);
  }
};

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  uint64_t Below(uint64_t n) { return engine_() % n; }
  template <class T>
  T Value() {
    if constexpr (std::is_same_v<T, std::string>) {
      std::string text;
      for (uint64_t n = Below(20); n > 0; --n) text += static_cast<char>(engine_());
      return text;
    } else if constexpr (std::is_same_v<T, bool>) {
      return Below(2) == 1;
    } else {
      return static_cast<T>(engine_());
    }
  }
  // `n` values; of 100, `nulls` are null.
  template <class T>
  std::vector<std::optional<T>> Column(size_t n, uint64_t nulls) {
    std::vector<std::optional<T>> values(n);
    for (auto& value : values) {
      if (Below(100) >= nulls) value = Value<T>();
    }
    return values;
  }

 private:
  std::mt19937_64 engine_;
};

template <class B, class T>
void AppendAll(const std::vector<std::optional<T>>& values, B* builder) {
  for (const auto& value : values) value ? builder->Append(*value) : builder->AppendNull();
}

// Checks rows [base, base + n) of the array.
template <class V, class T>
void ExpectSlice(const std::vector<std::optional<T>>& values, const ArrowArray& array, size_t base,
                 size_t n) {
  const V view(&array, static_cast<int64_t>(base), static_cast<int64_t>(n));
  ASSERT_EQ(view.size(), static_cast<int64_t>(n));
  for (size_t i = 0; i < n; ++i) {
    const auto& value = values[base + i];
    const int64_t row = static_cast<int64_t>(i);
    ASSERT_EQ(view.IsNull(row), !value.has_value()) << i;
    if (value) {
      ASSERT_EQ(T(view[row]), *value) << i;
    }
  }
}

template <class Tag, class T>
void RoundTrip(uint64_t seed) {
  Random random(seed);
  BuilderOf<Tag> builder;  // one for all, as in a reply that is used again
  for (const uint64_t nulls : {0, 1, 50, 100}) {
    for (const size_t n : {0, 1, 7, 8, 9, 64, 1000}) {
      const auto values = random.Column<T>(n, nulls);
      AppendAll(values, &builder);
      ASSERT_EQ(builder.size(), static_cast<int64_t>(n));
      Owned array;
      builder.Finish(&array);
      EXPECT_EQ(builder.size(), 0);
      EXPECT_EQ(array.length, static_cast<int64_t>(n));
      EXPECT_EQ(array.offset, 0);
      int64_t missing = 0;
      for (const auto& value : values) missing += !value;
      EXPECT_EQ(array.null_count, missing);
      for (int64_t b = 1; b < array.n_buffers; ++b) EXPECT_NE(array.buffers[b], nullptr);
      ExpectSlice<View<Tag>>(values, array, 0, n);
      const size_t base = random.Below(n + 1);
      ExpectSlice<View<Tag>>(values, array, base, random.Below(n - base + 1));
    }
  }
}

TEST(BuilderView, EveryType) {
  RoundTrip<Bool, bool>(1);
  RoundTrip<UInt8, uint8_t>(2);
  RoundTrip<Int32, int32_t>(3);
  RoundTrip<UInt32, uint32_t>(4);
  RoundTrip<Int64, int64_t>(5);
  RoundTrip<UInt64, uint64_t>(6);
  RoundTrip<Float32, float>(7);
  RoundTrip<Float64, double>(8);
  RoundTrip<Timestamp, int64_t>(9);
  RoundTrip<Utf8, std::string>(10);
  RoundTrip<Binary, std::string>(11);
}

// A member has an offset of its own, beside that of the struct it is in.
TEST(BuilderView, OffsetsAddUp) {
  BuilderOf<Int64> builder;
  for (int64_t i = 0; i < 20; ++i) i % 3 == 0 ? builder.AppendNull() : builder.Append(i);
  Owned array;
  builder.Finish(&array);
  array.offset = 5;
  const View<Int64> view(&array, 2, 4);
  EXPECT_EQ(view[0], 7);
  EXPECT_EQ(view[1], 8);
  EXPECT_TRUE(view.IsNull(2));
}

TEST(BuilderView, NullTextReadsAsEmpty) {
  BuilderOf<Utf8> builder;
  builder.Append("a");
  builder.AppendNull();
  Owned array;
  builder.Finish(&array);
  EXPECT_EQ(View<Utf8>(&array, 0, 2)[1], "");
}

TEST(BytesBuilder, WritesInParts) {
  BytesBuilder builder;
  builder.AppendPart("one ");
  builder.AppendPart("value");
  builder.EndValue();
  builder.AppendPart("forgotten");
  builder.DropPart();
  EXPECT_EQ(builder.bytes(), 9u);
  std::memcpy(builder.Room(3), "xyz", 3);
  builder.Wrote(2);
  builder.EndValue();
  builder.EndValue();
  Owned array;
  builder.Finish(&array);
  ASSERT_EQ(array.length, 3);
  const BytesView view(&array, 0, 3);
  EXPECT_EQ(view[0], "one value");
  EXPECT_EQ(view[1], "xy");
  EXPECT_EQ(view[2], "");
}

// Lists of structs of a number and a text, with nulls at every level.
TEST(BuilderView, Nested) {
  struct Item {
    std::optional<int64_t> number;
    std::optional<std::string> text;
  };
  using Items = std::vector<std::optional<Item>>;
  const Field item = StructOf("item", {{"number", "l", {}, {}}, {"text", "u", {}, {}}});
  ListBuilder builder(ListOf("items", item));
  Random random(12);
  for (int round = 0; round < 3; ++round) {
    std::vector<std::optional<Items>> rows(200);
    for (auto& row : rows) {
      if (random.Below(10) == 0) {
        builder.AppendNull();
        continue;
      }
      row.emplace();
      for (uint64_t n = random.Below(4); n > 0; --n) {
        StructBuilder& items = builder.items<StructBuilder>();
        if (random.Below(5) == 0) {
          items.AppendNull();
          row->push_back(std::nullopt);
          continue;
        }
        const Item made{random.Column<int64_t>(1, 20)[0], random.Column<std::string>(1, 20)[0]};
        AppendAll<BuilderOf<Int64>, int64_t>({made.number}, &items.member<BuilderOf<Int64>>(0));
        AppendAll<BuilderOf<Utf8>, std::string>({made.text}, &items.member<BuilderOf<Utf8>>(1));
        items.EndRow();
        row->push_back(made);
      }
      builder.EndRow();
    }
    Owned array;
    builder.Finish(&array);
    ASSERT_EQ(array.length, 200);

    const size_t base = random.Below(100);
    const ListView list(&array, static_cast<int64_t>(base), 100);
    const StructView items = list.Items<StructView>();
    const auto numbers = items.Member<View<Int64>>(0);
    const auto texts = items.Member<View<Utf8>>(1);
    for (int64_t i = 0; i < 100; ++i) {
      const auto& row = rows[base + static_cast<size_t>(i)];
      ASSERT_EQ(list.IsNull(i), !row);
      ASSERT_EQ(list.end(i) - list.begin(i), row ? static_cast<int64_t>(row->size()) : 0);
      for (int64_t k = list.begin(i); k < list.end(i); ++k) {
        const auto& made = (*row)[static_cast<size_t>(k - list.begin(i))];
        ASSERT_EQ(items.IsNull(k), !made);
        if (!made) continue;
        ASSERT_EQ(numbers.IsNull(k), !made->number);
        if (made->number) {
          ASSERT_EQ(numbers[k], *made->number);
        }
        ASSERT_EQ(texts.IsNull(k), !made->text);
        if (made->text) {
          ASSERT_EQ(texts[k], *made->text);
        }
      }
    }
  }
}

TEST(StructBuilder, RefusesMembersOfDifferentLengths) {
  StructBuilder builder(StructOf("", {{"a", "l", {}, {}}, {"b", "l", {}, {}}}));
  builder.member<BuilderOf<Int64>>(0).Append(1);
  builder.EndRow();
  Owned array;
  EXPECT_THROW(builder.Finish(&array), Error);
}

// A child may be moved out of its parent, as Arrow allows; the rest is released all the same.
TEST(StructBuilder, ChildrenMayBeMovedOut) {
  StructBuilder builder(StructOf("", {{"a", "u", {}, {}}, {"b", "u", {}, {}}}));
  builder.member<BuilderOf<Utf8>>(0).Append("first");
  builder.member<BuilderOf<Utf8>>(1).Append("second");
  builder.EndRow();
  Owned child;
  {
    Owned array;
    builder.Finish(&array);
    static_cast<ArrowArray&>(child) = *array.children[0];
    array.children[0]->release = nullptr;
  }
  EXPECT_EQ(View<Utf8>(&child, 0, 1)[0], "first");
}

TEST(MakeBuilder, KnowsEveryTypeOrSaysSo) {
  for (const char* format : {"b", "C", "i", "I", "l", "L", "f", "g", "u", "z", "tsu:UTC", "tss:"}) {
    auto builder = MakeBuilder(Field{"c", format, {}, {}});
    builder->AppendNull();
    Owned array;
    builder->Finish(&array);
    EXPECT_EQ(array.null_count, 1) << format;
  }
  EXPECT_THROW(MakeBuilder(Field{"c", "+w:3", {}, {}}), Error);
}

}  // namespace
}  // namespace textmill
