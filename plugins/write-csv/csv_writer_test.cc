#include "plugins/write-csv/csv_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::write_csv {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::textmill::testing::Columns;
using ::textmill::testing::Given;
using ::textmill::testing::GivenParams;
using ::textmill::testing::Outcome;
using ::textmill::testing::StageRunner;

GivenParams With(GivenParams more = {}) {
  more.emplace_back("path", "out.csv");
  return more;
}

std::string Write(const Columns& columns, GivenParams more = {}, int64_t batch_rows = 2) {
  const Outcome out = StageRunner<CsvWriter>(With(std::move(more))).Run(columns, batch_rows);
  EXPECT_EQ(out.error, "");
  return out.outputs.at(0);
}

// How text gets into a cell.
std::string Cell(const std::string& text, bool safe = true, char separator = ',') {
  Buffer out;
  CellWriter(separator, safe).AppendText(text, out);
  return std::string(out.data(), out.size());
}

// Reads CSV one character after the other. A cell without quotation marks and characters is null.
using Record = std::vector<std::optional<std::string>>;
std::vector<Record> Parse(const std::string& csv, char separator) {
  std::vector<Record> records;
  Record record;
  size_t i = 0;
  while (i < csv.size()) {
    std::optional<std::string> cell;
    if (csv[i] == '"') {
      cell = "";
      for (++i; csv[i] != '"' || csv[i + 1] == '"'; ++i) {
        if (csv[i] == '"') ++i;
        *cell += csv[i];
      }
      ++i;
    } else {
      while (csv[i] != separator && csv[i] != '\n' && csv[i] != '\r')
        cell = cell.value_or("") + csv[i++];
    }
    record.push_back(cell);
    if (csv[i] == '\r') ++i;
    if (csv[i++] == '\n') records.push_back(std::exchange(record, {}));
  }
  EXPECT_TRUE(record.empty()) << "the last line does not end";
  return records;
}

TEST(CellTest, QuotesOnlyWhereItMust) {
  EXPECT_EQ(Cell("plain text"), "plain text");
  EXPECT_EQ(Cell(""), "\"\"");
  EXPECT_EQ(Cell("a,b"), "\"a,b\"");
  EXPECT_EQ(Cell("a,b", true, ';'), "a,b");
  EXPECT_EQ(Cell("a;b", true, ';'), "\"a;b\"");
  EXPECT_EQ(Cell("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(Cell("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(Cell("two\rlines"), "\"two\rlines\"");
  EXPECT_EQ(Cell(" a"), "\" a\"");
  EXPECT_EQ(Cell("a "), "\"a \"");
  EXPECT_EQ(Cell(std::string("a\0b", 3)), std::string("a\0b", 3));
  for (size_t place = 0; place < 40; ++place) {
    std::string text(40, 'x');
    text[place] = ',';
    EXPECT_EQ(Cell(text), std::string("\"").append(text).append("\""));
  }
}

TEST(CellTest, NoTextBecomesAFormula) {
  for (const char* text : {"=1+1",
                           "+1",
                           "-1",
                           "@SUM(A1)",
                           "\tx",
                           "\rx",
                           " =1",
                           "\n=1",
                           "  \t\v +1",
                           "\"=1",
                           "'=1",
                           "\xEF\xBC\x9D"
                           "1",
                           "\xEF\xBC\x8B",
                           "\xEF\xBC\x8D",
                           "\xEF\xBC\xA0",
                           "\xC2\xA0=1",
                           "\xE3\x80\x80=1",
                           "\xEF\xBB\xBF=1",
                           "\xE2\x80\x9C=1",
                           "\xE2\x80\x8B=1",
                           "\x01=1",
                           "=",
                           "- a point of a list"}) {
    EXPECT_TRUE(LooksLikeFormula(text)) << text;
    const std::string cell = Cell(text);
    EXPECT_EQ(cell[cell[0] == '"' ? 1 : 0], '\'') << text;
    EXPECT_EQ(Parse(cell + "\n", ',')[0][0], std::string("'").append(text));
    EXPECT_EQ(Parse(Cell(text, false) + "\n", ',')[0][0], std::string(text));
  }
  for (const char* text :
       {"", " ", "a=1", "1+1", "\xE2\x80\x94 said he", "(=1)", "\xC3\xA9=", ".-"})
    EXPECT_FALSE(LooksLikeFormula(text)) << text;
  EXPECT_FALSE(LooksLikeFormula("\xEF\xBC"));  // cut short
}

Columns Articles() {
  ListBuilder entities(
      ListOf("entities", StructOf("", {Field{"begin", "l", {}, {}}, Field{"id", "u", {}, {}},
                                       Field{"text", "u", {}, {}}})));
  const Field field =
      ListOf("entities", StructOf("", {Field{"begin", "l", {}, {}}, Field{"id", "u", {}, {}},
                                       Field{"text", "u", {}, {}}}));
  auto& items = entities.items<StructBuilder>();
  const auto add = [&](int64_t begin, const char* id, const char* text) {
    items.member<BuilderOf<Int64>>(0).Append(begin);
    id != nullptr ? items.member<BuilderOf<Utf8>>(1).Append(id)
                  : items.member<BuilderOf<Utf8>>(1).AppendNull();
    items.member<BuilderOf<Utf8>>(2).Append(text);
    items.EndRow();
  };
  add(0, "Q1", "Gdansk");
  add(9, nullptr, "=Oslo, \"N\"");
  entities.EndRow();
  entities.EndRow();      // none found
  entities.AppendNull();  // not looked for
  add(5, "Q2", "");
  items.AppendNull();
  entities.EndRow();
  BuilderOf<Utf8> extra;
  for (int i = 0; i < 4; ++i) extra.Append(R"({"a":1})");
  Field extra_field{"extra", "u", {}, {}};
  extra_field.SetMeta(TEXTMILL_META_JSON, "1");
  return Columns()
      .Add<Utf8>("text", {"one", "two", std::nullopt, ""})
      .Add<Utf8>("id", {"a,1", "b", "c", "d"})
      .Add<Float32>("lang_confidence", {0.5f, -0.25f, std::nullopt, 1.0f})
      .AddBuilt(extra_field, extra)
      .AddBuilt(field, entities)
      .Add<Utf8>("lang", {"en", "de", "und", std::nullopt});
}

TEST(CsvWriterTest, ARowADocument) {
  EXPECT_EQ(
      Write(Articles()),
      "text,id,lang_confidence,entities,lang\n"
      "one,\"a,1\",0.5,\"[{\"\"begin\"\":0,\"\"id\"\":\"\"Q1\"\",\"\"text\"\":\"\"Gdansk\"\"},"
      "{\"\"begin\"\":9,\"\"id\"\":null,\"\"text\"\":\"\"=Oslo, \\\"\"N\\\"\"\"\"}]\",en\n"
      "two,b,-0.25,[],de\n"
      ",c,,,und\n"
      "\"\",d,1,\"[{\"\"begin\"\":5,\"\"id\"\":\"\"Q2\"\",\"\"text\"\":\"\"\"\"},null]\",\n");
}

// Words are cut by bytes all the same.
TEST(CsvWriterTest, PlacesCountedAsOthersCount) {
  Field list = ListOf("tokens", StructOf("", {{"begin", "l", {}, {}}, {"end", "l", {}, {}}}));
  list.SetMeta(TEXTMILL_META_OFFSETS_INTO, "text");
  ListBuilder tokens(list);
  for (const auto& [begin, end] : {std::pair(0, 3), {4, 8}, {9, 10}}) {
    auto& items = tokens.items<StructBuilder>();
    items.member<BuilderOf<Int64>>(0).Append(begin);
    items.member<BuilderOf<Int64>>(1).Append(end);
    items.EndRow();
  }
  tokens.EndRow();
  BuilderOf<Utf8> texts;
  texts.Append("\xC3\xA9t \xF0\x9F\x98\x80 x");
  const Columns columns =
      Columns().AddBuilt(Field{"text", "u", {}, {}}, texts).AddBuilt(list, tokens);
  EXPECT_EQ(Write(columns, {{"rows", "tokens"}, {"offsets", "characters"}}),
            "word,begin,end\n\xC3\xA9t,0,2\n\xF0\x9F\x98\x80,3,4\nx,5,6\n");
  EXPECT_EQ(Write(columns, {{"rows", "tokens"}, {"offsets", "utf-16"}}),
            "word,begin,end\n\xC3\xA9t,0,2\n\xF0\x9F\x98\x80,3,5\nx,6,7\n");
  EXPECT_EQ(Write(columns, {{"columns", Given(std::vector<std::string>{"tokens"})},
                            {"offsets", "characters"}}),
            "tokens\n\"[{\"\"begin\"\":0,\"\"end\"\":2},{\"\"begin\"\":3,\"\"end\"\":4},"
            "{\"\"begin\"\":5,\"\"end\"\":6}]\"\n");
}

TEST(CsvWriterTest, ARowAnEntity) {
  for (int64_t batch_rows = 1; batch_rows < 5; ++batch_rows) {
    EXPECT_EQ(Write(Articles(), {{"rows", "entities"}}, batch_rows),
              "id,lang,begin,entity_id,text\n"
              "\"a,1\",en,0,Q1,Gdansk\n"
              "\"a,1\",en,9,,\"'=Oslo, \"\"N\"\"\"\n"
              "d,,5,Q2,\"\"\n"
              "d,,,,\n");
  }
  StageRunner<CsvWriter> run(With({{"rows", "entities"}}));
  EXPECT_EQ(run.Run(Articles()).counters.at("rows"), 4);
}

TEST(CsvWriterTest, ARowAnEntityWithChosenColumns) {
  EXPECT_EQ(Write(Articles(), {{"rows", "entities"},
                               {"columns", Given(std::vector<std::string>{"text", "extra"})}}),
            "text,extra,begin,id,entity_text\n"
            "one,\"{\"\"a\"\":1}\",0,Q1,Gdansk\n"
            "one,\"{\"\"a\"\":1}\",9,,\"'=Oslo, \"\"N\"\"\"\n"
            "\"\",\"{\"\"a\"\":1}\",5,Q2,\"\"\n"
            "\"\",\"{\"\"a\"\":1}\",,,\n");
}

TEST(CsvWriterTest, ARowAnItemOfAPlainList) {
  const Field field = ListOf("topics", Field{"", "u", {}, {}});
  ListBuilder topics(field);
  topics.items<BuilderOf<Utf8>>().Append("ports");
  topics.items<BuilderOf<Utf8>>().AppendNull();
  topics.EndRow();
  EXPECT_EQ(Write(Columns().AddBuilt(field, topics), {{"rows", "topics"}}),
            "topics\nports\n\"\"\n");
}

TEST(CsvWriterTest, FormsOfTheFile) {
  const Columns two = Columns().Add<Utf8>("a", {"1;2", "3"}).Add<Bool>("b", {true, std::nullopt});
  EXPECT_EQ(Write(two, {{"separator", ";"}, {"line_end", "crlf"}, {"bom", true}}),
            "\xEF\xBB\xBF"
            "a;b\r\n\"1;2\";true\r\n3;\r\n");
  EXPECT_EQ(Write(two, {{"separator", "tab"}}), "a\tb\n1;2\ttrue\n3\t\n");
  EXPECT_EQ(Write(two, {{"separator", "\t"}}), "a\tb\n1;2\ttrue\n3\t\n");
}

TEST(CsvWriterTest, FilesOfTabsByTheirName) {
  const Columns columns = Columns().Add<Utf8>("id", {"a"}).Add<Utf8>("text", {"b"});
  const auto written = [&](const char* path, GivenParams more = {}) {
    more.emplace_back("path", path);
    return StageRunner<CsvWriter>(more).Run(columns).outputs.at(0);
  };
  for (const char* path : {"a.tsv", "b.TSV", "c.tsv.gz", "d.tsv.zst"})
    EXPECT_EQ(written(path), "id\ttext\na\tb\n") << path;
  for (const char* path : {"tsv", "a.tsv.csv", "-"})
    EXPECT_EQ(written(path), "id,text\na,b\n") << path;
  EXPECT_EQ(written("a.tsv", {{"separator", ";"}}), "id;text\na;b\n");
  EXPECT_EQ(written("a.tsv", {{"separator", ","}}), "id,text\na,b\n");
}

TEST(CsvWriterTest, TheHeaderStandsWithoutRowsToo) {
  EXPECT_EQ(Write(Columns().Add<Utf8>("id", {}).Add<Int64>("=n", {})), "id,'=n\n");
}

TEST(CsvWriterTest, NumbersTimesAndJsonKeepTheirMinus) {
  BuilderOf<Utf8> json;
  for (const char* value : {"-5", "-5e3", "\"=1\"", "=1", "[\n-1]"}) json.Append(value);
  Field field{"raw", "u", {}, {}};
  field.SetMeta(TEXTMILL_META_JSON, "1");
  EXPECT_EQ(Write(Columns()
                      .Add<Int64>("n", {-1, 2, 3, 4, 5})
                      .Add<Timestamp>("t", {-62167219200000001, 0, 1, 2, std::nullopt})
                      .AddBuilt(field, json)),
            "n,t,raw\n"
            "-1,-0001-12-31T23:59:59.999999Z,-5\n"
            "2,1970-01-01T00:00:00Z,-5e3\n"
            "3,1970-01-01T00:00:00.000001Z,\"'\"\"=1\"\"\"\n"
            "4,1970-01-01T00:00:00.000002Z,'=1\n"
            "5,,[ -1]\n");
}

TEST(CsvWriterTest, NumbersHaveNoExponentUnlessTheyAreFarFromOne) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(Write(Columns()
                      .Add<Float64>("d", {600000.0, -2e5, 0.0001, 0.0, 1e15, 1e16, 0.00002, kNan})
                      .Add<Float32>("f", {600000.0f, -2e5f, 0.0001f, 0.0f, 1e9f, 1e16f, 2e-5f,
                                          std::nullopt})),
            "d,f\n"
            "600000,600000\n"
            "-200000,-200000\n"
            "0.0001,0.0001\n"
            "0,0\n"
            "1000000000000000,1000000000\n"
            "1e+16,1e+16\n"
            "2e-05,2e-05\n"
            ",\n");
}

TEST(CsvWriterTest, OneColumnHasNoEmptyLines) {
  EXPECT_EQ(Write(Columns().Add<Utf8>("a", {"x", std::nullopt, ""})), "a\nx\n\"\"\n\"\"\n");
}

TEST(CsvWriterTest, RefusesWhatDoesNotFit) {
  const auto error = [](GivenParams more, const std::string& subject) {
    const Outcome out = StageRunner<CsvWriter>(With(std::move(more))).Run(Articles());
    EXPECT_EQ(out.error_subject, subject);
    return out.error;
  };
  EXPECT_THAT(error({{"rows", "entitys"}}, "rows"), HasSubstr("no column `entitys`"));
  EXPECT_THAT(error({{"rows", "text"}}, "rows"), HasSubstr("`text` is utf8, not a list"));
  EXPECT_THAT(error({{"columns", Given(std::vector<std::string>{"id", "x"})}}, "columns[1]"),
              HasSubstr("no column `x`"));
  for (const char* separator : {"", "a", "\"", "\n", ",,", "."})
    EXPECT_THAT(error({{"separator", separator}}, "separator"), HasSubstr("separated"))
        << separator;
}

TEST(CsvWriterTest, RefusesANameOfAnotherFormat) {
  const auto error = [](const char* path) {
    return StageRunner<CsvWriter>(GivenParams{{"path", path}}).Run(Articles()).error;
  };
  EXPECT_THAT(error("out/{lang}.JSONL.gz"), HasSubstr("is no name for a table of CSV"));
  EXPECT_THAT(error("a.json"), HasSubstr("is no name for"));
  EXPECT_THAT(error("a.xlsx"), HasSubstr("is no name for"));
  for (const char* fine : {"a.csv", "a.tsv.zst", "a.txt", "a", "jsonl", "-", "a.json.d/b"})
    EXPECT_EQ(error(fine), "") << fine;
}

// Any documents, read back by a parser of its own.
TEST(CsvWriterTest, RandomDocumentsReadBack) {
  static const std::vector<std::string> kPieces = {"a",    "word ",
                                                   "\"",   ",",
                                                   ";",    "\n",
                                                   "\r\n", "\t",
                                                   "é",    std::string(1, '\0'),
                                                   "=",    "long run of plain letters"};
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    const char separator = ",;|\t"[random() % 4];
    const size_t n_columns = 1 + random() % 4, n_rows = random() % 30;
    Columns columns;
    std::vector<Record> expected(n_rows + 1);
    for (size_t c = 0; c < n_columns; ++c) {
      const std::string name = std::string("c").append(std::to_string(c));
      expected[0].push_back(name);
      BuilderOf<Utf8> builder;
      for (size_t r = 0; r < n_rows; ++r) {
        if (random() % 5 == 0) {
          expected[r + 1].push_back(n_columns == 1 ? std::optional<std::string>("") : std::nullopt);
          builder.AppendNull();
          continue;
        }
        std::string text;
        for (size_t n = random() % 8; n > 0; --n) text += kPieces[random() % kPieces.size()];
        builder.Append(text);
        expected[r + 1].push_back(text);
      }
      std::move(columns).AddBuilt({name, "u", {}, {}}, builder);
    }
    const std::string csv = Write(columns,
                                  {{"separator", std::string(1, separator)},
                                   {"line_end", random() % 2 == 0 ? "lf" : "crlf"},
                                   {"spreadsheet_safe", false}},
                                  1 + static_cast<int64_t>(random() % 9));
    ASSERT_EQ(Parse(csv, separator), expected) << csv;
  }
}

}  // namespace
}  // namespace textmill::write_csv
