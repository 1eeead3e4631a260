// How strongly two words attract each other, by many formulas over the four cells of Evert 2004.
//
// o11: how often both are together; r1, c1: margins of the first and of the second; n: all. f1, f2:
// what Dice's coefficient and its kin take for the two frequencies, which are r1 and c1 of pairs,
// and the words' own frequencies of windows. What cannot be computed is empty.
// docs/corpus-analysis.md has formulas and sources. Pure; any thread.
#ifndef TEXTMILL_PLUGINS_CORPUS_ASSOCIATION_H_
#define TEXTMILL_PLUGINS_CORPUS_ASSOCIATION_H_

#include <optional>

namespace textmill::corpus {

struct PairCounts {
  double o11 = 0, r1 = 0, c1 = 0, n = 0, f1 = 0, f2 = 0;
};

struct Association {
  double expected = 0;
  double mi = 0, mi2 = 0, mi3 = 0, local_mi = 0;  // binary logarithms
  double t = 0, z = 0, z_yates = 0;
  double g2 = 0, simple_ll = 0, p_g2 = 1;  // negative where they repel each other
  double dice = 0, log_dice = 0, jaccard = 0, min_sensitivity = 0;
  double log_ratio = 0, log_odds_ratio = 0;
  std::optional<double> npmi, chi2, chi2_yates, liddell;
  std::optional<double> delta_p_collocate, delta_p_node;  // given the node, given the collocate
};

// o11 is more than 0.
Association Associate(const PairCounts& counts);
// The same as is in it, alone.
double LogDice(const PairCounts& counts);

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_ASSOCIATION_H_
