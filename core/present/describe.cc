#include "core/present/describe.h"

#include <algorithm>
#include <string_view>

#include "core/plugin/fingerprint.h"
#include "core/present/terminal_text.h"
#include "core/present/wording.h"

namespace textmill::core {
namespace {

// `name` in a column of `width` cells, then `text`.
void NamedRow(std::string_view name, size_t width, std::string_view text, std::string* out) {
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
    NamedRow(param.name, width, TypeText(*param.info) + "; " + PresenceText(*param.info), out);
    AppendWrapped(param.info->doc, width + 4, out);
  }
}

void ColumnRows(const textmill_column_info* columns, uint64_t n, bool needed, std::string* out) {
  const std::vector<textmill_column_info> rows(columns, columns + n);
  const size_t width = WidestName(rows, ColumnNameText);
  for (const textmill_column_info& column : rows) {
    NamedRow(ColumnNameText(column), width, ColumnTypeText(column, needed), out);
    AppendWrapped(column.doc, width + 4, out);
  }
}

void Columns(const char* heading, const textmill_column_info* columns, uint64_t n, bool needed,
             std::string* out) {
  if (n == 0) return;
  Heading(heading, out);
  ColumnRows(columns, n, needed, out);
}

void Words(const char* heading, const char* const* words, std::string* out) {
  if (words[0] == nullptr) return;
  Heading(heading, out);
  std::string list;
  for (int i = 0; words[i] != nullptr; ++i) list += (i == 0 ? "" : ", ") + std::string(words[i]);
  AppendWrapped(list, 2, out);
}

std::string PathText(const LoadedPlugin& loaded) {
  return loaded.path.empty() ? "(part of the program)" : loaded.path;
}

void Refused(const Registry& registry, std::string* out) {
  if (registry.refused().empty()) return;
  Heading("Refused", out);
  for (const RefusedPlugin& refused : registry.refused()) {
    *out += "  " + refused.path + "\n";
    AppendWrapped(refused.reason, 4, out);
  }
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
    for (const textmill_stage* stage : loaded.stages)
      NamedRow(stage->info->name, width, stage->info->summary, &out);
    for (const PassedOver& stage : loaded.passed_over)
      NamedRow(stage.name, width, "passed over: " + stage.why, &out);
  }
  if (registry.plugins().empty()) out += "There are no plugins.\n";
  Refused(registry, &out);
  return out;
}

std::string DescribeFiles(const Registry& registry) {
  std::string out;
  for (const LoadedPlugin& loaded : registry.plugins()) {
    if (!out.empty()) out += '\n';
    out += std::string(loaded.plugin->name) + " " + loaded.plugin->version + "\n";
    NamedRow("file", 8, PathText(loaded), &out);
    if (loaded.path.empty()) continue;
    const auto made = FingerprintOfFile(loaded.path);
    if (!made) {
      NamedRow("sha256", 8, "unknown: " + made.error().message, &out);
      continue;
    }
    NamedRow("build id", 8, made->build_id.empty() ? "none" : made->build_id, &out);
    NamedRow("sha256", 8, made->sha256, &out);
  }
  Refused(registry, &out);
  return out;
}

std::string DescribeStage(const Registry& registry, const textmill_stage& stage) {
  const textmill_stage_info& info = *stage.info;
  const LoadedPlugin& loaded = registry.PluginOf(stage);
  const std::string effect = EffectText(info);
  std::string out = std::string(info.name) + " " + info.version + "\n";
  AppendWrapped(info.summary, 2, &out);
  out += '\n';
  NamedRow("plugin", 6,
           std::string(loaded.plugin->name) + " " + loaded.plugin->version + " (" +
               loaded.plugin->license + ")",
           &out);
  NamedRow("file", 6, PathText(loaded), &out);
  NamedRow("kind", 6, KindText(info) + (effect.empty() ? "" : "; ") + effect, &out);
  NamedRow("runs", 6, RunsText(info), &out);
  const std::string description = DescriptionText(info);
  if (!description.empty()) {
    Heading("Description", &out);
    AppendWrapped(description, 2, &out);
  }
  Params(info, &out);
  Columns("Columns it needs", info.needs, info.n_needs, true, &out);
  Columns("Columns it makes", info.produces, info.n_produces, false, &out);
  for (uint64_t i = 0; i < info.n_tables; ++i) {
    const textmill_table_info& table = info.tables[i];
    Heading((std::string("Table ") + table.name).c_str(), &out);
    AppendWrapped(table.doc, 2, &out);
    ColumnRows(table.columns, table.n_columns, false, &out);
  }
  Words("Reasons for dropping a document", info.reasons, &out);
  Words("Counters in the summary", info.counters, &out);
  Heading("Example", &out);
  AppendIndented(ExampleText(info), 2, &out);
  return out;
}

}  // namespace textmill::core
