#include "core/plugin/describe.h"

#include <algorithm>
#include <string_view>

#include "core/plugin/wording.h"

namespace textmill::core {
namespace {

constexpr size_t kWidth = 88;

// Code points, which is what a terminal mostly shows in one cell each.
size_t Width(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// Appends one line, broken at its spaces; where it goes on it stands `hanging` cells further in.
void WrapLine(std::string_view line, size_t indent, size_t hanging, std::string* out) {
  out->append(indent, ' ');
  size_t column = indent;
  bool first = true;
  while (!line.empty()) {
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (!first && column + 1 + Width(word) > kWidth) {
      out->append("\n").append(indent + hanging, ' ');
      column = indent + hanging;
    } else if (!first) {
      *out += ' ';
      ++column;
    }
    out->append(word);
    column += Width(word);
    first = false;
  }
  *out += '\n';
}

enum class Lines { kWrapped, kAsTheyAre };

// Markdown, behind `indent` spaces: its own line breaks stay, items of lists hang from their
// bullets, and code between fences is not touched.
void Text(std::string_view text, size_t indent, Lines lines, std::string* out) {
  bool fenced = lines == Lines::kAsTheyAre;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const size_t margin = line.find_first_not_of(' ');
    if (margin == line.npos) {
      *out += '\n';
      continue;
    }
    line.remove_prefix(margin);
    const bool fence = line.starts_with("```");
    if (fence) fenced = !fenced;
    if (fenced || fence) {
      out->append(indent + margin, ' ').append(line).append("\n");
    } else {
      WrapLine(line, indent + margin, line.starts_with("- ") ? 2 : 0, out);
    }
  }
}
void Wrap(std::string_view text, size_t indent, std::string* out) {
  Text(text, indent, Lines::kWrapped, out);
}

// `name` in a column of `width` cells, then `text`.
void Row(std::string_view name, size_t width, std::string_view text, std::string* out) {
  *out += "  ";
  out->append(name);
  out->append(Width(name) < width ? width - Width(name) : 0, ' ');
  *out += "  ";
  out->append(text);
  *out += '\n';
}

void Heading(const char* text, std::string* out) { out->append("\n").append(text).append("\n"); }

template <class Rows, class Name>
size_t WidestName(const Rows& rows, Name&& name) {
  size_t width = 0;
  for (const auto& row : rows) width = std::max(width, Width(name(row)));
  return width;
}

void Params(const textmill_stage_info& info, std::string* out) {
  const std::vector<NamedParam> params = ParamsOf(info);
  if (params.empty()) return;
  Heading("Parameters", out);
  const size_t width = WidestName(params, [](const NamedParam& p) { return p.name; });
  for (const NamedParam& param : params) {
    Row(param.name, width, TypeText(*param.info) + "; " + PresenceText(*param.info), out);
    Wrap(param.info->doc, width + 4, out);
  }
}

void Columns(const char* heading, const textmill_column_info* columns, uint64_t n, bool needed,
             std::string* out) {
  if (n == 0) return;
  Heading(heading, out);
  const std::vector<textmill_column_info> rows(columns, columns + n);
  const size_t width = WidestName(rows, ColumnNameText);
  for (const textmill_column_info& column : rows) {
    Row(ColumnNameText(column), width, ColumnTypeText(column, needed), out);
    Wrap(column.doc, width + 4, out);
  }
}

void Words(const char* heading, const char* const* words, std::string* out) {
  if (words[0] == nullptr) return;
  Heading(heading, out);
  std::string list;
  for (int i = 0; words[i] != nullptr; ++i) list += (i == 0 ? "" : ", ") + std::string(words[i]);
  Wrap(list, 2, out);
}

std::string PathText(const LoadedPlugin& loaded) {
  return loaded.path.empty() ? "(part of the program)" : loaded.path;
}

}  // namespace

std::string DescribePlugins(const Registry& registry) {
  std::string out;
  const auto stages = registry.Stages();
  const size_t width =
      WidestName(stages, [](const textmill_stage* stage) { return stage->info->name; });
  for (const LoadedPlugin& loaded : registry.plugins()) {
    const textmill_plugin& plugin = *loaded.plugin;
    if (!out.empty()) out += '\n';
    out += std::string(plugin.name) + " " + plugin.version + "  " + PathText(loaded) + "\n";
    for (uint64_t i = 0; i < plugin.n_stages; ++i) {
      const textmill_stage_info& info = *plugin.stages[i]->info;
      Row(info.name, width, info.summary, &out);
    }
  }
  if (registry.plugins().empty()) out += "There are no plugins.\n";
  if (registry.refused().empty()) return out;
  Heading("Refused", &out);
  for (const RefusedPlugin& refused : registry.refused()) {
    out += "  " + refused.path + "\n";
    Wrap(refused.reason, 4, &out);
  }
  return out;
}

std::string DescribeStage(const Registry& registry, const textmill_stage& stage) {
  const textmill_stage_info& info = *stage.info;
  const LoadedPlugin& loaded = registry.PluginOf(stage);
  const std::string effect = EffectText(info);
  std::string out = std::string(info.name) + " " + info.version + "\n";
  Wrap(info.summary, 2, &out);
  out += '\n';
  Row("plugin", 6,
      std::string(loaded.plugin->name) + " " + loaded.plugin->version + " (" +
          loaded.plugin->license + ")",
      &out);
  Row("file", 6, PathText(loaded), &out);
  Row("kind", 6, KindText(info) + (effect.empty() ? "" : "; ") + effect, &out);
  Row("runs", 6, RunsText(info), &out);
  if (*info.description != '\0') {
    Heading("Description", &out);
    Wrap(info.description, 2, &out);
  }
  Params(info, &out);
  Columns("Columns it needs", info.needs, info.n_needs, true, &out);
  Columns("Columns it makes", info.produces, info.n_produces, false, &out);
  Words("Reasons for dropping a document", info.reasons, &out);
  Words("Counters in the summary", info.counters, &out);
  Heading("Example", &out);
  Text(ExampleText(info), 2, Lines::kAsTheyAre, &out);
  return out;
}

}  // namespace textmill::core
