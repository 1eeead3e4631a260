#include "core/expr/compute.h"

#include <cmath>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/expr/eval.h"
#include "core/expr/literal.h"
#include "core/expr/values.h"
#include "core/table/gather.h"
#include "textmill/view.hpp"

namespace textmill::core::expr {
namespace {

using Odd = std::vector<uint8_t>;

Array Finished(Builder* builder) {
  ArrowArray array;
  builder->Finish(&array);
  return Own(&array);
}

// An array that borrows another's buffers; what it borrows from lives as long.
struct Borrowed {
  Array from;
  ArrowArray array;
  std::vector<ArrowArray*> children;
  std::vector<int32_t> ends;
  std::vector<uint8_t> validity;
  const void* buffers[2] = {nullptr, nullptr};
};

void ReleaseNothing(ArrowArray* array) { array->release = nullptr; }

Array Share(std::shared_ptr<Borrowed> borrowed) {
  borrowed->array.release = ReleaseNothing;
  const ArrowArray* array = &borrowed->array;
  return {std::move(borrowed), array};
}

// `rows` rows of `part`, which is `whole` or a member of it.
Array Slice(const Array& whole, const ArrowArray& part, int64_t begin, int64_t rows) {
  auto out = std::make_shared<Borrowed>();
  out->from = whole;
  out->array = part;
  out->array.offset += begin;
  out->array.length = rows;
  if (part.null_count != 0) out->array.null_count = -1;
  return Share(std::move(out));
}

// A list column: `ends` has a number more than there are rows.
Array MakeList(std::vector<int32_t> ends, std::vector<uint8_t> validity, Array items) {
  auto out = std::make_shared<Borrowed>();
  out->from = std::move(items);
  out->ends = std::move(ends);
  out->validity = std::move(validity);
  out->children = {const_cast<ArrowArray*>(out->from.get())};
  out->buffers[0] = out->validity.empty() ? nullptr : out->validity.data();
  out->buffers[1] = out->ends.data();
  out->array = ArrowArray{};
  out->array.length = static_cast<int64_t>(out->ends.size()) - 1;
  out->array.null_count = out->validity.empty() ? 0 : -1;
  out->array.n_buffers = 2;
  out->array.buffers = out->buffers;
  out->array.n_children = 1;
  out->array.children = out->children.data();
  return Share(std::move(out));
}

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
    if (name == "has") return Has(call, in, arrays[0]);
    if (name == "unique") return Unique(call, arrays[0]);
    if (call.items != nullptr || name == "count" || name == "first" || name == "last")
      return OverItems(call, in, arrays[0]);
    return Rows(call, in, call.type.format == "l" ? WholeSign(name) : RealSign(name));
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

  static RowFunction WholeSign(std::string_view name) {
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

  static RowFunction RealSign(std::string_view name) {
    if (name == "+")
      return [](const Arguments& in, int64_t i, Out* out) {
        out->Real(in[0].Real(i) + in[1].Real(i));
      };
    if (name == "-")
      return [](const Arguments& in, int64_t i, Out* out) {
        out->Real(in[0].Real(i) - in[1].Real(i));
      };
    if (name == "*")
      return [](const Arguments& in, int64_t i, Out* out) {
        out->Real(in[0].Real(i) * in[1].Real(i));
      };
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

  // An item's value as bytes that differ when the values do.
  static std::string KeyOf(const Argument& items, const Field& type, int64_t i) {
    if (GroupOf(type) == Group::kText) return std::string(items.Text(i));
    if (GroupOf(type) == Group::kTruth) return items.Truth(i) ? "1" : "0";
    if (type.format == "f" || type.format == "g") {
      const double value = items.Real(i) + 0.0;  // -0 is 0
      return std::string(reinterpret_cast<const char*>(&value), sizeof value);
    }
    const int64_t value =
        GroupOf(type) == Group::kTime ? items.Time(i).value_or(0) : items.Whole(i);
    return std::string(reinterpret_cast<const char*>(&value), sizeof value);
  }

  // Where the rows of a list column begin and end among its items, and which are null.
  struct Extent {
    int64_t begin = 0, items = 0;
    std::vector<int32_t> ends;  // from 0
    std::vector<uint8_t> validity;
  };
  Extent ExtentOf(const ArrowArray& list) const {
    const auto* ends = static_cast<const int32_t*>(list.buffers[1]) + list.offset;
    Extent out;
    out.ends.resize(static_cast<size_t>(rows_) + 1);
    if (rows_ == 0) return out;
    out.begin = ends[0];
    out.items = ends[rows_] - ends[0];
    for (int64_t i = 0; i <= rows_; ++i) out.ends[static_cast<size_t>(i)] = ends[i] - ends[0];
    for (int64_t i = 0; i < rows_; ++i) {
      if (!IsNullAt(list, i)) continue;
      if (out.validity.empty())
        out.validity.assign(static_cast<size_t>(rows_ / 8 + 1), uint8_t{0xFF});
      out.validity[static_cast<size_t>(i / 8)] &= static_cast<uint8_t>(~(1U << (i % 8)));
    }
    return out;
  }
  static bool IsNull(const Extent& extent, int64_t row) {
    return !extent.validity.empty() &&
           !((extent.validity[static_cast<size_t>(row / 8)] >> (row % 8)) & 1);
  }

  // The condition or value of each item.
  Array ItemValues(const Computed& call, const Array& list, const Extent& extent) const {
    const ItemScope& scope = *call.items;
    const ArrowArray& item = *list->children[0];
    std::vector<Array> columns(scope.members + scope.outer.size());
    for (const int used : scope.uses) {
      const auto at = static_cast<size_t>(used);
      if (at >= columns.size() || columns[at] != nullptr) continue;
      if (at < scope.members) {
        columns[at] =
            scope.whole ? Slice(list, item, extent.begin, extent.items)
                        : Slice(list, *item.children[at], item.offset + extent.begin, extent.items);
      } else {
        const auto outer = static_cast<size_t>(scope.outer[at - scope.members]);
        std::vector<RowRange> ranges;
        for (int64_t row = 0; row < rows_; ++row) {
          const auto i = static_cast<size_t>(row);
          for (int32_t k = extent.ends[i]; k < extent.ends[i + 1]; ++k)
            ranges.push_back({0, row, 1});
        }
        columns[at] = Gather(OuterField(scope, at), {columns_[outer].get()}, ranges);
      }
    }
    Odd odd(odd_ != nullptr ? static_cast<size_t>(extent.items) : 0);
    Odd* const odd_items = odd_ != nullptr ? &odd : nullptr;
    for (const Computed& value : scope.computed)
      columns.push_back(Compute(value, columns, extent.items, odd_items));
    Array out = Compute(scope.value, columns, extent.items, odd_items);
    for (size_t row = 0; odd_ != nullptr && row < static_cast<size_t>(rows_); ++row) {
      for (int32_t k = extent.ends[row]; k < extent.ends[row + 1]; ++k)
        (*odd_)[row] |= odd[static_cast<size_t>(k)];
    }
    return out;
  }
  static const Field& OuterField(const ItemScope& scope, size_t at) {
    return scope.outer_types[at - scope.members];
  }
  Array OverItems(const Computed& call, const Arguments& in, const Array& list) const {
    const std::string_view name = call.function->name;
    const Extent extent = ExtentOf(*list);
    const Array values = call.items != nullptr ? ItemValues(call, list, extent) : nullptr;
    if (name == "map") return MakeList(extent.ends, extent.validity, values);
    const auto is_true = [&](int32_t k) {
      return values == nullptr || (!IsNullAt(*values, k) && BoolAt(*values, k));
    };
    if (name == "filter") return Filter(call, list, extent, is_true);
    if (name == "first" || name == "last") return One(call, list, extent, is_true);
    const std::unique_ptr<Builder> builder = MakeBuilder(call.type);
    Out out(builder.get(), odd_);
    for (int64_t row = 0; row < rows_; ++row) {
      if (in[0].IsNull(row)) {
        out.Null();
        continue;
      }
      const auto at = static_cast<size_t>(row);
      int64_t count = 0, unknown = 0;
      for (int32_t k = extent.ends[at]; k < extent.ends[at + 1]; ++k) {
        count += is_true(k) ? 1 : 0;
        unknown += values != nullptr && IsNullAt(*values, k) ? 1 : 0;
      }
      const int64_t all = extent.ends[at + 1] - extent.ends[at];
      if (name == "count") {
        out.Whole(count);
      } else if (name == "any") {  // as `or` joins them
        count == 0 && unknown > 0 ? out.Null() : out.Truth(count > 0);
      } else {  // as `and` does
        count + unknown == all&& unknown > 0 ? out.Null() : out.Truth(count == all);
      }
    }
    return Finished(builder.get());
  }
  static bool BoolAt(const ArrowArray& array, int64_t i) {
    return textmill::internal::BitAt(static_cast<const uint8_t*>(array.buffers[1]),
                                     array.offset + i);
  }

  template <class Test>
  Array Filter(const Computed& call, const Array& list, const Extent& extent, Test wanted) const {
    std::vector<RowRange> ranges;
    std::vector<int32_t> ends = {0};
    int32_t kept = 0;
    for (size_t row = 0; row < static_cast<size_t>(rows_); ++row) {
      const bool null = IsNull(extent, static_cast<int64_t>(row));
      for (int32_t k = extent.ends[row]; !null && k < extent.ends[row + 1]; ++k) {
        if (!wanted(k)) continue;
        AddRow(&ranges, 0, extent.begin + k);
        ++kept;
      }
      ends.push_back(kept);
    }
    return MakeList(std::move(ends), extent.validity,
                    Gather(call.type.children[0], {list->children[0]}, ranges));
  }

  template <class Test>
  Array One(const Computed& call, const Array& list, const Extent& extent, Test wanted) const {
    const bool last = std::string_view(call.function->name) == "last";
    std::vector<RowRange> ranges;
    for (size_t row = 0; row < static_cast<size_t>(rows_); ++row) {
      int64_t found = -1;
      const bool null = IsNull(extent, static_cast<int64_t>(row));
      for (int32_t k = extent.ends[row]; !null && k < extent.ends[row + 1]; ++k) {
        if (!wanted(k)) continue;
        found = k;
        if (!last) break;
      }
      if (found < 0) {
        AddRow(&ranges, RowRange::kNoSource, 0);
      } else {
        AddRow(&ranges, 0, extent.begin + found);
      }
    }
    return Gather(call.type, {list->children[0]}, ranges);
  }

  static bool Equal(const Argument& items, int64_t k, const Argument& value, int64_t row,
                    Group group) {
    if (items.IsNull(k)) return false;
    switch (group) {
      case Group::kText:
        return items.Text(k) == value.Text(row);
      case Group::kTruth:
        return items.Truth(k) == value.Truth(row);
      case Group::kTime:
        return items.Time(k) == value.Time(row);
      default:
        return items.Real(k) == value.Real(row);
    }
  }

  Array Has(const Computed& call, const Arguments& in, const Array& list) const {
    const Extent extent = ExtentOf(*list);
    const Field& type = call.parts[0].type.children[0];
    const Array items = Slice(list, *list->children[0], extent.begin, extent.items);
    const Argument values(items, type, false);
    BoolBuilder out;
    for (int64_t row = 0; row < rows_; ++row) {
      if (in[0].IsNull(row) || in[1].IsNull(row)) {
        out.AppendNull();
        continue;
      }
      const auto at = static_cast<size_t>(row);
      bool found = false;
      for (int32_t k = extent.ends[at]; !found && k < extent.ends[at + 1]; ++k)
        found = Equal(values, k, in[1], row, GroupOf(type));
      out.Append(found);
    }
    return Finished(&out);
  }

  Array Unique(const Computed& call, const Array& list) const {
    const Extent extent = ExtentOf(*list);
    const Field& type = call.type.children[0];
    const Array items = Slice(list, *list->children[0], extent.begin, extent.items);
    const Argument values(items, type, false);
    std::vector<uint8_t> first(static_cast<size_t>(extent.items));
    std::unordered_set<std::string> seen;
    for (size_t row = 0; row < static_cast<size_t>(rows_); ++row) {
      seen.clear();
      bool null_seen = false;
      for (int32_t k = extent.ends[row]; k < extent.ends[row + 1]; ++k) {
        const bool null = values.IsNull(k);
        first[static_cast<size_t>(k)] =
            null ? !std::exchange(null_seen, true) : seen.insert(KeyOf(values, type, k)).second;
      }
    }
    return Filter(call, list, extent,
                  [&](int32_t k) { return first[static_cast<size_t>(k)] != 0; });
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
