#include "plugins/dedup/keys/jaccard.h"

#include <algorithm>
#include <cmath>

namespace textmill::dedup {

size_t LeastShared(size_t a, size_t b, double threshold) {
  const double all = static_cast<double>(a) + static_cast<double>(b);
  // Solves shared / (all - shared) >= threshold; the loop makes up for rounding, since it is the
  // quotient that decides.
  auto shared = static_cast<size_t>(std::max(0.0, threshold / (1 + threshold) * all - 2));
  while (static_cast<double>(shared) / (all - static_cast<double>(shared)) < threshold) ++shared;
  return shared;
}

double JaccardFrom(double threshold, std::span<const uint64_t> a, std::span<const uint64_t> b) {
  const size_t need = LeastShared(a.size(), b.size(), threshold);
  if (need > std::min(a.size(), b.size())) return 0;
  constexpr size_t kStride = 32;  // steps between looks at whether it can still be reached
  size_t i = 0, j = 0, shared = 0;
  const auto step = [&] {
    const uint64_t x = a[i], y = b[j];
    shared += x == y;
    i += x <= y;
    j += y <= x;
  };
  while (i + kStride <= a.size() && j + kStride <= b.size()) {
    for (size_t k = 0; k < kStride; ++k) step();
    if (shared + std::min(a.size() - i, b.size() - j) < need) return 0;
  }
  while (i < a.size() && j < b.size()) step();
  if (shared < need) return 0;
  return static_cast<double>(shared) / static_cast<double>(a.size() + b.size() - shared);
}

}  // namespace textmill::dedup
