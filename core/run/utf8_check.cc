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

// The whole column at once, then that no row begins inside a sequence: two cheap looks instead of
// one call a row.
bool AllValid(const ArrowArray& array) {
  if (array.length == 0) return true;
  const auto* ends = static_cast<const int32_t*>(array.buffers[1]) + array.offset;
  const auto* data = static_cast<const char*>(array.buffers[2]);
  const auto size = static_cast<size_t>(ends[array.length] - ends[0]);
  if (size == 0) return true;
  if (!simdjson::validate_utf8(data + ends[0], size)) return false;
  for (int64_t i = 0; i < array.length; ++i) {
    if (ends[i] < ends[array.length] && Continues(data[ends[i]])) return false;
  }
  return true;
}

}  // namespace

std::vector<std::pair<int32_t, std::string>> FindInvalidUtf8(const Schema& fields,
                                                             const std::vector<Array>& columns) {
  std::map<int32_t, std::string> found;
  for (size_t c = 0; c < columns.size(); ++c) {
    if (fields[c].format != "u" || AllValid(*columns[c])) continue;
    const BytesView view(columns[c].get(), 0, columns[c]->length);
    for (int64_t i = 0; i < view.size(); ++i) {
      const std::string_view text = view[i];
      if (simdjson::validate_utf8(text.data(), text.size())) continue;
      found.try_emplace(static_cast<int32_t>(i),
                        "the column `" + fields[c].name + "` is not valid UTF-8 from its byte " +
                            std::to_string(FirstInvalidUtf8(text)) + " on");
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace textmill::core
