// The language of `keep:` and `when:`.
//
//     lang == "en" and lang_confidence >= 0.6
//     text.length > 200 and not (source matches "^tmp/" or title is null)
//     lang in ["en", "de"]
//
// An expression is compiled once against the columns that a step sees, and fails with a message and
// a place when a name, a type or a value cannot be right. A compiled Expression is immutable: any
// number of threads may evaluate it at once.
//
// Null follows SQL: a comparison with null is null, `and`/`or`/`not` know three values, `is null`
// and `is not null` tell. A document is kept when the result is true.
#ifndef CORE_EXPR_EXPR_H_
#define CORE_EXPR_EXPR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/table/column.h"

namespace textmill::core {

// What is wrong with an expression, and where in its text (bytes from 0).
struct ExprError {
  size_t position = 0;
  std::string message;
  std::string hint;
};

enum class Truth : uint8_t { kFalse = 0, kTrue = 1, kNull = 2 };

class Expression {
 public:
  ~Expression();
  // On failure returns NULL and fills `errors` with everything that is wrong (at least one).
  static std::unique_ptr<Expression> Compile(const std::string& text, const Schema& columns,
                                             std::vector<ExprError>* errors);

  // One Truth a row. `columns` are those of the schema it was compiled against.
  std::vector<Truth> Evaluate(const std::vector<Array>& columns, int64_t rows) const;

  const std::string& text() const;
  // Places, in the schema, of the columns that it reads; ascending.
  const std::vector<int>& uses() const;

 private:
  struct Impl;
  explicit Expression(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace textmill::core

#endif  // CORE_EXPR_EXPR_H_
