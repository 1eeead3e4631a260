#include "core/pipeline/known_columns.h"

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

Schema KnownColumns::Names() const {
  Schema names = schema;
  for (const std::string& name : vague) names.push_back(Field{name, "", {}, {}});
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
