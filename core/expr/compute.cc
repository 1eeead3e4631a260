#include "core/expr/compute.h"

#include <memory>
#include <string_view>

#include "core/expr/arithmetic.h"
#include "core/expr/compute_items.h"
#include "core/expr/eval.h"
#include "core/expr/literal.h"
#include "core/expr/values.h"
#include "core/table/gather.h"
#include "textmill/view.hpp"

namespace textmill::core::expr {
namespace {

using Odd = std::vector<uint8_t>;

class Computer {
 public:
  Computer(const std::vector<Array>& columns, int64_t rows, Odd* odd)
      : columns_(columns), rows_(rows), odd_(odd) {}

  // Of kFixed: one row.
  Array Run(const Computed& value) const {
    switch (value.kind) {
      case Computed::Kind::kColumn:
        return columns_[static_cast<size_t>(value.operand.column)];
      case Computed::Kind::kLength:
        return Lengths(value);
      case Computed::Kind::kFixed:
        return value.fixed;
      case Computed::Kind::kTruth:
        return Truths(value);
      case Computed::Kind::kCall:
        break;
    }
    return Call(value);
  }

 private:
  Array Lengths(const Computed& value) const {
    const ArrowArray& column = *columns_[static_cast<size_t>(value.operand.column)];
    const std::vector<uint8_t> wanted(static_cast<size_t>(rows_), 1);
    const Numbers lengths(value.operand, column, rows_, wanted.data(), INT64_MAX);
    const auto* numbers = std::get<const int64_t*>(lengths.rows());
    PrimitiveBuilder<int64_t> out;
    for (int64_t i = 0; i < rows_; ++i) {
      if (IsNullAt(column, i)) {
        out.AppendNull();
      } else {
        out.Append(numbers[i]);
      }
    }
    return Finished(&out);
  }

  Array Truths(const Computed& value) const {
    BoolBuilder out;
    for (const Truth truth : Evaluate(value.truth, columns_, rows_)) {
      if (truth == Truth::kNull) {
        out.AppendNull();
      } else {
        out.Append(truth == Truth::kTrue);
      }
    }
    return Finished(&out);
  }

  Array Call(const Computed& call) const {
    std::vector<Array> arrays;
    for (const Computed& part : call.parts) arrays.push_back(Run(part));
    Arguments in;
    for (size_t i = 0; i < arrays.size(); ++i) {
      const Computed& part = call.parts[i];
      in.emplace_back(arrays[i], part.type, part.kind == Computed::Kind::kFixed,
                      part.pattern.get());
    }
    const std::string_view name = call.function->name;
    if (call.function->row != nullptr) return Rows(call, in, call.function->row);
    if (name == "if" || name == "coalesce") return Choose(call, in, arrays);
    if (LooksAtItems(call)) return ComputeItems(call, in, arrays[0], columns_, rows_, odd_);
    return Rows(call, in, Arithmetic(name, call.type.format == "l"));
  }

  Array Rows(const Computed& call, const Arguments& in, RowFunction row) const {
    const std::unique_ptr<Builder> builder = MakeBuilder(call.type);
    Out out(builder.get(), odd_);
    for (int64_t i = 0; i < rows_; ++i) {
      bool null = false;
      for (const Argument& argument : in) null = null || argument.IsNull(i);
      if (null) {
        out.Null();
      } else {
        row(in, i, &out);
      }
    }
    return Finished(builder.get());
  }

  // The column `array` as one of `type`, to which its values belong.
  Array As(const Field& type, const Argument& in, const Array& array, const Computed& part) const {
    const bool number = GroupOf(type) == Group::kNumber, time = GroupOf(type) == Group::kTime;
    if ((!number && !time) || part.type.format == type.format || part.type.format == "n")
      return array;
    const int64_t rows = part.kind == Computed::Kind::kFixed ? 1 : rows_;
    const std::unique_ptr<Builder> builder = MakeBuilder(type);
    Out out(builder.get(), nullptr);
    for (int64_t i = 0; i < rows; ++i) {
      if (in.IsNull(i)) {
        out.Null();
      } else if (time) {
        const auto micros = in.Time(i);
        if (micros) {
          out.Time(*micros);
        } else {
          out.Null();
        }
      } else if (type.format == "g") {
        out.Real(in.Real(i));
      } else {
        out.Whole(in.Whole(i));
      }
    }
    return Finished(builder.get());
  }

  Array Choose(const Computed& call, const Arguments& in, const std::vector<Array>& arrays) const {
    const size_t first = std::string_view(call.function->name) == "if" ? 1 : 0;
    std::vector<Array> values;
    std::vector<const ArrowArray*> sources;
    for (size_t k = first; k < in.size(); ++k) {
      values.push_back(As(call.type, in[k], arrays[k], call.parts[k]));
      sources.push_back(call.parts[k].type.format == "n" ? nullptr : values.back().get());
    }
    std::vector<RowRange> ranges;
    for (int64_t i = 0; i < rows_; ++i) {
      size_t chosen = 0;
      if (first == 1) {
        chosen = !in[0].IsNull(i) && in[0].Truth(i) ? 0 : 1;
      } else {
        while (chosen + 1 < sources.size() && in[chosen].IsNull(i)) ++chosen;
      }
      if (sources[chosen] == nullptr) {
        AddRow(&ranges, RowRange::kNoSource, 0);
      } else {
        AddRow(&ranges, static_cast<int32_t>(chosen), in[first + chosen].At(i));
      }
    }
    return Gather(call.type, sources, ranges);
  }

  const std::vector<Array>& columns_;
  const int64_t rows_;
  Odd* const odd_;
};

}  // namespace

Array Compute(const Computed& value, const std::vector<Array>& columns, int64_t rows, Odd* odd) {
  Array out = Computer(columns, rows, odd).Run(value);
  if (value.kind != Computed::Kind::kFixed) return out;
  return Gather(value.type, {out.get()},
                std::vector<RowRange>(static_cast<size_t>(rows), {0, 0, 1}));
}

}  // namespace textmill::core::expr
