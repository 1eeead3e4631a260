#include "core/present/wording.h"

#include <cmath>

#include "core/present/json_text.h"
#include "textmill/conventions.h"

namespace textmill::core {
namespace {

// What means "as many as you like" in ranges.
constexpr double kHuge = 9e15;

std::string SizeText(double bytes) {
  const char* const units[] = {"", "KiB", "MiB", "GiB", "TiB"};
  int unit = 0;
  while (bytes != 0 && std::fmod(bytes, 1024) == 0 && unit < 4) {
    bytes /= 1024;
    ++unit;
  }
  return JsonNumber(bytes) + units[unit];
}

// " from 0 to 1", " of at least 1", or "" without bounds.
std::string RangeText(const textmill_param_info& param, uint32_t type) {
  if (param.minimum == param.maximum) return "";
  const auto show = [&](double bound) {
    if (type == TEXTMILL_SIZE) return SizeText(bound);
    return JsonNumber(bound) + (type == TEXTMILL_DURATION ? "s" : "");
  };
  if (param.maximum >= kHuge) return " of at least " + show(param.minimum);
  if (param.minimum <= -kHuge) return " of at most " + show(param.maximum);
  return " from " + show(param.minimum) + " to " + show(param.maximum);
}

// "a, b or c"
std::string Alternatives(const std::vector<std::string>& words) {
  std::string text;
  for (size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return text;
}

std::string ItemText(const textmill_param_info& param, bool plural);

// `type` is one of the parameter's types.
std::string OneTypeText(const textmill_param_info& param, uint32_t type, bool plural) {
  const std::string s = plural ? "s" : "";
  switch (type) {
    case TEXTMILL_BOOL:
      return "true or false";
    case TEXTMILL_INT:
      return "whole number" + s + RangeText(param, type);
    case TEXTMILL_FLOAT:
      return "number" + s + RangeText(param, type);
    case TEXTMILL_STRING:
      return "text" + s;
    case TEXTMILL_PATH:
      return "path" + s;
    case TEXTMILL_SIZE:
      return "size" + s + " (64KiB, 10MB)" + RangeText(param, type);
    case TEXTMILL_DURATION:
      return "time" + s + " (500ms, 10s, 5m)" + RangeText(param, type);
    case TEXTMILL_ENUM: {
      std::vector<std::string> words;
      for (int i = 0; param.choices[i] != nullptr; ++i) words.push_back(param.choices[i]);
      return Alternatives(words);
    }
    case TEXTMILL_COLUMN:
      return "column" + s;
    case TEXTMILL_LIST:
      return "list" + s + " of " + ItemText(*param.item, true);
    case TEXTMILL_MAP:
      if (param.n_fields > 0) return plural ? "maps" : "map";
      return "map" + s + " of names to " + ItemText(*param.item, true);
    default:
      return "";
  }
}

std::string ItemText(const textmill_param_info& param, bool plural) {
  std::vector<std::string> words;
  for (uint32_t bit = 1; bit <= TEXTMILL_MAP; bit <<= 1) {
    if ((param.types & bit) != 0) words.push_back(OneTypeText(param, bit, plural));
  }
  return words.size() == 2 ? words[0] + ", or " + words[1] : Alternatives(words);
}

void AddParams(const textmill_param_info* params, uint64_t n, const std::string& way,
               std::vector<NamedParam>* out);

// The named parts of a parameter that is a map, or holds maps.
void AddParts(const textmill_param_info& param, const std::string& way,
              std::vector<NamedParam>* out) {
  if (param.n_fields > 0) AddParams(param.fields, param.n_fields, way + ".", out);
  if (param.item == nullptr) return;
  AddParts(*param.item, way + ((param.types & TEXTMILL_LIST) != 0 ? "[]" : ".NAME"), out);
}

void AddParams(const textmill_param_info* params, uint64_t n, const std::string& way,
               std::vector<NamedParam>* out) {
  for (uint64_t i = 0; i < n; ++i) {
    const std::string name = way + params[i].name;
    out->push_back({name, &params[i]});
    AddParts(params[i], name, out);
  }
}

// Without line breaks at its ends, which raw strings tend to have.
std::string Trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of('\n');
  if (begin == text.npos) return "";
  return text.substr(begin, text.find_last_not_of('\n') + 1 - begin);
}

// What to write for a parameter that nobody described an example of.
std::string Placeholder(const textmill_param_info& param) {
  if (param.types & TEXTMILL_PATH) return "path/to/file";
  if (param.types & TEXTMILL_COLUMN) return TEXTMILL_COLUMN_TEXT;
  if (param.types & (TEXTMILL_INT | TEXTMILL_FLOAT)) return JsonNumber(param.maximum);
  if (param.types & TEXTMILL_BOOL) return "true";
  if (param.types & TEXTMILL_SIZE) return "64KiB";
  if (param.types & TEXTMILL_DURATION) return "10s";
  if (param.types & TEXTMILL_ENUM) return param.choices[0];
  if (param.types & TEXTMILL_STRING) return "\"...\"";
  return (param.types & TEXTMILL_LIST) ? "[...]" : "{...}";
}

}  // namespace

std::string TypeText(const textmill_param_info& param) { return ItemText(param, false); }

std::string PresenceText(const textmill_param_info& param) {
  if (param.flags & TEXTMILL_PARAM_REQUIRED) return "required";
  return param.default_value != nullptr ? std::string("default ") + param.default_value
                                        : "optional";
}

std::vector<NamedParam> ParamsOf(const textmill_stage_info& stage) {
  std::vector<NamedParam> params;
  AddParams(stage.params, stage.n_params, "", &params);
  return params;
}

std::string KindText(const textmill_stage_info& stage) {
  return stage.kind == TEXTMILL_SOURCE ? "source"
         : stage.kind == TEXTMILL_SINK ? "sink"
                                       : "transform";
}

std::string RunsText(const textmill_stage_info& stage) {
  if (stage.flags & TEXTMILL_REPLAYS)
    return "on all threads, then in input order; twice where it must see all documents first";
  if (stage.flags & TEXTMILL_COMMITS)
    return "on all threads at once, then batch by batch in input order";
  return "on all threads at once";
}

std::string EffectText(const textmill_stage_info& stage) {
  std::string text;
  const auto add = [&](uint32_t flag, const char* words) {
    if ((stage.flags & flag) != 0) text += (text.empty() ? "" : "; ") + std::string(words);
  };
  add(TEXTMILL_DROPS, "may drop documents");
  add(TEXTMILL_EXPANDS, "may make several documents of one");
  add(TEXTMILL_TABLES, "makes a table");
  return text;
}

std::string ColumnNameText(const textmill_column_info& column) {
  if (*column.name != '\0') return column.name;
  return std::string("<").append(column.param).append(">");
}

std::string ColumnTypeText(const textmill_column_info& column, bool needed) {
  std::string text = column.type;
  if (column.param != nullptr) text += std::string("; named by `") + column.param + "`";
  if (column.flags & TEXTMILL_COLUMN_OPTIONAL)
    text += needed ? "; used where it is there" : "; with some parameters only";
  return text;
}

std::string DescriptionText(const textmill_stage_info& stage) { return Trimmed(stage.description); }

std::string ExampleText(const textmill_stage_info& stage) {
  const std::string example = Trimmed(stage.example);
  if (!example.empty()) return example;
  std::string with;
  for (uint64_t i = 0; i < stage.n_params; ++i) {
    if ((stage.params[i].flags & TEXTMILL_PARAM_REQUIRED) == 0) continue;
    with += (with.empty() ? "" : ", ") + std::string(stage.params[i].name) + ": " +
            Placeholder(stage.params[i]);
  }
  const std::string uses = std::string("- uses: ") + stage.name;
  return with.empty() ? uses : uses + "\n  with: { " + with + " }";
}

}  // namespace textmill::core
