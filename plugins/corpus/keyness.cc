#include "plugins/corpus/keyness.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

namespace textmill::corpus {
namespace {

constexpr double kNothing =
    1e-18;  // a relative frequency of zero in %DIFF (Gabrielatos and Marchi)

double Summand(double observed, double expected) {
  return observed > 0 ? observed * std::log(observed / expected) : 0;
}

// The ends of the interval of Clopper and Pearson for k of n, at a chance of `alpha` on each side.
double LowerEnd(double k, double n, double alpha) {
  return k == 0 ? 0 : boost::math::ibeta_inv(k, n - k + 1, alpha);
}
double UpperEnd(double k, double n, double alpha) {
  return k == n ? 1 : boost::math::ibeta_inv(k + 1, n - k, 1 - alpha);
}

// The end that is nearer to zero of the interval of the log ratio; 0 where zero is in it.
double Conservative(const KeynessCounts& of, double alpha) {
  const double n = of.a + of.b, ratio = of.d / of.c;
  // The interval has the observed ratio in it, so that only one end can be on its side of zero. The
  // ends are slow to find.
  const double observed = ratio * of.a / of.b;  // infinite without the reference
  constexpr double kRounding = 1e-9;
  if (observed > 1 - kRounding) {
    const double low = LowerEnd(of.a, n, alpha / 2);
    if (low > 0 && std::log2(ratio * low / (1 - low)) > 0)
      return std::log2(ratio * low / (1 - low));
  }
  if (observed < 1 + kRounding) {
    const double high = UpperEnd(of.a, n, alpha / 2);
    if (high < 1 && std::log2(ratio * high / (1 - high)) < 0)
      return std::log2(ratio * high / (1 - high));
  }
  return 0;
}

}  // namespace

double ChiSquareTail(double x) { return std::erfc(std::sqrt(std::max(0.0, x) / 2)); }

double FisherTwoSided(double a, double b, double c, double d) {
  // Weights of all tables with the same margins, from the likeliest on, whose weight is 1.
  const double row = a + b, column = a + c, total = a + b + c + d;
  const double least = std::max(0.0, row + column - total), most = std::min(row, column);
  double mode = std::floor((row + 1) * (column + 1) / (total + 2));
  mode = std::clamp(mode, least, most);
  const auto up = [&](double k) {  // the weight of k + 1 over that of k
    return (row - k) / (k + 1) * ((column - k) / (total - row - column + k + 1));
  };
  double own = a == mode ? 1 : 0, weight = 1;
  for (double k = mode; k < a && weight > 0; ++k) {
    weight *= up(k);
    if (k + 1 == a) own = weight;
  }
  for (double k = mode; k > a && weight > 0; --k) {
    weight /= up(k - 1);
    if (k - 1 == a) own = weight;
  }
  if (own == 0) return 0;
  const double limit = own * (1 + 1e-7);  // as R: what rounding makes greater is not greater
  double all = 1, rarer = 1 <= limit ? 1 : 0;
  // Weights fall from the mode on: when one is so small that it changes neither sum, none does.
  constexpr double kLost = 0x1p-56;
  const auto goes_on = [&] { return weight > 0 && (weight > limit || weight > rarer * kLost); };
  weight = 1;
  for (double k = mode; k < most && goes_on(); ++k) {
    weight *= up(k);
    all += weight;
    if (weight <= limit) rarer += weight;
  }
  weight = 1;
  for (double k = mode; k > least && goes_on(); --k) {
    weight /= up(k - 1);
    all += weight;
    if (weight <= limit) rarer += weight;
  }
  return std::min(1.0, rarer / all);
}

Keyness Compare(const KeynessCounts& of, const KeynessSettings& settings) {
  const double a = of.a, b = of.b, c = of.c, d = of.d, n = c + d;
  Keyness k;
  k.expected_a = c * (a + b) / n;
  k.expected_b = d * (a + b) / n;
  const double rate_a = a / c, rate_b = b / d;
  // Negative where the term is rarer in the target; zero has no sign.
  const auto with_sign = [rarer = rate_a < rate_b](double x) { return rarer && x > 0 ? -x : x; };

  const double two = std::max(0.0, 2 * (Summand(a, k.expected_a) + Summand(b, k.expected_b)));
  const double rest = n - a - b;
  const double four =
      std::max(0.0, two + 2 * (Summand(c - a, c * rest / n) + Summand(d - b, d * rest / n)));
  k.g2_two = with_sign(two);
  k.g2_four = with_sign(four);
  k.p_g2_two = ChiSquareTail(two);
  k.p_g2_four = ChiSquareTail(four);
  k.bic = two - std::log(n);
  const double least = std::min(k.expected_a, k.expected_b);
  if (least > 0 && least != 1) k.ell = two / (n * std::log(least));

  if (rest > 0) {
    const double off = std::abs(a - k.expected_a), yates = off - std::min(0.5, off);
    const double over = n * n * n / (c * d * (a + b) * rest);  // the sum of 1/E of the four cells
    k.chi2 = with_sign(off * off * over);
    k.chi2_yates = with_sign(yates * yates * over);
    k.p_chi2 = ChiSquareTail(off * off * over);
  }
  k.log_ratio = std::log2((a > 0 ? a : 0.5) / c / ((b > 0 ? b : 0.5) / d));
  k.log_ratio_walter = std::log2((a + 0.5) / (c + 0.5)) - std::log2((b + 0.5) / (d + 0.5));
  const double base = b > 0 ? rate_b : kNothing;
  k.diff_percent = (rate_a - base) / base * 100;
  if (b > 0) k.relative_risk = rate_a / rate_b;
  if (b > 0 && c > a) k.odds_ratio = a * (d - b) / (b * (c - a));
  k.diff_coefficient = (rate_a - rate_b) / (rate_a + rate_b);
  k.simple_maths = (1e6 * rate_a + settings.simple_maths) / (1e6 * rate_b + settings.simple_maths);

  if (!settings.exact) return k;
  k.p_fisher = FisherTwoSided(a, b, c - a, d - b);
  const double alpha = 1 - settings.confidence;
  k.lrc = Conservative(of, alpha / std::max(1.0, settings.terms));
  k.lrc_unadjusted = Conservative(of, alpha);
  if (a > 0) {
    const double low = LowerEnd(a, a + b, alpha);
    k.lrc_positive = std::log2(d / c * low / (1 - low));
  }
  return k;
}

}  // namespace textmill::corpus
