// A sum of floats without rounding: whatever the order in which they are added, and whichever sums
// of some of them are added up later, it is the same. Not thread-safe.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_EXACT_SUM_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_EXACT_SUM_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::values {

class ExactSum {
 public:
  void Add(double value);
  void Add(const ExactSum& other);
  // The double that is nearest, of two the even one. Infinities and NaN add up as they do
  // elsewhere.
  double Value() const;
  // Of memory beside the object itself.
  size_t bytes() const { return digits_.capacity() * sizeof digits_[0]; }

  std::string ToBytes() const;
  static ExactSum FromBytes(std::string_view bytes);  // throws Error when they are damaged

 private:
  void Cover(size_t first, size_t end);
  void Carry();

  // The sum of digits_[i] * 2^(32 * (first_ + i) - 1074): all doubles are multiples of 2^-1074. A
  // digit has room for what 2^30 additions can put into it, then it is carried.
  std::vector<int64_t> digits_;
  uint32_t first_ = 0, added_ = 0;
  double not_finite_ = 0;
};

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_EXACT_SUM_H_
