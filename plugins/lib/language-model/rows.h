// Arithmetic on rows: a number for each language of a script, many at a time.
//
// AVX2 is used where the processor has it; the results are the same without. Any thread
// may call.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_ROWS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace textmill::language {

// How many numbers a row of so many slots has. Those after the last slot mean nothing.
inline size_t RowSize(size_t slots) {
  constexpr size_t kUnit = 16, kLine = 64;
  return slots > kLine ? (slots + kLine - 1) / kLine * kLine : (slots + kUnit - 1) / kUnit * kUnit;
}

// `size` is a RowSize.
struct RowWay {
  // Adds `n` rows of scores to `sums`.
  void (*add)(const int8_t* const* rows, size_t n, size_t size, int16_t* sums);
  // How far each score is below the highest of the first `slots`, at most 255.
  void (*lags)(const int16_t* scores, size_t slots, size_t size, uint8_t* lags);
  // Adds lags to `sums`, at most `most` of each.
  void (*add_lags)(const uint8_t* lags, uint8_t most, size_t size, int16_t* sums);
  // Takes the least sum from all, so that they begin at 0, and holds each between its own least and
  // `most`. Returns how many were below `near` before that.
  size_t (*settle)(const int16_t* least, int16_t most, int16_t near, size_t size, int16_t* sums);
  // Writes the places of the sums that are at most `most`, in their order; returns how many.
  size_t (*within)(const int16_t* sums, int16_t most, size_t size, uint8_t* places);
};

// The best one here.
const RowWay& Rows();
// All of this machine, the plain one first and the best last. For comparison.
std::vector<RowWay> RowWays();

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_BUILTIN_ROWS_H_
