#include "plugins/text/measures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "plugins/lib/io/oracle_table.h"
#include "plugins/text/diversity.h"
#include "plugins/text/readability.h"
#include "plugins/text/syllables.h"
#include "textmill/testing.hpp"

namespace textmill::text {
namespace {

using io::OracleTable;
using testing::Columns;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::OutRow;
using testing::StageRunner;

using Texts = std::vector<std::optional<std::string_view>>;

std::vector<OutRow> Measure(const Texts& texts, const GivenParams& given = {},
                            int64_t batch_rows = 1000) {
  StageRunner<Measures> run(given);
  const Outcome out = run.Run(Columns().Add<Utf8>("text", texts), batch_rows);
  EXPECT_EQ(out.error, "");
  return out.rows;
}
double Cell(const OutRow& row, const std::string& name) {
  return OracleTable::Number(row.at(name));
}

// Twelve words in two sentences: the numbers were worked out by hand.
TEST(Measures, ByHand) {
  const auto rows = Measure({"The cat sat on the mat. The elephant remembered a wonderful banana."},
                            {{"window", 4}, {"draws", 3}});
  ASSERT_EQ(rows.size(), 1u);
  const OutRow& row = rows[0];
  const std::map<std::string, double> expected = {
      {"words", 12},
      {"types", 10},
      {"hapaxes", 9},
      {"sentences", 2},
      {"word_characters", 54},
      {"word_letters", 54},
      {"syllables", 20},
      {"monosyllables", 8},
      {"polysyllables", 4},
      {"long_words", 3},
      {"ttr", 10.0 / 12},
      {"guiraud", 10 / std::sqrt(12.0)},
      {"cttr", 10 / std::sqrt(24.0)},
      {"herdan_c", std::log(10.0) / std::log(12.0)},
      {"maas_a2", std::log(1.2) / std::log(12.0) / std::log(12.0)},
      {"yule_k", 1e4 * (18 - 12) / 144},
      {"yule_i", 100.0 / (18 - 10)},
      {"simpson_d", 6.0 / (12 * 11)},
      {"sichel_s", 0},
      {"honore_r", 100 * std::log(12.0) / 0.1},
      // the cat sat on | the | mat | the ... : windows with both "the" of "the mat the"
      {"mattr", (4 + 4 + 4 + 3 + 3 + 4 + 4 + 4 + 4) / 36.0},
      {"msttr", (4 + 3 + 4) / 12.0},
      {"hdd", (9 * (3.0 / 12) + (1 - 9.0 / 12 * 8 / 11 * 7 / 10)) / 3},
      {"flesch", 206.835 - 1.015 * 6 - 84.6 * 20 / 12},
      {"flesch_kincaid", 0.39 * 6 + 11.8 * 20 / 12 - 15.59},
      {"ari", 4.71 * 54 / 12 + 3 - 21.43},
      {"coleman_liau", 5.88 * 54 / 12 - 29.6 * 2 / 12 - 15.8},
      {"gunning_fog", 0.4 * (6 + 400.0 / 12)},
      {"smog", 1.043 * std::sqrt(60.0) + 3.1291},
      {"forcast", 20 - 10},
      {"lix", 6 + 300.0 / 12},
      {"rix", 1.5},
      {"gulpease", 89 + (600 - 540) / 12.0},
  };
  for (const auto& [name, value] : expected) EXPECT_NEAR(Cell(row, name), value, 1e-9) << name;
  EXPECT_EQ(row.at("measures_why"), "null");
}

TEST(Measures, EmptyCellsSayWhy) {
  const auto rows = Measure({std::nullopt, "", "...", "word", "one two three four", "北京的天气"});
  ASSERT_EQ(rows.size(), 6u);
  EXPECT_EQ(rows[0].at("words"), "null");
  EXPECT_EQ(rows[0].at("measures_why"), "\"no text\"");
  for (const size_t i : {1, 2}) {
    EXPECT_EQ(rows[i].at("words"), "0");
    for (const char* name : {"ttr", "mattr", "mtld", "hdd", "flesch", "lix", "yule_k"})
      EXPECT_EQ(rows[i].at(name), "null") << name;
    EXPECT_EQ(rows[i].at("measures_why"), "\"no words\"");
  }
  EXPECT_EQ(rows[3].at("ttr"), "1");
  EXPECT_EQ(rows[3].at("herdan_c"), "null");
  EXPECT_THAT(rows[3].at("measures_why"), HasSubstr("herdan_c"));
  EXPECT_EQ(rows[4].at("mtld"), "null");
  EXPECT_THAT(rows[4].at("measures_why"), HasSubstr("mtld: the ratio never falls"));
  EXPECT_THAT(rows[4].at("measures_why"), HasSubstr("hdd: fewer than 42 words"));
  EXPECT_THAT(rows[4].at("measures_why"), HasSubstr("mattr, msttr: fewer words than the window"));
  EXPECT_EQ(rows[5].at("flesch"), "null");
  EXPECT_EQ(rows[5].at("syllables"), "null");
  EXPECT_NE(rows[5].at("ari"), "null");
  EXPECT_THAT(rows[5].at("measures_why"), HasSubstr("does not tell syllables"));
  // No cell is infinite or no number.
  for (const OutRow& row : rows) {
    for (const auto& [name, value] : row)
      EXPECT_TRUE(value.find("nan") == value.npos || name == "measures_why") << name << value;
  }
}

TEST(Measures, OnlyWhatIsAskedFor) {
  StageRunner<Measures> run(GivenParams{{"measures", std::vector<std::string>{"ttr", "lix"}}});
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{"a b a"}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].size(), 3u);
  // Nor is there a word on cells that nobody asked for.
  EXPECT_EQ(Measure({"北京的天气"}, {{"measures", std::vector<std::string>{"ttr"}}})[0].at(
                "measures_why"),
            "null");
  EXPECT_THAT(StageRunner<Measures>(GivenParams{{"measures", std::vector<std::string>{"tttr"}}})
                  .Bind({{"text", "u", {}, {}}}),
              HasSubstr("no measure `tttr`"));
}

// The plain way, window by window.
TEST(Diversity, AgainstTheNaiveWay) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<uint32_t> words;
    std::map<uint32_t, uint32_t> numbers;
    const size_t n = 1 + random() % 150, v = 1 + random() % 60;
    for (size_t i = 0; i < n; ++i) {
      const auto word = static_cast<uint32_t>(random() % v);
      words.push_back(numbers.try_emplace(word, numbers.size()).first->second);
    }
    const size_t window = 1 + random() % 60;
    const Diversity d = Diverse(words, numbers.size(), {window, 0.72, 42});
    const auto types = [&](size_t begin, size_t end) {
      return static_cast<double>(
          std::set<uint32_t>(words.begin() + static_cast<std::ptrdiff_t>(begin),
                             words.begin() + static_cast<std::ptrdiff_t>(end))
              .size());
    };
    const size_t w = std::min(window, n);
    double moving = 0, segments = 0;
    for (size_t i = 0; i + w <= n; ++i)
      moving += types(i, i + w) / static_cast<double>(w) / static_cast<double>(n - w + 1);
    for (size_t i = 0; i + w <= n; i += w)
      segments += types(i, i + w) / static_cast<double>(w) / static_cast<double>(n / w);
    EXPECT_NEAR(*d.mattr, moving, 1e-12);
    EXPECT_NEAR(*d.msttr, segments, 1e-12);
    const auto mtld = [&](std::vector<uint32_t> t) {
      double factors = 0;
      size_t begin = 0;
      for (size_t i = 0; i < n; ++i) {
        const double ratio =
            static_cast<double>(std::set<uint32_t>(t.begin() + static_cast<std::ptrdiff_t>(begin),
                                                   t.begin() + static_cast<std::ptrdiff_t>(i + 1))
                                    .size()) /
            static_cast<double>(i + 1 - begin);
        if (ratio <= 0.72) {
          factors += 1;
          begin = i + 1;
        } else if (i + 1 == n) {
          factors += (1 - ratio) / (1 - 0.72);
        }
      }
      return static_cast<double>(n) / factors;
    };
    const double both = (mtld(words) + mtld({words.rbegin(), words.rend()})) / 2;
    ASSERT_EQ(d.mtld.has_value(), std::isfinite(both));
    if (d.mtld) {
      EXPECT_NEAR(*d.mtld, both, 1e-9);
    }
    EXPECT_EQ(d.hdd.has_value(), n >= 42);
  }
}

TEST(Syllables, English) {
  const std::map<std::string, size_t> expected = {
      {"the", 1},       {"made", 1},     {"makes", 1},     {"walked", 1},     {"wanted", 2},
      {"table", 2},     {"tables", 2},   {"handled", 2},   {"houses", 2},     {"boxes", 2},
      {"river", 2},     {"area", 3},     {"usual", 3},     {"nation", 2},     {"radio", 3},
      {"special", 2},   {"medium", 3},   {"serious", 3},   {"precious", 2},   {"being", 2},
      {"studying", 3},  {"quality", 3},  {"lovely", 2},    {"careful", 2},    {"movement", 2},
      {"element", 3},   {"science", 2},  {"society", 4},   {"people", 2},     {"sometimes", 2},
      {"therefore", 2}, {"tourism", 3},  {"rhythm", 2},    {"yes", 1},        {"eye", 1},
      {"queue", 1},     {"language", 2}, {"guide", 1},     {"chaos", 2},      {"idea", 3},
      {"sea", 1},       {"create", 2},   {"museum", 3},    {"easier", 3},     {"poem", 2},
      {"agreed", 2},    {"judges", 2},   {"watches", 2},   {"everywhere", 4}, {"t", 1},
      {"homes", 1},     {"times", 1},    {"beautiful", 3}, {"government", 3}, {"million", 2}};
  size_t wrong = 0;
  for (const auto& [word, count] : expected) {
    if (CountSyllables(word, true) != count) {
      ++wrong;
      std::printf("%s %zu, not %zu\n", word.c_str(), CountSyllables(word, true), count);
    }
  }
  EXPECT_LE(wrong, 2u);  // rules of spelling are not a dictionary
}

TEST(Syllables, OtherLanguages) {
  EXPECT_EQ(CountSyllables("straße", false), 2u);
  EXPECT_EQ(CountSyllables("häuser", false), 2u);
  EXPECT_EQ(CountSyllables("молоко", false), 3u);
  EXPECT_EQ(CountSyllables("россия", false), 3u);
  EXPECT_EQ(CountSyllables("1984", false), 1u);
  EXPECT_EQ(CountSyllables("été", true), 2u);
  EXPECT_EQ(CountSyllables("天气", false), 0u);
}

TEST(Measures, AgainstTheOracle) {
  const OracleTable tokens("tiny.tokens.tsv"), table("lexical-diversity.tsv");
  if (!tokens.there() || !table.there()) GTEST_SKIP() << table.why();
  std::map<std::string, std::string> texts;
  std::string all;
  for (const auto& row : tokens.rows()) {
    texts[row.at("doc")] += row.at("word") + " ";
    all += row.at("word") + " ";
  }
  texts["all"] = all;
  const std::map<std::string, std::string> columns = {{"tokens", "words"},
                                                      {"types", "types"},
                                                      {"TTR", "ttr"},
                                                      {"guiraud_R", "guiraud"},
                                                      {"CTTR", "cttr"},
                                                      {"herdan_C", "herdan_c"},
                                                      {"maas_a2_ln", "maas_a2"},
                                                      {"yule_K", "yule_k"},
                                                      {"hapax", "hapaxes"},
                                                      {"MATTR10", "mattr"},
                                                      {"MTLD_lexicalrichness", "mtld"},
                                                      {"HDD42_lexicalrichness", "hdd"}};
  for (const auto& row : table.rows()) {
    const Texts text = {texts.at(row.at("doc"))};
    const OutRow ten = Measure(text, {{"window", 10}})[0], fifty = Measure(text)[0];
    for (const auto& [theirs, ours] : columns) {
      const std::string& expected = row.at(theirs);
      if (expected.empty()) {
        EXPECT_EQ(ten.at(ours), "null") << theirs;
      } else {
        EXPECT_TRUE(OracleTable::Close(Cell(ten, ours), OracleTable::Number(expected)))
            << row.at("doc") << " " << theirs << " " << ten.at(ours) << " " << expected;
      }
    }
    EXPECT_TRUE(
        OracleTable::Close(Cell(fifty, "mattr"), OracleTable::Number(row.at("MATTR50_or_TTR"))));
  }
  const OracleTable quanteda("lexdiv.quanteda.tsv");
  for (const auto& row : quanteda.rows()) {
    const auto at = texts.find(row.at("document"));
    if (at == texts.end() || row.at("document") == "m2") continue;  // it leaves m2's numbers out
    const OutRow ours = Measure({at->second})[0];
    const auto same = [&](const char* theirs, double value) {
      EXPECT_TRUE(OracleTable::Close(value, OracleTable::Number(row.at(theirs))))
          << row.at("document") << " " << theirs << " " << value << " " << row.at(theirs);
    };
    same("U", Cell(ours, "dugast_u"));
    same("S", Cell(ours, "summer_s"));
    same("K", Cell(ours, "yule_k"));
    same("I", Cell(ours, "yule_i"));
    same("D", Cell(ours, "simpson_d"));
    same("Vm", Cell(ours, "herdan_vm"));
    same("Maas", std::sqrt(Cell(ours, "maas_a2") * std::log(10.0)));
  }
}

}  // namespace
}  // namespace textmill::text
