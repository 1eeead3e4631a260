// The column `entities`: its type, and how to read it. Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_ENTITY_COLUMN_H_
#define TEXTMILL_PLUGINS_ENTITIES_ENTITY_COLUMN_H_

#include <string>
#include <string_view>

#include "textmill/conventions.hpp"
#include "textmill/textmill.hpp"

namespace textmill::entities {

// The members of an entity, in their order.
enum EntityMember : size_t { kBegin, kEnd, kType, kText, kName, kId, kValue, kMethod };

// Throws Error, blaming `parameter`, unless the column is one of entities. Returns the name of the
// text that its offsets are places in.
std::string TextOfEntities(const Field& column, const char* parameter);

// Reads the entities of a batch. Borrows from it.
class EntitiesView {
 public:
  explicit EntitiesView(const ListView& list) : list_(list), items_(list.Items<StructView>()) {
    for (size_t m = kType; m <= kMethod; ++m) strings_[m - kType] = Strings(m);
    begins_ = items_.Member<PrimitiveView<int64_t>>(kBegin);
    ends_ = items_.Member<PrimitiveView<int64_t>>(kEnd);
  }
  // The entities of a row are those from begin to end.
  int64_t begin(int64_t row) const { return list_.begin(row); }
  int64_t end(int64_t row) const { return list_.end(row); }
  bool row_is_null(int64_t row) const { return list_.IsNull(row); }

  // Throws Error, blaming the row, unless its entities are in `text`: another stage's column may
  // hold anything.
  void CheckOffsets(int64_t row, std::string_view text) const;

  int64_t text_begin(int64_t i) const { return begins_[i]; }
  int64_t text_end(int64_t i) const { return ends_[i]; }
  // Empty where it is null.
  std::string_view operator()(EntityMember member, int64_t i) const {
    return strings_[member - kType][i];
  }
  // Whether it is a name, and not a date, an amount or the like.
  bool IsName(int64_t i) const { return (*this)(kMethod, i) != "pattern"; }
  // The canonical name; the text where there is none.
  std::string_view Name(int64_t i) const {
    const std::string_view name = (*this)(kName, i);
    return name.empty() ? (*this)(kText, i) : name;
  }

 private:
  BytesView Strings(size_t member) const {
    return items_.Member<BytesView>(static_cast<int64_t>(member));
  }

  ListView list_;
  StructView items_;
  BytesView strings_[kMethod - kType + 1];
  PrimitiveView<int64_t> begins_, ends_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_ENTITY_COLUMN_H_
