#include "core/run/utf8_check.h"

#include <simdjson.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "textmill/utf8.hpp"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

bool Continues(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// All of [begin, end) at once, then that no row begins inside a sequence: two cheap looks instead
// of one call per row.
bool AllValid(const ArrowArray& array, int64_t begin, int64_t end) {
  if (begin == end) return true;
  const auto* ends = static_cast<const int32_t*>(array.buffers[1]) + array.offset;
  const auto* data = static_cast<const char*>(array.buffers[2]);
  const auto size = static_cast<size_t>(ends[end] - ends[begin]);
  if (size == 0) return true;
  if (!simdjson::validate_utf8(data + ends[begin], size)) return false;
  for (int64_t i = begin; i < end; ++i) {
    if (ends[i] < ends[end] && Continues(data[ends[i]])) return false;
  }
  return true;
}

// A row of a column with text that is wrong, and the sentence about it.
using Found = std::pair<int64_t, std::string>;

// Looks at rows [begin, end) of a column or member, which is called `name`; ascending, and a row
// may be there several times.
std::vector<Found> Look(const Field& field, const std::string& name, const ArrowArray& array,
                        int64_t begin, int64_t end) {
  std::vector<Found> found;
  if (begin >= end) return found;
  if (field.format == "u") {
    if (AllValid(array, begin, end)) return found;
    const BytesView view(&array, 0, end);
    for (int64_t i = begin; i < end; ++i) {
      const std::string_view text = view[i];
      if (simdjson::validate_utf8(text.data(), text.size())) continue;
      found.emplace_back(i, name + " is not valid UTF-8 from its byte " +
                                std::to_string(FirstInvalidUtf8(text)) + " on");
    }
  } else if (field.format == "+s") {
    for (size_t k = 0; k < field.children.size(); ++k) {
      const Field& member = field.children[k];
      for (auto& [row, why] : Look(member, "`" + member.name + "` of " + name, *array.children[k],
                                   array.offset + begin, array.offset + end)) {
        found.emplace_back(row - array.offset, std::move(why));
      }
    }
  } else if (field.format == "+l") {
    const auto* ends = static_cast<const int32_t*>(array.buffers[1]) + array.offset;
    for (auto& [item, why] : Look(field.children[0], "an item of " + name, *array.children[0],
                                  ends[begin], ends[end])) {
      const auto* after = std::upper_bound(ends + begin, ends + end, item);
      found.emplace_back(after - ends - 1, std::move(why));
    }
  }
  return found;
}

}  // namespace

std::vector<std::pair<int32_t, std::string>> FindInvalidUtf8(const Schema& fields,
                                                             const std::vector<Array>& columns) {
  std::map<int32_t, std::string> found;
  for (size_t c = 0; c < columns.size(); ++c) {
    for (auto& [row, why] : Look(fields[c], "the column `" + fields[c].name + "`", *columns[c], 0,
                                 columns[c]->length)) {
      found.try_emplace(static_cast<int32_t>(row), std::move(why));
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace textmill::core
