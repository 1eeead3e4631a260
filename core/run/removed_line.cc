#include "core/run/removed_line.h"

#include <simdjson.h>

#include "textmill/conventions.h"

namespace textmill::core {

namespace {

using simdjson::dom::object;

// The line's object without its document, the longest part of it by far, which comes last; whole
// where that leaves no object, since something else is called `document`.
bool Parse(std::string_view line, simdjson::dom::parser* parser, object* out) {
  const size_t end = line.find(",\"document\":");
  if (end != line.npos) {
    const std::string head = std::string(line.substr(0, end)) + "}";
    if (parser->parse(head).get(*out) == simdjson::SUCCESS) return true;
  }
  return parser->parse(line.data(), line.size()).get(*out) == simdjson::SUCCESS;
}

}  // namespace

std::optional<RemovedLine> ReadRemovedLine(std::string_view line) {
  thread_local simdjson::dom::parser parser;
  object object;
  if (!Parse(line, &parser, &object)) return std::nullopt;
  const auto text = [](const simdjson::dom::object& from, const char* name) {
    std::string_view value;
    return from[name].get(value) == simdjson::SUCCESS ? std::string(value) : std::string();
  };
  RemovedLine out{text(object, "step"), text(object, "reason"), text(object, TEXTMILL_COLUMN_ID),
                  "", ""};
  if (out.reason.empty()) out.reason = text(object, "message");
  if (out.id.empty()) out.id = text(object, TEXTMILL_COLUMN_SOURCE);
  simdjson::dom::object detail;
  if (object["detail"].get(detail) != simdjson::SUCCESS) return out;
  out.detail = simdjson::to_string(detail);
  out.of = text(detail, TEXTMILL_DETAIL_DUP_OF);
  return out;
}

}  // namespace textmill::core
