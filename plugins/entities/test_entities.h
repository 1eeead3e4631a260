// For tests: columns of entities, made by hand.
#ifndef TEXTMILL_PLUGINS_ENTITIES_TEST_ENTITIES_H_
#define TEXTMILL_PLUGINS_ENTITIES_TEST_ENTITIES_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/entities/tables/entity_column.h"
#include "textmill/testing.hpp"

namespace textmill::entities {

// "Putin=Vladimir Putin@Q7747": what is in the text, its name and id, where there are any.
struct Marked {
  std::string text;                                // without the marks
  std::vector<std::vector<std::string>> entities;  // type, text, name, id, value
  std::vector<std::pair<int64_t, int64_t>> places;
};

// Reads "[PER Putin=Vladimir Putin@Q7747] spoke on [DATE Monday]".
inline Marked ReadMarked(std::string_view marked) {
  Marked out;
  for (size_t at = 0; at < marked.size();) {
    if (marked[at] != '[') {
      out.text += marked[at++];
      continue;
    }
    const size_t end = marked.find(']', at);
    const std::string_view inside = marked.substr(at + 1, end - at - 1);
    at = end + 1;
    const size_t blank = inside.find(' '), equal = inside.find('='), id = inside.find('@');
    const std::string type(inside.substr(0, blank));
    const std::string text(inside.substr(blank + 1, std::min(equal, id) - blank - 1));
    const std::string name(equal == inside.npos ? "" : inside.substr(equal + 1, id - equal - 1));
    out.places.emplace_back(out.text.size(), out.text.size() + text.size());
    out.text += text;
    out.entities.push_back(
        {type, text, name, id == inside.npos ? "" : std::string(inside.substr(id + 1)), ""});
  }
  return out;
}

inline testing::Columns MarkedColumns(const std::vector<std::string>& documents) {
  Field field = EntitiesField();
  field.SetMeta(TEXTMILL_META_OFFSETS_INTO, "text");
  ListBuilder list(field);
  auto& items = list.items<StructBuilder>();
  std::vector<Marked> read;
  for (const std::string& document : documents) read.push_back(ReadMarked(document));
  std::vector<std::optional<std::string_view>> texts;
  for (const Marked& marked : read) {
    texts.emplace_back(marked.text);
    for (size_t i = 0; i < marked.entities.size(); ++i) {
      items.member<PrimitiveBuilder<int64_t>>(kBegin).Append(marked.places[i].first);
      items.member<PrimitiveBuilder<int64_t>>(kEnd).Append(marked.places[i].second);
      for (size_t m = kType; m <= kValue; ++m) {
        const std::string& value = marked.entities[i][m - kType];
        auto& strings = items.member<BytesBuilder>(m);
        value.empty() ? strings.AppendNull() : strings.Append(value);
      }
      items.member<BytesBuilder>(kMethod).Append(marked.entities[i][0] == "DATE" ? "pattern"
                                                                                 : "model");
      items.EndRow();
    }
    list.EndRow();
  }
  return testing::Columns().Add<Utf8>("text", texts).AddBuilt(field, list);
}

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_TEST_ENTITIES_H_
