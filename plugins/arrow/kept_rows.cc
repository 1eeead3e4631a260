#include "plugins/arrow/kept_rows.h"

#include <arrow/memory_pool.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <variant>

#include "plugins/arrow/arrow_result.h"
#include "plugins/arrow/from_arrow.h"
#include "textmill/conventions.h"
#include "textmill/print.hpp"

namespace textmill::arrowfiles {
namespace {

// A bool is 0 or 1.
using Bound = std::variant<int64_t, double, std::string>;

// Whether a column becomes ours in such a way that bounds stay bounds: 9 is less than 10, but "9"
// is not less than "10".
bool KeepsOrder(const arrow::DataType& type, ValueKind ours) {
  const arrow::Type::type id = type.id();
  switch (ours) {
    case ValueKind::kUtf8:
      return id == arrow::Type::STRING || id == arrow::Type::LARGE_STRING;
    case ValueKind::kBool:
      return id == arrow::Type::BOOL;
    case ValueKind::kInt64:
      return arrow::is_integer(id);
    case ValueKind::kFloat64:
      return arrow::is_integer(id) || id == arrow::Type::FLOAT || id == arrow::Type::DOUBLE;
    case ValueKind::kMicros:
      return id == arrow::Type::TIMESTAMP || id == arrow::Type::DATE32 || id == arrow::Type::DATE64;
    default:
      return false;
  }
}

// A bound as the reader would give it out; nothing where it would not.
std::optional<Bound> ValueOf(const std::shared_ptr<arrow::Scalar>& bound, const Field& field) {
  const ValueKind kind = KindOf(field.format);
  if (bound == nullptr || !bound->is_valid || !KeepsOrder(*bound->type, kind)) return {};
  const auto array = Take(arrow::MakeArrayFromScalar(*bound, 1, arrow::system_memory_pool()));
  if (!WhyNotValue(*array, 0, field).empty()) return {};
  const std::vector<Field> fields{field};
  StructBuilder values(fields);
  AppendValue(*array, 0, field, values.any_member(0));
  values.EndRow();
  ArrowArray built;
  values.Finish(&built);
  const ArrowArray& own = *built.children[0];
  std::optional<Bound> value;
  if (kind == ValueKind::kUtf8)
    value = std::string(BytesAt(own, 0));
  else if (kind == ValueKind::kBool)
    value = int64_t{static_cast<const uint8_t*>(own.buffers[1])[0] & 1};
  else if (kind == ValueKind::kFloat64)
    value = static_cast<const double*>(own.buffers[1])[0];
  else
    value = static_cast<const int64_t*>(own.buffers[1])[0];
  built.release(&built);
  return value;
}

// Below 0, 0, above 0; nothing where the two cannot be compared. 64 bits of digits hold both types.
std::optional<int> Compare(const Bound& bound, const textmill_value& constant) {
  if (const auto* text = std::get_if<std::string>(&bound)) {
    if (constant.type != TEXTMILL_STRING) return {};
    return text->compare(std::string_view(constant.string.data, constant.string.size));
  }
  if (constant.type == TEXTMILL_STRING) return {};
  const long double left = std::holds_alternative<double>(bound)
                               ? static_cast<long double>(std::get<double>(bound))
                               : static_cast<long double>(std::get<int64_t>(bound));
  const long double right = constant.type == TEXTMILL_FLOAT
                                ? static_cast<long double>(constant.number)
                                : static_cast<long double>(constant.integer);
  if (left < right) return -1;
  if (left > right) return 1;
  return left == right ? std::optional(0) : std::nullopt;
}

// Whether a value from `least` to `most` may be as it must.
bool MayBe(const textmill_kept_if& condition, const Bound& least, const Bound& most) {
  const auto may = [&](const textmill_value& constant) {
    const auto low = Compare(least, constant), high = Compare(most, constant);
    if (!low || !high) return true;
    switch (condition.must) {
      case TEXTMILL_KEPT_EQUAL:
        return *low <= 0 && *high >= 0;
      case TEXTMILL_KEPT_NOT_EQUAL:  // NaN, which bounds pass over, is not equal to anything
        return *low != 0 || *high != 0 || std::holds_alternative<double>(least);
      case TEXTMILL_KEPT_LESS:
        return *low < 0;
      case TEXTMILL_KEPT_AT_MOST:
        return *low <= 0;
      case TEXTMILL_KEPT_GREATER:
        return *high > 0;
      case TEXTMILL_KEPT_AT_LEAST:
        return *high >= 0;
      default:
        return true;
    }
  };
  return std::any_of(condition.values, condition.values + condition.n_values, may);
}

}  // namespace

KeptRows::KeptRows(const textmill_host* host) {
  if (host == nullptr) return;
  const auto* table = static_cast<const textmill_kept_1*>(host->extension(host, TEXTMILL_KEPT_1));
  if (table != nullptr) n_ = table->conditions(host, &conditions_);
}

std::set<std::string> KeptRows::Columns() const {
  std::set<std::string> columns{TEXTMILL_COLUMN_ID};
  for (uint64_t i = 0; i < n_; ++i) columns.insert(conditions_[i].column);
  return columns;
}

bool KeptRows::AnyOf(const std::vector<io::Column>& columns, const ColumnMap& map,
                     const BoundsOf& bounds_of) const {
  for (uint64_t i = 0; i < n_; ++i) {
    const textmill_kept_if& condition = conditions_[i];
    const auto column = std::find_if(columns.begin(), columns.end(), [&](const io::Column& one) {
      return one.name == condition.column;
    });
    if (column == columns.end()) continue;
    const ColumnMap::From& from = map.from[static_cast<size_t>(column - columns.begin())];
    if (from.read < 0) continue;
    const Bounds bounds = bounds_of(map.read[static_cast<size_t>(from.read)], from.members);
    if ((condition.flags & TEXTMILL_KEPT_READ_NULLS) != 0 && bounds.nulls != Bounds::Nulls::kNone)
      continue;
    if (bounds.nulls == Bounds::Nulls::kAll) return false;
    if (condition.must == TEXTMILL_KEPT_NOT_NULL) continue;
    const Field field = io::FieldOf(*column);
    const auto least = ValueOf(bounds.least, field), most = ValueOf(bounds.most, field);
    if (least && most && !MayBe(condition, *least, *most)) return false;
  }
  return true;
}

}  // namespace textmill::arrowfiles
