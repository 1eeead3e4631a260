// The functions of the language: what each takes and gives, and how a row is worked out.
//
// The table is constant; any thread may ask. The functions of text are in functions_text.cc, and so
// on by what they are about; those that choose among values or look into lists are worked out by
// compute.cc and compute_items.cc, since they need more than a row of their arguments.
#ifndef CORE_EXPR_FUNCTION_H_
#define CORE_EXPR_FUNCTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/table/column.h"
#include "textmill/builder.hpp"
#include "textmill/print.hpp"

namespace re2 {
class RE2;
}

namespace textmill::core::expr {

// One argument of a call, over all rows. Borrows its column.
class Argument {
 public:
  // `fixed`: the column has one row, which is that of all.
  Argument(const Array& column, const Field& type, bool fixed, const re2::RE2* pattern = nullptr)
      : column_(column), kind_(KindOf(type.format)), fixed_(fixed), pattern_(pattern) {}

  bool IsNull(int64_t row) const {
    return kind_ == ValueKind::kNull || IsNullAt(*column_, At(row));
  }
  std::string_view Text(int64_t row) const { return BytesAt(*column_, At(row)); }
  bool Truth(int64_t row) const;
  bool IsWhole() const { return kind_ >= ValueKind::kInt8 && kind_ <= ValueKind::kUInt64; }
  int64_t Whole(int64_t row) const;  // of numbers without decimals; uint64 at most 2^63-1
  double Real(int64_t row) const;    // of all numbers
  // Microseconds since 1970 of a point in time, or of a text that holds one; nothing for others.
  std::optional<int64_t> Time(int64_t row) const;
  const re2::RE2& pattern() const { return *pattern_; }
  const ArrowArray& column() const { return *column_; }
  int64_t At(int64_t row) const { return fixed_ ? 0 : row; }

 private:
  const Array& column_;
  ValueKind kind_;
  bool fixed_;
  const re2::RE2* pattern_;  // of a pattern
};

// Takes the value of a row: exactly one call per row.
class Out {
 public:
  Out(Builder* builder, std::vector<uint8_t>* odd) : builder_(builder), odd_(odd) {}

  void Text(std::string_view value) { static_cast<BytesBuilder*>(builder_)->Append(value); }
  void Whole(int64_t value) { static_cast<PrimitiveBuilder<int64_t>*>(builder_)->Append(value); }
  void Real(double value) { static_cast<PrimitiveBuilder<double>*>(builder_)->Append(value); }
  void Truth(bool value) { static_cast<BoolBuilder*>(builder_)->Append(value); }
  void Time(int64_t micros) { Whole(micros); }
  void Null() { builder_->AppendNull(); }
  // There is no value although all arguments are there: a date that cannot be read, a division by
  // zero, a number out of range. The row becomes null and is counted.
  void Odd() {
    if (odd_ != nullptr) (*odd_)[static_cast<size_t>(builder_->size())] = 1;
    Null();
  }
  BytesBuilder* texts() { return static_cast<BytesBuilder*>(builder_); }
  ListBuilder* list() { return static_cast<ListBuilder*>(builder_); }

 private:
  Builder* builder_;
  std::vector<uint8_t>* odd_;
};

// What a builder has made, as a column.
Array Finished(Builder* builder);

using Arguments = std::vector<Argument>;
using RowFunction = void (*)(const Arguments& in, int64_t row, Out* out);

struct Function {
  const char* name;
  // A letter per argument: t text, n number, i whole number, d point in time or text that holds
  // one, b true or false, l list, a anything, s the type of the first, p pattern (fixed), T fixed
  // text, I fixed whole number, c a condition on an item of the list before, v a value of an item.
  // What comes after `?` may be left out; `*` ends a list whose last argument may be repeated.
  const char* takes;
  // Its type: t, b, i, r (decimals), d, L (list of text), or what is special: s the type of the
  // arguments that are not null, l the list's own type, e an item of the list, v a list of values,
  // n whole if all arguments are.
  char gives;
  RowFunction row;  // NULL: worked out by compute.cc, arithmetic.cc or compute_items.cc
  const char* usage;
  const char* summary;  // a sentence, for the reference
  const char* example;  // an expression on the columns of docs/expressions.md
};

const std::vector<Function>& Functions();
// Or NULL.
const Function* FindFunction(std::string_view name);

// The parts of the table.
const std::vector<Function>& TextFunctions();
const std::vector<Function>& NumberFunctions();
const std::vector<Function>& TimeFunctions();
const std::vector<Function>& ListFunctions();

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_FUNCTION_H_
