// MinHash: of a set of shingles, the least value under each of up to 128 hash functions. Two sets
// share each value with a probability that is their Jaccard similarity.
//
// The functions are multiplications of the lower half of a shingle by odd constants, modulo 2^32:
// cheap, each a permutation, and good enough because shingles are well-mixed hashes already.
// AVX-512 or AVX2 is used where the processor has it; the results are the same without. Any thread
// may call.
#ifndef TEXTMILL_PLUGINS_DEDUP_MINHASH_H_
#define TEXTMILL_PLUGINS_DEDUP_MINHASH_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace textmill::dedup {

inline constexpr size_t kMostValues = 128;

// Writes the first `values` (rounded up to a multiple of 8, at most 128) of the signature of `n`
// shingles; all ones when there are none.
void MinHash(const uint64_t* shingles, size_t n, size_t values, uint32_t* signature);

// The ways to compute it on this machine, the plain one first and the best last: all give the same.
// `values` is a multiple of 8. For comparison.
using MinHashWay = void (*)(const uint64_t* shingles, size_t n, size_t values, uint32_t* signature);
std::vector<MinHashWay> MinHashWays();

}  // namespace textmill::dedup

#endif  // TEXTMILL_PLUGINS_DEDUP_MINHASH_H_
