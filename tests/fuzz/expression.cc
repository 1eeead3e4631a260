// Conditions: any text compiles, or has errors whose places are in it; what compiles can be
// evaluated.
#include "core/expr/expr.h"
#include "core/expr/test_columns.h"
#include "tests/fuzz/fuzz.h"

namespace textmill::fuzz {
namespace {

constexpr int kRows = 5;

// Nulls, and where it is easy values: texts that are dates, numbers and neither.
std::vector<core::Array> Values(const core::Schema& columns) {
  const std::string_view texts[kRows] = {"en", "", "2024-06-05", "Größe \U0001F600 -12.5", "a"};
  std::vector<core::Array> out;
  for (const Field& field : columns) {
    const auto builder = MakeBuilder(field);
    for (int i = 0; i < kRows; ++i) {
      if (field.format == "u") {
        static_cast<BytesBuilder&>(*builder).Append(texts[i]);
      } else if (field.format == "l") {
        static_cast<PrimitiveBuilder<int64_t>&>(*builder).Append(i - 2);
      } else {
        builder->AppendNull();
      }
    }
    ArrowArray array;
    builder->Finish(&array);
    out.push_back(core::Own(&array));
  }
  return out;
}

}  // namespace

TEXTMILL_FUZZ(expression) {
  static const core::Schema schema = core::expr::TestColumns();
  static const std::vector<core::Array> values = Values(schema);
  std::vector<core::ExprError> errors;
  const auto expression = core::Expression::Compile(std::string(input), schema, &errors);
  Expect((expression == nullptr) == !errors.empty(), "an expression, or errors");
  for (const core::ExprError& error : errors) {
    Expect(error.position <= input.size() && !error.message.empty(), "an error has a place");
  }
  if (expression == nullptr) return;
  Expect(expression->Evaluate(values, kRows).size() == kRows, "one answer a row");
}

}  // namespace textmill::fuzz
