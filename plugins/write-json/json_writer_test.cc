#include "plugins/write-json/json_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::write_json {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::Given;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

GivenParams To(const char* path) { return {{"path", path}}; }

GivenParams With(std::vector<std::string> columns) {
  return {{"path", "out.jsonl"}, {"columns", Given(std::move(columns))}};
}

Columns Sample() {
  return Columns()
      .Add<Utf8>("id", {"a", "b", "c"})
      .Add<Int64>("words", {1, std::nullopt, 3})
      .Add<Utf8>("text", {"one\ntwo", "\"\"", ""});
}

TEST(JsonLinesTest, ALineADocument) {
  StageRunner<JsonLines> run(To("out.jsonl"));
  const Outcome out = run.Run(Sample(), 2);
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(out.outputs, ElementsAre("{\"id\":\"a\",\"words\":1,\"text\":\"one\\ntwo\"}\n"
                                       "{\"id\":\"b\",\"words\":null,\"text\":\"\\\"\\\"\"}\n"
                                       "{\"id\":\"c\",\"words\":3,\"text\":\"\"}\n"));
  EXPECT_EQ(out.counters.at("rows"), 3);
  EXPECT_EQ(out.counters.at("extra_replaced"), 0);
  EXPECT_EQ(out.rows.size(), 3u);  // they pass on
}

TEST(JsonLinesTest, ChoosesAndOrdersColumns) {
  StageRunner<JsonLines> run(With({"words", "id"}));
  const Outcome out = run.Run(Sample());
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(out.outputs, ElementsAre("{\"words\":1,\"id\":\"a\"}\n{\"words\":null,\"id\":\"b\"}\n"
                                       "{\"words\":3,\"id\":\"c\"}\n"));
}

TEST(JsonLinesTest, RefusesColumnsThatDoNotFit) {
  Outcome out = StageRunner<JsonLines>(With({"id", "titel"})).Run(Sample());
  EXPECT_EQ(out.error, "there is no column `titel` here; the columns are id, words, text");
  EXPECT_EQ(out.error_subject, "columns[1]");
  out = StageRunner<JsonLines>(With({"id", "text", "id"})).Run(Sample());
  EXPECT_EQ(out.error, "the column `id` is chosen twice");
  EXPECT_EQ(out.error_subject, "columns[2]");
  out = StageRunner<JsonLines>(With({})).Run(Sample());
  EXPECT_EQ(out.error_subject, "columns");
  EXPECT_EQ(StageRunner<JsonLines>(To("x")).Bind({Field{"m", "+m", {}, {}}}),
            "the column `m` has the type arrow:+m, which cannot be written as JSON");
}

TEST(JsonWriterTest, RefuseANameOfAnotherFormat) {
  const auto lines = [](const char* path) {
    return StageRunner<JsonLines>(To(path)).Run(Sample()).error;
  };
  EXPECT_THAT(lines("out.CSV.gz"), ::testing::HasSubstr("is no name for JSON Lines"));
  EXPECT_THAT(lines("out.xlsx"), ::testing::HasSubstr("is no name for JSON Lines"));
  for (const char* fine : {"a.jsonl.zst", "a.json", "a.ndjson", "a.txt", "a", "-"})
    EXPECT_EQ(lines(fine), "") << fine;
  EXPECT_THAT(StageRunner<JsonArray>(To("a.jsonl")).Run(Sample()).error,
              ::testing::HasSubstr("is no name for a JSON array"));
}

// Each place against counting the characters before it one by one.
TEST(JsonLinesTest, PlacesCountedAsOthersCount) {
  std::mt19937 random(3);
  const std::vector<std::string> letters = {"a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
  Field member_begin{"begin", "l", {}, {}}, member_end{"end", "l", {}, {}};
  Field entities = ListOf("entities", StructOf("", {member_begin, member_end}));
  entities.SetMeta(TEXTMILL_META_OFFSETS_INTO, "text");
  for (const auto& [name, unit] : {std::pair("characters", 0), {"utf-16", 1}, {"bytes", 2}}) {
    ListBuilder list(entities);
    BuilderOf<Utf8> texts;
    std::string expected;
    for (int row = 0; row < 40; ++row) {
      std::string text;
      std::vector<std::pair<int64_t, int64_t>> places;  // in bytes, and as expected
      int64_t units = 0;
      for (unsigned n = random() % 9; n > 0; --n) {
        const std::string& letter = letters[random() % 4];
        places.emplace_back(text.size(), unit == 2 ? static_cast<int64_t>(text.size()) : units);
        text += letter;
        units += unit == 1 && letter.size() == 4 ? 2 : 1;
      }
      places.emplace_back(text.size(), unit == 2 ? static_cast<int64_t>(text.size()) : units);
      texts.Append(text);
      expected += "{\"entities\":[";
      for (unsigned n = random() % 5, i = 0; i < n; ++i) {
        const auto& [begin, begins] = places[random() % places.size()];
        const auto& [end, ends] = places[random() % places.size()];
        auto& items = list.items<StructBuilder>();
        items.member<BuilderOf<Int64>>(0).Append(begin);
        items.member<BuilderOf<Int64>>(1).Append(end);
        items.EndRow();
        expected += std::string(i > 0 ? "," : "") + "{\"begin\":" + std::to_string(begins) +
                    ",\"end\":" + std::to_string(ends) + "}";
      }
      list.EndRow();
      expected += "]}\n";
    }
    GivenParams given = With({"entities"});
    given.emplace_back("offsets", name);
    const Outcome out = StageRunner<JsonLines>(given).Run(
        Columns().AddBuilt(Field{"text", "u", {}, {}}, texts).AddBuilt(entities, list), 7);
    EXPECT_EQ(out.error, "");
    EXPECT_THAT(out.outputs, ElementsAre(expected)) << name;
  }
  GivenParams given = To("out.jsonl");
  given.emplace_back("offsets", "characters");
  EXPECT_THAT(StageRunner<JsonLines>(given).Bind({entities}),
              HasSubstr("are bytes of `text`, which is not there"));
  for (const int64_t wrong : {int64_t{1}, int64_t{5}, int64_t{-1}}) {
    ListBuilder list(entities);
    auto& items = list.items<StructBuilder>();
    items.member<BuilderOf<Int64>>(0).Append(0);
    items.member<BuilderOf<Int64>>(1).Append(wrong);
    items.EndRow();
    list.EndRow();
    BuilderOf<Utf8> texts;
    texts.Append("\xF0\x9F\x98\x80");
    EXPECT_THAT(
        StageRunner<JsonLines>(given)
            .Run(Columns().AddBuilt(Field{"text", "u", {}, {}}, texts).AddBuilt(entities, list))
            .error,
        HasSubstr("byte " + std::to_string(wrong) + " is no place"));
  }
}

TEST(JsonLinesTest, NoDocumentsNoBytes) {
  StageRunner<JsonLines> run(To("out.jsonl"));
  const Outcome out = run.Run(Columns().Add<Utf8>("id", {}));
  EXPECT_EQ(out.error, "");
  EXPECT_THAT(out.outputs, ElementsAre(""));
}

TEST(JsonLinesTest, ExtraComesLastAndIsCounted) {
  BuilderOf<Utf8> extra;
  extra.Append(R"({"id":"old","n":1})");
  extra.Append(R"({"n":2})");
  Field field{"extra", "u", {}, {}};
  field.SetMeta(TEXTMILL_META_JSON, "1");
  StageRunner<JsonLines> run(To("-"));
  const Outcome out =
      run.Run(Columns().AddBuilt(field, extra).Add<Utf8>("id", {"a", "b"}), /*batch_rows=*/1);
  EXPECT_THAT(out.outputs, ElementsAre("{\"id\":\"a\",\"n\":1}\n{\"id\":\"b\",\"n\":2}\n"));
  EXPECT_EQ(out.counters.at("extra_replaced"), 1);
}

TEST(JsonArrayTest, IsValidWithAnyNumberOfDocuments) {
  for (int64_t batch_rows = 1; batch_rows < 4; ++batch_rows) {
    StageRunner<JsonArray> run({{"path", "out.json"}, {"columns", "id"}});
    const Outcome out = run.Run(Sample(), batch_rows);
    EXPECT_EQ(out.error, "");
    EXPECT_THAT(out.outputs,
                ElementsAre("[\n{\"id\":\"a\"},\n{\"id\":\"b\"},\n{\"id\":\"c\"}\n]\n"));
    EXPECT_EQ(out.counters.at("rows"), 3);
    StageRunner<JsonArray> again({{"path", "out.json"}, {"columns", "id"}});
    EXPECT_EQ(again.Run(Sample(), 1, batch_rows - 1).outputs, out.outputs);  // from a saved state
  }
  StageRunner<JsonArray> none(To("out.json"));
  EXPECT_THAT(none.Run(Columns().Add<Utf8>("id", {})).outputs, ElementsAre("[\n]\n"));
}

// A stretch may be without a row, and none has the comma that comes between two of them.
TEST(JsonArrayTest, MergedFromStretchesItIsTheSame) {
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(std::to_string(i));
  const Columns columns = Columns().Add<Utf8>("id", {ids.begin(), ids.end()});
  for (const int64_t batch_rows : {1, 3, 20}) {
    StageRunner<JsonArray> one(To("out.json")), many(To("out.json"));
    EXPECT_EQ(many.MergedDifference(one.Run(columns, batch_rows), columns, batch_rows), "");
  }
  StageRunner<JsonArray> none(To("out.json"));
  EXPECT_THAT(none.RunMerged(Columns().Add<Utf8>("id", {}), 1, {0, 0}).outputs,
              ElementsAre("[\n]\n"));
}

// Valid UTF-8 with every kind of character that JSON treats in its own way.
std::string RandomText(std::mt19937& random) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "word ",
                                                   "\"",
                                                   "\\",
                                                   "\n",
                                                   "\r",
                                                   "\t",
                                                   std::string(1, '\0'),
                                                   "\x1f",
                                                   "\x7f",
                                                   "/",
                                                   "\xC3\xA9",
                                                   "\xE2\x80\xA8",
                                                   "\xF0\x9F\x90\x9F",
                                                   "long run of plain letters ",
                                                   "\\u0041"};
  std::string out;
  for (size_t n = random() % 3 == 0 ? random() % 120 : random() % 6; n > 0; --n)
    out += kPieces[random() % kPieces.size()];
  return out;
}

// What goes in, in C++, against what simdjson makes of what comes out.
TEST(JsonLinesTest, RandomDocumentsReadBack) {
  struct Document {
    std::optional<std::string> text, title;
    std::optional<int64_t> number;
    std::optional<double> wide;
    std::optional<float> narrow;
    std::optional<bool> flag;
    std::optional<std::vector<std::pair<int64_t, std::string>>> spans;
  };
  std::mt19937 random(5);
  for (int round = 0; round < 30; ++round) {
    std::vector<Document> documents(1 + random() % 40);
    Columns columns;
    BuilderOf<Utf8> text, title;
    BuilderOf<Int64> number;
    BuilderOf<Float64> wide;
    BuilderOf<Float32> narrow;
    BuilderOf<Bool> flag;
    const Field list =
        ListOf("spans", StructOf("", {Field{"at", "l", {}, {}}, Field{"t\"x", "u", {}, {}}}));
    ListBuilder spans(list);
    const auto put = [&](auto& value, auto made, auto& builder) {
      if (random() % 4 != 0) value = made;
      value ? builder.Append(*value) : builder.AppendNull();
    };
    for (Document& d : documents) {
      put(d.text, RandomText(random), text);
      put(d.title, RandomText(random), title);
      put(d.number, static_cast<int64_t>(uint64_t{random()} << 32 | random()), number);
      put(d.wide, std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100),
          wide);
      put(d.narrow, std::ldexp(static_cast<float>(random()), static_cast<int>(random() % 100) - 50),
          narrow);
      put(d.flag, random() % 2 == 0, flag);
      if (random() % 4 == 0) {
        spans.AppendNull();
        continue;
      }
      d.spans.emplace();
      auto& items = spans.items<StructBuilder>();
      for (size_t n = random() % 4; n > 0; --n) {
        const auto& [at, what] = d.spans->emplace_back(random(), RandomText(random));
        items.member<BuilderOf<Int64>>(0).Append(at);
        items.member<BuilderOf<Utf8>>(1).Append(what);
        items.EndRow();
      }
      spans.EndRow();
    }
    Field optional_title{"title", "u", {}, {}};
    optional_title.SetMeta(TEXTMILL_META_OPTIONAL, "1");
    StageRunner<JsonLines> run(To("-"));
    const Outcome out = run.Run(Columns()
                                    .AddBuilt({"text", "u", {}, {}}, text)
                                    .AddBuilt(optional_title, title)
                                    .AddBuilt({"number", "l", {}, {}}, number)
                                    .AddBuilt({"wide", "g", {}, {}}, wide)
                                    .AddBuilt({"narrow", "f", {}, {}}, narrow)
                                    .AddBuilt({"flag", "b", {}, {}}, flag)
                                    .AddBuilt(list, spans),
                                1 + static_cast<int64_t>(random() % 20));
    ASSERT_EQ(out.error, "");

    simdjson::dom::parser parser;
    size_t from = 0;
    for (const Document& d : documents) {
      const size_t end = out.outputs[0].find('\n', from);
      ASSERT_NE(end, std::string::npos);
      const simdjson::dom::object object = parser.parse(out.outputs[0].substr(from, end - from));
      from = end + 1;
      const auto text_of = [](simdjson::dom::element e) {
        return std::string(std::string_view(e));
      };
      const auto same = [&](const char* key, const auto& value, auto read) {
        ASSERT_EQ(object[key].is_null(), !value.has_value()) << key;
        if (value) {
          ASSERT_EQ(read(object[key].value()), *value) << key;
        }
      };
      same("text", d.text, text_of);
      if (d.title) same("title", d.title, text_of);
      EXPECT_EQ(object["title"].error() == simdjson::NO_SUCH_FIELD, !d.title.has_value());
      same("number", d.number, [](simdjson::dom::element e) { return int64_t(e); });
      same("wide", d.wide, [](simdjson::dom::element e) { return double(e); });
      same("narrow", d.narrow, [](simdjson::dom::element e) { return float(double(e)); });
      same("flag", d.flag, [](simdjson::dom::element e) { return bool(e); });
      same("spans", d.spans, [&](simdjson::dom::element e) {
        std::vector<std::pair<int64_t, std::string>> items;
        for (const simdjson::dom::element item : simdjson::dom::array(e))
          items.emplace_back(int64_t(item["at"]), text_of(item["t\"x"]));
        return items;
      });
    }
    EXPECT_EQ(from, out.outputs[0].size());
  }
}

TEST(JsonWriterTest, DescribesItself) {
  StageRunner<JsonLines> lines(To("x"));
  EXPECT_STREQ(lines.info().name, "write.jsonl");
  EXPECT_THAT(lines.info().example, HasSubstr("uses: write.jsonl"));
  EXPECT_EQ(lines.info().kind, static_cast<uint32_t>(TEXTMILL_SINK));
  EXPECT_STREQ(lines.info().counters[0], "rows");
}

}  // namespace
}  // namespace textmill::write_json
