// What a test hands to a stage, and what it gets back; see testing.hpp.
#ifndef TEXTMILL_TESTING_TABLE_HPP_
#define TEXTMILL_TESTING_TABLE_HPP_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "abi.h"
#include "builder.hpp"
#include "param.hpp"
#include "type.hpp"
#include "view.hpp"

namespace textmill::testing {

// Input columns, all of one length.
class Columns {
 public:
  template <class Tag, class T = typename View<Tag>::Value>
  Columns&& Add(const std::string& name, const std::vector<std::optional<T>>& values) && {
    BuilderOf<Tag> builder;
    for (const auto& value : values) value ? builder.Append(*value) : builder.AppendNull();
    return std::move(*this).AddBuilt(Field{name, Tag::kFormat, {}, {}}, builder);
  }
  // A column of any type.
  Columns&& AddBuilt(Field field, Builder& builder) && {
    fields.push_back(std::move(field));
    rows = builder.size();
    arrays.push_back(ArrowArray{});
    builder.Finish(&arrays.back());
    return std::move(*this);
  }
  Columns() = default;
  Columns(Columns&&) = default;
  ~Columns() {
    for (ArrowArray& array : arrays) {
      if (array.release != nullptr) array.release(&array);
    }
  }
  std::vector<Field> fields;
  std::vector<ArrowArray> arrays;
  int64_t rows = 0;
};

struct OutRow : std::map<std::string, std::string> {
  int64_t row = 0;  // of the input
};
struct DroppedRow {
  int64_t row = 0;
  std::string reason;
  std::map<std::string, std::string> details;
};
// A row that the stage could not work on.
struct FailedRow {
  int64_t row;
  std::string message;
  uint8_t kind;  // TEXTMILL_FAILED_DOCUMENT ...
};

struct Outcome {
  std::string error;          // "" when all went well
  std::string error_subject;  // the parameter to blame
  std::string error_column;   // the column to blame
  std::vector<OutRow> rows;   // what is left, with the produced columns
  std::vector<DroppedRow> dropped;
  std::vector<FailedRow> failed;  // in the order in which the stage named them
  std::map<std::string, int64_t> counters;
  std::vector<std::vector<OutRow>> tables;
  std::vector<std::string> outputs;  // bytes written to each output
};
struct ReadOutcome {
  struct Failure {
    uint32_t input;
    uint64_t offset, length;
    std::string message, record;
  };
  std::string error;
  std::vector<OutRow> rows;  // with "@offset" and "@length" beside the columns
  std::vector<Failure> failures;
  std::vector<std::string> failed_inputs;  // messages
};

// Any value as JSON text.
inline std::string Show(const Field& field, const ArrowArray& array, int64_t base, int64_t i) {
  if (ViewBase(&array, base, array.length).IsNull(i)) return "null";
  const std::string& f = field.format;
  const int64_t n = array.length;
  switch (f[0]) {
    case 'b':
      return BoolView(&array, base, n)[i] ? "true" : "false";
    case 'C':
      return std::to_string(int64_t{PrimitiveView<uint8_t>(&array, base, n)[i]});
    case 'i':
      return std::to_string(int64_t{PrimitiveView<int32_t>(&array, base, n)[i]});
    case 'I':
      return std::to_string(int64_t{PrimitiveView<uint32_t>(&array, base, n)[i]});
    case 'l':
    case 't':
      return std::to_string(PrimitiveView<int64_t>(&array, base, n)[i]);
    case 'L':
      return std::to_string(PrimitiveView<uint64_t>(&array, base, n)[i]);
    case 'f':
      return internal::ShowNumber(PrimitiveView<float>(&array, base, n)[i]);
    case 'g':
      return internal::ShowNumber(PrimitiveView<double>(&array, base, n)[i]);
    case 'u':
    case 'z':
      return internal::Quoted(std::string(BytesView(&array, base, n)[i]));
  }
  std::string out;
  if (f == "+l") {
    ListView list(&array, base, n);
    for (int64_t k = list.begin(i); k < list.end(i); ++k) {
      out += (out.empty() ? "" : ",") + Show(field.children[0], *array.children[0], 0, k);
    }
    return "[" + out + "]";
  }
  for (size_t k = 0; k < field.children.size(); ++k) {
    out += (k == 0 ? "" : ",") + internal::Quoted(field.children[k].name) + ":" +
           Show(field.children[k], *array.children[k], array.offset + base, i);
  }
  return "{" + out + "}";
}

}  // namespace textmill::testing

#endif  // TEXTMILL_TESTING_TABLE_HPP_
