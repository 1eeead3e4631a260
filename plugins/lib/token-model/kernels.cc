#include "plugins/lib/token-model/kernels.h"

#include <algorithm>

#include "plugins/lib/token-model/model.h"

// Compiled for processors with AVX2, too; which one runs is settled when the plugin is loaded.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define TEXTMILL_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define TEXTMILL_CLONES
#endif

namespace textmill::token_model {
namespace {

__attribute__((always_inline)) inline int32_t Product(const int16_t* a, const int16_t* b,
                                                      size_t n) {
  int32_t sum = 0;
  for (size_t i = 0; i < n; ++i) sum += int32_t{a[i]} * int32_t{b[i]};
  return sum;
}

}  // namespace

TEXTMILL_CLONES int32_t Dot(const int16_t* a, const int16_t* b, size_t n) {
  return Product(a, b, n);
}

TEXTMILL_CLONES void Multiply(const int16_t* vector, const int16_t* matrix, size_t rows,
                              size_t width, uint32_t shift, int16_t* to) {
  for (size_t i = 0; i < rows; ++i) {
    const int32_t product = Product(vector, matrix + i * width, width) >> shift;
    to[i] = static_cast<int16_t>(std::clamp(product, -kMostAdded, kMostAdded));
  }
}

TEXTMILL_CLONES void AddUp(const int16_t* bias, const int16_t* const* parts, size_t n_parts,
                           size_t n, int16_t most, int16_t* __restrict to) {
  const auto clamped = [most](int16_t sum) {
    const int16_t positive = sum > 0 ? sum : int16_t{0};
    return positive < most ? positive : most;
  };
  if (n_parts == 5) {  // two words on each side: in one go
    const int16_t *const a = parts[0], *const b = parts[1], *const c = parts[2],
                         *const d = parts[3], *const e = parts[4];
    for (size_t i = 0; i < n; ++i)
      to[i] = clamped(static_cast<int16_t>(bias[i] + a[i] + b[i] + c[i] + d[i] + e[i]));
    return;
  }
  for (size_t i = 0; i < n; ++i) to[i] = bias[i];
  for (size_t k = 0; k < n_parts; ++k) {
    const int16_t* const part = parts[k];
    for (size_t i = 0; i < n; ++i) to[i] = static_cast<int16_t>(to[i] + part[i]);
  }
  for (size_t i = 0; i < n; ++i) to[i] = clamped(to[i]);
}

TEXTMILL_CLONES void Scores(const int16_t* hidden, const int16_t* outputs, const int32_t* bias,
                            const uint8_t* labels, size_t n_labels, size_t n, uint32_t shift,
                            int32_t* to) {
  for (size_t k = 0; k < n_labels; ++k) {
    const size_t label = labels[k];
    to[k] = bias[label] + (Product(hidden, outputs + label * n, n) >> shift);
  }
}

}  // namespace textmill::token_model
