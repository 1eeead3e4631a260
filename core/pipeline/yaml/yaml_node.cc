#include "core/pipeline/yaml/yaml_node.h"

#include <algorithm>
#include <string_view>

#include "core/pipeline/yaml/source_text.h"
#include "core/pipeline/yaml/yaml_scalar.h"
#include "textmill/utf8.hpp"

namespace textmill::core {

const YamlNode* YamlNode::Find(const std::string& name) const {
  if (kind != Kind::kMap) return nullptr;
  const auto it = std::find_if(items.begin(), items.end(),
                               [&](const YamlNode& item) { return item.key == name; });
  return it != items.end() ? &*it : nullptr;
}

YamlNode* YamlNode::Find(const std::string& name) {
  return const_cast<YamlNode*>(const_cast<const YamlNode*>(this)->Find(name));
}

Place YamlNode::PlaceIn(size_t position) const {
  if (raw.empty() || place.line == 0) return place;
  const std::string_view before =
      std::string_view(raw).substr(0, RawPosition(raw, plain, position));
  return {place.file, place.line, place.column + static_cast<int>(CountCharacters(before))};
}

std::string Describe(const YamlNode& node) {
  constexpr size_t kLongest = 60;
  switch (node.kind) {
    case YamlNode::Kind::kNull:
      return "nothing";
    case YamlNode::Kind::kList:
      return "a list";
    case YamlNode::Kind::kMap:
      return "a map";
    case YamlNode::Kind::kUnknown:
      return "an unknown value";
    case YamlNode::Kind::kScalar:
      break;
  }
  std::string text = node.text;
  if (text.size() > kLongest) {
    size_t end = kLongest;
    while ((text[end] & 0xC0) == 0x80) --end;
    text = text.substr(0, end) + "...";
  }
  std::replace(text.begin(), text.end(), '\n', ' ');
  return "`" + text + "`";
}

}  // namespace textmill::core
