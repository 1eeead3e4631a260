#include "plugins/lib/readers/csv/layout.h"

#include <algorithm>
#include <map>

#include "textmill/escape.hpp"

namespace textmill::csv {
namespace {

std::string Listed(const std::vector<Layout::CellUse>& cells) {
  std::string out;
  for (size_t i = 0; i < cells.size() && i < 30; ++i) out += (i > 0 ? ", " : "") + cells[i].name;
  return cells.size() > 30 ? out + ", ..." : out;
}

// Why there may be but one name: another separator.
std::string SeparatorHint(const std::vector<Layout::CellUse>& cells) {
  if (cells.size() != 1) return "";
  static constexpr const char* kOthers[][2] = {
      {";", "\";\""}, {"\t", "tab"}, {"|", "\"|\""}, {",", "\",\""}};
  for (const auto& [separator, written] : kOthers) {
    if (cells[0].name.find(separator) != std::string::npos)
      return std::string("Its cells seem to be separated otherwise: try `separator: ") + written +
             "`.";
  }
  return "";
}

}  // namespace

Layout MakeLayout(std::vector<std::string> names, const std::vector<io::Column>& columns) {
  Layout layout;
  // Not hashed: a header can be made to collide.
  std::map<std::string, size_t> places;
  layout.cells.reserve(names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    // Spreadsheets like to leave unnamed columns at the right.
    if (names[i].empty()) names[i] = "column " + std::to_string(i + 1);
    if (!places.emplace(names[i], i).second) {
      throw Error("its header has the name `" + names[i] + "` twice")
          .Hint("Give names of your own with `columns: [...]`; they take the header's place.");
    }
    Buffer member;
    AppendJsonString(names[i], member);
    member.Append(":", 1);
    layout.cells.push_back({std::move(names[i]), {}, {member.data(), member.size()}});
  }
  for (size_t c = 0; c < columns.size(); ++c) {
    const io::Column& column = columns[c];
    if (const auto place = places.find(column.field); place != places.end()) {
      layout.cells[place->second].columns.push_back(c);
      continue;
    }
    const bool usual = c < io::kFirstDeclared && column.field == column.name;
    if (usual && !column.needed) continue;
    const std::string separator = SeparatorHint(layout.cells);
    throw Error("its header has no `" + column.field + "`, where the column `" + column.name +
                "` should come from; it has: " + Listed(layout.cells))
        .Hint(!separator.empty() ? separator
                                 : "Name the right one: `fields: { " + column.name + ": NAME }`.");
  }
  return layout;
}

}  // namespace textmill::csv
