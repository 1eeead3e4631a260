#include "core/conformance/handed_batch.h"

#include <algorithm>
#include <cstring>

#include "core/table/gather.h"

namespace textmill::core {
namespace {

// The bytes of an array's buffers that its `length` rows from `offset` reach; calls `visit` with
// each.
template <class Visit>
void VisitBuffers(const Field& field, const ArrowArray& array, Visit&& visit) {
  const int64_t n = array.offset + array.length;
  if (array.n_buffers > 0 && array.buffers[0] != nullptr)
    visit(array.buffers[0], static_cast<size_t>((n + 7) / 8));
  if (field.format == "b") {
    visit(array.buffers[1], static_cast<size_t>((n + 7) / 8));
  } else if (const int64_t width = FixedWidth(field.format); width > 0) {
    visit(array.buffers[1], static_cast<size_t>(n * width));
  } else if (field.format != "+s") {
    const int32_t end = static_cast<const int32_t*>(array.buffers[1])[n];
    if (field.format == "+l") VisitBuffers(field.children[0], *array.children[0], visit);
    if (field.format != "+l") visit(array.buffers[2], static_cast<size_t>(end));
    visit(array.buffers[1], static_cast<size_t>(n + 1) * sizeof(int32_t));
  } else {
    for (size_t k = 0; k < field.children.size(); ++k)
      VisitBuffers(field.children[k], *array.children[k], visit);
  }
}

}  // namespace

HandedBatch::HandedBatch(const Schema& schema, const std::vector<Array>& columns, int64_t from,
                         int64_t n, uint32_t pass, Slices slices)
    : schema_(schema) {
  ExportField(StructOf("", schema), &exported_);
  for (size_t c = 0; c < columns.size(); ++c) {
    if (slices == Slices::kWhole || slices == Slices::kChildren) {
      // With rows before and after, so that an offset has something to pass over.
      const int64_t before = slices == Slices::kWhole ? 0 : std::min<int64_t>(from, 3);
      owned_.push_back(Gather(schema[c], {columns[c].get()}, {{0, from - before, n + before}}));
      ArrowArray& view = views_.emplace_back(*owned_.back());
      view.offset += before;
      view.length = n;
      view.null_count = -1;
    } else {
      owned_.push_back(columns[c]);
      views_.push_back(*columns[c]);
    }
    views_.back().release = nullptr;
  }
  for (ArrowArray& view : views_) children_.push_back(&view);
  array_.length = n;
  array_.offset = slices == Slices::kStruct ? from : 0;
  array_.n_buffers = 1;
  array_.buffers = buffers_;
  array_.n_children = static_cast<int64_t>(children_.size());
  array_.children = children_.data();
  batch_ = {n, pass, 0, &exported_, &array_};
}

std::string HandedBatch::bytes() const {
  std::string all;
  for (size_t c = 0; c < owned_.size(); ++c) {
    VisitBuffers(schema_[c], *owned_[c], [&](const void* bytes, size_t size) {
      if (size > 0) all.append(static_cast<const char*>(bytes), size);
    });
  }
  return all;
}

void HandedBatch::Spoil() {
  for (size_t c = 0; c < owned_.size(); ++c) {
    VisitBuffers(schema_[c], *owned_[c], [](const void* bytes, size_t size) {
      if (size > 0) std::memset(const_cast<void*>(bytes), 0x2A, size);
    });
  }
}

}  // namespace textmill::core
