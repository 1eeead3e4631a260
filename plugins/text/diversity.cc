#include "plugins/text/diversity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

namespace textmill::text {
namespace {

// The mean type-token ratio of all windows (step 1) or of those that follow each other (step w).
double WindowRatio(std::span<const uint32_t> words, size_t types, size_t window, bool moving) {
  std::vector<uint32_t> in_window(types);
  size_t distinct = 0, sum = 0, windows = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    distinct += in_window[words[i]]++ == 0;
    if (i >= window && moving) distinct -= --in_window[words[i - window]] == 0;
    if (moving ? i + 1 < window : (i + 1) % window != 0) continue;
    sum += distinct;
    ++windows;
    if (moving) continue;
    for (size_t k = i + 1 - window; k <= i; ++k) in_window[words[k]] = 0;
    distinct = 0;
  }
  return static_cast<double>(sum) / static_cast<double>(window) / static_cast<double>(windows);
}

// How many stretches the text has until the ratio falls to the threshold, the rest as a part of
// one (McCarthy and Jarvis 2010).
template <class Iterator>
double Factors(Iterator begin, Iterator end, size_t types, double threshold) {
  std::vector<uint32_t> seen_in(types);  // the number of the stretch, from 1
  uint32_t stretch = 1;
  double factors = 0;
  size_t tokens = 0, distinct = 0;
  for (; begin != end; ++begin) {
    ++tokens;
    distinct += seen_in[*begin] != stretch;
    seen_in[*begin] = stretch;
    if (static_cast<double>(distinct) / static_cast<double>(tokens) > threshold) continue;
    ++factors;
    ++stretch;
    tokens = distinct = 0;
  }
  if (tokens > 0)
    factors += (1 - static_cast<double>(distinct) / static_cast<double>(tokens)) / (1 - threshold);
  return factors;
}

std::optional<double> Mtld(std::span<const uint32_t> words, size_t types, double threshold) {
  const double n = static_cast<double>(words.size());
  const double forward = Factors(words.begin(), words.end(), types, threshold);
  const double backward = Factors(words.rbegin(), words.rend(), types, threshold);
  if (forward == 0 || backward == 0) return std::nullopt;
  return (n / forward + n / backward) / 2;
}

}  // namespace

Diversity Diverse(std::span<const uint32_t> words, size_t types,
                  const DiversitySettings& settings) {
  Diversity d;
  d.tokens = words.size();
  d.types = types;
  if (words.empty()) return d;
  std::vector<size_t> counts(types);
  for (const uint32_t word : words) ++counts[word];
  std::map<size_t, size_t> spectrum;  // how many types occur so often
  for (const size_t f : counts) ++spectrum[f];
  d.hapaxes = spectrum.contains(1) ? spectrum[1] : 0;
  const size_t twice = spectrum.contains(2) ? spectrum[2] : 0;

  const double n = static_cast<double>(d.tokens), v = static_cast<double>(types);
  const double ln_n = std::log(n), ln_v = std::log(v);
  double m2 = 0, simpson = 0, herdan = 0;
  for (const auto& [f, of_types] : spectrum) {
    const double x = static_cast<double>(f), k = static_cast<double>(of_types);
    m2 += k * x * x;
    simpson += k * x * (x - 1);
    herdan += k * (x / n) * (x / n);
  }
  d.ttr = v / n;
  d.guiraud = v / std::sqrt(n);
  d.cttr = v / std::sqrt(2 * n);
  d.yule_k = 1e4 * (m2 - n) / (n * n);
  if (m2 > v) d.yule_i = v * v / (m2 - v);
  d.herdan_vm = std::sqrt(std::max(0.0, herdan - 1 / v));
  d.sichel_s = static_cast<double>(twice) / v;
  d.brunet_w = std::pow(n, std::pow(v, -0.172));
  if (n > 1) {
    d.herdan_c = ln_v / ln_n;
    d.maas_a2 = (ln_n - ln_v) / (ln_n * ln_n);
    d.simpson_d = simpson / (n * (n - 1));
    if (types < d.tokens) d.dugast_u = ln_n * ln_n / (ln_n - ln_v) / std::log(10.0);
    if (d.hapaxes < types) d.honore_r = 100 * ln_n / (1 - static_cast<double>(d.hapaxes) / v);
    const double log_v = std::log10(v), log_n = std::log10(n);
    if (log_v > 0 && log_n != 1 && log_n > 0) d.summer_s = std::log10(log_v) / std::log10(log_n);
  }
  d.short_of_window = d.tokens < settings.window;
  const size_t window = std::min(settings.window, d.tokens);
  d.mattr = WindowRatio(words, types, window, true);
  d.msttr = WindowRatio(words, types, window, false);
  d.mtld = Mtld(words, types, settings.threshold);
  if (d.tokens >= settings.draws) {
    // The chance that a draw without return has the type, over all types and divided by the draws.
    double sum = 0;
    for (const auto& [f, of_types] : spectrum) {
      double none = 1;
      for (size_t i = 0; i < settings.draws && none > 0; ++i) {
        const double left = n - static_cast<double>(f) - static_cast<double>(i);
        none *= std::max(0.0, left) / (n - static_cast<double>(i));
      }
      sum += static_cast<double>(of_types) * (1 - none);
    }
    d.hdd = sum / static_cast<double>(settings.draws);
  }
  return d;
}

}  // namespace textmill::text
