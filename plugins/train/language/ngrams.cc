#include "plugins/train/language/ngrams.h"

namespace textmill::language {

uint8_t NearestCountStep(double count) {
  const double target = count * 64;
  size_t step = 0;
  while (step + 1 < kCountSteps &&
         (static_cast<double>(kCounts[step]) + static_cast<double>(kCounts[step + 1])) / 2 <
             target) {
    ++step;
  }
  return static_cast<uint8_t>(step);
}

}  // namespace textmill::language
