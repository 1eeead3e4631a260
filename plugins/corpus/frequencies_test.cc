#include "plugins/corpus/frequencies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "plugins/lib/unicode/naive_words.h"
#include "plugins/lib/unicode/test_text.h"
#include "textmill/testing.hpp"

namespace textmill::corpus {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::OutRow;
using testing::StageRunner;

using Texts = std::vector<std::optional<std::string_view>>;

// The table, a row a line: "group value count documents", strings as JSON.
std::vector<std::string> Table(const GivenParams& given, const Columns& columns,
                               int64_t batch_rows = 1000, int64_t restart = -1) {
  StageRunner<Frequencies> run(given);
  const Outcome out = run.Run(columns, batch_rows, restart);
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(static_cast<int64_t>(out.rows.size()), columns.rows);
  std::vector<std::string> lines;
  if (out.tables.size() != 1) return lines;
  for (const OutRow& row : out.tables[0]) {
    std::string line;
    for (const auto& [name, value] : row) {
      if (name != "value" && name != "count" && name != "documents" && name != "share")
        line += value + " ";
    }
    line.append(row.at("value")).append(" ").append(row.at("count")).append(" ");
    lines.push_back(line + row.at("documents"));
  }
  return lines;
}

std::string ErrorOf(const GivenParams& given, const std::vector<Field>& fields) {
  return StageRunner<Frequencies>(given).Bind(fields);
}

const Field kText{"text", "u", {}, {}};

TEST(Frequencies, Words) {
  EXPECT_EQ(Table({}, Columns().Add<Utf8>("text", Texts{"The cat, the dog.", std::nullopt,
                                                        "THE \u00c9tude e\u0301tude", ""})),
            (std::vector<std::string>{"\"the\" 3 2", "\"\u00e9tude\" 2 1", "\"cat\" 1 1",
                                      "\"dog\" 1 1"}));
}

TEST(Frequencies, WordsOfScriptsWithoutSpaces) {
  const Columns columns = Columns().Add<Utf8>(
      "text", Texts{"北京的天气，北京的春天", "I \u2764\uFE0F it \u2600\uFE0F"});
  EXPECT_EQ(Table({}, columns),
            (std::vector<std::string>{"\"北京\" 2 1", "\"的\" 2 1", "\"i\" 1 1", "\"it\" 1 1",
                                      "\"天气\" 1 1", "\"春天\" 1 1"}));
  EXPECT_EQ(Table({{"words", "runs"}}, columns),
            (std::vector<std::string>{"\"i\" 1 1", "\"it\" 1 1", "\"北京的天气\" 1 1",
                                      "\"北京的春天\" 1 1"}));
  EXPECT_EQ(Table({{"of", "ngrams"}}, Columns().Add<Utf8>("text", Texts{"北京的天气"})),
            (std::vector<std::string>{"\"北京 的\" 1 1", "\"的 天气\" 1 1"}));
}

TEST(Frequencies, Shares) {
  StageRunner<Frequencies> run(GivenParams{{"top", 1}});
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{"a a a b"}));
  ASSERT_EQ(out.error, "");
  ASSERT_EQ(out.tables.at(0).size(), 1u);
  EXPECT_EQ(out.tables[0][0].at("share"), "0.75");
}

TEST(Frequencies, Ngrams) {
  const Columns columns =
      Columns().Add<Utf8>("text", Texts{"New  York, New York\nNew York is it", "alone"});
  EXPECT_EQ(Table({{"of", "ngrams"}, {"min_count", 2}}, columns),
            (std::vector<std::string>{"\"new york\" 3 1"}));
  EXPECT_EQ(Table({{"of", "ngrams"}, {"n", 3}}, columns),
            (std::vector<std::string>{"\"new york is\" 1 1", "\"new york new\" 1 1",
                                      "\"york is it\" 1 1", "\"york new york\" 1 1"}));
  EXPECT_EQ(Table({{"of", "ngrams"}, {"n", 5}}, columns), std::vector<std::string>());
}

TEST(Frequencies, LongWords) {
  const std::string text = "a " + std::string(201, 'x') + " b " + std::string(200, 'y');
  StageRunner<Frequencies> run(GivenParams{{"of", "ngrams"}});
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{text}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.counters.at("too_long"), 1);
  ASSERT_EQ(out.tables.at(0).size(), 1u);
  EXPECT_EQ(out.tables[0][0].at("value"), "\"b " + std::string(200, 'y') + "\"");
}

TEST(Frequencies, Groups) {
  const Columns columns = Columns()
                              .Add<Utf8>("text", Texts{"a b", "b", "b c", "d"})
                              .Add<Utf8>("lang", Texts{"en", "de", std::nullopt, "en"});
  EXPECT_EQ(Table({{"by", "lang"}}, columns),
            (std::vector<std::string>{"\"de\" \"b\" 1 1", "\"en\" \"a\" 1 1", "\"en\" \"b\" 1 1",
                                      "\"en\" \"d\" 1 1", "null \"b\" 1 1", "null \"c\" 1 1"}));
  EXPECT_EQ(Table({{"by", "lang"}, {"top", 1}}, columns, 1),
            (std::vector<std::string>{"\"de\" \"b\" 1 1", "\"en\" \"a\" 1 1", "null \"b\" 1 1"}));
}

TEST(Frequencies, GoesOnFromASavedState) {
  const auto columns = [] {
    return Columns()
        .Add<Utf8>("text", Texts{"one two", "two three", "three", "one one", "four"})
        .Add<Utf8>("lang", Texts{"en", std::nullopt, "de", "en", std::nullopt});
  };
  const GivenParams given = {{"by", "lang"}};
  for (int64_t restart = 0; restart < 5; ++restart)
    EXPECT_EQ(Table(given, columns(), 1, restart), Table(given, columns()));
}

// Words, groups and n-grams have other numbers in each stretch.
TEST(Frequencies, MergedFromStretchesTheyAreTheSame) {
  std::mt19937 random(4);
  std::vector<std::string> texts;
  std::vector<std::optional<std::string_view>> langs;
  for (int i = 0; i < 200; ++i) {
    std::string& text = texts.emplace_back();
    for (auto n = random() % 30; n > 0; --n)
      text += "w" + std::to_string(random() % (1 + random() % 60)) + (random() % 6 ? " " : ". ");
    constexpr std::optional<std::string_view> kLangs[] = {"en", "de", std::nullopt, "fr"};
    langs.push_back(kLangs[random() % 4]);
  }
  const Columns columns =
      Columns().Add<Utf8>("text", Texts(texts.begin(), texts.end())).Add<Utf8>("lang", langs);
  for (const GivenParams& given : std::vector<GivenParams>{
           {},
           {{"by", "lang"}, {"top", 9}},
           {{"by", "lang"}, {"dispersion", true}, {"parts", 7}},
           {{"of", "ngrams"}, {"n", 3}, {"min_documents", 1}},
           {{"of", "ngrams"}, {"skip", 2}, {"dispersion", true}, {"by", "lang"}}}) {
    StageRunner<Frequencies> one(given), many(given);
    const Outcome whole = one.Run(columns, 13);
    ASSERT_EQ(whole.error, "");
    EXPECT_GT(whole.tables.at(0).size(), 20U);
    EXPECT_EQ(many.MergedDifference(whole, columns, 13), "");
  }
}

TEST(Frequencies, ColumnValues) {
  EXPECT_EQ(Table({{"of", "column"}, {"column", "source"}},
                  Columns().Add<Utf8>("source", Texts{"BBC", "bbc", "BBC", std::nullopt, ""})),
            (std::vector<std::string>{"\"BBC\" 2 2", "\"\" 1 1", "\"bbc\" 1 1"}));
  EXPECT_EQ(Table({{"of", "column"}, {"column", "year"}},
                  Columns().Add<Int64>("year", {1999, std::nullopt, 2001, 1999})),
            (std::vector<std::string>{"\"1999\" 2 2", "\"2001\" 1 1"}));
  EXPECT_EQ(Table({{"of", "column"}, {"column", "ok"}, {"by", "ok"}},
                  Columns().Add<Bool>("ok", {true, std::nullopt, false, true})),
            (std::vector<std::string>{"\"false\" \"false\" 1 1", "\"true\" \"true\" 2 2"}));
}

const Field kTags = ListOf("tags", Field{"item", "u", {}, {}});
const Field kEntities =
    ListOf("entities", StructOf("item", {{"begin", "l", {}, {}}, {"name", "u", {}, {}}}));

TEST(Frequencies, Lists) {
  ListBuilder tags(kTags);
  for (const std::vector<const char*>& row :
       std::vector<std::vector<const char*>>{{"a", "b", "a"}, {}, {"b", nullptr}}) {
    for (const char* tag : row) {
      auto& items = tags.items<BytesBuilder>();
      tag != nullptr ? items.Append(tag) : items.AppendNull();
    }
    tags.EndRow();
  }
  tags.AppendNull();
  EXPECT_EQ(Table({{"of", "column"}, {"column", "tags"}}, Columns().AddBuilt(kTags, tags), 2),
            (std::vector<std::string>{"\"a\" 2 1", "\"b\" 2 2"}));

  ListBuilder entities(kEntities);
  for (const char* name : {"Kofi Annan", "UN", "UN"}) {
    for (int i = 0; i < 2; ++i) {
      auto& item = entities.items<StructBuilder>();
      item.member<PrimitiveBuilder<int64_t>>(0).Append(i);
      i == 0 ? item.member<BytesBuilder>(1).Append(name)
             : item.member<BytesBuilder>(1).AppendNull();
      item.EndRow();
    }
    entities.EndRow();
  }
  EXPECT_EQ(Table({{"of", "column"}, {"column", "entities"}, {"member", "name"}},
                  Columns().AddBuilt(kEntities, entities), 2),
            (std::vector<std::string>{"\"UN\" 2 2", "\"Kofi Annan\" 1 1"}));
}

TEST(Frequencies, Mistakes) {
  EXPECT_EQ(ErrorOf({}, {kText}), "");
  EXPECT_THAT(ErrorOf({}, {{"text", "l", {}, {}}}), HasSubstr("int64, not text"));
  EXPECT_THAT(ErrorOf({{"column", "body"}}, {kText}), HasSubstr("`body`"));
  EXPECT_THAT(ErrorOf({{"of", "column"}}, {kText}), HasSubstr("which column's values"));
  EXPECT_THAT(ErrorOf({{"by", "lang"}}, {kText}), HasSubstr("`lang`"));
  EXPECT_THAT(ErrorOf({{"n", 3}}, {kText}), HasSubstr("of: ngrams"));
  EXPECT_THAT(ErrorOf({{"of", "ngrams"}, {"n", 10}, {"skip", 10}}, {kText}),
              HasSubstr("each word begins up to 92378 n-grams of 10 words"));
  EXPECT_EQ(ErrorOf({{"of", "ngrams"}, {"n", 4}, {"skip", 10}}, {kText}), "");
  EXPECT_THAT(ErrorOf({{"member", "name"}}, {kText}), HasSubstr("not a list of structs"));
  EXPECT_THAT(ErrorOf({{"of", "column"}, {"column", "entities"}}, {kEntities}),
              HasSubstr("list of structs"));
  EXPECT_THAT(ErrorOf({{"of", "column"}, {"column", "entities"}, {"member", "begin"}}, {kEntities}),
              HasSubstr("no member `begin` that holds text"));
  EXPECT_THAT(ErrorOf({{"by", "tags"}}, {kText, kTags}), HasSubstr("list"));
  EXPECT_THAT(ErrorOf({{"by", "count"}}, {kText, {"count", "u", {}, {}}}), HasSubstr("of its own"));
  EXPECT_THAT(ErrorOf({{"of", "column"}, {"column", "x"}}, {{"x", "f", {}, {}}}),
              HasSubstr("float32"));
}

TEST(Frequencies, SeveralSizesAndSkipGrams) {
  const Columns columns = Columns().Add<Utf8>("text", Texts{"a b c", "a b\nc"});
  StageRunner<Frequencies> run(
      GivenParams{{"of", "ngrams"}, {"n", Given(std::vector<std::string>{"1", "2", "3"})}});
  const Outcome out = run.Run(columns);
  ASSERT_EQ(out.error, "");
  std::vector<std::string> lines;
  for (const OutRow& row : out.tables.at(0))
    lines.push_back(row.at("n") + " " + row.at("value") + " " + row.at("count") + " " +
                    row.at("share"));
  EXPECT_EQ(lines, (std::vector<std::string>{
                       "1 \"a\" 2 0.3333333333333333", "1 \"b\" 2 0.3333333333333333",
                       "1 \"c\" 2 0.3333333333333333", "2 \"a b\" 2 0.6666666666666666",
                       "2 \"b c\" 1 0.3333333333333333", "3 \"a b c\" 1 1"}));
  EXPECT_EQ(Table({{"of", "ngrams"}, {"skip", 1}}, Columns().Add<Utf8>("text", Texts{"a b c d"})),
            (std::vector<std::string>{"\"a b\" 1 1", "\"a c\" 1 1", "\"b c\" 1 1", "\"b d\" 1 1",
                                      "\"c d\" 1 1"}));
  // Many in one document: n - 2 without a gap, 2 (n - 3) with one, 3 (n - 4) with two.
  std::string same;
  for (int i = 0; i < 20000; ++i) same += "a ";
  EXPECT_EQ(
      Table({{"of", "ngrams"}, {"n", 3}, {"skip", 2}}, Columns().Add<Utf8>("text", Texts{same})),
      (std::vector<std::string>{"\"a a a\" 119980 1"}));
  // 2-skip-trigrams of five words: ten, as Guthrie and others count them.
  EXPECT_EQ(Table({{"of", "ngrams"}, {"n", 3}, {"skip", 2}},
                  Columns().Add<Utf8>("text", Texts{"a b c d e"}))
                .size(),
            10u);
}

TEST(Frequencies, Where) {
  const auto where = [](std::vector<std::pair<std::string, Given>> fields) {
    return GivenParams{{"where", Given::Fields(std::move(fields))}};
  };
  using List = std::vector<std::string>;
  const Columns columns = Columns().Add<Utf8>("text", Texts{"The old bridge of the old town"});
  EXPECT_EQ(Table(where({{"stop", Given(List{"en"})}}), columns),
            (List{"\"old\" 2 1", "\"bridge\" 1 1", "\"town\" 1 1"}));
  EXPECT_EQ(Table(where({{"min_length", 4}, {"max_length", 5}}), columns), (List{"\"town\" 1 1"}));
  EXPECT_EQ(Table(where({{"only", Given(List{"Old"})}}), columns), (List{"\"old\" 2 1"}));
  EXPECT_EQ(Table(where({{"without", Given(List{"the", "OF", "old"})}}), columns),
            (List{"\"bridge\" 1 1", "\"town\" 1 1"}));
  // N-grams do not run over what is left out.
  GivenParams given = where({{"stop", Given(List{"en"})}});
  given.emplace_back("of", "ngrams");
  EXPECT_EQ(Table(given, columns), (List{"\"old bridge\" 1 1", "\"old town\" 1 1"}));
  EXPECT_THAT(ErrorOf(where({{"stop", Given(List{"xx"})}}), {kText}), HasSubstr("`xx`"));
  EXPECT_THAT(ErrorOf(where({{"pos", Given(List{"NOUN"})}}), {kText}),
              HasSubstr("no parts of speech"));
}

TEST(Frequencies, Periods) {
  const auto columns = [] {
    return Columns()
        .Add<Utf8>("text", Texts{"a", "a b", "b", "c"})
        .Add<Utf8>("date", Texts{"2024-01-31", "2024-01-01T10:00:00Z", "2023-12-31", "yesterday"});
  };
  using List = std::vector<std::string>;
  EXPECT_EQ(Table({{"per", "month"}}, columns()),
            (List{"\"2023-12\" \"b\" 1 1", "\"2024-01\" \"a\" 2 2", "\"2024-01\" \"b\" 1 1",
                  "null \"c\" 1 1"}));
  // The last day of 2023 was a Sunday, so of the last week of that year.
  EXPECT_EQ(Table({{"per", "week"}}, columns())[0], "\"2023-W52\" \"b\" 1 1");
  EXPECT_EQ(Table({{"per", "week"}}, columns())[1], "\"2024-W01\" \"a\" 1 1");
  EXPECT_EQ(Table({{"per", "quarter"}}, columns())[1], "\"2024-Q1\" \"a\" 2 2");
  EXPECT_EQ(Table({{"per", "day"}, {"top", 1}}, columns())[1], "\"2024-01-01\" \"a\" 1 1");
  StageRunner<Frequencies> run(GivenParams{{"per", "year"}});
  EXPECT_EQ(run.Run(columns()).counters.at("without_date"), 1);
  EXPECT_EQ(run.log(), "");
  StageRunner<Frequencies> no_dates(GivenParams{{"per", "year"}, {"date", "text"}});
  no_dates.Run(columns());
  EXPECT_THAT(no_dates.log(), HasSubstr("no document has a date in the column `text`"));
  EXPECT_THAT(ErrorOf({{"per", "year"}}, {kText}), HasSubstr("`date`"));
  EXPECT_THAT(ErrorOf({{"per", "year"}}, {kText, {"date", "b", {}, {}}}), HasSubstr("not dates"));
}

TEST(Frequencies, DispersionOverDocumentsAndParts) {
  const auto columns = [] {
    return Columns()
        .Add<Utf8>("text", Texts{"a b", "a c", "", "b b a c"})
        .Add<Utf8>("lang", Texts{"x", "x", "x", "x"});
  };
  const auto row = [&](GivenParams given, const std::string& value, int64_t batch_rows = 1000,
                       int64_t restart = -1) {
    given.emplace_back("dispersion", true);
    StageRunner<Frequencies> run(given);
    const Outcome out = run.Run(columns(), batch_rows, restart);
    EXPECT_EQ(out.error, "");
    for (const OutRow& r : out.tables.at(0)) {
      if (r.at("value") == "\"" + value + "\"") return r;
    }
    return OutRow();
  };
  const OutRow b = row({}, "b");
  EXPECT_EQ(b.at("parts"), "3");
  EXPECT_EQ(b.at("range"), "2");
  // Shares of the parts are 1/4, 1/4 and 1/2; of b's occurrences 1/3, 0 and 2/3.
  EXPECT_NEAR(std::atof(b.at("dp").c_str()), 0.25, 1e-12);
  EXPECT_NEAR(std::atof(b.at("dp_norm").c_str()), 0.25 / 0.75, 1e-12);
  EXPECT_EQ(row({{"by", "lang"}}, "b").at("dp"), b.at("dp"));
  for (int64_t restart = 0; restart < 4; ++restart) EXPECT_EQ(row({}, "b", 1, restart), b);
  // Two halves of four words: a b a c, b b a c.
  const OutRow half = row({{"parts", 2}}, "b");
  EXPECT_EQ(half.at("parts"), "2");
  EXPECT_NEAR(std::atof(half.at("dp").c_str()), 1.0 / 6, 1e-12);
  EXPECT_EQ(row({{"parts", 100}}, "b").at("parts"), "8");
  const OutRow one = row({{"parts", 1}}, "b");
  EXPECT_EQ(one.at("juilland_d"), "null");
  EXPECT_THAT(one.at("why"), HasSubstr("one part only"));
  EXPECT_EQ(row({{"of", "ngrams"}}, "b a").at("range"), "1");
}

TEST(Frequencies, SeveralColumnsToGroupBy) {
  const Columns columns = Columns()
                              .Add<Utf8>("text", Texts{"a", "b", "c"})
                              .Add<Utf8>("lang", Texts{"en", "de", "en"})
                              .Add<Int64>("year", {2001, std::nullopt, 1999});
  const GivenParams given = {{"by", Given(std::vector<std::string>{"lang", "year"})}};
  EXPECT_EQ(Table(given, columns),
            (std::vector<std::string>{"\"de\" null \"b\" 1 1", "\"en\" \"1999\" \"c\" 1 1",
                                      "\"en\" \"2001\" \"a\" 1 1"}));
}

TEST(Frequencies, NothingToCount) {
  EXPECT_EQ(Table({}, Columns().Add<Utf8>("text", Texts{})), std::vector<std::string>());
  EXPECT_EQ(Table({}, Columns().Add<Utf8>("text", Texts{"", "..."})), std::vector<std::string>());
}

// The plain way: a map of maps over words from ICU.
std::vector<std::string> NaiveTable(const std::vector<std::string>& texts,
                                    const std::vector<std::optional<std::string>>& groups,
                                    size_t n) {
  struct Counted {
    int64_t count = 0;
    std::set<size_t> documents;
  };
  std::map<std::pair<bool, std::string>, std::map<std::string, Counted>> counted;
  for (size_t d = 0; d < texts.size(); ++d) {
    auto& values = counted[{!groups[d], groups[d].value_or("")}];
    size_t begin = 0;
    while (begin <= texts[d].size()) {
      const size_t end = std::min(texts[d].find_first_of("\n\r", begin), texts[d].size());
      std::vector<std::string> words = unicode::NaiveWords(texts[d].substr(begin, end - begin));
      begin = end + 1;
      for (size_t i = 0; i + n <= words.size(); ++i) {
        std::string value;
        bool fits = true;
        for (size_t k = i; k < i + n; ++k) {
          if (k > i) value += ' ';
          value += words[k];
          fits = fits && words[k].size() <= 200;
        }
        if (!fits) continue;
        ++values[value].count;
        values[value].documents.insert(d);
      }
    }
  }
  std::vector<std::string> lines;
  for (const auto& [group, values] : counted) {
    std::vector<std::tuple<int64_t, std::string, size_t>> rows;
    for (const auto& [value, c] : values) rows.emplace_back(-c.count, value, c.documents.size());
    std::sort(rows.begin(), rows.end());
    for (const auto& [count, value, documents] : rows) {
      lines.push_back((group.first ? "null" : internal::Quoted(group.second)) + " " +
                      internal::Quoted(value) + " " + std::to_string(-count) + " " +
                      std::to_string(documents));
    }
  }
  return lines;
}

TEST(Frequencies, AgainstTheNaiveWay) {
  unicode::RandomText random(22);
  for (int round = 0; round < 12; ++round) {
    std::vector<std::string> texts;
    std::vector<std::optional<std::string>> groups;
    for (int d = 0; d < 60; ++d) {
      std::string text;
      for (size_t w = random.Below(60); w > 0; --w) {
        text += random.Below(4) == 0 ? random.Make(random.Below(5))
                                     : std::string(1, static_cast<char>('a' + random.Below(6)));
        text += "   \n,"[random.Below(5)];
        if (random.Below(300) == 0) text += std::string(300, 'z');
      }
      texts.push_back(text);
      groups.push_back(random.Below(4) == 0 ? std::nullopt
                                            : std::optional<std::string>(std::string(
                                                  1, static_cast<char>('k' + random.Below(3)))));
    }
    const size_t n = 1 + random.Below(3);
    GivenParams given = {{"by", "lang"}, {"words", "runs"}};
    if (n > 1)
      given = {{"by", "lang"}, {"words", "runs"}, {"of", "ngrams"}, {"n", static_cast<int>(n)}};
    const std::vector<std::string> expected = NaiveTable(texts, groups, n);
    for (const int64_t batch_rows : {1, 7, 1000}) {
      const Columns columns = Columns()
                                  .Add<Utf8>("text", Texts(texts.begin(), texts.end()))
                                  .Add<Utf8>("lang", Texts(groups.begin(), groups.end()));
      ASSERT_EQ(Table(given, columns, batch_rows), expected);
    }
  }
}

}  // namespace
}  // namespace textmill::corpus
