// Keyness: how much more frequent a term is in one corpus than in another, by many formulas.
//
// a and b are the term's frequencies in the target and in the reference, c and d the numbers of
// terms there. What cannot be computed is empty. docs/corpus-analysis.md has formulas and sources.
//
// Pure; any thread.
#ifndef TEXTMILL_PLUGINS_CORPUS_KEYNESS_H_
#define TEXTMILL_PLUGINS_CORPUS_KEYNESS_H_

#include <cstdint>
#include <optional>

namespace textmill::corpus {

struct KeynessCounts {
  double a = 0, b = 0, c = 0, d = 0;
};

struct Keyness {
  double expected_a = 0, expected_b = 0;
  // Signed: negative where the term is rarer in the target.
  double g2_two = 0, g2_four = 0, p_g2_two = 1, p_g2_four = 1;
  double bic = 0, simple_maths = 0;
  double log_ratio = 0, log_ratio_walter = 0, diff_percent = 0;
  std::optional<double> chi2, chi2_yates, p_chi2, p_fisher;
  std::optional<double> relative_risk, odds_ratio, diff_coefficient, ell;
  std::optional<double> lrc, lrc_unadjusted, lrc_positive;
};

struct KeynessSettings {
  double simple_maths = 1;   // what is added to frequencies a million
  double confidence = 0.95;  // of LRC
  double terms = 1;          // how many are compared, for Bonferroni's correction
  // Without, what costs most stays empty: Fisher's test, and LRC with its intervals.
  bool exact = true;
};

// Both corpora have terms: c and d are more than 0, and a + b, too.
Keyness Compare(const KeynessCounts& counts, const KeynessSettings& settings);

// The upper tail of the chi-squared distribution with one degree of freedom.
double ChiSquareTail(double x);
// Fisher's exact test with two sides, of a table with these cells.
double FisherTwoSided(double a, double b, double c, double d);
}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_KEYNESS_H_
