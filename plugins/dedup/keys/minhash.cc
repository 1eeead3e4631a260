#include "plugins/dedup/keys/minhash.h"

#include <immintrin.h>

#include <algorithm>
#include <array>

#include "plugins/lib/hash/hash.h"

namespace textmill::dedup {
namespace {

alignas(64) const std::array<uint32_t, kMostValues> kFactors = [] {
  std::array<uint32_t, kMostValues> factors{};
  for (size_t i = 0; i < kMostValues; ++i)
    factors[i] = static_cast<uint32_t>(hash::Constant(i)) | 1;
  return factors;
}();

// Eight values a vector; `kVectors` of them stay in registers while the shingles go by.
template <int kVectors>
__attribute__((target("avx2"))) inline void Block(const uint64_t* shingles, size_t n, size_t first,
                                                  uint32_t* signature) {
  const auto* factors = reinterpret_cast<const __m256i*>(kFactors.data() + first);
  __m256i least[kVectors];
  for (int k = 0; k < kVectors; ++k) least[k] = _mm256_set1_epi32(-1);
  for (size_t i = 0; i < n; ++i) {
    const __m256i x = _mm256_set1_epi32(static_cast<int>(static_cast<uint32_t>(shingles[i])));
    for (int k = 0; k < kVectors; ++k)
      least[k] = _mm256_min_epu32(least[k], _mm256_mullo_epi32(x, factors[k]));
  }
  for (int k = 0; k < kVectors; ++k)
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(signature + first) + k, least[k]);
}

__attribute__((target("avx2"))) void MinHashAvx2(const uint64_t* shingles, size_t n, size_t values,
                                                 uint32_t* signature) {
  size_t first = 0;
  for (; first + 64 <= values; first += 64) Block<8>(shingles, n, first, signature);
  if (first + 32 <= values) {
    Block<4>(shingles, n, first, signature);
    first += 32;
  }
  for (; first < values; first += 8) Block<1>(shingles, n, first, signature);
}

// The same with sixteen.
template <int kVectors>
__attribute__((target("avx512f"))) inline void WideBlock(const uint64_t* shingles, size_t n,
                                                         size_t first, uint32_t* signature) {
  __m512i factors[kVectors], least[kVectors];
  for (int k = 0; k < kVectors; ++k) {
    factors[k] = _mm512_loadu_si512(kFactors.data() + first + 16 * k);
    least[k] = _mm512_set1_epi32(-1);
  }
  for (size_t i = 0; i < n; ++i) {
    const __m512i x = _mm512_set1_epi32(static_cast<int>(static_cast<uint32_t>(shingles[i])));
    for (int k = 0; k < kVectors; ++k)
      least[k] = _mm512_min_epu32(least[k], _mm512_mullo_epi32(x, factors[k]));
  }
  for (int k = 0; k < kVectors; ++k) _mm512_storeu_si512(signature + first + 16 * k, least[k]);
}

__attribute__((target("avx512f"))) void MinHashAvx512(const uint64_t* shingles, size_t n,
                                                      size_t values, uint32_t* signature) {
  size_t first = 0;
  for (; first + 96 <= values; first += 96) WideBlock<6>(shingles, n, first, signature);
  for (; first + 32 <= values; first += 32) WideBlock<2>(shingles, n, first, signature);
  for (; first < values; first += 8) Block<1>(shingles, n, first, signature);
}

void MinHashPlain(const uint64_t* shingles, size_t n, size_t values, uint32_t* signature) {
  std::fill_n(signature, values, ~uint32_t{0});
  for (size_t i = 0; i < n; ++i) {
    const uint32_t x = static_cast<uint32_t>(shingles[i]);
    for (size_t k = 0; k < values; ++k) signature[k] = std::min(signature[k], x * kFactors[k]);
  }
}

}  // namespace

std::vector<MinHashWay> MinHashWays() {
  std::vector<MinHashWay> ways = {MinHashPlain};
  if (__builtin_cpu_supports("avx2")) ways.push_back(MinHashAvx2);
  if (__builtin_cpu_supports("avx512f")) ways.push_back(MinHashAvx512);
  return ways;
}

void MinHash(const uint64_t* shingles, size_t n, size_t values, uint32_t* signature) {
  static const MinHashWay best = MinHashWays().back();
  best(shingles, n, (values + 7) / 8 * 8, signature);
}

}  // namespace textmill::dedup
