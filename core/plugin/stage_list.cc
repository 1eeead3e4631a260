#include "core/plugin/stage_list.h"

#include <algorithm>
#include <sstream>

#include "core/plugin/elf_header.h"

namespace textmill::core {
namespace {

constexpr std::string_view kHead = "textmill stages ";
constexpr std::string_view kVersion = "1";

std::string Line(const ListedStage& stage) {
  std::string line = std::string(stage.kind == TEXTMILL_SOURCE      ? "source"
                                 : stage.kind == TEXTMILL_TRANSFORM ? "transform"
                                 : stage.kind == TEXTMILL_SINK      ? "sink"
                                                                    : "?") +
                     " " + stage.name;
  for (const std::string& table : stage.tables) line += " " + table;
  return line;
}

uint32_t KindOf(std::string_view word) {
  return word == "source"      ? uint32_t{TEXTMILL_SOURCE}
         : word == "transform" ? uint32_t{TEXTMILL_TRANSFORM}
         : word == "sink"      ? uint32_t{TEXTMILL_SINK}
                               : 0;
}

bool IsPrintable(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

}  // namespace

Result<std::optional<std::vector<ListedStage>>> ListedStages(std::string_view file) {
  std::optional<std::vector<ListedStage>> stages;
  std::string_view section = Section(file, TEXTMILL_STAGES_SECTION);
  // One text in each source file that has the macro, with NULs between.
  while (!section.empty()) {
    const std::string_view text = section.substr(0, section.find('\0'));
    section.remove_prefix(std::min(text.size() + 1, section.size()));
    if (text.empty()) continue;
    std::istringstream lines{std::string(text)};
    std::string line;
    std::getline(lines, line);
    if (line.rfind(kHead, 0) != 0 || line.substr(kHead.size()) != kVersion) return {std::nullopt};
    if (!stages) stages.emplace();
    while (std::getline(lines, line)) {
      std::istringstream words(line);
      std::string kind, table;
      ListedStage stage;
      if (!IsPrintable(line) || !(words >> kind >> stage.name))
        return Error{"its list of stages (TEXTMILL_STAGES) has a line that cannot be read",
                     "a line is a kind, a stage and its tables: `transform my.count words`"};
      stage.kind = KindOf(kind);
      while (words >> table) stage.tables.push_back(table);
      stages->push_back(std::move(stage));
    }
  }
  return stages;
}

ListedStage AsListed(const textmill_stage_info& info) {
  ListedStage stage{info.name, info.kind <= TEXTMILL_SINK ? info.kind : 0, {}};
  for (uint64_t i = 0; info.tables != nullptr && i < info.n_tables; ++i)
    stage.tables.emplace_back(info.tables[i].name != nullptr ? info.tables[i].name : "");
  return stage;
}

Status CompareLists(std::vector<ListedStage> listed, std::vector<ListedStage> found) {
  for (auto* list : {&listed, &found}) {
    for (ListedStage& stage : *list) std::sort(stage.tables.begin(), stage.tables.end());
    std::sort(list->begin(), list->end(),
              [](const ListedStage& a, const ListedStage& b) { return a.name < b.name; });
  }
  for (size_t i = 0; i < std::max(listed.size(), found.size()); ++i) {
    if (i < listed.size() && i < found.size() && listed[i] == found[i]) continue;
    const std::string has = i < found.size() ? "`" + Line(found[i]) + "`" : "nothing";
    const std::string says = i < listed.size() ? "`" + Line(listed[i]) + "`" : "nothing";
    return Error{"its list of stages is not what it has: the list says " + says +
                     " where the plugin has " + has,
                 "mend TEXTMILL_STAGES in its source"};
  }
  return {};
}

}  // namespace textmill::core
