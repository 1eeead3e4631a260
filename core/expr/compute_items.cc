#include "core/expr/compute_items.h"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/expr/compute.h"
#include "core/expr/list_column.h"
#include "core/expr/literal.h"
#include "core/seeded_hash.h"
#include "core/table/gather.h"
#include "textmill/view.hpp"

namespace textmill::core::expr {
namespace {

using Odd = std::vector<uint8_t>;

bool BoolAt(const ArrowArray& array, int64_t i) {
  return textmill::internal::BitAt(static_cast<const uint8_t*>(array.buffers[1]), array.offset + i);
}

bool Equal(const Argument& items, int64_t k, const Argument& value, int64_t row, Group group) {
  if (items.IsNull(k)) return false;
  switch (group) {
    case Group::kText:
      return items.Text(k) == value.Text(row);
    case Group::kTruth:
      return items.Truth(k) == value.Truth(row);
    case Group::kTime:
      return items.Time(k) == value.Time(row);
    default:  // a double cannot hold all whole numbers
      if (items.IsWhole() && value.IsWhole()) return items.Whole(k) == value.Whole(row);
      return items.Real(k) == value.Real(row);
  }
}

// An item's value as bytes that differ when the values do.
std::string KeyOf(const Argument& items, const Field& type, int64_t i) {
  if (GroupOf(type) == Group::kText) return std::string(items.Text(i));
  if (GroupOf(type) == Group::kTruth) return items.Truth(i) ? "1" : "0";
  if (type.format == "f" || type.format == "g") {
    const double value = items.Real(i) + 0.0;  // -0 is 0
    return std::string(reinterpret_cast<const char*>(&value), sizeof value);
  }
  const int64_t value = GroupOf(type) == Group::kTime ? items.Time(i).value_or(0) : items.Whole(i);
  return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}

// One call, over the rows of a batch.
class ItemComputer {
 public:
  ItemComputer(const Computed& call, const Arguments& in, const Array& list,
               const std::vector<Array>& columns, int64_t rows, Odd* odd)
      : call_(call),
        in_(in),
        list_(list),
        columns_(columns),
        rows_(rows),
        odd_(odd),
        extent_(ExtentOf(*list, rows)) {}

  Array Run() const {
    const std::string_view name = call_.function->name;
    if (name == "has") return Has();
    if (name == "unique") return Unique();
    const Array values = call_.items != nullptr ? ItemValues() : nullptr;
    if (name == "map") return MakeList(extent_.ends, extent_.validity, values);
    const auto is_true = [&](int32_t k) {
      return values == nullptr || (!IsNullAt(*values, k) && BoolAt(*values, k));
    };
    if (name == "filter") return Filter(is_true);
    if (name == "first" || name == "last") return One(is_true, name == "last");
    if (name == "count") return Count(is_true);
    return AnyOrAll(name == "any", values, is_true);
  }

 private:
  Array Has() const {
    const Field& type = call_.parts[0].type.children[0];
    const Array items = Slice(list_, *list_->children[0], extent_.begin, extent_.items);
    const Argument values(items, type, false);
    BoolBuilder out;
    for (int64_t row = 0; row < rows_; ++row) {
      if (in_[0].IsNull(row) || in_[1].IsNull(row)) {
        out.AppendNull();
        continue;
      }
      const auto at = static_cast<size_t>(row);
      bool found = false;
      for (int32_t k = extent_.ends[at]; !found && k < extent_.ends[at + 1]; ++k)
        found = Equal(values, k, in_[1], row, GroupOf(type));
      out.Append(found);
    }
    return Finished(&out);
  }

  Array Unique() const {
    const Field& type = call_.type.children[0];
    const Array items = Slice(list_, *list_->children[0], extent_.begin, extent_.items);
    const Argument values(items, type, false);
    std::vector<uint8_t> first(static_cast<size_t>(extent_.items));
    std::unordered_set<std::string, SeededHash> seen;
    for (size_t row = 0; row < static_cast<size_t>(rows_); ++row) {
      seen.clear();
      bool null_seen = false;
      for (int32_t k = extent_.ends[row]; k < extent_.ends[row + 1]; ++k) {
        const bool null = values.IsNull(k);
        first[static_cast<size_t>(k)] =
            null ? !std::exchange(null_seen, true) : seen.insert(KeyOf(values, type, k)).second;
      }
    }
    return Filter([&](int32_t k) { return first[static_cast<size_t>(k)] != 0; });
  }

  // The condition or value of each item.
  Array ItemValues() const {
    const ItemScope& scope = *call_.items;
    std::vector<Array> columns = ItemColumns();
    Odd odd(odd_ != nullptr ? static_cast<size_t>(extent_.items) : 0);
    Odd* const odd_items = odd_ != nullptr ? &odd : nullptr;
    for (const Computed& value : scope.computed)
      columns.push_back(Compute(value, columns, extent_.items, odd_items));
    Array out = Compute(scope.value, columns, extent_.items, odd_items);
    for (size_t row = 0; odd_ != nullptr && row < static_cast<size_t>(rows_); ++row) {
      for (int32_t k = extent_.ends[row]; k < extent_.ends[row + 1]; ++k)
        (*odd_)[row] |= odd[static_cast<size_t>(k)];
    }
    return out;
  }

  // The columns that the condition or value uses, a row for each item: the item's members, and
  // those of the document that the item is of.
  std::vector<Array> ItemColumns() const {
    const ItemScope& scope = *call_.items;
    const ArrowArray& item = *list_->children[0];
    std::vector<Array> columns(scope.members + scope.outer.size());
    for (const int used : scope.uses) {
      const auto at = static_cast<size_t>(used);
      if (at >= columns.size() || columns[at] != nullptr) continue;
      if (at >= scope.members) {
        columns[at] =
            Repeated(scope.outer[at - scope.members], scope.outer_types[at - scope.members]);
      } else if (scope.whole) {
        columns[at] = Slice(list_, item, extent_.begin, extent_.items);
      } else {
        columns[at] = Slice(list_, *item.children[at], item.offset + extent_.begin, extent_.items);
      }
    }
    return columns;
  }

  // A column of the document, each row once for each item.
  Array Repeated(int column, const Field& type) const {
    std::vector<RowRange> ranges;
    for (int64_t row = 0; row < rows_; ++row) {
      const auto i = static_cast<size_t>(row);
      for (int32_t k = extent_.ends[i]; k < extent_.ends[i + 1]; ++k) ranges.push_back({0, row, 1});
    }
    return Gather(type, {columns_[static_cast<size_t>(column)].get()}, ranges);
  }

  template <class Test>
  Array Count(Test is_true) const {
    PrimitiveBuilder<int64_t> out;
    for (size_t row = 0; row < static_cast<size_t>(rows_); ++row) {
      if (in_[0].IsNull(static_cast<int64_t>(row))) {
        out.AppendNull();
        continue;
      }
      int64_t count = 0;
      for (int32_t k = extent_.ends[row]; k < extent_.ends[row + 1]; ++k)
        count += is_true(k) ? 1 : 0;
      out.Append(count);
    }
    return Finished(&out);
  }

  // Items without a value count as `or` and `and` take them.
  template <class Test>
  Array AnyOrAll(bool any, const Array& values, Test is_true) const {
    BoolBuilder out;
    for (size_t row = 0; row < static_cast<size_t>(rows_); ++row) {
      bool some = false, every = true, unknown = false;
      for (int32_t k = extent_.ends[row]; k < extent_.ends[row + 1]; ++k) {
        if (values != nullptr && IsNullAt(*values, k)) {
          unknown = true;
        } else {
          const bool value = is_true(k);
          some = some || value;
          every = every && value;
        }
      }
      const bool settled = any ? some : !every;
      if (in_[0].IsNull(static_cast<int64_t>(row)) || (unknown && !settled)) {
        out.AppendNull();
      } else {
        out.Append(any ? some : every);
      }
    }
    return Finished(&out);
  }

  template <class Test>
  Array Filter(Test wanted) const {
    std::vector<RowRange> ranges;
    std::vector<int32_t> ends = {0};
    int32_t kept = 0;
    for (size_t row = 0; row < static_cast<size_t>(rows_); ++row) {
      const bool null = extent_.IsNull(static_cast<int64_t>(row));
      for (int32_t k = extent_.ends[row]; !null && k < extent_.ends[row + 1]; ++k) {
        if (!wanted(k)) continue;
        AddRow(&ranges, 0, extent_.begin + k);
        ++kept;
      }
      ends.push_back(kept);
    }
    return MakeList(std::move(ends), extent_.validity,
                    Gather(call_.type.children[0], {list_->children[0]}, ranges));
  }

  // first, last.
  template <class Test>
  Array One(Test wanted, bool last) const {
    std::vector<RowRange> ranges;
    for (size_t row = 0; row < static_cast<size_t>(rows_); ++row) {
      int64_t found = -1;
      const bool null = extent_.IsNull(static_cast<int64_t>(row));
      for (int32_t k = extent_.ends[row]; !null && k < extent_.ends[row + 1]; ++k) {
        if (!wanted(k)) continue;
        found = k;
        if (!last) break;
      }
      if (found < 0) {
        AddRow(&ranges, RowRange::kNoSource, 0);
      } else {
        AddRow(&ranges, 0, extent_.begin + found);
      }
    }
    return Gather(call_.type, {list_->children[0]}, ranges);
  }

  const Computed& call_;
  const Arguments& in_;
  const Array& list_;
  const std::vector<Array>& columns_;
  const int64_t rows_;
  Odd* const odd_;
  const Extent extent_;
};

}  // namespace

bool LooksAtItems(const Computed& call) {
  const std::string_view name = call.function->name;
  return call.items != nullptr || name == "has" || name == "unique" || name == "count" ||
         name == "first" || name == "last";
}

Array ComputeItems(const Computed& call, const Arguments& in, const Array& list,
                   const std::vector<Array>& columns, int64_t rows, std::vector<uint8_t>* odd) {
  return ItemComputer(call, in, list, columns, rows, odd).Run();
}

}  // namespace textmill::core::expr
