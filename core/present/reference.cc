#include "core/present/reference.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>

#include "core/expr/function.h"
#include "core/expr/nearest.h"
#include "core/present/wording.h"

namespace textmill::core {
namespace {

constexpr char kNotice[] =
    "<!-- Written by `textmill plugins --reference`. Change the plugin's descriptions instead. "
    "-->\n\n";

std::string Family(const textmill_stage_info& info) {
  const std::string name = info.name;
  return name.substr(0, name.find('.'));
}

// How GitHub calls a heading in links.
std::string Anchor(std::string heading) {
  std::erase(heading, '.');
  return heading;
}

std::string Code(const std::string& text) {
  std::string out(1, '`');
  return out.append(text).append("`");
}

// Text in a cell of a table: on one line, its bars no borders.
std::string Cell(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

void TableRow(const std::vector<std::string>& cells, std::string* out) {
  for (const std::string& cell : cells) out->append("| ").append(Cell(cell)).append(" ");
  *out += "|\n";
}

void Head(const char* title, const std::vector<std::string>& columns, std::string* out) {
  out->append("\n**").append(title).append("**\n\n");
  TableRow(columns, out);
  TableRow(std::vector<std::string>(columns.size(), "---"), out);
}

void ColumnTable(const char* title, const textmill_column_info* columns, uint64_t n, bool needed,
                 std::string* out) {
  if (n == 0) return;
  Head(title, {"column", "type", "meaning"}, out);
  for (uint64_t i = 0; i < n; ++i)
    TableRow({Code(ColumnNameText(columns[i])), ColumnTypeText(columns[i], needed), columns[i].doc},
             out);
}

void WordTable(const char* title, const char* const* words, std::string* out) {
  if (words[0] == nullptr) return;
  out->append("\n**").append(title).append("**: ");
  for (int i = 0; words[i] != nullptr; ++i) out->append(i == 0 ? "" : ", ").append(Code(words[i]));
  *out += '\n';
}

void ParamTable(const textmill_stage_info& info, std::string* out) {
  const std::vector<NamedParam> params = ParamsOf(info);
  if (params.empty()) return;
  Head("Parameters", {"parameter", "value", "default", "meaning"}, out);
  for (const auto& [name, param] : params) {
    const std::string presence =
        param->default_value != nullptr ? Code(param->default_value) : PresenceText(*param);
    TableRow({Code(name), TypeText(*param), presence, param->doc}, out);
  }
}

std::string StageSection(const Registry& registry, const textmill_stage& stage) {
  const textmill_stage_info& info = *stage.info;
  const std::string effect = EffectText(info);
  std::string out = "\n## " + std::string(info.name) + "\n\n" + info.summary + "\n\n";
  out += "Version " + std::string(info.version) + ", in the plugin " +
         Code(registry.PluginOf(stage).plugin->name) + ". A " + KindText(info) + "; runs " +
         RunsText(info) + (effect.empty() ? "" : "; ") + effect + ".\n";
  const std::string description = DescriptionText(info);
  if (!description.empty()) out.append("\n").append(description).append("\n");
  out.append("\n```yaml\n").append(ExampleText(info)).append("\n```\n");
  ParamTable(info, &out);
  ColumnTable("Columns it needs", info.needs, info.n_needs, true, &out);
  ColumnTable("Columns it makes", info.produces, info.n_produces, false, &out);
  for (uint64_t i = 0; i < info.n_tables; ++i) {
    const textmill_table_info& table = info.tables[i];
    out += std::string("\n**Table** ") + Code(table.name) + ": " + table.doc + "\n";
    ColumnTable("Its columns", table.columns, table.n_columns, false, &out);
  }
  WordTable("Reasons for dropping a document", info.reasons, &out);
  WordTable("Counters in the summary", info.counters, &out);
  return out;
}

// The functions of expressions.
std::string FunctionPage() {
  std::string out = kNotice;
  out +=
      "# Functions\n\nOf expressions: `keep:`, `when:` and `set:`. The operators between "
      "conditions and values, and the columns of the examples, are in "
      "[expressions](../expressions.md).\n\n";
  TableRow({"function", "what it is", "example"}, &out);
  TableRow({"---", "---", "---"}, &out);
  for (const expr::Function& function : expr::Functions())
    TableRow({Code(function.usage), function.summary, Code(function.example)}, &out);
  return out;
}

// The stages that the index in a folder links to, and that no plugin has.
std::vector<std::string> Missing(const Registry& registry, const std::string& index) {
  constexpr std::string_view kLink = "| [`";
  std::vector<std::string> missing;
  std::ifstream file(index, std::ios::binary);
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(kLink)) continue;
    const std::string name = line.substr(kLink.size(), line.find('`', kLink.size()) - kLink.size());
    if (registry.Find(name) == nullptr) missing.push_back(name);
  }
  return missing;
}

}  // namespace

std::vector<Page> ReferencePages(const Registry& registry) {
  std::string index = kNotice;
  index += "# Stages\n\n";
  TableRow({"stage", "kind", "what it does"}, &index);
  TableRow({"---", "---", "---"}, &index);
  std::map<std::string, std::string> families;
  for (const textmill_stage* stage : registry.Stages()) {
    const textmill_stage_info& info = *stage->info;
    const std::string family = Family(info);
    std::string link("[");
    link.append(Code(info.name)).append("](").append(family).append(".md#");
    link.append(Anchor(info.name)).append(")");
    TableRow({link, KindText(info), info.summary}, &index);
    std::string& page = families[family];
    if (page.empty()) page.append(kNotice).append("# ").append(family).append("\n");
    page += StageSection(registry, *stage);
  }
  std::vector<Page> pages = {{"README.md", index}};
  for (auto& [family, text] : families) pages.push_back({family + ".md", std::move(text)});
  pages.push_back({"functions.md", FunctionPage()});
  return pages;
}

Status WriteReference(const Registry& registry, const std::string& folder) {
  const std::string index = folder + "/README.md";
  const std::vector<std::string> missing = Missing(registry, index);
  if (!missing.empty()) {
    return Error{
        folder + " describes stages that no plugin here has: " + expr::ListOf(missing, "`") +
            "; what it says of them would be lost",
        "build their plugins first, or if there are to be no such stages, delete " + index};
  }
  for (const Page& page : ReferencePages(registry)) {
    const std::string path = folder + "/" + page.file;
    std::ofstream file(path, std::ios::binary);
    file << page.text;
    file.close();
    if (!file)
      return Error{"cannot write " + path + ": " + std::strerror(errno), "", ErrorKind::kIo};
  }
  return {};
}

}  // namespace textmill::core
