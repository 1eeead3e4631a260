#include "plugins/concordance/concordance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "textmill/testing.hpp"

namespace textmill::concordance {
namespace {

using testing::Columns;
using ::testing::ElementsAre;
using testing::GivenParams;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Outcome;
using testing::OutRow;
using testing::StageRunner;
using Names = std::vector<std::string>;
using Texts = std::vector<std::optional<std::string_view>>;

// The table, a row a line: "left [node] right", with the columns of the document before it.
std::vector<std::string> Lines(const Outcome& out, const std::vector<OutRow>& rows) {
  EXPECT_EQ(out.error, "");
  const auto plain = [](std::string json) {
    return json.starts_with("\"") ? json.substr(1, json.size() - 2) : json;
  };
  std::vector<std::string> lines;
  for (const OutRow& row : rows) {
    std::string line;
    for (const auto& [name, value] : row) {
      if (name != "left" && name != "node" && name != "right" && name != "begin" && name != "end")
        line += plain(value) + ": ";
    }
    lines.push_back(line + plain(row.at("left")) + " [" + plain(row.at("node")) + "] " +
                    plain(row.at("right")));
  }
  return lines;
}

std::vector<std::string> Table(const GivenParams& given, const Columns& columns,
                               int64_t batch_rows = 1000, int64_t restart = -1) {
  StageRunner<Concordance> run(given);
  const Outcome out = run.Run(columns, batch_rows, restart);
  EXPECT_EQ(static_cast<int64_t>(out.rows.size()), columns.rows);
  return out.tables.size() == 1 ? Lines(out, out.tables[0]) : std::vector<std::string>{out.error};
}

std::vector<std::string> Hits(const std::string& query, const std::string& text,
                              GivenParams given = {}) {
  given.emplace_back("query", query);
  const auto is_context = [](const auto& param) { return param.first == "context"; };
  if (std::none_of(given.begin(), given.end(), is_context)) given.emplace_back("context", 2);
  return Table(given, Columns().Add<Utf8>("text", Texts{text}));
}

std::string ErrorOf(const GivenParams& given, const std::vector<Field>& fields) {
  return StageRunner<Concordance>(given).Bind(fields);
}

const Field kText{"text", "u", {}, {}};
constexpr const char* kStory =
    "The old bridge fell.\nBy morning, the  Old\tbridge\u2019s stones lay in the river.";

TEST(Concordance, PlainWords) {
  EXPECT_THAT(
      Hits("the old bridge", kStory),
      ElementsAre(" [The old bridge] fell. By", "By morning, [the Old bridge] \u2019s stones"));
  EXPECT_THAT(Hits("Morning", kStory), ElementsAre("fell. By [morning] , the Old"));
  EXPECT_THAT(Hits("ri*er", kStory), ElementsAre("in the [river] "));
  EXPECT_THAT(Hits("bridge\u2019s", kStory), ElementsAre("the Old [bridge\u2019s] stones lay"));
  EXPECT_THAT(Hits("fell by", kStory), ElementsAre("old bridge [fell. By] morning, the"));
  EXPECT_THAT(Hits("strasse", "Die Stra\u00dfe."), ElementsAre("Die [Stra\u00dfe] "));
  EXPECT_THAT(Hits("river", "A ri\u00ADver."), ElementsAre("A [ri\u00ADver] "));
  EXPECT_THAT(Hits("nowhere", kStory), IsEmpty());
  EXPECT_THAT(Hits("word", "Word"), ElementsAre(" [Word] "));
  EXPECT_THAT(Hits("word", ""), IsEmpty());
}

TEST(Concordance, Case) {
  EXPECT_THAT(Hits("\"old\"", kStory), ElementsAre("The [old] bridge fell"));
  EXPECT_THAT(Hits("\"old\"%c", kStory), ::testing::SizeIs(2));
  EXPECT_THAT(Hits("\"old\"", kStory, {{"case", "ignore"}}), ::testing::SizeIs(2));
  EXPECT_THAT(Hits("old", kStory, {{"case", "match"}}), ::testing::SizeIs(1));
  EXPECT_THAT(Hits("[word=\"O.*\"]", kStory), ElementsAre("morning, the [Old] bridge\u2019s"));
}

TEST(Concordance, WithinSentences) {
  EXPECT_THAT(
      Hits("bridge []* the", kStory),
      ElementsAre(
          "The old [bridge fell. By morning, the Old bridge\u2019s stones lay in the] river"));
  EXPECT_THAT(Hits("bridge []* the within s", kStory),
              ElementsAre("the Old [bridge\u2019s stones lay in the] river"));
  EXPECT_THAT(Hits("<s> []", kStory),
              ElementsAre(" [The] old bridge", "bridge fell. [By] morning, the"));
}

TEST(Concordance, Context) {
  EXPECT_THAT(Hits("morning", kStory, {{"context", 0}}), ElementsAre(" [morning] "));
  EXPECT_THAT(Hits("morning", kStory, {{"context", 100}}), ::testing::SizeIs(1));
  const GivenParams characters = {{"context", 6}, {"unit", "characters"}};
  EXPECT_THAT(Hits("morning", kStory, characters), ElementsAre("l. By [morning] , the"));
  EXPECT_THAT(Hits("fell", kStory, characters), ElementsAre("ridge [fell] . By m"));
  // Marks go with their letter.
  EXPECT_THAT(
      Hits("x", "abe\u0301e\u0301 x e\u0301e\u0301ab", {{"context", 2}, {"unit", "characters"}}),
      ElementsAre("e\u0301 [x] e\u0301"));
}

TEST(Concordance, LanguagesWithoutSpaces) {
  const std::string text = "\u5317\u4eac\u7684\u5929\u6c14\uff0c\u5317\u4eac\u7684\u6625\u5929";
  EXPECT_THAT(Hits("\u5317\u4eac", text),
              ElementsAre(" [\u5317\u4eac] \u7684\u5929\u6c14",
                          "\u7684\u5929\u6c14\uff0c [\u5317\u4eac] \u7684\u6625\u5929"));
  EXPECT_THAT(Hits("\u5317\u4eac\u7684", text), ::testing::SizeIs(2));
  EXPECT_THAT(Hits("\u5317\u4eac", text, {{"words", "runs"}}), IsEmpty());
}

TEST(Concordance, PlacesAreBytesOfTheText) {
  StageRunner<Concordance> run(GivenParams{{"query", "\"b.*\"%c"}});
  const std::string text = "\u00e9 (Bridge), \uFB01n b\u00e9b\u00e9";
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{text}));
  ASSERT_EQ(out.tables.at(0).size(), 2u);
  for (const OutRow& row : out.tables[0]) {
    const size_t begin = std::stoul(row.at("begin")), end = std::stoul(row.at("end"));
    EXPECT_EQ("\"" + text.substr(begin, end - begin) + "\"", row.at("node"));
  }
  EXPECT_EQ(out.counters.at("hits"), 2);
}

const Columns Letters() {
  return Columns()
      .Add<Utf8>("id", Texts{"1", "2", "3", std::nullopt})
      .Add<Utf8>("date", Texts{"2024", "2023", std::nullopt, "2022"})
      .Add<Utf8>("text", Texts{"b x c. a x d", "a c x a", "c b x A b", "x"});
}

TEST(Concordance, Sorts) {
  const auto sorted = [](Names by) {
    return Table({{"query", "x"}, {"columns", Names{"id", "date"}}, {"sort", std::move(by)}},
                 Letters());
  };
  EXPECT_THAT(sorted({"right"}),
              ElementsAre(HasSubstr("2022: null:"), HasSubstr("2023: 2:"), HasSubstr("null: 3:"),
                          HasSubstr("b [x] c"), HasSubstr("[x] d")));
  EXPECT_THAT(sorted({"L1", "R1"}),
              ElementsAre(HasSubstr("null"), HasSubstr("a [x] d"), HasSubstr("[x] A b"),
                          HasSubstr("b [x] c"), HasSubstr("a c [x] a")));
  EXPECT_THAT(sorted({"left"}),
              ElementsAre(HasSubstr("null: "), HasSubstr("c. a [x] d"), HasSubstr(" b [x] c"),
                          HasSubstr("c b [x] A"), HasSubstr("a c [x] a")));
  EXPECT_THAT(sorted({"date", "-right"}),
              ElementsAre(HasSubstr("2022"), HasSubstr("2023"), HasSubstr("[x] d"),
                          HasSubstr("b [x] c"), HasSubstr("null: 3")));
  EXPECT_THAT(sorted({"-date"}),
              ElementsAre(HasSubstr("2024: 1"), HasSubstr("2024: 1"), HasSubstr("2023"),
                          HasSubstr("2022"), HasSubstr("null: 3")));
}

TEST(Concordance, ColumnsOfAllKinds) {
  const Columns columns = Columns()
                              .Add<Utf8>("text", Texts{"x", "x", "x"})
                              .Add<Int64>("year", {2000, -5, std::nullopt})
                              .Add<Float64>("score", {0.5, -1.5, 2.0})
                              .Add<Bool>("good", {true, false, std::nullopt});
  const GivenParams given = {
      {"query", "x"}, {"columns", Names{"year", "score", "good"}}, {"sort", Names{"year"}}};
  EXPECT_THAT(Table(given, columns), ElementsAre("false: -1.5: -5:  [x] ", "true: 0.5: 2000:  [x] ",
                                                 "null: 2: null:  [x] "));
  const GivenParams by_score = {
      {"query", "x"}, {"columns", Names{"year", "score", "good"}}, {"sort", Names{"-score"}}};
  EXPECT_THAT(Table(by_score, columns),
              ElementsAre(HasSubstr("2: null"), HasSubstr("0.5"), HasSubstr("-1.5")));
}

Columns Many(int documents) {
  static std::vector<std::string> texts, ids;
  texts.clear();
  ids.clear();
  std::mt19937 random(3);
  for (int d = 0; d < documents; ++d) {
    std::string text;
    for (size_t n = random() % 80; n > 0; --n)
      text += std::string(1, static_cast<char>('a' + random() % 5)) + " ";
    texts.push_back(text);
    ids.push_back("d" + std::to_string(d));
  }
  return Columns()
      .Add<Utf8>("id", Texts(ids.begin(), ids.end()))
      .Add<Utf8>("text", Texts(texts.begin(), texts.end()));
}

TEST(Concordance, TheSameWhateverBatchesMemoryAndRestarts) {
  for (const GivenParams& how :
       {GivenParams{}, GivenParams{{"sort", Names{"left", "right"}}}, GivenParams{{"sample", 100}},
        GivenParams{{"sample", 100}, {"sort", Names{"right"}}, {"limit", 30}}}) {
    GivenParams given = how;
    given.emplace_back("query", "a \"b\"? [word=\"c\"]");
    const std::vector<std::string> expected = Table(given, Many(400));
    EXPECT_GT(expected.size(), 20u);
    EXPECT_EQ(Table(given, Many(400), 7), expected);
    EXPECT_EQ(Table(given, Many(400), 50, 3), expected);
    given.emplace_back("memory", 65536);
    EXPECT_EQ(Table(given, Many(400), 100), expected);
    EXPECT_EQ(Table(given, Many(400), 100, 2), expected);
  }
}

TEST(Concordance, MergedFromStretchesItIsTheSame) {
  for (const GivenParams& how :
       std::vector<GivenParams>{{},
                                {{"sort", Names{"left", "right"}}},
                                {{"sort", Names{"right"}}, {"limit", 30}, {"memory", 65536}},
                                {{"sample", 100}},
                                {{"sample", 100}, {"sort", Names{"R1"}}},
                                {{"sample", 10000}, {"memory", 65536}}}) {
    GivenParams given = how;
    given.emplace_back("query", "a \"b\"? [word=\"c\"]");
    StageRunner<Concordance> one(given), many(given);
    const Outcome whole = one.Run(Many(400), 7);
    ASSERT_EQ(whole.error, "");
    EXPECT_GE(whole.tables.at(0).size(), 30U);
    EXPECT_EQ(many.MergedDifference(whole, Many(400), 7), "");
  }
}

// Which hits are sampled does not depend on what else is in the corpus, or on how they are shown.
TEST(Concordance, ASampleIsOfHitsAlone) {
  const auto places = [](GivenParams given, const Columns& columns) {
    given.emplace_back("query", "a");
    given.emplace_back("sample", 60);
    const Outcome out = StageRunner<Concordance>(given).Run(columns);
    std::set<std::string> found;
    for (const OutRow& row : out.tables.at(0)) found.insert(row.at("id") + row.at("begin"));
    return found;
  };
  const std::set<std::string> hits = places({}, Many(100));
  EXPECT_EQ(hits.size(), 60U);
  EXPECT_EQ(places({{"context", 0}, {"sort", Names{"right"}}, {"columns", Names{"id"}}}, Many(100)),
            hits);
  // Among more documents each hit keeps its rank: of the sample before, those with the least stay.
  const std::set<std::string> more = places({}, Many(200));
  std::set<std::string> stay;
  std::copy_if(more.begin(), more.end(), std::inserter(stay, stay.end()), [&](const auto& hit) {
    const auto document = std::stoi(hit.substr(2));
    return document < 100;
  });
  EXPECT_GT(stay.size(), 10U);
  EXPECT_TRUE(std::includes(hits.begin(), hits.end(), stay.begin(), stay.end()));
  // The same text twice under two ids is sampled apart, each about by half.
  std::string letters;
  for (int i = 0; i < 200; ++i) letters += "a ";
  const auto both =
      places({}, Columns()
                     .Add<Utf8>("id", {"1", "2"})
                     .Add<Utf8>("text", {std::string_view(letters), std::string_view(letters)}));
  int twice = 0;
  for (const std::string& hit : both) {
    if (hit.substr(0, 3) == "\"1\"") twice += both.contains("\"2\"" + hit.substr(3));
  }
  EXPECT_GT(twice, 0);
  EXPECT_LT(twice, 25);
}

TEST(Concordance, Samples) {
  const auto hits = [](int n, int seed) {
    return Table({{"query", "a"}, {"sample", n}, {"seed", seed}, {"context", 1}}, Many(100));
  };
  EXPECT_EQ(hits(50, 1).size(), 50u);
  EXPECT_EQ(hits(50, 1), hits(50, 1));
  EXPECT_NE(hits(50, 1), hits(50, 2));
  EXPECT_EQ(hits(100000, 1), Table({{"query", "a"}, {"context", 1}}, Many(100)));
}

TEST(Concordance, AsDocuments) {
  StageRunner<Concordance> run(GivenParams{{"query", "x"}, {"give", "documents"}, {"context", 1}});
  const Outcome out = run.Run(Letters());
  EXPECT_THAT(out.tables, IsEmpty());
  std::vector<std::string> lines;
  for (const OutRow& row : out.rows) lines.push_back(row.at("left") + row.at("node"));
  EXPECT_THAT(lines,
              ElementsAre("\"b\"\"x\"", "\"a\"\"x\"", "\"c\"\"x\"", "\"b\"\"x\"", "\"\"\"x\""));
}

// ---- tokens

const Field kTokens = ListOf("tokens", StructOf("item", {{"begin", "l", {}, {}},
                                                         {"end", "l", {}, {}},
                                                         {"sentence", "l", {}, {}},
                                                         {"pos", "u", {}, {}},
                                                         {"lemma", "u", {}, {}}}));
struct Token {
  int64_t begin, end, sentence;
  const char *pos, *lemma;
};

Columns Tagged(const std::string& text, const std::vector<Token>& tokens) {
  ListBuilder list(kTokens);
  for (const Token& token : tokens) {
    auto& item = list.items<StructBuilder>();
    item.member<PrimitiveBuilder<int64_t>>(0).Append(token.begin);
    item.member<PrimitiveBuilder<int64_t>>(1).Append(token.end);
    item.member<PrimitiveBuilder<int64_t>>(2).Append(token.sentence);
    item.member<BytesBuilder>(3).Append(token.pos);
    item.member<BytesBuilder>(4).Append(token.lemma);
    item.EndRow();
  }
  list.EndRow();
  return Columns().Add<Utf8>("text", Texts{text}).AddBuilt(kTokens, list);
}

TEST(Concordance, TokensOfAColumn) {
  const auto hits = [](const char* query) {
    return Table({{"query", query}, {"context", 1}},
                 Tagged("He didn't go. She went.", {{0, 2, 0, "PRON", "he"},
                                                    {3, 6, 0, "AUX", "do"},
                                                    {6, 9, 0, "PART", "not"},
                                                    {10, 12, 0, "VERB", "go"},
                                                    {12, 13, 0, "PUNCT", "."},
                                                    {14, 17, 1, "PRON", "she"},
                                                    {18, 22, 1, "VERB", "go"},
                                                    {22, 23, 1, "PUNCT", "."}}));
  };
  EXPECT_THAT(hits("[lemma=\"go\"]"), ElementsAre("n't [go] .", "She [went] ."));
  EXPECT_THAT(hits("[pos=\"AUX\"] \"n't\""), ElementsAre("He [didn't] go"));
  EXPECT_THAT(hits("n't"), ElementsAre("did [n't] go"));
  EXPECT_THAT(hits("she"), ElementsAre(". [She] went"));
  EXPECT_THAT(hits("[pos=\"VERB\"] []* [pos=\"VERB\"] within s"), IsEmpty());
  EXPECT_THAT(hits("[pos=\"PRON\"] []* [pos=\"VERB\"] within s"),
              ElementsAre(" [He didn't go] .", ". [She went] ."));
  EXPECT_THAT(hits("a:[] []* b:[] :: a.lemma = b.lemma & a.word != b.word"),
              ElementsAre("n't [go. She went] ."));
  EXPECT_THAT(hits("[pos=\"PUNCT\"] </s>"), ::testing::SizeIs(2));
}

TEST(Concordance, TokensThatAreNotInTheText) {
  for (const std::vector<Token>& tokens :
       {std::vector<Token>{{0, 50, 0, "", ""}}, std::vector<Token>{{-1, 2, 0, "", ""}},
        std::vector<Token>{{3, 2, 0, "", ""}},
        std::vector<Token>{{2, 3, 0, "", ""}, {0, 1, 0, "", ""}},
        std::vector<Token>{{0, 1, 0, "", ""}, {1, 2, 0, "", ""}}}) {
    StageRunner<Concordance> run(GivenParams{{"query", "[pos=\"X\"]"}});
    EXPECT_THAT(run.Run(Tagged("a\u00e9b", tokens)).error, HasSubstr("not at a place in the text"));
  }
}

// ---- mistakes

TEST(Concordance, Mistakes) {
  const auto query = [](const char* text) { return ErrorOf({{"query", text}}, {kText}); };
  EXPECT_EQ(query("river"), "");
  EXPECT_THAT(query("[lemma=\"be\"]"), HasSubstr("no attribute `lemma`"));
  EXPECT_THAT(query("\"the old\""), HasSubstr("no word of a text is `the old`"));
  EXPECT_THAT(query("\"don't\""), HasSubstr("no word of a text is `don't`"));
  EXPECT_THAT(query("[word=\"!\" | word=\"a\"]"), HasSubstr("no word of a text is `!`"));
  EXPECT_EQ(query("[word!=\"!\"]"), "");
  EXPECT_THAT(query("..."), HasSubstr("no word"));
  EXPECT_THAT(query("[]*"), HasSubstr("matches where there is nothing"));
  EXPECT_THAT(query("([]{0,1000}){0,1000} a"), HasSubstr("too large"));
  EXPECT_THAT(query("x :: match.text_lang = \"en\""), HasSubstr("no column `lang`"));
  EXPECT_THAT(ErrorOf({{"query", "x"}, {"columns", Names{"sauce"}}}, {kText}),
              HasSubstr("`sauce`"));
  EXPECT_THAT(ErrorOf({{"query", "x"}, {"columns", Names{"left"}}}, {kText, {"left", "u", {}, {}}}),
              HasSubstr("of their own"));
  EXPECT_THAT(ErrorOf({{"query", "x"}, {"columns", Names{"tokens"}}, {"sort", Names{"tokens"}}},
                      {kText, kTokens}),
              HasSubstr("have no order"));
  EXPECT_THAT(ErrorOf({{"query", "x"}, {"sort", Names{"rigth"}}}, {kText}),
              HasSubstr("cannot sort by `rigth`"));
  EXPECT_THAT(ErrorOf({{"query", "x"}, {"give", "documents"}, {"sample", 5}}, {kText}),
              HasSubstr("no `sample`"));
  EXPECT_THAT(ErrorOf({{"query", "x"}, {"tokens", "words"}}, {kText}), HasSubstr("`words`"));
  EXPECT_THAT(ErrorOf({{"query", "x"}}, {kText, {"tokens", "u", {}, {}}}), HasSubstr("not tokens"));
}

}  // namespace
}  // namespace textmill::concordance
