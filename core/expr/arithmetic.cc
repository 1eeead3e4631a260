#include "core/expr/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace textmill::core::expr {
namespace {

RowFunction WholeSign(std::string_view name) {
  if (name == "+")
    return [](const Arguments& in, int64_t i, Out* out) {
      int64_t sum;
      if (__builtin_add_overflow(in[0].Whole(i), in[1].Whole(i), &sum)) return out->Odd();
      out->Whole(sum);
    };
  if (name == "-")
    return [](const Arguments& in, int64_t i, Out* out) {
      int64_t difference;
      if (__builtin_sub_overflow(in[0].Whole(i), in[1].Whole(i), &difference)) return out->Odd();
      out->Whole(difference);
    };
  if (name == "*")
    return [](const Arguments& in, int64_t i, Out* out) {
      int64_t product;
      if (__builtin_mul_overflow(in[0].Whole(i), in[1].Whole(i), &product)) return out->Odd();
      out->Whole(product);
    };
  if (name == "%")  // of the sign of the divisor, as calendars and buckets need it
    return [](const Arguments& in, int64_t i, Out* out) {
      const int64_t a = in[0].Whole(i), b = in[1].Whole(i);
      if (b == 0) return out->Odd();
      if (b == -1) return out->Whole(0);
      const int64_t rest = a % b;
      out->Whole(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest);
    };
  if (name == "min")
    return [](const Arguments& in, int64_t i, Out* out) {
      out->Whole(std::min(in[0].Whole(i), in[1].Whole(i)));
    };
  return [](const Arguments& in, int64_t i, Out* out) {
    out->Whole(std::max(in[0].Whole(i), in[1].Whole(i)));
  };
}

RowFunction RealSign(std::string_view name) {
  if (name == "+")
    return
        [](const Arguments& in, int64_t i, Out* out) { out->Real(in[0].Real(i) + in[1].Real(i)); };
  if (name == "-")
    return
        [](const Arguments& in, int64_t i, Out* out) { out->Real(in[0].Real(i) - in[1].Real(i)); };
  if (name == "*")
    return
        [](const Arguments& in, int64_t i, Out* out) { out->Real(in[0].Real(i) * in[1].Real(i)); };
  if (name == "/")
    return [](const Arguments& in, int64_t i, Out* out) {
      if (in[1].Real(i) == 0) return out->Odd();
      out->Real(in[0].Real(i) / in[1].Real(i));
    };
  if (name == "min")
    return [](const Arguments& in, int64_t i, Out* out) {
      out->Real(std::fmin(in[0].Real(i), in[1].Real(i)));
    };
  return [](const Arguments& in, int64_t i, Out* out) {
    out->Real(std::fmax(in[0].Real(i), in[1].Real(i)));
  };
}

}  // namespace

RowFunction Arithmetic(std::string_view name, bool whole) {
  return whole ? WholeSign(name) : RealSign(name);
}

}  // namespace textmill::core::expr
