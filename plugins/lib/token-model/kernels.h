// The inner loops of the network, on whole numbers: the same results whatever the processor. Pure
// functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_KERNELS_H_
#define TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_KERNELS_H_

#include <cstddef>
#include <cstdint>

namespace textmill::token_model {

// The sum of products; it must not overflow.
int32_t Dot(const int16_t* a, const int16_t* b, size_t n);
// to[k][i] = the product of `vector` and row i of `matrix` (rows of `width`), shifted and clamped.
void Multiply(const int16_t* vector, const int16_t* matrix, size_t rows, size_t width,
              uint32_t shift, int16_t* to);
// to[i] = clamp(bias[i] + sum of parts[k][i], 0, most).
void AddUp(const int16_t* bias, const int16_t* const* parts, size_t n_parts, size_t n, int16_t most,
           int16_t* __restrict to);
// to[k] = bias + (hidden . outputs[labels[k]] >> shift)
void Scores(const int16_t* hidden, const int16_t* outputs, const int32_t* bias,
            const uint8_t* labels, size_t n_labels, size_t n, uint32_t shift, int32_t* to);

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_KERNELS_H_
