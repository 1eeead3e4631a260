#include "plugins/entities/entity_column.h"

namespace textmill::entities {

Field EntitiesField() {
  return ListOf("entities", StructOf("item", {{"begin", "l", {}, {}},
                                              {"end", "l", {}, {}},
                                              {"type", "u", {}, {}},
                                              {"text", "u", {}, {}},
                                              {"name", "u", {}, {}},
                                              {"id", "u", {}, {}},
                                              {"value", "u", {}, {}},
                                              {"method", "u", {}, {}}}));
}

std::string TextOfEntities(const Field& column, const char* parameter) {
  if (!SameType(column, EntitiesField())) {
    throw Error("the column `" + column.name + "` holds " + TypeName(column) + ", no entities")
        .Parameter(parameter)
        .Hint("Entities are made by `entities.tag`.");
  }
  const std::string* text = column.Meta(TEXTMILL_META_OFFSETS_INTO);
  return text != nullptr ? *text : "text";
}

}  // namespace textmill::entities
