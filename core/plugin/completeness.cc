#include "core/plugin/completeness.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <set>
#include <string>
#include <string_view>

namespace textmill::core {
namespace {

constexpr uint32_t kAllTypes = TEXTMILL_BOOL | TEXTMILL_INT | TEXTMILL_FLOAT | TEXTMILL_STRING |
                               TEXTMILL_PATH | TEXTMILL_SIZE | TEXTMILL_DURATION | TEXTMILL_ENUM |
                               TEXTMILL_COLUMN | TEXTMILL_LIST | TEXTMILL_MAP;
constexpr int kDeepestNesting = 8;  // lists in maps in lists ...
constexpr int kMostReasons = 255;   // verdicts are single bytes

bool IsEmpty(const char* text) { return text == nullptr || *text == '\0'; }

// A lower-case letter, then such letters, digits, `_`, `-`.
bool IsWord(std::string_view word) {
  return !word.empty() && word[0] >= 'a' && word[0] <= 'z' &&
         word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == word.npos;
}

// "family.stage" or a single word.
bool IsStageName(std::string_view name) {
  const size_t dot = name.find('.');
  if (dot == name.npos) return IsWord(name);
  return IsWord(name.substr(0, dot)) && IsWord(name.substr(dot + 1));
}

std::string Ticked(const char* name) { return std::string("`").append(name).append("`"); }
std::string Version(uint32_t major, uint32_t minor) {
  return std::to_string(major) + "." + std::to_string(minor);
}

// Checks a NULL-terminated list: `what` says whose words these are.
Status CheckWords(const char* const* words, const std::string& what, int most) {
  if (words == nullptr) return Error{what + " are NULL", "an empty list ends with NULL at once"};
  std::set<std::string> seen;
  for (int i = 0; words[i] != nullptr; ++i) {
    if (i == most) return Error{what + " are more than " + std::to_string(most)};
    if (*words[i] == '\0') return Error{"one of " + what + " is empty"};
    if (!seen.insert(words[i]).second) return Error{what + " have " + Ticked(words[i]) + " twice"};
  }
  return {};
}

bool InRange(const textmill_param_info& param, double value) {
  return param.minimum == param.maximum || (value >= param.minimum && value <= param.maximum);
}

// Sizes, durations, lists and maps are read where YAML is read.
Status CheckDefault(const textmill_param_info& param, const std::string& what) {
  const std::string_view text = param.default_value;
  const Error bad{what + " has the default " + Ticked(param.default_value) +
                  ", which is not one of its values"};
  const char* const end = text.data() + text.size();
  double number = 0;
  int64_t integer = 0;
  switch (param.types) {
    case TEXTMILL_BOOL:
      if (text != "true" && text != "false") return bad;
      break;
    case TEXTMILL_INT: {
      const auto [stop, code] = std::from_chars(text.data(), end, integer);
      if (code != std::errc() || stop != end || !InRange(param, static_cast<double>(integer)))
        return bad;
      break;
    }
    case TEXTMILL_FLOAT: {
      const auto [stop, code] = std::from_chars(text.data(), end, number);
      if (code != std::errc() || stop != end || !InRange(param, number)) return bad;
      break;
    }
    case TEXTMILL_ENUM: {
      bool found = false;
      for (int i = 0; param.choices[i] != nullptr; ++i) found |= text == param.choices[i];
      if (!found) return bad;
      break;
    }
    default:
      break;
  }
  return {};
}

Status CheckParams(const textmill_param_info* params, uint64_t n, const std::string& of, int depth);

// `what` is how messages call it: "the parameter `path`", "an item of the parameter `path`".
Status CheckParam(const textmill_param_info& param, const std::string& what, int depth) {
  if (depth > kDeepestNesting) return Error{what + " is nested too deeply"};
  if (param.types == 0) return Error{what + " has no type"};
  if (!(param.minimum <= param.maximum) || !std::isfinite(param.minimum) ||
      !std::isfinite(param.maximum)) {
    return Error{what + " has a range that holds nothing"};
  }
  if (param.types & TEXTMILL_ENUM) {
    Status choices = CheckWords(param.choices, "the choices of " + what, INT32_MAX);
    if (!choices) return choices;
    if (param.choices[0] == nullptr) return Error{what + " has no choices"};
  }
  const bool fixed_keys = (param.types & TEXTMILL_MAP) != 0 && param.n_fields > 0;
  const bool needs_item =
      (param.types & TEXTMILL_LIST) != 0 || ((param.types & TEXTMILL_MAP) != 0 && !fixed_keys);
  if (needs_item && param.item == nullptr)
    return Error{what + " does not say of what type its items are"};
  if (param.item != nullptr) {
    Status item = CheckParam(*param.item, "an item of " + what, depth + 1);
    if (!item) return item;
  }
  if (fixed_keys) {
    Status fields = CheckParams(param.fields, param.n_fields, " of " + what, depth + 1);
    if (!fields) return fields;
  }
  if (param.default_value == nullptr) return {};
  if (param.flags & TEXTMILL_PARAM_REQUIRED) return Error{what + " is required and has a default"};
  return CheckDefault(param, what);
}

// `of` is "" or " of the parameter `patterns`".
Status CheckParams(const textmill_param_info* params, uint64_t n, const std::string& of,
                   int depth) {
  if (n > 0 && params == nullptr) return Error{"the parameters" + of + " are NULL"};
  std::set<std::string> seen;
  for (uint64_t i = 0; i < n; ++i) {
    if (IsEmpty(params[i].name)) return Error{"a parameter" + of + " has no name"};
    const std::string what = "the parameter " + Ticked(params[i].name) + of;
    if (!IsWord(params[i].name))
      return Error{what + " has a name of other than lower-case letters, digits, `_` and `-`"};
    if (!seen.insert(params[i].name).second) return Error{what + " is there twice"};
    if (IsEmpty(params[i].doc)) return Error{what + " has no description"};
    Status status = CheckParam(params[i], what, depth);
    if (!status) return status;
  }
  return {};
}

Status CheckColumns(const textmill_column_info* columns, uint64_t n, const std::string& which,
                    const textmill_stage_info& info) {
  if (n > 0 && columns == nullptr) return Error{"the columns that it " + which + " are NULL"};
  for (uint64_t i = 0; i < n; ++i) {
    const textmill_column_info& column = columns[i];
    // Without a usual name there is a parameter that gives one.
    if (column.name == nullptr || (*column.name == '\0' && IsEmpty(column.param)))
      return Error{"a column that it " + which + " has no name"};
    const std::string what = "the column " + Ticked(column.name) + " that it " + which;
    if (IsEmpty(column.type)) return Error{what + " has no type"};
    if (column.doc == nullptr) return Error{what + " has no description"};
    if (column.param == nullptr) continue;
    const auto* end = info.params + info.n_params;
    const bool known = std::any_of(info.params, end, [&](const textmill_param_info& param) {
      return std::strcmp(param.name, column.param) == 0;
    });
    if (!known)
      return Error{what + " is named by a parameter " + Ticked(column.param) +
                   " that is not there"};
  }
  return {};
}

Status CheckTables(const textmill_stage_info& info) {
  if (info.n_tables > 0 && info.tables == nullptr) return Error{"its tables are NULL"};
  if (info.n_tables > 0 && (info.flags & TEXTMILL_TABLES) == 0)
    return Error{"it names tables, but has not the flag TEXTMILL_TABLES"};
  std::set<std::string> seen;
  for (uint64_t i = 0; i < info.n_tables; ++i) {
    const textmill_table_info& table = info.tables[i];
    if (IsEmpty(table.name)) return Error{"a table that it makes has no name"};
    const std::string what = "the table " + Ticked(table.name);
    if (!IsWord(table.name))
      return Error{what + " has a name of other than lower-case letters, digits, `_` and `-`"};
    if (!seen.insert(table.name).second) return Error{what + " is there twice"};
    if (IsEmpty(table.doc)) return Error{what + " has no description"};
    Status columns = CheckColumns(table.columns, table.n_columns, "has in " + what, info);
    if (!columns) return columns;
  }
  return {};
}

Status CheckFunctions(const textmill_stage& stage) {
  const uint32_t flags = stage.info->flags;
  const bool source = stage.info->kind == TEXTMILL_SOURCE;
  const bool commits = (flags & (TEXTMILL_COMMITS | TEXTMILL_REPLAYS)) != 0;
  const struct {
    bool wanted, there;
    const char* name;
  } kFunctions[] = {
      {true, stage.create != nullptr, "create"},
      {true, stage.bind != nullptr, "bind"},
      {true, stage.open != nullptr, "open"},
      {true, stage.open_lane != nullptr, "open_lane"},
      {true, stage.close_lane != nullptr, "close_lane"},
      {true, stage.close != nullptr, "close"},
      {source, stage.list_inputs != nullptr, "list_inputs"},
      {source, stage.next_unit != nullptr, "next_unit"},
      {source, stage.read_unit != nullptr, "read_unit"},
      {source, stage.read_record != nullptr, "read_record"},
      {!source, stage.process != nullptr, "process"},
      {!source, stage.finish != nullptr, "finish"},
      {commits, stage.commit != nullptr, "commit"},
      {(flags & TEXTMILL_REPLAYS) != 0, stage.end_of_pass != nullptr, "end_of_pass"},
      {(flags & TEXTMILL_TABLES) != 0, stage.next_table != nullptr, "next_table"},
  };
  for (const auto& function : kFunctions) {
    if (function.wanted && !function.there)
      return Error{"the function " + Ticked(function.name) + " is NULL"};
  }
  return {};
}

Status CheckInfo(const textmill_stage_info& info) {
  if (IsEmpty(info.version)) return Error{"it has no version"};
  if (IsEmpty(info.summary)) return Error{"it has no summary"};
  if (info.description == nullptr) return Error{"its description is NULL"};
  if (info.example == nullptr) return Error{"its example is NULL"};
  if (info.kind == TEXTMILL_SOURCE && (info.flags & kStageFlags) != 0)
    return Error{"a source can have no flags; it commits, drops and expands nothing"};
  const Status checks[] = {
      CheckWords(info.reasons, "its reasons", kMostReasons),
      CheckWords(info.counters, "its counters", TEXTMILL_MAX_COUNTERS),
      CheckParams(info.params, info.n_params, "", 0),
  };
  for (const Status& check : checks) {
    if (!check) return check;
  }
  if ((info.flags & TEXTMILL_DROPS) != 0 && info.reasons[0] == nullptr)
    return Error{"it drops documents, but gives no reasons"};
  Status columns = CheckColumns(info.needs, info.n_needs, "needs", info);
  if (columns) columns = CheckColumns(info.produces, info.n_produces, "produces", info);
  return columns ? CheckTables(info) : columns;
}

// Whether there are flags that are not known and may not be ignored.
bool IsUnknown(uint32_t flags, uint32_t known) {
  return (flags & ~known & ~TEXTMILL_IGNORABLE) != 0;
}

// The first parameter that is of a type or has a flag that is not known; else "".
std::string UnknownParam(const textmill_param_info* params, uint64_t n, const std::string& before,
                         int depth) {
  for (uint64_t i = 0; params != nullptr && i < n && depth <= kDeepestNesting; ++i) {
    const textmill_param_info& param = params[i];
    const std::string name = before + (param.name != nullptr ? param.name : "[]");
    if ((param.types & ~kAllTypes) != 0 ||
        IsUnknown(param.flags, TEXTMILL_PARAM_REQUIRED | TEXTMILL_PARAM_READS)) {
      return name;
    }
    std::string within = UnknownParam(param.item, 1, name, depth + 1);
    if (within.empty()) within = UnknownParam(param.fields, param.n_fields, name + ".", depth + 1);
    if (!within.empty()) return within;
  }
  return "";
}

// The first column of these with a flag that is not known; else "".
std::string UnknownColumn(const textmill_column_info* columns, uint64_t n) {
  for (uint64_t i = 0; columns != nullptr && i < n; ++i) {
    if (IsUnknown(columns[i].flags, TEXTMILL_COLUMN_OPTIONAL))
      return columns[i].name != nullptr ? columns[i].name : "?";
  }
  return "";
}

// What a later version of the interface has and this one does not; "" when the stage is of this
// one. Some of its pointers may be NULL.
std::string WhatIsUnknown(const textmill_stage_info& info) {
  if (info.kind != TEXTMILL_SOURCE && info.kind != TEXTMILL_TRANSFORM &&
      info.kind != TEXTMILL_SINK) {
    return "it is of a kind that this version of Textmill does not know (" +
           std::to_string(info.kind) + ")";
  }
  if (IsUnknown(info.flags, kStageFlags))
    return "it has a flag that this version of Textmill does not know";
  const std::string param = UnknownParam(info.params, info.n_params, "", 0);
  if (!param.empty())
    return "its parameter `" + param +
           "` is of a type, or has a flag, that this version of Textmill does not know";
  std::string column = UnknownColumn(info.needs, info.n_needs);
  if (column.empty()) column = UnknownColumn(info.produces, info.n_produces);
  for (uint64_t i = 0; info.tables != nullptr && i < info.n_tables && column.empty(); ++i)
    column = UnknownColumn(info.tables[i].columns, info.tables[i].n_columns);
  if (!column.empty())
    return "its column `" + column + "` has a flag that this version of Textmill does not know";
  return "";
}

Status CheckStage(const textmill_stage& stage) {
  Status info = CheckInfo(*stage.info);
  return info ? CheckFunctions(stage) : info;
}

}  // namespace

Status CheckInterface(const char (&magic)[8], uint32_t major, uint32_t minor, uint32_t size,
                      uint32_t host_minor) {
  if (std::memcmp(magic, TEXTMILL_ABI_MAGIC, sizeof magic) != 0)
    return Error{"its symbol `textmill_plugin_v1` does not begin with TEXTMILL"};
  const std::string theirs = Version(major, minor);
  const std::string ours = Version(TEXTMILL_ABI_MAJOR, host_minor);
  if (major != TEXTMILL_ABI_MAJOR) {
    return Error{"it is made for version " + theirs +
                     " of the plugin interface, and this program has version " + ours,
                 "build it with the SDK of this Textmill"};
  }
  if (minor > host_minor) {
    return Error{"it is made for version " + theirs +
                     " of the plugin interface, which is newer than this program's " + ours,
                 "take a newer Textmill, or build the plugin with the SDK of this one"};
  }
  if (size < sizeof(textmill_plugin)) {
    return Error{"its `textmill_plugin_v1` says that it has " + std::to_string(size) +
                     " bytes, where version " + theirs + " has " +
                     std::to_string(sizeof(textmill_plugin)),
                 "set `size` to sizeof(textmill_plugin)"};
  }
  return {};
}

Result<UsableStages> CheckComplete(const textmill_plugin& plugin) {
  Status interface = CheckInterface(plugin.magic, plugin.major, plugin.minor, plugin.size);
  if (!interface) return interface.error();
  if (IsEmpty(plugin.name)) return Error{"the plugin has no name"};
  if (!IsWord(plugin.name)) {
    return Error{"the plugin's name " + Ticked(plugin.name) +
                 " has other than lower-case letters, digits, `_` and `-`"};
  }
  if (IsEmpty(plugin.version)) return Error{"the plugin has no version"};
  if (IsEmpty(plugin.license)) return Error{"the plugin has no license"};
  if (plugin.stages == nullptr || plugin.n_stages == 0) return Error{"the plugin has no stages"};

  UsableStages usable;
  std::set<std::string> names;
  for (uint64_t i = 0; i < plugin.n_stages; ++i) {
    const textmill_stage* stage = plugin.stages[i];
    const std::string number = "stage number " + std::to_string(i + 1);
    if (stage == nullptr) return Error{number + " is NULL"};
    if (stage->info == nullptr)
      return Error{number + " has no info", "its constructor may have thrown"};
    const char* name = stage->info->name;
    if (IsEmpty(name)) return Error{number + " has no name"};
    if (!IsStageName(name)) {
      return Error{"the stage name " + Ticked(name) + " is not of the form `family.stage`",
                   "lower-case letters, digits, `_` and `-`, and at most one point"};
    }
    if (!names.insert(name).second) return Error{"two stages are called " + Ticked(name)};
    if (std::string why = WhatIsUnknown(*stage->info); !why.empty()) {
      usable.passed_over.push_back({name, std::move(why)});
      continue;
    }
    Status status = CheckStage(*stage);
    if (!status) {
      return Error{"the stage " + Ticked(name) + " is not complete: " + status.error().message,
                   status.error().hint};
    }
    usable.stages.push_back(stage);
  }
  if (usable.stages.empty()) {
    const PassedOver& first = usable.passed_over[0];
    return Error{"none of its stages can be used; " + Ticked(first.name.c_str()) + ": " + first.why,
                 "take a newer Textmill, or an older version of the plugin"};
  }
  return usable;
}

}  // namespace textmill::core
