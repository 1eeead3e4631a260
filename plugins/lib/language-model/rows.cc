#include "plugins/lib/language-model/rows.h"

#include <immintrin.h>

#include <algorithm>
#include <bit>

namespace textmill::language {
namespace {

void AddPlain(const int8_t* const* rows, size_t n, size_t size, int16_t* sums) {
  for (size_t r = 0; r < n; ++r) {
    for (size_t i = 0; i < size; ++i) sums[i] = static_cast<int16_t>(sums[i] + rows[r][i]);
  }
}

void LagsPlain(const int16_t* scores, size_t slots, size_t size, uint8_t* lags) {
  const int top = *std::max_element(scores, scores + slots);
  for (size_t i = 0; i < size; ++i) {
    lags[i] = static_cast<uint8_t>(std::clamp(top - scores[i], 0, 255));
  }
}

void AddLagsPlain(const uint8_t* lags, uint8_t most, size_t size, int16_t* sums) {
  for (size_t i = 0; i < size; ++i) {
    sums[i] = static_cast<int16_t>(sums[i] + std::min(lags[i], most));
  }
}

size_t SettlePlain(const int16_t* least, int16_t most, int16_t near, size_t size, int16_t* sums) {
  const int16_t first = *std::min_element(sums, sums + size);
  size_t n = 0;
  for (size_t i = 0; i < size; ++i) {
    const auto sum = static_cast<int16_t>(sums[i] - first);
    n += sum < near;
    sums[i] = std::max(std::min(sum, most), least[i]);
  }
  return n;
}

size_t WithinPlain(const int16_t* sums, int16_t most, size_t size, uint8_t* places) {
  size_t n = 0;
  for (size_t i = 0; i < size; ++i) {
    if (sums[i] <= most) places[n++] = static_cast<uint8_t>(i);
  }
  return n;
}

// The same, sixteen numbers at a time.
#define TEXTMILL_AVX2 __attribute__((target("avx2")))

TEXTMILL_AVX2 inline __m256i Load(const int16_t* at) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}
TEXTMILL_AVX2 inline void Store(int16_t* at, __m256i numbers) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(at), numbers);
}
template <class Byte>
TEXTMILL_AVX2 inline __m128i LoadBytes(const Byte* at) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}

// `kVectors` of them stay in registers while the rows go by.
template <size_t kVectors>
TEXTMILL_AVX2 inline void AddBlock(const int8_t* const* rows, size_t n, size_t first,
                                   int16_t* sums) {
  __m256i sum[kVectors];
  for (size_t k = 0; k < kVectors; ++k) sum[k] = Load(sums + first + 16 * k);
  for (size_t r = 0; r < n; ++r) {
    const int8_t* const row = rows[r] + first;
    for (size_t k = 0; k < kVectors; ++k) {
      sum[k] = _mm256_add_epi16(sum[k], _mm256_cvtepi8_epi16(LoadBytes(row + 16 * k)));
    }
  }
  for (size_t k = 0; k < kVectors; ++k) Store(sums + first + 16 * k, sum[k]);
}

TEXTMILL_AVX2 void AddAvx2(const int8_t* const* rows, size_t n, size_t size, int16_t* sums) {
  size_t first = 0;
  for (; first + 128 <= size; first += 128) AddBlock<8>(rows, n, first, sums);
  for (; first + 64 <= size; first += 64) AddBlock<4>(rows, n, first, sums);
  for (; first < size; first += 16) AddBlock<1>(rows, n, first, sums);
}

TEXTMILL_AVX2 void LagsAvx2(const int16_t* scores, size_t slots, size_t size, uint8_t* lags) {
  int16_t top = INT16_MIN;
  size_t i = 0;
  if (slots >= 16) {
    __m256i tops = Load(scores);
    for (i = 16; i + 16 <= slots; i += 16) tops = _mm256_max_epi16(tops, Load(scores + i));
    int16_t out[16];
    Store(out, tops);
    top = *std::max_element(out, out + 16);
  }
  for (; i < slots; ++i) top = std::max(top, scores[i]);
  for (i = 0; i < size; i += 16) {
    const __m256i lag = _mm256_subs_epi16(_mm256_set1_epi16(top), Load(scores + i));
    const __m128i bytes =
        _mm_packus_epi16(_mm256_castsi256_si128(lag), _mm256_extracti128_si256(lag, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(lags + i), bytes);
  }
}

TEXTMILL_AVX2 void AddLagsAvx2(const uint8_t* lags, uint8_t most, size_t size, int16_t* sums) {
  const __m128i mosts = _mm_set1_epi8(static_cast<char>(most));
  for (size_t i = 0; i < size; i += 16) {
    const __m128i lag = _mm_min_epu8(LoadBytes(lags + i), mosts);
    Store(sums + i, _mm256_add_epi16(Load(sums + i), _mm256_cvtepu8_epi16(lag)));
  }
}

TEXTMILL_AVX2 size_t SettleAvx2(const int16_t* least, int16_t most, int16_t near, size_t size,
                                int16_t* sums) {
  __m256i lows = Load(sums);
  for (size_t i = 16; i < size; i += 16) lows = _mm256_min_epi16(lows, Load(sums + i));
  int16_t out[16];
  Store(out, lows);
  const __m256i first = _mm256_set1_epi16(*std::min_element(out, out + 16));
  const __m256i nears = _mm256_set1_epi16(near), mosts = _mm256_set1_epi16(most);
  size_t n = 0;
  for (size_t i = 0; i < size; i += 16) {
    const __m256i sum = _mm256_sub_epi16(Load(sums + i), first);
    const auto below = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpgt_epi16(nears, sum)));
    n += static_cast<size_t>(std::popcount(below)) / 2;
    Store(sums + i, _mm256_max_epi16(_mm256_min_epi16(sum, mosts), Load(least + i)));
  }
  return n;
}

TEXTMILL_AVX2 size_t WithinAvx2(const int16_t* sums, int16_t most, size_t size, uint8_t* places) {
  const __m256i mosts = _mm256_set1_epi16(most);
  size_t n = 0;
  for (size_t i = 0; i < size; i += 16) {
    const auto above =
        static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpgt_epi16(Load(sums + i), mosts)));
    // Two bits a number.
    for (uint32_t bits = ~above & 0x55555555U; bits != 0; bits &= bits - 1) {
      places[n++] = static_cast<uint8_t>(i + static_cast<size_t>(std::countr_zero(bits)) / 2);
    }
  }
  return n;
}

}  // namespace

std::vector<RowWay> RowWays() {
  std::vector<RowWay> ways = {{AddPlain, LagsPlain, AddLagsPlain, SettlePlain, WithinPlain}};
  if (__builtin_cpu_supports("avx2")) {
    ways.push_back({AddAvx2, LagsAvx2, AddLagsAvx2, SettleAvx2, WithinAvx2});
  }
  return ways;
}

const RowWay& Rows() {
  static const RowWay best = RowWays().back();
  return best;
}

}  // namespace textmill::language
