#include "plugins/lib/language-model/model.h"

#include <stdexcept>
#include <utility>

namespace textmill::language {

Model::Model(ModelData data) : data_(std::move(data)) {}

const ScoreTable& Model::Table(Group group) const {
  Expanded& expanded = expanded_[group];
  std::call_once(expanded.once, [&] {
    Script script = data_.scripts[group];
    if (!data_.packed[group].empty() && !Unpack(data_.packed[group], script)) {
      throw std::runtime_error("the language model is damaged");
    }
    expanded.table = std::make_unique<const ScoreTable>(group, std::move(script));
  });
  return *expanded.table;
}

void Model::Add(std::span<const char32_t> characters, Group group, int16_t* scores) const {
  if (data_.scripts[group].languages.size() < 2) return;
  const ScoreTable& table = Table(group);
  ScoreTable::Search search;
  table.Ask(characters, search);
  table.Find(search);
  table.Add(search, scores);
}

}  // namespace textmill::language
