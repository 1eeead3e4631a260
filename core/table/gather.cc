#include "core/table/gather.h"

#include <cstring>
#include <string>
#include <utility>

#include "textmill/builder.hpp"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

using Sources = std::vector<const ArrowArray*>;
using Ranges = std::vector<RowRange>;

// Ranges count from a source's own offset, here and below.
ViewBase ValidityOf(const ArrowArray& array) { return ViewBase(&array, 0, array.length); }

int64_t CountRows(const Ranges& ranges) {
  int64_t rows = 0;
  for (const RowRange& range : ranges) rows += range.count;
  return rows;
}

// Writes validity bits where any row is null; returns the number of nulls.
int64_t GatherValidity(const Sources& sources, const Ranges& ranges, int64_t rows,
                       internal::ArrayHolder* to) {
  bool any = false;
  for (const RowRange& range : ranges) {
    any = any || range.source == RowRange::kNoSource ||
          (sources[static_cast<size_t>(range.source)]->null_count != 0 &&
           sources[static_cast<size_t>(range.source)]->buffers[0] != nullptr);
  }
  if (!any) return 0;
  Buffer bits;
  bits.Fill(0, static_cast<size_t>(rows / 8 + 1));
  int64_t nulls = 0, at = 0;
  for (const RowRange& range : ranges) {
    if (range.source == RowRange::kNoSource) {
      nulls += range.count;
      at += range.count;
      continue;
    }
    const ViewBase view = ValidityOf(*sources[static_cast<size_t>(range.source)]);
    for (int64_t i = range.begin; i < range.begin + range.count; ++i, ++at) {
      if (view.IsNull(i)) {
        ++nulls;
      } else {
        bits.data()[at >> 3] = static_cast<char>(bits.data()[at >> 3] | (1 << (at & 7)));
      }
    }
  }
  if (nulls > 0) to->buffers[0] = bits.Release();
  return nulls;
}

Buffer GatherFixed(const Sources& sources, const Ranges& ranges, int64_t rows, int64_t width) {
  Buffer out;
  out.Reserve(static_cast<size_t>(rows * width));
  for (const RowRange& range : ranges) {
    const auto bytes = static_cast<size_t>(range.count * width);
    if (range.source == RowRange::kNoSource) {
      out.Fill(0, bytes);
      continue;
    }
    const ArrowArray& from = *sources[static_cast<size_t>(range.source)];
    out.Append(static_cast<const char*>(from.buffers[1]) + (from.offset + range.begin) * width,
               bytes);
  }
  return out;
}

Buffer GatherBits(const Sources& sources, const Ranges& ranges, int64_t rows) {
  Buffer out;
  out.Fill(0, static_cast<size_t>(rows / 8 + 1));
  int64_t at = 0;
  for (const RowRange& range : ranges) {
    for (int64_t i = 0; i < range.count; ++i, ++at) {
      if (range.source == RowRange::kNoSource) continue;
      const ArrowArray& from = *sources[static_cast<size_t>(range.source)];
      if (internal::BitAt(static_cast<const uint8_t*>(from.buffers[1]),
                          from.offset + range.begin + i)) {
        out.data()[at >> 3] = static_cast<char>(out.data()[at >> 3] | (1 << (at & 7)));
      }
    }
  }
  return out;
}

const int32_t* EndsOf(const ArrowArray& array) {
  return static_cast<const int32_t*>(array.buffers[1]) + array.offset;
}

// The offsets of utf8, binary and list columns, and the ranges of what they point into.
Buffer GatherOffsets(const Sources& sources, const Ranges& ranges, int64_t rows, Ranges* inner) {
  Buffer out;
  out.Reserve(static_cast<size_t>(rows + 1) * sizeof(int32_t));
  int64_t end = 0;
  const auto push = [&] {
    if (end > INT32_MAX) throw textmill::Error("a batch holds more than 2 GiB in one column");
    const auto value = static_cast<int32_t>(end);
    out.Append(&value, sizeof value);
  };
  push();
  for (const RowRange& range : ranges) {
    if (range.source == RowRange::kNoSource) {
      for (int64_t i = 0; i < range.count; ++i) push();
      continue;
    }
    if (range.count == 0) continue;
    const int32_t* ends = EndsOf(*sources[static_cast<size_t>(range.source)]) + range.begin;
    const int64_t base = end - ends[0];
    for (int64_t i = 1; i <= range.count; ++i) {
      end = base + ends[i];
      push();
    }
    inner->push_back({range.source, ends[0], ends[range.count] - ends[0]});
  }
  return out;
}

// The k-th members of the sources; NULL where a source has no rows and no members to speak of.
Sources MembersOf(const Sources& sources, size_t k) {
  Sources out;
  for (const ArrowArray* source : sources)
    out.push_back(source == nullptr ? nullptr : source->children[k]);
  return out;
}

void GatherInto(const Field& field, const Sources& sources, const Ranges& ranges, ArrowArray* out) {
  const int64_t rows = CountRows(ranges);
  auto holder = std::make_unique<internal::ArrayHolder>();
  const int64_t nulls = GatherValidity(sources, ranges, rows, holder.get());
  const std::string& format = field.format;
  int64_t n_buffers = 2;
  if (format == "+s") {
    n_buffers = 1;
    holder->children.resize(field.children.size());
    Ranges inner = ranges;
    for (RowRange& range : inner) {
      if (range.source != RowRange::kNoSource)
        range.begin += sources[static_cast<size_t>(range.source)]->offset;
    }
    for (size_t k = 0; k < field.children.size(); ++k) {
      GatherInto(field.children[k], MembersOf(sources, k), inner, &holder->children[k]);
    }
  } else if (format == "+l") {
    Ranges inner;
    holder->buffers[1] = GatherOffsets(sources, ranges, rows, &inner).Release();
    holder->children.resize(1);
    GatherInto(field.children[0], MembersOf(sources, 0), inner, &holder->children[0]);
  } else if (format == "u" || format == "z") {
    n_buffers = 3;
    Ranges inner;
    holder->buffers[1] = GatherOffsets(sources, ranges, rows, &inner).Release();
    int64_t size = 0;
    for (const RowRange& range : inner) size += range.count;
    Buffer bytes;
    bytes.Reserve(static_cast<size_t>(size));
    for (const RowRange& range : inner) {
      bytes.Append(
          static_cast<const char*>(sources[static_cast<size_t>(range.source)]->buffers[2]) +
              range.begin,
          static_cast<size_t>(range.count));
    }
    holder->buffers[2] = bytes.Release();
  } else if (format == "b") {
    holder->buffers[1] = GatherBits(sources, ranges, rows).Release();
  } else {
    holder->buffers[1] = GatherFixed(sources, ranges, rows, FixedWidth(format)).Release();
  }
  internal::ExportArray(std::move(holder), rows, nulls, n_buffers, out);
}

}  // namespace

void AddRow(std::vector<RowRange>* ranges, int32_t source, int64_t row) {
  if (!ranges->empty() && ranges->back().source == source &&
      (source == RowRange::kNoSource || ranges->back().begin + ranges->back().count == row)) {
    ++ranges->back().count;
    return;
  }
  ranges->push_back({source, row, 1});
}

Array Gather(const Field& field, const std::vector<const ArrowArray*>& sources,
             const std::vector<RowRange>& ranges) {
  ArrowArray out{};
  GatherInto(field, sources, ranges, &out);
  return Own(&out);
}

}  // namespace textmill::core
