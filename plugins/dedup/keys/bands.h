// Planning of locality-sensitive hashing: a signature is cut into bands of some rows each, and two
// documents that agree in all rows of some band become candidates. At similarity s that happens
// with the probability 1 - (1 - s^rows)^bands, an S-curve.
#ifndef TEXTMILL_PLUGINS_DEDUP_BANDS_H_
#define TEXTMILL_PLUGINS_DEDUP_BANDS_H_

#include <cstdint>
#include <optional>

namespace textmill::dedup {

struct Bands {
  uint32_t bands, rows;

  uint32_t values() const { return bands * rows; }
  // The share of the pairs with this similarity that become candidates.
  double Recall(double similarity) const;
};

// The bands that find pairs at the threshold with at least this recall: as many rows as the
// signature allows, since each row more spares comparisons of documents that are not alike, and
// then as few bands as will do. None when no plan reaches the recall.
std::optional<Bands> PlanBands(double threshold, double recall);

// The highest recall that some plan reaches at the threshold.
double HighestRecall(double threshold);

// A band's rows as one number, different for the same rows in another band.
uint32_t BandKey(const uint32_t* rows, uint32_t n, uint32_t band);

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_BANDS_H_
