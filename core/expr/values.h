// The numbers of a batch: what a column, or the lengths of its values, comes down to.
#ifndef CORE_EXPR_VALUES_H_
#define CORE_EXPR_VALUES_H_

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "core/expr/condition.h"
#include "core/table/column.h"

namespace textmill::core::expr {

// One number per row, of a type that holds all values of the column exactly. Belongs to one thread;
// borrows the column.
class Numbers {
 public:
  using Rows = std::variant<const int64_t*, const uint64_t*, const double*, const Nanos*>;

  // Of kColumn and kLength. A length that reaches `enough` may be any number not below it. Null
  // rows, and lengths of rows that are not `wanted`, are undefined.
  Numbers(const Operand& operand, const ArrowArray& column, int64_t rows, const uint8_t* wanted,
          int64_t enough);
  Numbers(const Numbers&) = delete;
  Numbers& operator=(const Numbers&) = delete;

  const Rows& rows() const { return rows_; }

 private:
  template <class From, class To>
  void Widen(const ArrowArray& column, int64_t rows);
  void Instants(const ArrowArray& column, int64_t rows, int64_t unit);
  void Values(ValueKind type, const ArrowArray& column, int64_t rows);
  void Lengths(ValueKind type, const ArrowArray& column, int64_t rows, const uint8_t* wanted,
               int64_t enough);

  std::variant<std::vector<int64_t>, std::vector<double>, std::vector<Nanos>> own_;
  Rows rows_;
};

// Characters (code points) of UTF-8 text, or, when there are `enough`, a number not below that.
int64_t CountCharacters(std::string_view text, int64_t enough);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_VALUES_H_
