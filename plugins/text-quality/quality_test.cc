#include "plugins/text-quality/quality.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "plugins/lib/unicode/test_text.h"
#include "textmill/testing.hpp"

namespace textmill::quality {
namespace {

using testing::Columns;
using testing::Given;
using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;
using Texts = std::vector<std::optional<std::string_view>>;

Outcome Judged(const std::string& text, const GivenParams& given) {
  StageRunner<Quality> run(given);
  const std::string_view view = text;
  return run.Run(Columns().Add<Utf8>("text", Texts{view}));
}

// The rule by which a text is dropped; "" when it stays.
std::string Broken(const std::string& text, const std::string& book, GivenParams more = {}) {
  more.insert(more.begin(), {"rules", std::vector<std::string>{book}});
  const Outcome out = Judged(text, more);
  EXPECT_EQ(out.error, "");
  return out.dropped.empty() ? "" : out.dropped[0].reason;
}

// n words that are all different, without a full stop.
std::string MadeUpWords(int n, const std::string& stem = "bridge") {
  std::string text;
  for (int i = 0; i < n; ++i) {
    text += text.empty() ? "" : " ";
    text += stem;
    for (int k = i; k > 0; k /= 10) text += static_cast<char>('a' + k % 10);
  }
  return text;
}
std::string Times(int n, const std::string& what) {
  std::string text;
  for (int i = 0; i < n; ++i) text += what;
  return text;
}
const std::string kFrequent = " the and of";

TEST(Quality, GopherQuality) {
  const std::string book = "gopher-quality";
  EXPECT_EQ(Broken(MadeUpWords(60) + kFrequent, book), "");
  EXPECT_EQ(Broken(MadeUpWords(46) + kFrequent, book), "gopher_short_doc");
  EXPECT_EQ(Broken(MadeUpWords(47) + kFrequent, book), "");
  EXPECT_EQ(Broken(MadeUpWords(47) + ", ; !" + " the and", book), "gopher_short_doc");
  EXPECT_EQ(Broken(Times(100, "a to be we ") + "the", book), "gopher_below_avg_threshold");
  EXPECT_EQ(Broken(MadeUpWords(60, "misunderstandings") + kFrequent, book),
            "gopher_above_avg_threshold");
  EXPECT_EQ(Broken(MadeUpWords(60) + Times(8, " #") + kFrequent, book), "gopher_too_many_hashes");
  EXPECT_EQ(Broken(MadeUpWords(60) + Times(8, " ...") + kFrequent, book),
            "gopher_too_many_ellipsis");
  EXPECT_EQ(Broken(Times(20, "- the old bridge and\n"), book), "gopher_too_many_bullets");
  EXPECT_EQ(Broken(Times(20, "* the old bridge and\n"), book), "");  // that is Dolma's bullet
  EXPECT_EQ(Broken(Times(10, MadeUpWords(11) + "...\n") + kFrequent, book),
            "gopher_too_many_end_ellipsis");
  EXPECT_EQ(Broken(MadeUpWords(60) + Times(20, " 1234") + kFrequent, book),
            "gopher_below_alpha_threshold");
  EXPECT_EQ(Broken(MadeUpWords(60) + " The And the", book), "gopher_enough_stop_words");
}

TEST(Quality, GopherRepetition) {
  const std::string book = "gopher-repetition", a = MadeUpWords(12) + ".",
                    b = MadeUpWords(12, "river") + ".", c = MadeUpWords(12, "hill") + ".";
  EXPECT_EQ(Broken("", book), "empty");
  EXPECT_EQ(Broken(a + "\n\n" + b + "\n" + c, book), "");
  EXPECT_EQ(Broken(a + "\n\n" + a + "\n\n" + b, book), "dup_para_frac");
  EXPECT_EQ(Broken("x\n\ny\n\nz\n\n" + a + "\n\n" + a, book), "dup_para_char_frac");
  EXPECT_EQ(Broken(a + "\n" + b + "\n" + a, book), "dup_line_frac");
  EXPECT_EQ(Broken(a + "\n" + a + "\nx\ny\nz", book), "dup_line_char_frac");
  EXPECT_EQ(Broken(Times(9, "old bridge " + MadeUpWords(1) + " x "), book), "top_2_gram");
  const std::string ten = MadeUpWords(10);
  EXPECT_EQ(Broken(ten + " " + MadeUpWords(35, "river") + " " + ten, book), "duplicated_5_n_grams");
}

TEST(Quality, C4) {
  const std::string line = "The bridge is very old. It will be mended. Who pays for it? ";
  EXPECT_EQ(Broken(line + line, "c4"), "");
  EXPECT_EQ(Broken(line, "c4"), "too_few_sentences");
  EXPECT_EQ(Broken(line + line + "Lorem IPSUM dolor.", "c4"), "lorem_ipsum");
  EXPECT_EQ(Broken(line + line + "An { open one.", "c4"), "curly_bracket");
  EXPECT_EQ(Broken(line + line + "\nAn { open one", "c4"), "");  // the line goes first
  EXPECT_EQ(Broken(line + line + "\nAn { open one", "c4",
                   {{"disable", std::vector<std::string>{"no_terminal_punct"}}}),
            "curly_bracket");
  const Outcome out =
      Judged(line + line +
                 "\nNo end\nToo short.\nPlease enable JavaScript for this.\nRead our "
                 "privacy policy now.\nGood to know [12] for sure.\n" +
                 std::string(1001, 'x') + " and more.",
             {{"rules", std::vector<std::string>{"c4"}}});
  ASSERT_EQ(out.rows.size(), 1u);
  const std::string kept = line + line;
  EXPECT_EQ(out.rows[0].at("text"),
            "\"" + kept.substr(0, kept.size() - 1) + "\\nGood to know  for sure.\"");
  EXPECT_EQ(out.counters.at("lines_removed"), 5);
  const Outcome whole = Judged(line + line + "\nNo end", {{"rules", std::vector<std::string>{"c4"}},
                                                          {"remove_lines", false}});
  EXPECT_EQ(whole.rows[0].count("text"), 0u);
}

TEST(Quality, FineWebAndMc4) {
  const std::string line = MadeUpWords(8) + ".";
  EXPECT_EQ(Broken(line, "fineweb"), "");
  EXPECT_EQ(Broken(" \n\t\n", "fineweb"), "empty");
  EXPECT_EQ(Broken(MadeUpWords(60), "fineweb"), "line_punct_ratio");
  EXPECT_EQ(Broken("One.\nTwo.\nThree.\n" + line, "fineweb"), "short_line_ratio");
  EXPECT_EQ(Broken(line + "\n" + line, "fineweb"), "char_dup_ratio");
  EXPECT_EQ(Broken("A.\nB.\n" + line + "\n\n\n\n", "fineweb"), "list_ratio");
  const std::string is_long(200, 'x');
  EXPECT_EQ(Broken(is_long + "\n" + is_long + "\n" + is_long, "mc4-paragraphs"), "");
  EXPECT_EQ(Broken(is_long + "\n" + is_long + "\n" + is_long.substr(1), "mc4-paragraphs"),
            "mc4_paragraphs");
}

TEST(Quality, EveryDropNamesRuleValueAndThreshold) {
  const Outcome out =
      Judged(MadeUpWords(10), {{"thresholds", Given::Fields({{"gopher_short_doc", 20}})},
                               {"rules", std::vector<std::string>{"fineweb", "gopher-quality"}},
                               {"disable", std::vector<std::string>{"line_punct_ratio"}}});
  ASSERT_EQ(out.dropped.size(), 1u);
  EXPECT_EQ(out.dropped[0].reason, "gopher_short_doc");
  EXPECT_EQ(out.dropped[0].details.at("book"), "\"gopher-quality\"");
  EXPECT_EQ(out.dropped[0].details.at("value"), "10");
  EXPECT_EQ(out.dropped[0].details.at("threshold"), "20");
}

TEST(Quality, MarkTellsAllRules) {
  const Outcome out = Judged(
      MadeUpWords(10), {{"action", "mark"}, {"rules", std::vector<std::string>{"gopher-quality"}}});
  ASSERT_EQ(out.rows.size(), 1u);
  EXPECT_EQ(
      out.rows[0].at("quality"),
      R"([{"rule":"gopher_short_doc","book":"gopher-quality","value":10,"threshold":50},)"
      R"({"rule":"gopher_enough_stop_words","book":"gopher-quality","value":0,"threshold":2}])");
  EXPECT_EQ(out.counters.at("marked"), 1);
}

// The numbers were worked out by hand from Dolma's definitions.
TEST(Quality, AsDolma) {
  const GivenParams signals = {
      {"action", "signals"},
      {"like", "dolma"},
      {"rules", std::vector<std::string>{"gopher-quality", "gopher-repetition", "c4"}}};
  const Outcome out = Judged("* the cat\nthe cat sat\n* the cat\u2026", signals);
  ASSERT_EQ(out.rows.size(), 1u);
  const auto& row = out.rows[0];
  EXPECT_EQ(row.at("gopher_words"), "9");
  EXPECT_EQ(row.at("gopher_mean_word_length"), "3");  // the median
  EXPECT_EQ(row.at("gopher_stop_words"), "3");
  EXPECT_NEAR(std::atof(row.at("gopher_hashes").c_str()), 1.0 / 9, 1e-12);
  EXPECT_NEAR(std::atof(row.at("gopher_bullet_lines").c_str()), 2.0 / 3, 1e-12);
  EXPECT_NEAR(std::atof(row.at("gopher_alpha_words").c_str()), 7.0 / 9, 1e-12);
  EXPECT_NEAR(std::atof(row.at("gopher_top_2_gram").c_str()), 8.0 / 24,
              1e-12);  // "* the", the earlier of two
  EXPECT_EQ(row.at("gopher_dup_line_frac"), "0");
  EXPECT_EQ(row.at("c4_lines_kept"), "0");
  EXPECT_EQ(Broken("a javascript b", "c4", {{"like", "dolma"}}), "javascript");
  EXPECT_EQ(Broken("a javascripts b", "c4", {{"like", "dolma"}}), "");
}

// Worked out by hand from RedPajama's definitions.
TEST(Quality, RedPajama) {
  const std::vector<std::string> book = {"redpajama-2"};
  const Outcome out = Judged("Hello, hello WORLD! 42...\n\u2022 a {javascript}",
                             {{"action", "signals"}, {"rules", book}});
  ASSERT_EQ(out.rows.size(), 1u);
  const auto& row = out.rows[0];
  EXPECT_EQ(row.at("rps_doc_word_count"), "7");
  EXPECT_EQ(row.at("rps_doc_num_sentences"), "3");
  EXPECT_NEAR(std::atof(row.at("rps_doc_curly_bracket").c_str()), 2.0 / 42, 1e-8);
  EXPECT_NEAR(std::atof(row.at("rps_doc_frac_unique_words").c_str()), 6.0 / 7, 1e-8);
  EXPECT_NEAR(std::atof(row.at("rps_doc_symbol_to_word_ratio").c_str()), 1.0 / 12, 1e-8);
  EXPECT_NEAR(std::atof(row.at("rps_doc_frac_all_caps_words").c_str()), 1.0 / 12, 1e-8);
  EXPECT_NEAR(std::atof(row.at("rps_doc_unigram_entropy").c_str()), 1.74786809, 1e-8);
  EXPECT_EQ(row.at("rps_lines_num_words"), "[4,3]");
  EXPECT_EQ(row.at("rps_lines_javascript_counts"), "[0,1]");
  EXPECT_EQ(row.at("rps_lines_start_with_bulletpoint"), "[0,1]");
  EXPECT_EQ(row.at("rps_lines_ending_with_terminal_punctution_mark"), "[1,0]");
  StageRunner<Quality> drops({{"rules", book}});
  EXPECT_NE(drops.Bind({{"text", "u", {}, {}}}).find("has signals, and no rules"),
            std::string::npos);
}

TEST(Quality, NamesWithoutEffectAreRefused) {
  const std::vector<std::string> c4 = {"c4"}, few = {"too_few_sentences"}, top = {"top_2_gram"};
  const std::vector<std::pair<GivenParams, std::string>> wrong = {
      {{{"rules", c4}, {"thresholds", Given::Fields({{"top_2_gram", 1}})}},
       "`top_2_gram` is a rule of `gopher-repetition`, which `rules` does not name"},
      {{{"rules", c4}, {"disable", top}}, "which `rules` does not name"},
      {{{"rules", c4}, {"thresholds", Given::Fields({{"short_line_length", 3}})}}, "`fineweb`"},
      {{{"rules", c4}, {"like", "dolma"}, {"disable", few}}, "is no rule in `like: dolma`"}};
  for (const auto& [given, why] : wrong) {
    StageRunner<Quality> run(given);
    EXPECT_NE(run.Bind({{"text", "u", {}, {}}}).find(why), std::string::npos) << why;
  }
}

TEST(Quality, NullAndBlank) {
  StageRunner<Quality> run;
  const Outcome out = run.Run(Columns().Add<Utf8>("text", Texts{std::nullopt, "", " \n"}));
  EXPECT_EQ(out.error, "");
  ASSERT_EQ(out.dropped.size(), 3u);
  for (const auto& row : out.dropped) EXPECT_EQ(row.reason, "gopher_short_doc");
}

// ---- Against datatrove's own answers, which ../shared/oracle has.

using FieldsByName = std::map<std::string, std::string>;

std::map<std::string, FieldsByName> Decisions(const std::filesystem::path& path) {
  std::map<std::string, FieldsByName> rows;
  std::ifstream in(path);
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> cells;
    std::istringstream parts(line + '\t');
    for (std::string cell; std::getline(parts, cell, '\t');) cells.push_back(cell);
    if (names.empty()) {
      names = cells;
      continue;
    }
    FieldsByName& row = rows[cells[0]];
    for (size_t i = 0; i < cells.size() && i < names.size(); ++i) row[names[i]] = cells[i];
  }
  return rows;
}

TEST(Quality, DecidesAsDatatrove) {
  const std::filesystem::path folder =
      std::filesystem::path(TEXTMILL_SOURCE_DIR) / "../shared/oracle/curation";
  const auto decisions = Decisions(folder / "decisions.datatrove.tsv");
  if (decisions.empty()) GTEST_SKIP() << "there is no " << folder;
  std::vector<std::string> lines = unicode::SharedLines("dedup/pool.jsonl.gz");
  const bool all = !lines.empty();
  std::ifstream made(folder / "made.jsonl");
  for (std::string line; std::getline(made, line);) lines.push_back(line);
  const std::pair<const char*, const char*> kBooksOf[] = {
      {"gopher_quality", "gopher-quality"},
      {"gopher_repetition", "gopher-repetition"},
      {"c4", "c4"},
      {"fineweb", "fineweb"}};
  const std::pair<const char*, const char*> kSignalsOf[] = {
      {"words_not_punctuation", "gopher_words"}, {"mean_word_length", "gopher_mean_word_length"},
      {"alpha_words", "gopher_alpha_words"},     {"top2", "gopher_top_2_gram"},
      {"dup5", "gopher_duplicated_5_n_grams"},   {"dup10", "gopher_duplicated_10_n_grams"},
      {"fw_char_dup", "fineweb_char_dup_ratio"}, {"c4_lines_kept", "c4_lines_kept"}};
  const std::vector<std::string> books = {"gopher-quality", "gopher-repetition", "c4", "fineweb"};
  simdjson::dom::parser parser;
  size_t compared = 0;
  for (const std::string& line : lines) {
    const auto document = parser.parse(line);
    const auto found = decisions.find(std::string(std::string_view(document["id"])));
    if (found == decisions.end()) continue;
    ++compared;
    const std::string text{std::string_view(document["text"])};
    for (const auto& [column, book] : kBooksOf) {
      std::string wanted = found->second.at(column);
      if (wanted == "keep" || wanted.starts_with("CRASH")) wanted = "";
      EXPECT_EQ(Broken(text, book), wanted) << found->first << " by " << book;
    }
    const Outcome out = Judged(text, {{"action", "signals"}, {"rules", books}});
    for (const auto& [column, signal] : kSignalsOf) {
      const std::string& wanted = found->second.at(column);
      if (wanted.empty()) continue;
      EXPECT_NEAR(std::atof(out.rows.at(0).at(signal).c_str()), std::atof(wanted.c_str()), 1e-6)
          << found->first << " " << signal;
    }
  }
  std::cout << compared << " documents compared\n";
  EXPECT_EQ(compared, all ? decisions.size() : 78u);
}

}  // namespace
}  // namespace textmill::quality
