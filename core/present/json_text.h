// JSON put together from pieces that are JSON already: for documents that people look at, too, such
// as the schema, a run's summary, and the report of `test-plugin`.
//
// What fits on a line is on one, all else is indented. Any thread may call.
#ifndef CORE_PRESENT_JSON_TEXT_H_
#define CORE_PRESENT_JSON_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace textmill::core {

// A key, as it is, and its value in JSON.
using JsonMember = std::pair<std::string, std::string>;

std::string JsonString(std::string_view text);
std::string JsonNumber(double number);  // null for NaN and the infinities
std::string JsonNumber(int64_t number);
std::string JsonArray(const std::vector<std::string>& items);
std::string JsonObject(const std::vector<JsonMember>& members);

}  // namespace textmill::core

#endif  // CORE_PRESENT_JSON_TEXT_H_
