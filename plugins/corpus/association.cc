#include "plugins/corpus/association.h"

#include <algorithm>
#include <cmath>

#include "plugins/corpus/keyness.h"

namespace textmill::corpus {

namespace {

double Dice(const PairCounts& of) { return 2 * of.o11 / (of.f1 + of.f2); }

}  // namespace

double LogDice(const PairCounts& of) { return 14 + std::log2(Dice(of)); }

Association Associate(const PairCounts& of) {
  const double o11 = of.o11, o12 = of.r1 - o11, o21 = of.c1 - o11;
  const double r2 = of.n - of.r1, c2 = of.n - of.c1, o22 = r2 - o21;
  const double e11 = of.r1 * of.c1 / of.n;
  // Negative where the words repel each other; zero has no sign.
  const bool repel = o11 < e11;
  const auto with_sign = [repel](double x) { return repel && x > 0 ? -x : x; };
  const double off = std::abs(o11 - e11), yates = off - std::min(0.5, off);
  Association a;
  a.expected = e11;
  a.mi = std::log2(o11 / e11);
  a.mi2 = std::log2(o11 * o11 / e11);
  a.mi3 = std::log2(o11 * o11 * o11 / e11);
  a.local_mi = o11 * a.mi;
  if (o11 < of.n) a.npmi = a.mi / -std::log2(o11 / of.n);
  a.t = (o11 - e11) / std::sqrt(o11);
  a.z = (o11 - e11) / std::sqrt(e11);
  a.z_yates = with_sign(yates / std::sqrt(e11));
  const auto part = [](double observed, double expected) {
    return observed > 0 ? observed * std::log(observed / expected) : 0;
  };
  const double g2 = std::max(0.0, 2 * (part(o11, e11) + part(o12, of.r1 * c2 / of.n) +
                                       part(o21, r2 * of.c1 / of.n) + part(o22, r2 * c2 / of.n)));
  a.g2 = with_sign(g2);
  a.p_g2 = ChiSquareTail(g2);
  a.simple_ll = with_sign(std::max(0.0, 2 * (part(o11, e11) - (o11 - e11))));
  if (r2 > 0 && c2 > 0) {
    const double scale = of.n / (of.r1 * r2) * of.n / (of.c1 * c2) * of.n;
    a.chi2 = with_sign(off * off * scale);
    a.chi2_yates = with_sign(yates * yates * scale);
  }
  a.dice = Dice(of);
  a.log_dice = LogDice(of);
  a.jaccard = o11 / (of.f1 + of.f2 - o11);
  a.min_sensitivity = std::min(o11 / of.r1, o11 / of.c1);
  if (c2 > 0) a.liddell = (o11 * o22 - o12 * o21) / (of.c1 * c2);
  if (r2 > 0) a.delta_p_collocate = o11 / of.r1 - o21 / r2;
  if (c2 > 0) a.delta_p_node = o11 / of.c1 - o12 / c2;
  a.log_ratio = std::log2((o11 + 0.5) / (of.r1 + 0.5)) - std::log2((o21 + 0.5) / (r2 + 0.5));
  a.log_odds_ratio = std::log((o11 + 0.5) * (o22 + 0.5) / ((o12 + 0.5) * (o21 + 0.5)));
  return a;
}

}  // namespace textmill::corpus
