#include "core/pipeline/subject.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace textmill::core {

Place PlaceOfSubject(const YamlNode* with, const std::string& subject, const Place& otherwise) {
  Place place = otherwise;
  std::string_view rest = subject;
  const YamlNode* node = with;
  while (node != nullptr && !rest.empty()) {
    const YamlNode* next = nullptr;
    size_t length = 0;
    if (node->kind == YamlNode::Kind::kMap) {
      for (const YamlNode& item : node->items) {
        const bool ends = rest.size() == item.key.size() ||
                          (rest.size() > item.key.size() &&
                           (rest[item.key.size()] == '.' || rest[item.key.size()] == '['));
        if (!rest.starts_with(item.key) || !ends || item.key.size() < length) continue;
        next = &item;
        length = item.key.size();
      }
    } else if (rest[0] == '[') {
      const size_t close = std::min(rest.find(']'), rest.size() - 1);
      const std::string index(rest.substr(1, close - 1));
      const size_t i = index.size() < 6 ? std::strtoul(index.c_str(), nullptr, 10) : SIZE_MAX;
      if (node->kind == YamlNode::Kind::kList && i < node->items.size()) next = &node->items[i];
      if (node->scalar() && i == 0) next = node;  // it is taken for a list of one
      length = close + 1;
    }
    if (next == nullptr) break;
    node = next;
    place = node->place;
    rest.remove_prefix(length);
    if (rest.starts_with('.')) rest.remove_prefix(1);
  }
  return place;
}

}  // namespace textmill::core
