#include "plugins/lib/values/exact_sum.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "textmill/error.hpp"

namespace textmill::values {
namespace {

constexpr uint64_t kDigit = (uint64_t{1} << 32) - 1;
constexpr uint32_t kMostAdded = 1 << 30;
constexpr int kLeastExponent = -1074;
// Beyond the digits of the largest double there is room for what many of them add up to.
constexpr size_t kMostDigits = 72;
constexpr int64_t kMostSaved = int64_t{1} << 32;

}  // namespace

// Makes sure that there are digits from `first` to before `end`.
void ExactSum::Cover(size_t first, size_t end) {
  if (digits_.empty()) first_ = static_cast<uint32_t>(first);
  if (first < first_) {
    digits_.insert(digits_.begin(), first_ - first, 0);
    first_ = static_cast<uint32_t>(first);
  }
  if (end > first_ + digits_.size()) digits_.resize(end - first_);
}

// Leaves digits of 32 bits with a sign, but for the last.
void ExactSum::Carry() {
  int64_t carry = 0;
  for (int64_t& digit : digits_) {
    const int64_t sum = digit + carry;
    carry = (sum + (int64_t{1} << 31)) >> 32;
    digit = sum - carry * (int64_t{1} << 32);
  }
  if (carry != 0) digits_.push_back(carry);
  added_ = 0;
}

void ExactSum::Add(double value) {
  if (!std::isfinite(value)) {
    not_finite_ += value;
    return;
  }
  const auto bits = std::bit_cast<uint64_t>(value);
  const uint64_t exponent = bits >> 52 & 0x7FF, fraction = bits & ((uint64_t{1} << 52) - 1);
  const uint64_t mantissa = exponent == 0 ? fraction : fraction | uint64_t{1} << 52;
  if (mantissa == 0) return;
  const uint64_t shift = exponent == 0 ? 0 : exponent - 1;
  const size_t at = shift / 32;
  Cover(at, at + 3);
  auto rest = static_cast<unsigned __int128>(mantissa) << shift % 32;
  for (size_t i = at - first_; rest != 0; ++i, rest >>= 32) {
    const auto digit = static_cast<int64_t>(static_cast<uint64_t>(rest) & kDigit);
    digits_[i] += (bits >> 63) != 0 ? -digit : digit;
  }
  if (++added_ == kMostAdded) Carry();
}

void ExactSum::Add(const ExactSum& other) {
  not_finite_ += other.not_finite_;
  if (other.digits_.empty()) return;
  ExactSum carried = other;
  carried.Carry();
  Cover(carried.first_, carried.first_ + carried.digits_.size());
  for (size_t i = 0; i < carried.digits_.size(); ++i)
    digits_[carried.first_ - first_ + i] += carried.digits_[i];
  if (++added_ == kMostAdded) Carry();
}

double ExactSum::Value() const {
  if (std::isnan(not_finite_)) return std::numeric_limits<double>::quiet_NaN();
  if (not_finite_ != 0) return not_finite_;
  ExactSum sum = *this;
  sum.Carry();
  std::vector<int64_t>& digits = sum.digits_;
  while (!digits.empty() && digits.back() == 0) digits.pop_back();
  if (digits.empty()) return 0;
  const bool negative = digits.back() < 0;
  int64_t carry = 0;
  for (int64_t& digit : digits) {  // now without signs
    const int64_t value = (negative ? -digit : digit) + carry;
    carry = value >> 32;
    digit = static_cast<int64_t>(static_cast<uint64_t>(value) & kDigit);
  }
  while (digits.back() == 0) digits.pop_back();
  // The first 64 bits, and whether there are others.
  const size_t last = digits.size() - 1;
  const int width = std::bit_width(static_cast<uint64_t>(digits[last]));
  unsigned __int128 head = 0;
  for (size_t i = 0; i < 3; ++i)
    head = head << 32 | static_cast<uint64_t>(i <= last ? digits[last - i] : 0);
  bool more = (head & ((static_cast<unsigned __int128>(1) << width) - 1)) != 0;
  for (size_t i = 3; i <= last; ++i) more = more || digits[last - i] != 0;
  const auto bits = static_cast<uint64_t>(head >> width);
  uint64_t rounded = bits >> 11;
  const uint64_t below = bits & 0x7FF, half = 0x400;
  if (below > half || (below == half && (more || rounded % 2 == 1))) ++rounded;
  const int exponent = 32 * static_cast<int>(sum.first_ + last) + width - 53 + kLeastExponent;
  const double value = std::ldexp(static_cast<double>(rounded), exponent);
  return negative ? -value : value;
}

std::string ExactSum::ToBytes() const {
  ExactSum sum = *this;
  sum.Carry();
  std::string bytes(sizeof not_finite_ + sizeof first_, '\0');
  std::memcpy(bytes.data(), &not_finite_, sizeof not_finite_);
  std::memcpy(bytes.data() + sizeof not_finite_, &sum.first_, sizeof first_);
  if (!sum.digits_.empty())
    bytes.append(reinterpret_cast<const char*>(sum.digits_.data()),
                 sum.digits_.size() * sizeof sum.digits_[0]);
  return bytes;
}

ExactSum ExactSum::FromBytes(std::string_view bytes) {
  ExactSum sum;
  const size_t head = sizeof not_finite_ + sizeof first_, digit = sizeof sum.digits_[0];
  const size_t n = bytes.size() < head ? 0 : (bytes.size() - head) / digit;
  if (bytes.size() != head + n * digit || n > kMostDigits)
    throw Error("a sum is damaged", TEXTMILL_INTERNAL);
  std::memcpy(&sum.not_finite_, bytes.data(), sizeof not_finite_);
  std::memcpy(&sum.first_, bytes.data() + sizeof not_finite_, sizeof first_);
  if (sum.first_ > kMostDigits) throw Error("a sum is damaged", TEXTMILL_INTERNAL);
  sum.digits_.resize(n);
  if (n > 0) std::memcpy(sum.digits_.data(), bytes.data() + head, n * digit);
  for (const int64_t some : sum.digits_) {
    if (some > kMostSaved || some < -kMostSaved) throw Error("a sum is damaged", TEXTMILL_INTERNAL);
  }
  return sum;
}

}  // namespace textmill::values
