#include "plugins/entities/tables/entity_column.h"

namespace textmill::entities {

std::string TextOfEntities(const Field& column, const char* parameter) {
  if (!SameType(column, EntitiesField())) {
    throw Error("the column `" + column.name + "` holds " + TypeName(column) + ", no entities",
                TEXTMILL_WRONG_TYPE)
        .Parameter(parameter)
        .Column(column.name)
        .Hint("Entities are made by `entities.tag`.");
  }
  const std::string* text = column.Meta(TEXTMILL_META_OFFSETS_INTO);
  return text != nullptr ? *text : "text";
}

void EntitiesView::CheckOffsets(int64_t row, std::string_view text) const {
  for (int64_t i = begin(row); i < end(row); ++i) {
    const bool inside = text_begin(i) >= 0 && text_begin(i) <= text_end(i) &&
                        static_cast<uint64_t>(text_end(i)) <= text.size();
    if (inside) continue;
    throw Error("an entity goes from byte " + std::to_string(text_begin(i)) + " to byte " +
                std::to_string(text_end(i)) + " of a text of " + std::to_string(text.size()) +
                " bytes")
        .Row(row)
        .Hint("The column of entities does not belong to this text.");
  }
}

}  // namespace textmill::entities
