#include "textmill/type.hpp"

#include <gtest/gtest.h>

#include <random>

namespace textmill {
namespace {

bool Same(const Field& a, const Field& b) {
  if (a.name != b.name || a.format != b.format || a.metadata != b.metadata ||
      a.children.size() != b.children.size()) {
    return false;
  }
  for (size_t i = 0; i < a.children.size(); ++i) {
    if (!Same(a.children[i], b.children[i])) return false;
  }
  return true;
}

Field RandomField(std::mt19937& random, int depth) {
  const auto text = [&] {
    std::string out;
    for (auto n = random() % 12; n > 0; --n) out += static_cast<char>('a' + random() % 26);
    return out;
  };
  Field field{text(), "u", {}, {}};
  for (auto n = random() % 3; n > 0; --n)
    field.metadata.emplace_back(text(), text() + "\n\xC3\xA4");
  if (depth == 0) return field;
  if (random() % 2) {
    field.format = "+s";
    for (auto n = random() % 4; n > 0; --n)
      field.children.push_back(RandomField(random, depth - 1));
  } else {
    field.format = "+l";
    field.children.push_back(RandomField(random, depth - 1));
  }
  return field;
}

TEST(Type, FieldsGoThroughSchemasUnchanged) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const Field field = RandomField(random, round % 4);
    ArrowSchema schema;
    ExportField(field, &schema);
    EXPECT_TRUE(Same(ImportField(schema), field));
    EXPECT_EQ(schema.flags, ARROW_FLAG_NULLABLE);
    ASSERT_NE(schema.release, nullptr);
    schema.release(&schema);
    EXPECT_EQ(schema.release, nullptr);
  }
}

TEST(Type, NamesForPeople) {
  EXPECT_EQ(TypeName({"", "u", {}, {}}), "utf8");
  EXPECT_EQ(TypeName({"", kTimestampFormat, {}, {}}), "timestamp");
  EXPECT_EQ(TypeName(ListOf("e", StructOf("", {{"begin", "l", {}, {}}, {"type", "u", {}, {}}}))),
            "list<struct<begin: int64, type: utf8>>");
  EXPECT_EQ(TypeName({"", "w:16", {}, {}}), "arrow:w:16");
}

TEST(Type, SameTypeMindsTheNamesOfMembersAlone) {
  const Field a = StructOf("a", {{"x", "l", {}, {}}}), b = StructOf("b", {{"x", "l", {}, {}}});
  EXPECT_TRUE(SameType(a, b));
  EXPECT_FALSE(SameType(a, StructOf("a", {{"y", "l", {}, {}}})));
  EXPECT_FALSE(SameType(a, StructOf("a", {{"x", "g", {}, {}}})));
  EXPECT_TRUE(SameType(ListOf("a", {"i", "l", {}, {}}), ListOf("a", {"j", "l", {}, {}})));
}

TEST(Type, Metadata) {
  Field field{"a", "u", {}, {}};
  EXPECT_EQ(field.Meta("k"), nullptr);
  field.SetMeta("k", "1");
  field.SetMeta("k", "2");
  ASSERT_NE(field.Meta("k"), nullptr);
  EXPECT_EQ(*field.Meta("k"), "2");
  EXPECT_EQ(field.metadata.size(), 1u);
}

}  // namespace
}  // namespace textmill
