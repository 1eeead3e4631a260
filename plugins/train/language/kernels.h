// The inner loops of training. No result depends on the instruction set: each element is multiplied
// and added by itself, without fusing.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_KERNELS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_KERNELS_H_

#include <cstddef>

namespace textmill::language {

// `size` is a multiple of 16.
void AddTo(float* to, const float* from, size_t size);
void AddScaled(float* to, const float* from, float factor, size_t size);

// e^x for x <= 0, to some six digits.
float Exp(float x);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_KERNELS_H_
