#include "plugins/corpus/keyness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <string>

#include "plugins/lib/io/oracle_table.h"

namespace textmill::corpus {
namespace {

using io::OracleTable;

// 10 of 100 words against 5 of 200, worked out by hand.
TEST(Keyness, ByHand) {
  const Keyness k = Compare({10, 5, 100, 200}, {1, 0.95, 1});
  EXPECT_DOUBLE_EQ(k.expected_a, 5);
  EXPECT_DOUBLE_EQ(k.expected_b, 10);
  const double two = 2 * (10 * std::log(2.0) + 5 * std::log(0.5));
  EXPECT_NEAR(k.g2_two, two, 1e-12);
  EXPECT_NEAR(k.g2_four, two + 2 * (90 * std::log(90 / 95.0) + 195 * std::log(195 / 190.0)), 1e-12);
  const double chi2 = 25 / 5.0 + 25 / 10.0 + 25 / 95.0 + 25 / 190.0;
  EXPECT_NEAR(*k.chi2, chi2, 1e-12);
  EXPECT_NEAR(*k.chi2_yates, chi2 * 4.5 * 4.5 / 25, 1e-12);
  EXPECT_NEAR(k.log_ratio, 2, 1e-12);
  EXPECT_NEAR(k.log_ratio_walter, std::log2(10.5 / 100.5 / (5.5 / 200.5)), 1e-12);
  EXPECT_NEAR(k.diff_percent, 300, 1e-9);
  EXPECT_NEAR(*k.relative_risk, 4, 1e-12);
  EXPECT_NEAR(*k.odds_ratio, 10 * 195.0 / (5 * 90), 1e-12);
  EXPECT_NEAR(*k.diff_coefficient, 0.6, 1e-12);
  EXPECT_NEAR(k.simple_maths, 100001.0 / 25001, 1e-12);
  EXPECT_NEAR(k.bic, two - std::log(300.0), 1e-12);
  EXPECT_NEAR(*k.ell, two / (300 * std::log(5.0)), 1e-12);
  // Known quantiles: 3.841 is the 95 % point.
  EXPECT_NEAR(ChiSquareTail(3.841458820694124), 0.05, 1e-12);
  // The other way round all signs turn.
  const Keyness other = Compare({5, 10, 200, 100}, {1, 0.95, 1});
  EXPECT_NEAR(other.g2_two, -two, 1e-12);
  EXPECT_NEAR(other.log_ratio, -2, 1e-12);
  EXPECT_NEAR(*other.lrc, -*k.lrc, 1e-9);
}

TEST(Keyness, Zeros) {
  const Keyness absent = Compare({0, 6, 100, 100}, {}), only = Compare({4, 0, 100, 100}, {});
  EXPECT_NEAR(absent.log_ratio, std::log2(0.5 / 6), 1e-12);
  EXPECT_EQ(absent.diff_percent, -100);
  EXPECT_FALSE(absent.lrc_positive.has_value());
  EXPECT_EQ(*absent.relative_risk, 0);
  EXPECT_FALSE(only.relative_risk.has_value());
  EXPECT_FALSE(only.odds_ratio.has_value());
  EXPECT_NEAR(only.diff_percent, (0.04 - 1e-18) / 1e-18 * 100, 1e9);
  // A zero has no sign.
  const Keyness rare = Compare({0, 1, 5, 21}, {});
  EXPECT_EQ(*rare.chi2_yates, 0);
  EXPECT_FALSE(std::signbit(*rare.chi2_yates));
  EXPECT_LT(*rare.chi2, 0);
  KeynessSettings quick;
  quick.exact = false;
  const Keyness same = Compare({10, 5, 100, 200}, quick), whole = Compare({10, 5, 100, 200}, {});
  EXPECT_EQ(same.g2_four, whole.g2_four);
  EXPECT_EQ(*same.ell, *whole.ell);
  EXPECT_FALSE(same.p_fisher.has_value() || same.lrc.has_value());
  // A corpus of one word alone: nothing is left for the other cells.
  const Keyness all = Compare({3, 5, 3, 5}, {});
  EXPECT_FALSE(all.chi2.has_value());
  EXPECT_TRUE(std::isfinite(all.g2_four));
  EXPECT_FALSE(all.odds_ratio.has_value());
  EXPECT_FALSE(Compare({1, 1, 100, 100}, {}).ell.has_value());  // ln 1 is 0
}

// The naive way: all tables with the same margins.
TEST(Keyness, FisherAgainstAllTables) {
  const auto choose = [](double n, double k) {
    double c = 1;
    for (double i = 1; i <= k; ++i) c = c * (n - k + i) / i;
    return c;
  };
  for (int a = 0; a < 7; ++a) {
    for (int b = 0; b < 7; ++b) {
      for (int c = 0; c < 9; c += 2) {
        for (int d = 0; d < 9; d += 3) {
          if (a + b + c + d == 0) continue;
          const auto chance = [&](int k) {
            return choose(a + b, k) * choose(c + d, a + c - k) / choose(a + b + c + d, a + c);
          };
          double p = 0;
          for (int k = std::max(0, a - d); k <= std::min(a + b, a + c); ++k)
            p += chance(k) <= chance(a) * (1 + 1e-7) ? chance(k) : 0;
          EXPECT_NEAR(FisherTwoSided(a, b, c, d), p, 1e-9) << a << b << c << d;
        }
      }
    }
  }
  EXPECT_EQ(FisherTwoSided(1e6, 1, 1e6, 1e8), 0);  // far beyond what a double can hold
}

TEST(Keyness, AgainstTheOracle) {
  const OracleTable table("keyness.formulas.tsv");
  if (!table.there()) GTEST_SKIP() << table.why();
  using Of = std::function<std::optional<double>(const Keyness&)>;
  const std::map<std::string, Of> columns = {
      {"G2_two_cells_rayson", [](const Keyness& k) { return k.g2_two; }},
      {"G2_four_cells_dunning", [](const Keyness& k) { return k.g2_four; }},
      {"chi2", [](const Keyness& k) { return k.chi2; }},
      {"chi2_yates", [](const Keyness& k) { return k.chi2_yates; }},
      {"p_of_G2_two", [](const Keyness& k) { return k.p_g2_two; }},
      {"p_fisher", [](const Keyness& k) { return k.p_fisher; }},
      {"odds_ratio", [](const Keyness& k) { return k.odds_ratio; }},
      {"log_ratio_hardie", [](const Keyness& k) { return k.log_ratio; }},
      {"log_ratio_walter", [](const Keyness& k) { return k.log_ratio_walter; }},
      {"pct_diff", [](const Keyness& k) { return k.diff_percent; }},
      {"simple_maths_1", [](const Keyness& k) { return k.simple_maths; }},
      {"BIC", [](const Keyness& k) { return k.bic; }},
      {"ELL", [](const Keyness& k) { return k.ell; }},
      {"relative_risk", [](const Keyness& k) { return k.relative_risk; }},
      {"diff_coefficient", [](const Keyness& k) { return k.diff_coefficient; }},
  };
  const auto number = [](const OracleTable::Row& row, const char* name) {
    return OracleTable::Number(row.at(name));
  };
  const double terms = static_cast<double>(table.rows().size());
  for (const auto& row : table.rows()) {
    const KeynessCounts counts{number(row, "f_river"), number(row, "f_market"),
                               number(row, "n_river"), number(row, "n_market")};
    const Keyness k = Compare(counts, {1, 0.95, terms});
    for (const auto& [name, of] : columns) {
      const std::string& cell = row.at(name);
      const auto value = of(k);
      if (cell == "inf" || cell == "nan" || cell.empty()) {
        EXPECT_FALSE(value.has_value()) << row.at("word") << " " << name << " " << *value;
      } else {
        ASSERT_TRUE(value.has_value()) << row.at("word") << " " << name;
        EXPECT_TRUE(OracleTable::Close(*value, OracleTable::Number(cell)))
            << row.at("word") << " " << name << " " << *value << " " << cell;
      }
    }
    EXPECT_TRUE(OracleTable::Close(Compare(counts, {100, 0.95, terms}).simple_maths,
                                   number(row, "simple_maths_100")));
  }
  const OracleTable corpora("keyness.corpora-0.6.tsv");
  for (const auto& row : corpora.rows()) {
    const KeynessCounts counts{number(row, "f_river"), number(row, "f_market"),
                               number(row, "n_river"), number(row, "n_market")};
    const Keyness k = Compare(counts, {1, 0.95, terms});
    const auto same = [&](const char* name, double value) {
      EXPECT_TRUE(OracleTable::Close(value, number(row, name)))
          << row.at("word") << " " << name << " " << value << " " << row.at(name);
    };
    same("G2", k.g2_four);
    same("LogRatio", k.log_ratio_walter);
    same("SimpleMaths", k.simple_maths);
    same("LRC_95_bonferroni", *k.lrc);
    same("LRC_95_unadjusted", *k.lrc_unadjusted);
    if (row.at("PositiveLRC_95_unadjusted") == "-Inf") {
      EXPECT_FALSE(k.lrc_positive.has_value());
    } else {
      same("PositiveLRC_95_unadjusted", *k.lrc_positive);
    }
  }
  // quanteda, with corrections off; its likelihood ratio has an inexactness of 1e-7.
  const OracleTable quanteda("keyness.quanteda.tsv");
  for (const auto& row : quanteda.rows()) {
    const Keyness k = Compare({number(row, "n_river"), number(row, "n_market"), 143, 127}, {});
    if (row.at("correction") == "none" && row.at("measure") == "chi2") {
      EXPECT_TRUE(OracleTable::Close(*k.chi2, number(row, "value"))) << row.at("word");
    } else if (row.at("correction") == "none" && row.at("measure") == "lr") {
      EXPECT_NEAR(k.g2_four, number(row, "value"), 2e-6) << row.at("word");
    } else if (row.at("measure") == "exact_odds_ratio") {
      EXPECT_TRUE(OracleTable::Close(*k.p_fisher, number(row, "p"))) << row.at("word");
    }
  }
}

}  // namespace
}  // namespace textmill::corpus
