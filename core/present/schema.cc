#include "core/present/schema.h"

#include <yaml-cpp/yaml.h>

#include <charconv>
#include <vector>

#include "core/present/json_text.h"
#include "textmill/conventions.h"

namespace textmill::core {
namespace {

using Members = std::vector<JsonMember>;

// "${NAME}" or "${NAME:-default}", which can replace any scalar.
constexpr char kReference[] = R"(\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\})";
constexpr char kSize[] = R"(^([0-9]+\.?[0-9]*|\.[0-9]+)( ?([kKmMgGtT][iI]?)?[bB])?$)";
constexpr char kDuration[] = R"(^([0-9]+\.?[0-9]*|\.[0-9]+) ?(ns|us|ms|s|m|h|d)$)";

std::string Type(const char* type) { return JsonObject({{"type", JsonString(type)}}); }
std::string Ref(const std::string& definition) {
  return JsonObject({{"$ref", JsonString("#/definitions/" + definition)}});
}
std::string Pattern(const char* pattern) {
  return JsonObject({{"type", JsonString("string")}, {"pattern", JsonString(pattern)}});
}
std::string Described(const char* text, Members members) {
  members.insert(members.begin(), {"description", JsonString(text)});
  return JsonObject(members);
}
// A scalar that is not a string, or the reference that will give it.
std::string OrReference(const char* text, const std::string& scalar) {
  return Described(text, {{"anyOf", JsonArray({scalar, Ref("reference")})}});
}

// A default, written in YAML. `types` are those that it may be of.
std::string DefaultOf(const YAML::Node& node, uint32_t types, int depth) {
  if (depth > 8) return "null";  // an alias to itself would be followed for ever
  if (node.IsSequence()) {
    std::vector<std::string> items;
    for (const YAML::Node& item : node) items.push_back(DefaultOf(item, types, depth + 1));
    return JsonArray(items);
  }
  if (node.IsMap()) {
    Members members;
    for (const auto& entry : node)
      members.emplace_back(entry.first.Scalar(), DefaultOf(entry.second, types, depth + 1));
    return JsonObject(members);
  }
  if (!node.IsScalar()) return "null";
  const std::string& text = node.Scalar();
  const bool plain = node.Tag() == "?";
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, code] = std::from_chars(text.data(), end, number);
  const bool is_number = code == std::errc() && stop == end;
  if (plain && is_number && (types & (TEXTMILL_INT | TEXTMILL_FLOAT | TEXTMILL_SIZE)) != 0)
    return JsonNumber(number);
  if (plain && (text == "true" || text == "false") && (types & TEXTMILL_BOOL) != 0) return text;
  return JsonString(text);
}

uint32_t AllTypes(const textmill_param_info& param) {
  return param.types | (param.item != nullptr ? AllTypes(*param.item) : 0u);
}

Members ParamSchema(const textmill_param_info& param);

// A map with fixed keys: those of the parameters, and `properties`.
std::string Fields(const textmill_param_info* params, uint64_t n, Members properties = {}) {
  std::vector<std::string> required;
  for (uint64_t i = 0; i < n; ++i) {
    properties.emplace_back(params[i].name, JsonObject(ParamSchema(params[i])));
    if (params[i].flags & TEXTMILL_PARAM_REQUIRED) required.push_back(JsonString(params[i].name));
  }
  Members members = {{"type", JsonString("object")},
                     {"properties", JsonObject(properties)},
                     {"additionalProperties", "false"}};
  if (!required.empty()) members.emplace_back("required", JsonArray(required));
  return JsonObject(members);
}

std::string Number(const char* type, const textmill_param_info& param) {
  Members members = {{"type", JsonString(type)}};
  if (param.minimum != param.maximum) {
    members.emplace_back("minimum", JsonNumber(param.minimum));
    members.emplace_back("maximum", JsonNumber(param.maximum));
  }
  return JsonObject(members);
}

// What the parameter may be: a schema for each of its types.
std::vector<std::string> AlternativesOf(const textmill_param_info& param) {
  std::vector<std::string> any;
  const uint32_t types = param.types;
  if (types & TEXTMILL_BOOL) any.push_back(Type("boolean"));
  if (types & (TEXTMILL_INT | TEXTMILL_SIZE)) any.push_back(Number("integer", param));
  if (types & TEXTMILL_FLOAT) any.push_back(Number("number", param));
  if (types & TEXTMILL_SIZE) any.push_back(Pattern(kSize));
  if (types & TEXTMILL_DURATION) {
    any.push_back(Pattern(kDuration));
    any.push_back(JsonObject({{"const", "0"}}));
  }
  if (types & TEXTMILL_ENUM) {
    std::vector<std::string> choices;
    for (int i = 0; param.choices[i] != nullptr; ++i)
      choices.push_back(JsonString(param.choices[i]));
    any.push_back(JsonObject({{"enum", JsonArray(choices)}}));
  }
  if (types & TEXTMILL_STRING) {  // quotation marks may be left out: `title: 2024`
    any.push_back(JsonObject({{"type", R"(["string", "number", "boolean"])"}}));
  } else if (types & (TEXTMILL_PATH | TEXTMILL_COLUMN)) {
    any.push_back(Type("string"));
  } else if ((types & ~(TEXTMILL_LIST | TEXTMILL_MAP)) != 0) {
    any.push_back(Ref("reference"));
  }
  if (types & TEXTMILL_LIST) {
    any.push_back(JsonObject(
        {{"type", JsonString("array")}, {"items", JsonObject(ParamSchema(*param.item))}}));
  }
  if ((types & TEXTMILL_MAP) != 0 && param.n_fields > 0) {
    any.push_back(Fields(param.fields, param.n_fields));
  } else if (types & TEXTMILL_MAP) {
    any.push_back(JsonObject({{"type", JsonString("object")},
                              {"additionalProperties", JsonObject(ParamSchema(*param.item))}}));
  }
  return any;
}

Members ParamSchema(const textmill_param_info& param) {
  Members members;
  if (param.doc != nullptr && *param.doc != '\0')
    members.emplace_back("description", JsonString(param.doc));
  if (param.default_value != nullptr) {
    try {
      members.emplace_back("default",
                           DefaultOf(YAML::Load(param.default_value), AllTypes(param), 0));
    } catch (const YAML::Exception&) {  // an editor can do without
    }
  }
  members.emplace_back("anyOf", JsonArray(AlternativesOf(param)));
  return members;
}

// What a step may have whose stage can work in processes of its own.
Members IsolateKeys() {
  return {{"isolate",
           OrReference("Whether the stage works in processes of its own, where a crash costs one "
                       "document. Default: true for plugins that do not belong to the program, and "
                       "for stages that ask for it.",
                       Type("boolean"))},
          {"timeout", OrReference("How long such a process may take for a batch, as 30s.",
                                  Pattern(kDuration))},
          {"memory",
           OrReference("How much memory such a process may take, as 2GiB.",
                       JsonObject({{"anyOf", JsonArray({Pattern(kSize), Type("integer")})}}))}};
}

// What every step may have.
std::string Id() {
  return Described(
      "The step's name in messages, in the summary and for `from`. Default: the "
      "stage's name.",
      {{"type", JsonString("string")}});
}

std::string StageStep(const textmill_stage_info& info) {
  bool required = false, has_from = false;
  for (uint64_t i = 0; i < info.n_params; ++i) {
    required |= (info.params[i].flags & TEXTMILL_PARAM_REQUIRED) != 0;
    has_from |= std::string(info.params[i].name) == TEXTMILL_PARAMETER_FROM;
  }
  // It may be among the parameters as well, unless one has its name.
  Members from;
  if (info.kind == TEXTMILL_SINK) {
    from.emplace_back(TEXTMILL_PARAMETER_FROM,
                      Described("The id of a step whose table is written instead of the "
                                "documents.",
                                {{"type", JsonString("string")}}));
  }
  Members properties = {{"uses", Described(info.summary, {{"const", JsonString(info.name)}})},
                        {"id", Id()},
                        {"with", Fields(info.params, info.n_params, has_from ? Members() : from)}};
  properties.insert(properties.end(), from.begin(), from.end());
  if (info.kind != TEXTMILL_SOURCE) {
    properties.emplace_back(
        "when", Described("A condition; documents for which it is not true pass untouched.",
                          {{"type", R"(["string", "boolean"])"}}));
    for (auto& member : IsolateKeys()) properties.push_back(std::move(member));
  }
  return Described(info.summary, {{"type", JsonString("object")},
                                  {"properties", JsonObject(properties)},
                                  {"required", required ? R"(["uses", "with"])" : R"(["uses"])"},
                                  {"additionalProperties", "false"}});
}

std::string KeepStep() {
  const std::string keep = Described("A condition; documents for which it is not true are dropped.",
                                     {{"type", R"(["string", "boolean"])"}});
  return JsonObject({{"type", JsonString("object")},
                     {"properties", JsonObject({{"keep", keep}, {"id", Id()}})},
                     {"required", R"(["keep"])"},
                     {"additionalProperties", "false"}});
}

std::string SetStep() {
  const std::string values = Described(
      "Columns and the expressions that say what is in them, worked out one after the other.",
      {{"type", JsonString("object")},
       {"minProperties", "1"},
       {"additionalProperties", R"({"type": ["string", "number", "boolean"]})"}});
  const std::string when =
      Described("A condition; documents for which it is not true stay as they are.",
                {{"type", R"(["string", "boolean"])"}});
  const std::string on_error = Described(
      "What becomes of a value that cannot be worked out: null (it is counted), or its document "
      "fails.",
      {{"enum", R"(["null", "fail", null])"}});
  return JsonObject(
      {{"type", JsonString("object")},
       {"properties",
        JsonObject({{"set", values}, {"id", Id()}, {"when", when}, {"on_error", on_error}})},
       {"required", R"(["set"])"},
       {"additionalProperties", "false"}});
}

std::string Steps() {
  return Described("What happens to each document, in this order; the first step is a reader.",
                   {{"type", JsonString("array")},
                    {"minItems", "1"},
                    {"items", JsonArray({Ref("reader")})},
                    {"additionalItems", Ref("step")}});
}

std::string TopLevel() {
  const auto count = [](const char* least) {
    return JsonObject({{"type", JsonString("integer")}, {"minimum", least}});
  };
  const std::string text = JsonString("string");
  return JsonObject({
      {"textmill", Described("Version of the format of pipelines.", {{"const", "1"}})},
      {"name", Described("The pipeline's name.", {{"type", text}})},
      {"description", Described("What the pipeline is for.", {{"type", text}})},
      {"steps", Steps()},
      {"dropped", Described("File for every removed document, whole, with step, reason and detail.",
                            {{"type", text}})},
      {"failed", Described("File for every record and document that failed, with place, step and "
                           "message. Default: beside the first output.",
                           {{"type", text}})},
      {"allow_failures",
       OrReference("With more failures than this the exit status is 3. Default: 0.", count("0"))},
      {"stop_after_failures",
       OrReference("More failures than this end the run. Default: 1000.", count("1"))},
      {"unique_ids", OrReference("Whether two documents with one id are an error. Default: false.",
                                 Type("boolean"))},
  });
}

}  // namespace

std::string PipelineSchema(const Registry& registry) {
  Members definitions = {
      {"reference", Pattern(kReference)}, {"keep", KeepStep()}, {"set", SetStep()}};
  std::vector<std::string> readers, steps = {Ref("keep"), Ref("set")};
  for (const textmill_stage* stage : registry.Stages()) {
    const std::string name = std::string("stage:") + stage->info->name;
    definitions.emplace_back(name, StageStep(*stage->info));
    (stage->info->kind == TEXTMILL_SOURCE ? readers : steps).push_back(Ref(name));
  }
  if (readers.empty()) readers.push_back("false");  // an empty anyOf is not a schema
  definitions.emplace_back("reader", JsonObject({{"anyOf", JsonArray(readers)}}));
  definitions.emplace_back("step", JsonObject({{"anyOf", JsonArray(steps)}}));
  return JsonObject({{"$schema", JsonString("http://json-schema.org/draft-07/schema#")},
                     {"title", JsonString("A pipeline of Textmill")},
                     {"type", JsonString("object")},
                     {"properties", TopLevel()},
                     {"required", R"(["textmill", "steps"])"},
                     {"additionalProperties", "false"},
                     {"definitions", JsonObject(definitions)}}) +
         "\n";
}

}  // namespace textmill::core
