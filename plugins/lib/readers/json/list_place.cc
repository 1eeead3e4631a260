#include "plugins/lib/readers/json/list_place.h"

#include "plugins/lib/readers/jsonl/json_text.h"
#include "textmill/error.hpp"

namespace textmill::json {

std::optional<size_t> FindList(std::string_view text, const std::vector<std::string>& path) {
  jsonl::JsonText json(text);
  const char* p = json.SkipSpace(json.begin());
  // A fault near the end may be nothing but the end of what is there so far.
  const auto at_end = [&] {
    return json.fault.at == nullptr || json.fault.at >= json.end() ||
           std::string_view(json.fault.what).find("not closed") != std::string_view::npos;
  };
  const auto broken = [&]() -> std::optional<size_t> {
    if (at_end()) return std::nullopt;
    throw Error("it is not valid JSON: " + std::string(json.fault.what) + " (at byte " +
                std::to_string(json.fault.at - json.begin()) + ")");
  };
  std::string name;
  for (const std::string& wanted : path) {
    name += (name.empty() ? "" : ".") + wanted;
    if (p >= json.end()) return std::nullopt;
    if (*p != '{')
      throw Error("it has no list `" + name + "`: there is " + jsonl::KindOf(*p) + " instead");
    p = json.SkipSpace(p + 1);
    while (true) {
      if (p >= json.end()) return std::nullopt;
      if (*p == '}') throw Error("it has no list `" + name + "`");
      if (*p != '"') throw Error("it is not valid JSON: a key is no string");
      const char* const key = p;
      if ((p = json.SkipString(p)) == nullptr) return broken();
      const std::string_view found(key + 1, static_cast<size_t>(p - key - 2));
      if (json.SkipSpace(p) >= json.end()) return std::nullopt;
      if ((p = json.SkipColon(p)) == nullptr) return broken();
      if (p >= json.end()) return std::nullopt;
      if (found == wanted) break;
      if ((p = json.SkipValue(p)) == nullptr) return broken();
      p = json.SkipSpace(p);
      if (p < json.end() && *p == ',') p = json.SkipSpace(p + 1);
    }
  }
  if (p >= json.end()) return std::nullopt;
  if (*p != '[') throw Error("`" + name + "` is " + jsonl::KindOf(*p) + ", not an array");
  return static_cast<size_t>(p + 1 - json.begin());
}

}  // namespace textmill::json
