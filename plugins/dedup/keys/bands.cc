#include "plugins/dedup/keys/bands.h"

#include <xxhash.h>

#include <cmath>

#include "plugins/dedup/keys/minhash.h"

namespace textmill::dedup {
namespace {
constexpr uint32_t kMost = static_cast<uint32_t>(kMostValues);
constexpr uint32_t kMostRows = 32;  // beyond that only pairs that are all but equal are found
}  // namespace

double Bands::Recall(double similarity) const {
  return 1 - std::pow(1 - std::pow(similarity, rows), bands);
}

std::optional<Bands> PlanBands(double threshold, double recall) {
  for (uint32_t rows = kMostRows; rows >= 1; --rows) {
    for (uint32_t bands = 1; bands * rows <= kMost; ++bands) {
      const Bands plan{bands, rows};
      if (plan.Recall(threshold) >= recall) return plan;
    }
  }
  return std::nullopt;
}

double HighestRecall(double threshold) { return Bands{kMost, 1}.Recall(threshold); }

uint32_t BandKey(const uint32_t* rows, uint32_t n, uint32_t band) {
  return static_cast<uint32_t>(XXH3_64bits_withSeed(rows, n * sizeof *rows, band));
}

}  // namespace textmill::dedup
