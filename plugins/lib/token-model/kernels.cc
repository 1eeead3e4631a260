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

// Four at once: `a` is loaded once for all of them.
__attribute__((always_inline)) inline void FourProducts(const int16_t* a, const int16_t* b,
                                                        const int16_t* c, const int16_t* d,
                                                        const int16_t* e, size_t n, int32_t* to) {
  int32_t of_b = 0, of_c = 0, of_d = 0, of_e = 0;
  for (size_t i = 0; i < n; ++i) {
    of_b += int32_t{a[i]} * int32_t{b[i]};
    of_c += int32_t{a[i]} * int32_t{c[i]};
    of_d += int32_t{a[i]} * int32_t{d[i]};
    of_e += int32_t{a[i]} * int32_t{e[i]};
  }
  to[0] = of_b;
  to[1] = of_c;
  to[2] = of_d;
  to[3] = of_e;
}

}  // namespace

TEXTMILL_CLONES int32_t Dot(const int16_t* a, const int16_t* b, size_t n) {
  return Product(a, b, n);
}

TEXTMILL_CLONES void Multiply(const int16_t* vector, const int16_t* matrix, size_t rows,
                              size_t width, uint32_t shift, int16_t* to) {
  const auto put = [&](size_t row, int32_t product) {
    to[row] = static_cast<int16_t>(std::clamp(product >> shift, -kMostAdded, kMostAdded));
  };
  size_t i = 0;
  for (; i + 4 <= rows; i += 4) {
    const int16_t* const row = matrix + i * width;
    int32_t products[4];
    FourProducts(vector, row, row + width, row + 2 * width, row + 3 * width, width, products);
    for (size_t k = 0; k < 4; ++k) put(i + k, products[k]);
  }
  for (; i < rows; ++i) put(i, Product(vector, matrix + i * width, width));
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
  const auto of = [&](size_t k) { return outputs + labels[k] * n; };
  size_t k = 0;
  for (; k + 4 <= n_labels; k += 4)
    FourProducts(hidden, of(k), of(k + 1), of(k + 2), of(k + 3), n, to + k);
  for (; k < n_labels; ++k) to[k] = Product(hidden, of(k), n);
  for (k = 0; k < n_labels; ++k) to[k] = bias[labels[k]] + (to[k] >> shift);
}

}  // namespace textmill::token_model
