#include "plugins/lib/language-model/model.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "plugins/lib/language-model/model_file.h"
#include "plugins/lib/languages/languages.h"

namespace textmill::language {
namespace {

// Parts of the file.
class Reader {
 public:
  explicit Reader(std::string_view file) : file_(file) {}
  template <class T>
  std::span<const T> Take(FileRange range) const {
    if (range.at % alignof(T) != 0 || range.at > file_.size() ||
        range.size > (file_.size() - range.at) / sizeof(T)) {
      throw std::runtime_error("the language model is damaged or cut off");
    }
    return {reinterpret_cast<const T*>(file_.data() + range.at), range.size};
  }

 private:
  std::string_view file_;
};

void Require(bool holds) {
  if (!holds) throw std::runtime_error("the language model is damaged");
}

}  // namespace

Model::Model(std::string_view file) {
  if (!file.starts_with(kModelMagic))
    throw std::runtime_error("it is no language model of Textmill");
  const Reader reader(file);
  const FileHead& head = reader.Take<FileHead>({0, 1})[0];
  Require(head.size == file.size());
  const auto table = reader.Take<uint32_t>(head.letters);
  Require(table.size() == Letters::kSize &&
          std::all_of(table.begin(), table.end(),
                      [](uint32_t letter) { return letter >> 24 <= kIgnored; }));
  letters_ = {table.data(), reader.Take<Letters::Pair>(head.pairs)};
  const size_t all = BuiltinLanguages().size();
  for (size_t g = 0; g < kGroups; ++g) {
    const FileScript& from = head.scripts[g];
    Script& script = scripts_[g];
    script = {reader.Take<uint8_t>(from.languages), reader.Take<int16_t>(from.priors),
              reader.Take<uint16_t>(from.sharpness)};
    const size_t slots = script.languages.size();
    Require(slots < 255 && std::all_of(script.languages.begin(), script.languages.end(),
                                       [&](uint8_t language) { return language < all; }));
    if (slots < 2) continue;
    Require(script.priors.size() == slots && !script.sharpness.empty() &&
            script.sharpness.size() <= 32);
    std::array<RowTable, ScoreTable::kTables> tables;
    for (size_t t = 0; t < tables.size(); ++t) {
      const auto rows = reader.Take<char>(from.tables[t].rows);
      const auto starts = reader.Take<uint32_t>(from.tables[t].starts);
      Require(starts.size() > 1);
      tables[t] = RowTable(starts, {rows.data(), rows.size()});
    }
    tables_[g] = ScoreTable(static_cast<Group>(g), slots, tables);
  }
}

void Model::Add(std::span<const char32_t> characters, Group group, int16_t* scores) const {
  if (scripts_[group].languages.size() < 2) return;
  const ScoreTable& table = Table(group);
  ScoreTable::Search search;
  table.Ask(characters, search);
  table.Find(search);
  table.Add(search, scores);
}

}  // namespace textmill::language
