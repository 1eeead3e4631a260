// Finds a list inside a JSON text: the value of `data.items` in {"data": {"items": [...]}}.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_READ_JSON_LIST_PLACE_H_
#define TEXTMILL_PLUGINS_READ_JSON_LIST_PLACE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::json {

// What is after the list's opening bracket; nothing while more of the text is needed. Throws Error
// where the text cannot have such a list. Up to 64 bytes after the text are read.
std::optional<size_t> FindList(std::string_view text, const std::vector<std::string>& path);

}  // namespace textmill::json

#endif  // TEXTMILL_PLUGINS_READ_JSON_LIST_PLACE_H_
