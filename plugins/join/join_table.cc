#include "plugins/join/join_table.h"

#include "textmill/error.hpp"
#include "textmill/print.hpp"

namespace textmill::join {
namespace {

// What an array takes, about: values, and the bytes of texts. Lists count by their own ends alone.
size_t BytesOf(const ArrowArray& array) {
  size_t bytes = static_cast<size_t>(array.length) * 8;
  if (array.n_buffers == 3) {
    const auto* ends = static_cast<const int32_t*>(array.buffers[1]);
    bytes += static_cast<size_t>(ends[array.offset + array.length] - ends[array.offset]);
  }
  for (int64_t i = 0; i < array.n_children; ++i) bytes += BytesOf(*array.children[i]);
  return bytes;
}

}  // namespace

bool AppendKey(const Field& type, const ArrowArray& column, int64_t i, std::string& to) {
  if (IsNullAt(column, i)) return false;
  if (type.format == "u") {
    const std::string_view text = BytesAt(column, i);
    const auto size = static_cast<uint32_t>(text.size());
    to.append(reinterpret_cast<const char*>(&size), sizeof size).append(text);
    return size > 0;
  }
  if (type.format == "b") {
    to += BoolView(&column, 0, column.length)[i] ? '1' : '0';
    return true;
  }
  const auto number = ValueAt<int64_t>(column, i);
  to.append(reinterpret_cast<const char*>(&number), sizeof number);
  return true;
}

void JoinTable::Add(readers::TableRows rows, std::vector<Twin>* twins) {
  const auto part = static_cast<uint32_t>(parts_.size());
  readers::TableRows& kept = parts_.emplace_back(std::move(rows));
  for (const ArrowArray& column : kept.columns) bytes_ += BytesOf(column);
  std::string key;
  for (int64_t i = 0; i < kept.rows(); ++i) {
    key.clear();
    bool whole = true;
    for (size_t k = 0; k < key_types_.size(); ++k)
      whole = AppendKey(key_types_[k], kept.columns[k], i, key) && whole;
    if (!whole) {
      ++without_key_;
      continue;
    }
    const auto [at, is_new] = by_key_.try_emplace(key, static_cast<uint32_t>(rows_.size()));
    if (is_new) {
      if (rows_.size() == UINT32_MAX) throw Error("the table has more than four billion rows");
      rows_.push_back({part, static_cast<uint32_t>(i)});
      bytes_ += sizeof(Entry) + key.size() + 64;
      continue;
    }
    ++repeated_;
    const Entry& first = rows_[at->second];
    if (twins->empty())
      twins->push_back(
          {parts_[first.part].offsets[first.row], kept.offsets[static_cast<size_t>(i)]});
  }
}

JoinTable::Row JoinTable::Find(const std::string& key) const {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return {};
  const Entry& entry = rows_[found->second];
  return {&parts_[entry.part], entry.row, found->second};
}

int64_t JoinTable::unused() const {
  int64_t n = 0;
  for (size_t i = 0; i < rows_.size(); ++i) n += used_[i] ? 0 : 1;
  return n;
}

}  // namespace textmill::join
