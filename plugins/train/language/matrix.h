// A matrix of floats, row by row, on large pages: rows are visited at random, many times.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_MATRIX_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_MATRIX_H_

#include <cstddef>

#include "plugins/lib/memory/pages.h"

namespace textmill::language {

class Matrix {
 public:
  // All 0. Rows are padded to a multiple of 16.
  Matrix(size_t rows, size_t columns)
      : rows_(rows), stride_((columns + 15) / 16 * 16), data_(rows * stride_) {}
  size_t rows() const { return rows_; }
  size_t stride() const { return stride_; }
  float* operator[](size_t row) { return data_.data() + row * stride_; }
  const float* operator[](size_t row) const { return data_.data() + row * stride_; }

 private:
  size_t rows_, stride_;
  memory::Pages<float> data_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_MATRIX_H_
