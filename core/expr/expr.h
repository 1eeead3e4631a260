// The language of `keep:`, `when:` and `set:`.
//
//     lang == "en" and lang_confidence >= 0.6
//     text.length > 200 and not (source matches "^tmp/" or title is null)
//     any(entities, type == "ORG") and year(date) in [2023, 2024]
//
// An expression is compiled once against the columns that a step sees, and fails with a message and
// a place when a name, a type or a value cannot be right. A compiled Expression is immutable: any
// number of threads may evaluate it at once.
//
// Null follows SQL: a comparison with null is null, `and`/`or`/`not` know three values, `is null`
// and `is not null` answer. A document is kept when the result is true.
#ifndef CORE_EXPR_EXPR_H_
#define CORE_EXPR_EXPR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/expr/requirements.h"
#include "core/result.h"
#include "core/table/column.h"

namespace textmill::core {

// What is wrong with an expression, and where in its text (bytes from 0).
struct ExprError {
  size_t position = 0;
  std::string message;
  std::string hint;
  std::string unknown_column;  // the name that no column has, where that is what is wrong
  bool maybe_other = false;    // ... which may be meant as a text, or as a member of an item
};

enum class Truth : uint8_t { kFalse = 0, kTrue = 1, kNull = 2 };

class Expression {
 public:
  ~Expression();
  // On failure returns NULL and fills `errors` with everything that is wrong (at least one).
  static std::unique_ptr<Expression> Compile(const std::string& text, const Schema& columns,
                                             std::vector<ExprError>* errors);
  // The same for a value of any type, as `set:` takes it.
  static std::unique_ptr<Expression> CompileValue(const std::string& text, const Schema& columns,
                                                  std::vector<ExprError>* errors);

  // One Truth per row. `columns` are those of the schema it was compiled against.
  std::vector<Truth> Evaluate(const std::vector<Array>& columns, int64_t rows) const;

  // Of a value: its type (without a name), and a column of it. `odd`, which has a byte per row, is
  // set where there is no value although what it is worked out from is there: a date that cannot be
  // read, a division by zero.
  const Field& type() const;
  Array Compute(const std::vector<Array>& columns, int64_t rows, std::vector<uint8_t>* odd) const;

  const std::string& text() const;
  // Places, in the schema, of the columns that it reads; ascending.
  const std::vector<int>& uses() const;
  // Of a condition: what must hold of columns of the schema for it to be true.
  Requirements requirements() const;

 private:
  struct Impl;
  static std::unique_ptr<Expression> Make(const std::string& text, const Schema& columns,
                                          bool condition, std::vector<ExprError>* errors);
  explicit Expression(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace textmill::core

#endif  // CORE_EXPR_EXPR_H_
