#include "plugins/train/entities/name_lists.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "plugins/lib/io/table_reader.h"
#include "plugins/lib/tagger/document.h"
#include "plugins/lib/tagger/lexicon.h"
#include "plugins/train/entities/corpus.h"

namespace textmill::entities {

std::vector<std::string> ReadNames(const std::string& path) {
  const std::string content = ReadWholeFile(path);
  const bool csv = path.ends_with(".csv"), tsv = path.ends_with(".tsv");
  std::vector<std::string> out, cells;
  if (!csv && !tsv) {
    std::istringstream lines(content);
    for (std::string line; std::getline(lines, line);) {
      if (!line.empty()) out.push_back(line);
    }
    return out;
  }
  TableReader table(content, csv ? TableReader::Format::kCsv : TableReader::Format::kTsv);
  table.Next(&cells);
  const auto column = [&cells](std::string_view name) {
    return static_cast<size_t>(std::find(cells.begin(), cells.end(), name) - cells.begin());
  };
  const size_t name = column("name"), others = column("alternatives"), acronym = column("acronym");
  while (table.Next(&cells)) {
    if (name < cells.size() && !cells[name].empty()) out.push_back(cells[name]);
    if (acronym < cells.size() && !cells[acronym].empty()) out.push_back(cells[acronym]);
    if (others >= cells.size()) continue;
    std::istringstream parts(cells[others]);
    for (std::string part; std::getline(parts, part, '|');) {
      if (!part.empty()) out.push_back(part);
    }
  }
  return out;
}

void MakeNameLists(const std::vector<std::vector<std::string>>& lists, NameLists* out) {
  const Knowledge nothing;
  Lexicon lexicon(&nothing);
  std::map<uint32_t, uint16_t> flags;
  Document document;
  for (size_t l = 0; l < lists.size() && l < NameLists::kLists; ++l) {
    for (const std::string& name : lists[l]) {
      document.Clear();
      // A word after it, so that a full stop at the end is an abbreviation's.
      const std::string text = name + " x";
      AppendTokens(text, {0, static_cast<uint32_t>(text.size())}, &lexicon, &document);
      const size_t n = document.tokens.size() - 1;
      if (n == 0 || n > NameLists::kLongest) continue;
      uint64_t key = 0;
      for (size_t i = 0; i < n; ++i) {
        const uint64_t lower = lexicon[document.tokens[i].word].lower;
        key = i == 0 ? NameLists::First(lower) : NameLists::Next(key, lower);
        flags[HashTable::Key(key)] |=
            i + 1 == n ? static_cast<uint16_t>(1U << l) : NameLists::kGoesOn;
      }
    }
  }
  std::vector<uint32_t> keys;
  std::vector<uint16_t> values;
  for (const auto& [key, value] : flags) {
    keys.push_back(key);
    values.push_back(value);
  }
  out->Make(std::move(keys), std::move(values));
}

}  // namespace textmill::entities
