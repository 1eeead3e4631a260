#include "core/pipeline/draft/known_columns.h"

#include <algorithm>
#include <initializer_list>

#include "textmill/type.hpp"

namespace textmill::core {

void KnownColumns::Assume(const std::string& name, const std::string& type) {
  if (Has(name)) return;
  if (std::optional<Field> field = FieldOfType(name, type)) {
    schema.push_back(std::move(*field));
  } else {
    vague.insert(name);
  }
}

bool KnownColumns::MayHave(const std::string& name) const {
  return open || vague.contains(name) ||
         std::any_of(possible.begin(), possible.end(), [&](const std::string& text) {
           return name == text || (text.size() > 2 && name.find(text) != std::string::npos);
         });
}

void KnownColumns::AddPossible(const YamlNode& node) {
  if (!node.key.empty()) possible.insert(node.key);
  if (node.scalar()) possible.insert(node.text);
  for (const YamlNode& item : node.items) AddPossible(item);
}

Schema KnownColumns::Names() const {
  Schema names = schema;
  for (const auto* more : {&vague, &possible}) {
    for (const std::string& name : *more) names.push_back(Field{name, "", {}, {}});
  }
  return names;
}

std::optional<Field> FieldOfType(const std::string& name, const std::string& type) {
  for (const char* format : {"b", "i", "l", "I", "L", "f", "g", "u", "z", kTimestampFormat}) {
    Field field{name, format, {}, {}};
    if (TypeName(field) == type) return field;
  }
  return std::nullopt;
}

}  // namespace textmill::core
