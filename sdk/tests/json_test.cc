#include "textmill/json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "textmill/builder.hpp"

namespace textmill {
namespace {

// Columns of one length, which the test owns.
class Table {
 public:
  ~Table() {
    for (ArrowArray* array : arrays) {
      array->release(array);
      delete array;
    }
  }
  void Add(Field field, Builder& builder) {
    fields.push_back(std::move(field));
    builder.Finish(arrays.emplace_back(new ArrowArray{}));
  }
  template <class Tag, class... T>
  void Add(const std::string& name, T... values) {
    BuilderOf<Tag> builder;
    (builder.Append(values), ...);
    Add(Field{name, Tag::kFormat, {}, {}}, builder);
  }
  void AddText(const std::string& name, std::vector<const char*> values,
               const std::string& meta = "") {
    BuilderOf<Utf8> builder;
    for (const char* value : values)
      value != nullptr ? builder.Append(value) : builder.AppendNull();
    Field field{name, "u", {}, {}};
    if (!meta.empty()) field.SetMeta(meta, "1");
    Add(field, builder);
  }
  std::string Row(int64_t row, int64_t base = 0) {
    const JsonEncoder encoder(fields);
    Buffer out;
    replaced = encoder.AppendRow(arrays.data(), base, row, out);
    return std::string(out.data(), out.size());
  }
  std::vector<Field> fields;
  std::vector<ArrowArray*> arrays;
  int64_t replaced = 0;
};

TEST(JsonTest, RowsOfEveryType) {
  Table t;
  t.AddText("id", {"a", nullptr, "c"});
  t.Add<Bool>("good", true, false, true);
  t.Add<UInt8>("u8", uint8_t{255}, uint8_t{0}, uint8_t{1});
  t.Add<Int32>("i32", -5, 0, 1);
  t.Add<Int64>("i64", int64_t{9007199254740993}, int64_t{0}, int64_t{1});
  t.Add<UInt64>("u64", ~uint64_t{0}, uint64_t{0}, uint64_t{1});
  t.Add<Float32>("f32", 0.1f, std::numeric_limits<float>::infinity(), 1.5f);
  t.Add<Float64>("f64", 0.1, std::nan(""), -2.0);
  t.Add<Timestamp>("at", int64_t{1717581600000000}, int64_t{0}, int64_t{1});
  t.Add<Binary>("raw", "\xFF\x00\x01", "", "ab");
  EXPECT_EQ(t.Row(0),
            R"({"id":"a","good":true,"u8":255,"i32":-5,"i64":9007199254740993,)"
            R"("u64":18446744073709551615,"f32":0.1,"f64":0.1,"at":"2024-06-05T10:00:00Z",)"
            R"("raw":"/w=="})");
  EXPECT_EQ(t.Row(1),
            R"({"id":null,"good":false,"u8":0,"i32":0,"i64":0,"u64":0,"f32":null,"f64":null,)"
            R"("at":"1970-01-01T00:00:00Z","raw":""})");
  EXPECT_EQ(t.Row(0, 2), t.Row(2));  // by the struct's offset
  t.arrays[0]->offset = 1;
  t.arrays[0]->length = 2;
  EXPECT_EQ(t.Row(1).substr(0, 9), R"({"id":"c")");  // and by the column's own
}

TEST(JsonTest, ListsOfStructs) {
  Field item = StructOf("", {Field{"begin", "l", {}, {}}, Field{"name", "u", {}, {}}});
  item.children[1].SetMeta(TEXTMILL_META_OPTIONAL, "1");
  const Field field = ListOf("entities", item);
  ListBuilder builder(field);
  auto& items = builder.items<StructBuilder>();
  items.member<BuilderOf<Int64>>(0).Append(3);
  items.member<BuilderOf<Utf8>>(1).Append("\"X\"");
  items.EndRow();
  items.member<BuilderOf<Int64>>(0).AppendNull();
  items.member<BuilderOf<Utf8>>(1).AppendNull();
  items.EndRow();
  items.AppendNull();
  builder.EndRow();
  builder.EndRow();
  builder.AppendNull();
  Table t;
  t.Add(field, builder);
  EXPECT_EQ(t.Row(0), R"({"entities":[{"begin":3,"name":"\"X\""},{"begin":null},null]})");
  EXPECT_EQ(t.Row(1), R"({"entities":[]})");
  EXPECT_EQ(t.Row(2), R"({"entities":null})");
}

TEST(JsonTest, AbsentStaysAbsentAndNullStaysNull) {
  Table t;
  t.AddText("title", {nullptr, nullptr, "T"}, TEXTMILL_META_OPTIONAL);
  t.AddText("lang", {nullptr, "en", nullptr});
  EXPECT_EQ(t.Row(0), R"({"lang":null})");
  EXPECT_EQ(t.Row(1), R"({"lang":"en"})");
  EXPECT_EQ(t.Row(2), R"({"title":"T","lang":null})");
}

TEST(JsonTest, ExtraIsSpliced) {
  Table t;
  t.AddText("extra",
            {R"({"a":1,"lang":"xx","b":[{"lang":2}]})", "{}", nullptr, " { } ", R"({"lang":1})"},
            TEXTMILL_META_JSON);
  t.AddText("lang", {"en", "en", "en", "en", "en"});
  EXPECT_EQ(t.Row(0), R"({"lang":"en","a":1,"b":[{"lang":2}]})");
  EXPECT_EQ(t.replaced, 1);
  for (int row = 1; row < 4; ++row) {
    EXPECT_EQ(t.Row(row), R"({"lang":"en"})");
    EXPECT_EQ(t.replaced, 0);
  }
  EXPECT_EQ(t.Row(4), R"({"lang":"en"})");
  EXPECT_EQ(t.replaced, 1);
}

TEST(JsonTest, ExtraGivesBackTheNullOfAColumnThatIsLeftOut) {
  Table t;
  t.AddText("title", {nullptr, "T"}, TEXTMILL_META_OPTIONAL);
  t.AddText("lang", {nullptr, nullptr});  // not optional: written as null, so it wins
  const char* extra = R"({"title":null,"lang":"xx","x":1})";
  t.AddText("extra", {extra, extra}, TEXTMILL_META_JSON);
  EXPECT_EQ(t.Row(0), R"({"lang":null,"title":null,"x":1})");
  EXPECT_EQ(t.replaced, 1);
  EXPECT_EQ(t.Row(1), R"({"title":"T","lang":null,"x":1})");
  EXPECT_EQ(t.replaced, 2);
}

TEST(JsonTest, ExtraKeysAreComparedAsTheyRead) {
  Table t;
  t.AddText("l\xC3\xA4ng\xF0\x9F\x90\x9F", {"x"});
  t.AddText("extra", {R"({"l\u00e4ng\ud83d\uDC1F":1,"l\u00e4n\u0067":2,"\"":3,"\\":"\"}"})"},
            TEXTMILL_META_JSON);
  EXPECT_EQ(t.Row(0),
            "{\"l\xC3\xA4ng\xF0\x9F\x90\x9F\":\"x\",\"l\\u00e4n\\u0067\":2,\"\\\"\":3,"
            "\"\\\\\":\"\\\"}\"}");
  EXPECT_EQ(t.replaced, 1);
}

TEST(JsonTest, ExtraAloneAndBesideAbsentColumns) {
  Table t;
  t.AddText("title", {nullptr, nullptr}, TEXTMILL_META_OPTIONAL);
  t.AddText("extra", {R"({"a":1})", nullptr}, TEXTMILL_META_JSON);
  EXPECT_EQ(t.Row(0), R"({"a":1})");
  EXPECT_EQ(t.Row(1), "{}");
}

TEST(JsonTest, RawValuesStayOnOneLine) {
  Table t;
  t.AddText("meta", {"{\n  \"a\": 1\r\n}", "12", ""}, TEXTMILL_META_JSON);
  t.AddText("extra", {"{\n  \"b\": 1,\n  \"c\": {\r\n}\n}", "{}", "{}"}, TEXTMILL_META_JSON);
  EXPECT_EQ(t.Row(0), R"({"meta":{   "a": 1  },"b": 1,   "c": {  }})");
  EXPECT_EQ(t.Row(1), R"({"meta":12})");
  EXPECT_EQ(t.Row(2), R"({"meta":null})");
}

TEST(JsonTest, ExtraThatIsNoObjectIsKeptAsText) {
  for (const char* bad :
       {"", "[1]", "{\"a\":1", "{\"a\" 1}", "{\"a\":}", "{\"a\":1}}", "{a:1}", "{\"a\":1,}",
        "{\"a\":\"x", "{\"a\":[1}", "{\"a\\", "{\"a\":1 \"b\":2}"}) {
    Table t;
    t.AddText("id", {"i"});
    t.AddText("extra", {bad}, TEXTMILL_META_JSON);
    Buffer text;
    EscapeJson(bad, text);
    EXPECT_EQ(t.Row(0),
              "{\"id\":\"i\",\"extra\":\"" + std::string(text.data(), text.size()) + "\"}");
    EXPECT_EQ(t.replaced, 0);
  }
}

TEST(JsonTest, OnlyTheChosenColumnsInTheirOrder) {
  Table t;
  t.AddText("a", {"1"});
  t.AddText("b", {"2"});
  t.AddText("extra", {R"({"b":3,"c":4})"}, TEXTMILL_META_JSON);
  Buffer out;
  EXPECT_EQ(JsonEncoder(t.fields, {2, 0}).AppendRow(t.arrays.data(), 0, 0, out), 0);
  EXPECT_EQ(JsonEncoder(t.fields, {1, 0}).AppendRow(t.arrays.data(), 0, 0, out), 0);
  EXPECT_EQ(JsonEncoder(t.fields, {}).AppendRow(t.arrays.data(), 0, 0, out), 0);
  EXPECT_EQ(std::string(out.data(), out.size()), R"({"a":"1","b":3,"c":4})"
                                                 R"({"b":"2","a":"1"})"
                                                 "{}");
}

TEST(JsonTest, MembersGoIntoAnOpenObject) {
  Table t;
  t.AddText("a", {"1"});
  const JsonEncoder encoder(t.fields);
  Buffer out;
  out.Append("{\"step\":\"x\"", 11);
  encoder.AppendMembers(t.arrays.data(), 0, 0, out);
  EXPECT_EQ(std::string(out.data(), out.size()), R"({"step":"x","a":"1")");
}

TEST(JsonTest, NamesAreEscaped) {
  Table t;
  t.AddText("a\"b\n", {"x"});
  EXPECT_EQ(t.Row(0), R"({"a\"b\n":"x"})");
}

TEST(JsonTest, TypesWithoutJsonAreRefused) {
  try {
    JsonEncoder encoder({Field{"m", "+m", {}, {}}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "the column `m` has the type arrow:+m, which cannot be written as JSON");
  }
}

TEST(JsonTest, Base64) {
  const auto base64 = [](std::string_view bytes) {
    Buffer out;
    AppendBase64(bytes, out);
    return std::string(out.data() == nullptr ? "" : out.data(), out.size());
  };
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64(std::string_view("\xFB\xEF\xBE\x00", 4)), "++++AA==");
}

}  // namespace
}  // namespace textmill
