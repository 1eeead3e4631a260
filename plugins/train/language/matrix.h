// A matrix of floats, row by row, on large pages: rows are visited at random, many times.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_MATRIX_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_MATRIX_H_

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

namespace textmill::language {

class Matrix {
 public:
  // All 0. Rows are padded to a multiple of 16.
  Matrix(size_t rows, size_t columns) : rows_(rows), stride_((columns + 15) / 16 * 16) {
    constexpr size_t kPage = size_t{2} << 20;
    const size_t bytes = (rows * stride_ * sizeof(float) + kPage - 1) / kPage * kPage;
    data_.reset(static_cast<float*>(std::aligned_alloc(kPage, bytes)));
    if (!data_) throw std::bad_alloc();
    madvise(data_.get(), bytes, MADV_HUGEPAGE);
    std::memset(data_.get(), 0, bytes);
  }
  size_t rows() const { return rows_; }
  size_t stride() const { return stride_; }
  float* operator[](size_t row) { return data_.get() + row * stride_; }
  const float* operator[](size_t row) const { return data_.get() + row * stride_; }

 private:
  struct Free {
    void operator()(float* p) const { std::free(p); }
  };
  size_t rows_, stride_;
  std::unique_ptr<float, Free> data_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_MATRIX_H_
