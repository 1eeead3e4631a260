#include <charconv>
#include <cmath>

#include "core/expr/function.h"

namespace textmill::core::expr {
namespace {

void Abs(const Arguments& in, int64_t row, Out* out) {
  const double value = std::abs(in[0].Real(row));
  out->Real(value);
}

// A double as a whole number, where it is one that fits.
void WholeOf(double value, Out* out) {
  if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0)) return out->Odd();
  out->Whole(static_cast<int64_t>(value));
}

void Floor(const Arguments& in, int64_t row, Out* out) {
  WholeOf(std::floor(in[0].Real(row)), out);
}
void Ceil(const Arguments& in, int64_t row, Out* out) { WholeOf(std::ceil(in[0].Real(row)), out); }

void Round(const Arguments& in, int64_t row, Out* out) {
  const double value = in[0].Real(row);
  const int64_t digits = in.size() > 1 ? in[1].Whole(row) : 0;
  if (digits < 0 || digits > 15) return out->Odd();
  const double scale = std::pow(10.0, static_cast<double>(digits));
  const double scaled = value * scale;
  out->Real(std::isfinite(scaled) ? std::round(scaled) / scale : value);
}

void NumberOf(const Arguments& in, int64_t row, Out* out) {
  std::string_view text = in[0].Text(row);
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\n'))
    text.remove_suffix(1);
  double value;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc() || at != end || !std::isfinite(value)) return out->Odd();
  out->Real(value);
}

}  // namespace

const std::vector<Function>& NumberFunctions() {
  static const std::vector<Function> functions = {
      {"abs", "n", 'r', Abs, "abs(number)", "Without its sign.", "abs(words - pages) > 10"},
      {"floor", "n", 'i', Floor, "floor(number)", "The greatest whole number that is not greater.",
       "floor(ratio) == 0"},
      {"ceil", "n", 'i', Ceil, "ceil(number)", "The smallest whole number that is not smaller.",
       "ceil(ratio) == 1"},
      {"round", "n?I", 'r', Round, "round(number, digits)",
       "Rounded to so many decimals (0 if not said); a half goes away from zero.",
       "round(ratio, 2) == 0.25"},
      {"number", "t", 'r', NumberOf, "number(text)",
       "A text as a number: `3`, `-2.5`, `1e6`. Null, and counted, when it is not one.",
       "number(extract(title, \"\\\\d+\")) > 100"},
      {"min", "nn", 'n', nullptr, "min(number, number)", "The smaller of two.",
       "min(words, pages) > 3"},
      {"max", "nn", 'n', nullptr, "max(number, number)", "The greater of two.",
       "max(words, pages) > 3"},
  };
  return functions;
}

}  // namespace textmill::core::expr
