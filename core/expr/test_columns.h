// Columns that the tests of expressions, and the examples in docs/expressions.md, are about.
#ifndef CORE_EXPR_TEST_COLUMNS_H_
#define CORE_EXPR_TEST_COLUMNS_H_

#include <string>
#include <vector>

#include "core/expr/expr.h"
#include "core/table/column.h"
#include "textmill/abi.h"
#include "textmill/builder.hpp"

namespace textmill::core::expr {

inline Schema TestColumns() {
  const Field text{"text", "u", {}, {}};
  return {Field{"id", "u", {}, {}},
          text,
          Field{"title", "u", {}, {}},
          Field{"source", "u", {}, {}},
          Field{"lang", "u", {}, {{TEXTMILL_META_VALUES, "de\nen\nes\nfr\nsw\nund"}}},
          Field{"lang_confidence", "f", {}, {}},
          Field{"ratio", "g", {}, {}},
          Field{"words", "l", {}, {}},
          Field{"pages", "C", {}, {}},
          Field{"size", "L", {}, {}},
          Field{"reviewed", "b", {}, {}},
          Field{"public", "b", {}, {}},
          Field{"date", kTimestampFormat, {}, {}},
          Field{"fetched", "tss:UTC", {}, {}},
          ListOf("entities", StructOf("item", {Field{"begin", "l", {}, {}}, text})),
          StructOf("place", {Field{"begin", "l", {}, {}}}),
          Field{"raw", "z", {}, {}},
          Field{"word-count", "l", {}, {}},
          Field{"meta.kind", "u", {}, {}},
          Field{"größe", "l", {}, {}}};
}

// "position: message; hint" of everything that is wrong with an expression.
inline std::vector<std::string> ErrorsOf(const std::string& expression,
                                         const Schema& columns = TestColumns()) {
  std::vector<ExprError> errors;
  std::vector<std::string> out;
  const auto compiled = Expression::Compile(expression, columns, &errors);
  if ((compiled != nullptr) != errors.empty())
    out.push_back("compiled with errors, or not without");
  for (const ExprError& error : errors) {
    out.push_back(std::to_string(error.position) + ": " + error.message +
                  (error.hint.empty() ? "" : "; " + error.hint));
  }
  return out;
}

// A batch of nothing but nulls.
inline std::vector<Array> Nulls(const Schema& columns, int rows) {
  std::vector<Array> out;
  for (const Field& field : columns) {
    const auto builder = MakeBuilder(field);
    for (int i = 0; i < rows; ++i) builder->AppendNull();
    ArrowArray array;
    builder->Finish(&array);
    out.push_back(Own(&array));
  }
  return out;
}

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_TEST_COLUMNS_H_
