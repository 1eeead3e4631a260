// The true Jaccard similarity of two sets of shingles: what they share by what they have in all.
// Any thread may call.
#ifndef TEXTMILL_PLUGINS_DEDUP_JACCARD_H_
#define TEXTMILL_PLUGINS_DEDUP_JACCARD_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace textmill::dedup {

// The least number of shingles that sets of these sizes share when their similarity reaches the
// threshold; more than the smaller one has when it cannot.
size_t LeastShared(size_t a, size_t b, double threshold);

// The similarity of two sets, each ascending without repeats, neither empty; or 0 when it is under
// the threshold.
double JaccardFrom(double threshold, std::span<const uint64_t> a, std::span<const uint64_t> b);

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_JACCARD_H_
