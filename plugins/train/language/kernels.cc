#include "plugins/train/language/kernels.h"

#include <cstdint>
#include <cstring>

namespace textmill::language {

__attribute__((target_clones("avx2", "default"))) void AddTo(float* __restrict to,
                                                             const float* __restrict from,
                                                             size_t size) {
  for (size_t i = 0; i < size; ++i) to[i] += from[i];
}

__attribute__((target_clones("avx2", "default"))) void AddScaled(float* __restrict to,
                                                                 const float* __restrict from,
                                                                 float factor, size_t size) {
  for (size_t i = 0; i < size; ++i) to[i] += factor * from[i];
}

float Exp(float x) {
  if (x < -80) return 0;
  const float t = x * 1.44269504F;
  const auto whole = static_cast<int32_t>(t) - 1;  // rounds towards 0: one less is at most t
  const float f = (t - static_cast<float>(whole)) * 0.693147181F;
  // e^f for f from 0 to 2 ln 2, as the square of e^(f/2).
  const float h = f * 0.5F;
  const float e =
      1 + h * (1 + h * (0.5F + h * (1.0F / 6 + h * (1.0F / 24 + h * (1.0F / 120 + h / 720)))));
  const auto bits = static_cast<uint32_t>(whole + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return e * e * power;
}

}  // namespace textmill::language
