#include "core/pipeline/values/params.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/pipeline/suggest.h"
#include "core/pipeline/values/scalar_value.h"
#include "core/pipeline/yaml/yaml_tree.h"
#include "core/present/wording.h"

namespace textmill::core {

class ParamChecker {
 public:
  ParamChecker(const Place& place, const Schema* columns, std::vector<Problem>* problems,
               const ColumnHints& hints, ParamValues* out)
      : place_(place), columns_(columns), problems_(problems), hints_(hints), out_(*out) {}

  void CheckStage(const textmill_stage_info& stage, const YamlNode* with) {
    textmill_param_info all{};
    all.types = TEXTMILL_MAP;
    all.fields = stage.params;
    all.n_fields = stage.n_params;
    YamlNode nothing;
    nothing.kind = YamlNode::Kind::kMap;
    nothing.place = place_;
    if (with != nullptr && with->kind == YamlNode::Kind::kUnknown) {
      out_.unknown_key_ = true;
    } else if (with != nullptr && with->kind != YamlNode::Kind::kMap) {
      Report(with->place, "`with` takes a map of parameters, not " + Describe(*with), "");
      out_.unknown_key_ = true;
    } else if (with != nullptr) {
      out_.root_ = FixedMap(all, *with, "");
      return;
    }
    // Without parameters, what is required is missing, unless that follows from the above.
    std::vector<Problem> unheard;
    if (out_.unknown_key_) problems_ = &unheard;
    out_.root_ = FixedMap(all, nothing, "");
  }

 private:
  using Kind = YamlNode::Kind;

  void Report(const Place& place, std::string message, std::string hint) {
    failed_ = true;
    problems_->push_back({place, std::move(message), std::move(hint)});
  }
  textmill_string Keep(const std::string& text) {
    const std::string& kept = out_.strings_.emplace_back(text);
    return {kept.data(), kept.size()};
  }
  void SetItems(std::vector<textmill_value> items, textmill_value* value) {
    const auto& kept = out_.lists_.emplace_back(std::move(items));
    value->items = kept.data();
    value->n_items = kept.size();
  }
  textmill_value NewValue(uint32_t type) const {
    textmill_value value{};
    value.type = type;
    value.given = given_;
    return value;
  }

  // Nothing where something is wrong, which has been reported.
  std::optional<textmill_value> Check(const textmill_param_info& param, const YamlNode& node,
                                      const std::string& name) {
    switch (node.kind) {
      case Kind::kUnknown:
        failed_ = true;
        return std::nullopt;
      case Kind::kNull:
        Report(node.place, "`" + name + "` has no value: expected " + TypeText(param),
               "write one, or leave the key out");
        return std::nullopt;
      case Kind::kScalar:
        return Scalar(param, node, name);
      case Kind::kList:
        if ((param.types & TEXTMILL_LIST) != 0) return List(param, node, name);
        break;
      case Kind::kMap:
        if ((param.types & TEXTMILL_MAP) == 0) break;
        return param.n_fields > 0 ? FixedMap(param, node, name + ".") : FreeMap(param, node, name);
    }
    Report(node.place, "`" + name + "`: expected " + TypeText(param) + ", not " + Describe(node),
           "");
    return std::nullopt;
  }

  std::optional<textmill_value> Scalar(const textmill_param_info& param, const YamlNode& node,
                                       const std::string& name) {
    textmill_value value = NewValue(0);
    if (const auto problem = ReadScalar(param, node, &value)) {
      Report(node.place, "`" + name + "`" + problem->what, problem->hint);
      return std::nullopt;
    }
    std::string text = node.text;
    if (value.type == TEXTMILL_COLUMN && columns_ != nullptr && FindField(*columns_, text) < 0) {
      if ((param.types & TEXTMILL_STRING) != 0) {
        value.type = TEXTMILL_STRING;
      } else {
        Report(node.place, "`" + name + "` names a column that is not there: `" + text + "`",
               hints_ ? hints_(text) : ColumnHint(text, *columns_));
        text = NearestColumn(text);
        if (text.empty()) return std::nullopt;
      }
    }
    constexpr uint32_t kWithText =
        TEXTMILL_STRING | TEXTMILL_PATH | TEXTMILL_ENUM | TEXTMILL_COLUMN;
    if ((value.type & kWithText) != 0) value.string = Keep(text);
    return value;
  }

  std::string NearestColumn(const std::string& name) const {
    std::vector<std::string> names;
    for (const Field& field : *columns_) names.push_back(field.name);
    return Nearest(name, names);
  }

  std::optional<textmill_value> List(const textmill_param_info& param, const YamlNode& node,
                                     const std::string& name) {
    // A list's items are bounded as the list says, unless they say so themselves.
    textmill_param_info item = param.item != nullptr ? *param.item : textmill_param_info{};
    if (item.minimum == item.maximum) {
      item.minimum = param.minimum;
      item.maximum = param.maximum;
    }
    if (item.choices == nullptr) item.choices = param.choices;
    item.flags |= param.flags & TEXTMILL_PARAM_READS;
    std::vector<textmill_value> items;
    for (size_t i = 0; i < node.items.size(); ++i) {
      if (auto value = Check(item, node.items[i], name + "[" + std::to_string(i) + "]"))
        items.push_back(*value);
    }
    textmill_value value = NewValue(TEXTMILL_LIST);
    SetItems(std::move(items), &value);
    return value;
  }

  std::optional<textmill_value> FreeMap(const textmill_param_info& param, const YamlNode& node,
                                        const std::string& name) {
    std::vector<textmill_value> items;
    for (const YamlNode& item : node.items) {
      if (param.item == nullptr) break;
      if (auto value = Check(*param.item, item, name + "." + item.key)) {
        value->key = Keep(item.key);
        items.push_back(*value);
      }
    }
    textmill_value value = NewValue(TEXTMILL_MAP);
    SetItems(std::move(items), &value);
    return value;
  }

  // `prefix` is "" for a stage's own parameters.
  textmill_value FixedMap(const textmill_param_info& param, const YamlNode& node,
                          const std::string& prefix) {
    std::vector<std::string> names;
    for (uint64_t i = 0; i < param.n_fields; ++i) names.push_back(param.fields[i].name);
    std::vector<const YamlNode*> given(names.size());
    std::vector<bool> misspelt(names.size());
    bool unknown = false;
    for (const YamlNode& item : node.items) {
      const auto it = std::find(names.begin(), names.end(), item.key);
      if (it != names.end()) given[it - names.begin()] = &item;
    }
    for (const YamlNode& item : node.items) {
      if (std::find(names.begin(), names.end(), item.key) != names.end()) continue;
      unknown = !UnknownKey(item, prefix, names, &given, &misspelt) || unknown;
    }
    std::vector<textmill_value> values;
    bool failed = failed_ || unknown;
    for (size_t i = 0; i < names.size(); ++i) {
      failed_ = misspelt[i];
      values.push_back(Member(param.fields[i], given[i], prefix + names[i], node.place));
      values.back().key = Keep(names[i]);
      if (failed_ && prefix.empty()) out_.broken_.insert(names[i]);
      failed = failed || failed_;
    }
    failed_ = failed;
    if (unknown && prefix.empty()) out_.unknown_key_ = true;
    textmill_value value = NewValue(TEXTMILL_MAP);
    SetItems(std::move(values), &value);
    return value;
  }

  // Reports a key; true when it is taken for another one, which nobody has given.
  bool UnknownKey(const YamlNode& item, const std::string& prefix,
                  const std::vector<std::string>& names, std::vector<const YamlNode*>* given,
                  std::vector<bool>* misspelt) {
    const std::string what = prefix.empty() ? "parameter" : "key";
    const std::string nearest = Nearest(item.key, names);
    std::string hint = DidYouMeanOr(item.key, names, "there are");
    if (names.empty()) hint = "it has none";
    if (nearest.empty() && prefix.empty() &&
        (item.key == "when" || item.key == "id" || item.key == "keep" || item.key == "set" ||
         item.key == "uses"))
      hint = "`" + item.key + "` belongs beside `with`, not under it";
    Report(item.key_place, "there is no " + what + " `" + prefix + item.key + "`", hint);
    if (nearest.empty()) return false;
    const size_t i = std::find(names.begin(), names.end(), nearest) - names.begin();
    if ((*given)[i] == nullptr) (*given)[i] = &item;
    (*misspelt)[i] = true;
    return true;
  }

  textmill_value Member(const textmill_param_info& param, const YamlNode* given,
                        const std::string& name, const Place& map) {
    if (given != nullptr) {
      if (auto value = Check(param, *given, name)) return *value;
    } else if ((param.flags & TEXTMILL_PARAM_REQUIRED) != 0) {
      const std::string doc = param.doc != nullptr ? param.doc : "";
      Report(map, "the parameter `" + name + "` is missing: " + TypeText(param), doc);
    }
    if (param.default_value != nullptr) return Default(param, name);
    if ((param.flags & TEXTMILL_PARAM_REQUIRED) != 0) return StandIn(param);
    return textmill_value{};
  }

  textmill_value Default(const textmill_param_info& param, const std::string& name) {
    std::vector<Problem> wrong;
    const Schema* columns = std::exchange(columns_, nullptr);
    std::vector<Problem>* problems = std::exchange(problems_, &wrong);
    const bool given = std::exchange(given_, 0u) != 0, failed = failed_;
    std::optional<textmill_value> value;
    if (const auto node = ReadYaml(param.default_value, "default", &wrong))
      value = Check(param, *node, name);
    columns_ = columns;
    problems_ = problems;
    given_ = given ? 1 : 0;
    failed_ = failed;
    if (!wrong.empty()) {
      Report(place_, "the stage's own default is wrong: " + wrong[0].message,
             "this is a mistake in the plugin; give `" + name + "` a value");
    }
    return value ? *value : StandIn(param);
  }

  // Something of the parameter's type, so that the steps after it can be checked.
  textmill_value StandIn(const textmill_param_info& param) {
    const uint32_t types = param.types;
    textmill_value value = NewValue(types & (~types + 1));  // the lowest bit
    value.number = param.minimum;
    value.integer = static_cast<int64_t>(std::clamp(param.minimum, -9e18, 9e18));
    value.string = Keep(param.choices != nullptr ? param.choices[0] : "unknown");
    if (value.type == TEXTMILL_MAP && param.n_fields > 0) {
      std::vector<Problem> unheard;
      std::vector<Problem>* problems = std::exchange(problems_, &unheard);
      YamlNode nothing;
      nothing.kind = Kind::kMap;
      value = FixedMap(param, nothing, "-");
      problems_ = problems;
    }
    return value;
  }

  const Place& place_;
  const Schema* columns_;
  std::vector<Problem>* problems_;
  const ColumnHints& hints_;
  ParamValues& out_;
  uint32_t given_ = 1;
  bool failed_ = false;  // in the parameter at hand
};

const textmill_value* ParamValues::Find(const std::string& name) const {
  for (uint64_t i = 0; i < root_.n_items; ++i) {
    const textmill_value& item = root_.items[i];
    if (std::string_view(item.key.data, item.key.size) == name) return &item;
  }
  return nullptr;
}

ParamValues CheckParams(const textmill_stage_info& stage, const YamlNode* with, const Place& place,
                        const Schema* columns, std::vector<Problem>* problems,
                        const ColumnHints& hints) {
  ParamValues out;
  ParamChecker(place, columns, problems, hints, &out).CheckStage(stage, with);
  return out;
}

std::string ColumnHint(const std::string& name, const Schema& columns) {
  std::vector<std::string> names;
  for (const Field& field : columns) names.push_back(field.name);
  return names.empty() ? "there are no columns" : DidYouMeanOr(name, names, "the columns here are");
}

}  // namespace textmill::core
