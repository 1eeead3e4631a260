#include "core/run/removed_line.h"

#include <simdjson.h>

#include "textmill/conventions.h"

namespace textmill::core {

std::optional<RemovedLine> ReadRemovedLine(std::string_view line) {
  thread_local simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(line.data(), line.size()).get(object) != simdjson::SUCCESS) return std::nullopt;
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
