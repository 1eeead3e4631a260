#include "core/table/batch.h"

namespace textmill::core {

Batch Batch::Pick(const Schema& schema, const std::vector<RowRange>& ranges) const {
  Batch out;
  out.unit = unit;
  for (const RowRange& range : ranges) {
    out.rows += range.count;
    if (!origins.empty()) {
      out.origins.insert(out.origins.end(), origins.begin() + range.begin,
                         origins.begin() + range.begin + range.count);
    }
  }
  for (size_t c = 0; c < columns.size(); ++c) {
    const bool there = columns[c] != nullptr;
    out.columns.push_back(there ? Gather(schema[c], {columns[c].get()}, ranges) : nullptr);
  }
  return out;
}

}  // namespace textmill::core
