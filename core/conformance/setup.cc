#include "core/conformance/setup.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "core/pipeline/yaml/yaml_tree.h"
#include "textmill/conventions.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;
using Kind = YamlNode::Kind;

YamlNode Scalar(const std::string& text, bool plain) {
  YamlNode node;
  node.kind = Kind::kScalar;
  node.text = text;
  node.plain = plain;
  return node;
}

std::string Number(double value) {
  const std::string text = std::to_string(value);
  return value == static_cast<double>(static_cast<int64_t>(value))
             ? std::to_string(static_cast<int64_t>(value))
             : text;
}

class ParamMaker {
 public:
  ParamMaker(const textmill_stage_info& info, std::string file, bool source)
      : info_(info), file_(std::move(file)), source_(source) {}

  // A value of the parameter's simplest type.
  YamlNode Value(const textmill_param_info& param) const {
    const uint32_t types = param.types;
    if (types & TEXTMILL_ENUM) return Scalar(param.choices[0], false);
    if (types & TEXTMILL_COLUMN) return Scalar(ColumnFor(param), false);
    if (types & TEXTMILL_PATH)
      return Scalar(source_ || (param.flags & TEXTMILL_PARAM_READS) ? file_ : "-", false);
    if (types & TEXTMILL_STRING) return Scalar("ship", false);
    if (types & TEXTMILL_BOOL) return Scalar("true", true);
    const bool bounded = param.minimum != param.maximum;
    if (types & (TEXTMILL_INT | TEXTMILL_FLOAT))
      return Scalar(Number(bounded ? param.minimum : 1), true);
    if (types & TEXTMILL_SIZE) return Scalar("1MiB", true);
    if (types & TEXTMILL_DURATION) return Scalar("1s", true);
    YamlNode node;
    if (types & TEXTMILL_LIST) {
      node.kind = Kind::kList;
      node.items.push_back(Value(*param.item));
      return node;
    }
    node.kind = Kind::kMap;
    if (param.n_fields > 0) return Required(param.fields, param.n_fields);
    node.items.push_back(Value(*param.item));
    node.items.back().key = "key";
    return node;
  }

  YamlNode Required(const textmill_param_info* params, uint64_t n) const {
    YamlNode map;
    map.kind = Kind::kMap;
    for (uint64_t i = 0; i < n; ++i) {
      if ((params[i].flags & TEXTMILL_PARAM_REQUIRED) == 0) continue;
      map.items.push_back(Value(params[i]));
      map.items.back().key = params[i].name;
    }
    return map;
  }

  // Every path in what the author wrote becomes the sample file.
  void FillPaths(const textmill_param_info& param, bool reads, YamlNode* node) const {
    reads = reads || source_ || (param.flags & TEXTMILL_PARAM_READS) != 0;
    if (node->scalar() && reads && (param.types & TEXTMILL_PATH) != 0) *node = Scalar(file_, false);
    for (YamlNode& item : node->items) {
      const std::string key = item.key;
      if (param.item != nullptr) FillPaths(*param.item, reads, &item);
      for (uint64_t i = 0; i < param.n_fields; ++i) {
        if (key == param.fields[i].name) FillPaths(param.fields[i], reads, &item);
      }
      item.key = key;
    }
  }

 private:
  // The usual name of the column that the parameter names, else one that every sample has.
  std::string ColumnFor(const textmill_param_info& param) const {
    for (uint64_t i = 0; i < info_.n_needs; ++i) {
      const textmill_column_info& need = info_.needs[i];
      if (need.param == nullptr || param.name == nullptr || std::string(need.param) != param.name)
        continue;
      if (*need.name != '\0') return need.name;
      const std::string type = need.type;
      return type == "int64"     ? "a_number"
             : type == "float64" ? "a_share"
             : type == "bool"    ? "a_flag"
             : type == "list"    ? TEXTMILL_COLUMN_ENTITIES
                                 : TEXTMILL_COLUMN_TEXT;
    }
    return TEXTMILL_COLUMN_SOURCE;
  }

  const textmill_stage_info& info_;
  std::string file_;
  bool source_;
};

// What keeps the stage from working with these parameters, or nothing.
std::optional<Error> Try(const Subject& subject, const ParamValues& params, const Schema& schema,
                         const Fits& fits) {
  auto instance = Instance::Create(*subject.stage, "", params.root());
  if (!instance) return instance.error();
  const bool source = subject.stage->info->kind == TEXTMILL_SOURCE;
  const auto bound = (*instance)->Bind(source ? nullptr : &schema);
  if (!bound) return bound.error();
  if (fits) {
    if (Status so = fits(**instance, bound->flags); !so) return so.error();
  }
  if (source) {
    if (auto inputs = (*instance)->ListInputs(); !inputs) return inputs.error();
  }
  if (Status opened = (*instance)->Open(NoRun(), subject.folder, 1); !opened) return opened.error();
  return {};
}

// The columns that an example names: where a parameter takes a column's name, and as keys.
void ColumnsNamed(const textmill_param_info& param, const YamlNode& node,
                  std::vector<std::string>* names) {
  if (node.scalar() && (param.types & TEXTMILL_COLUMN) != 0) names->push_back(node.text);
  for (const YamlNode& item : node.items) {
    if (param.item != nullptr && node.kind == Kind::kMap) names->push_back(item.key);
    if (param.item != nullptr) ColumnsNamed(*param.item, item, names);
    for (uint64_t i = 0; i < param.n_fields; ++i) {
      if (item.key == param.fields[i].name) ColumnsNamed(param.fields[i], item, names);
    }
  }
}

// What the stage needs and its example names, and nothing that would be in the way of either.
Schema ExampleSchema(const textmill_stage_info& info) {
  Schema schema;
  std::string ignored;
  std::vector<std::string> names = {TEXTMILL_COLUMN_ID, TEXTMILL_COLUMN_TEXT,
                                    TEXTMILL_COLUMN_SOURCE};
  if (const auto with = ExampleOf(info, &ignored)) {
    textmill_param_info all{};
    all.fields = info.params;
    all.n_fields = info.n_params;
    ColumnsNamed(all, *with, &names);
  }
  for (const Field& field : SampleSchema(info)) {
    for (uint64_t i = 0; i < info.n_needs; ++i) {
      if (field.name == info.needs[i].name) names.push_back(field.name);
    }
    if (std::find(names.begin(), names.end(), field.name) != names.end()) schema.push_back(field);
  }
  for (const std::string& name : names) {
    if (FindField(schema, name) < 0) schema.push_back(SampleField(name, "utf8"));
  }
  return schema;
}

// What the user gave for parameters that the stage has.
void Overlay(const textmill_stage_info& info, const YamlNode& with, YamlNode* node) {
  for (const YamlNode& given : with.items) {
    const bool known = std::any_of(info.params, info.params + info.n_params,
                                   [&](const auto& param) { return given.key == param.name; });
    if (!known) continue;
    std::erase_if(node->items, [&](const YamlNode& item) { return item.key == given.key; });
    node->kind = Kind::kMap;
    node->items.push_back(given);
  }
}

bool ReadsFiles(const textmill_param_info* params, uint64_t n) {
  for (uint64_t i = 0; i < n; ++i) {
    if (params[i].flags & TEXTMILL_PARAM_READS) return true;
    if (params[i].item != nullptr && ReadsFiles(params[i].item, 1)) return true;
    if (ReadsFiles(params[i].fields, params[i].n_fields)) return true;
  }
  return false;
}

class Nobody final : public StageServices {
 public:
  void Log(int32_t, const std::string&, std::string_view) override {}
  bool Cancelled() override { return false; }
  Status Write(size_t, std::string_view) override { return {}; }
};

}  // namespace

StageServices* NoRun() {
  static Nobody nobody;
  return &nobody;
}

std::optional<YamlNode> ExampleOf(const textmill_stage_info& stage, std::string* problem) {
  if (*stage.example == '\0') return {};
  std::vector<Problem> problems;
  const std::optional<YamlNode> tree = ReadYaml(stage.example, "example", &problems);
  if (!tree || !problems.empty()) {
    *problem = problems.empty() ? "it is no YAML" : problems[0].ToString();
    return {};
  }
  std::vector<YamlNode> steps = tree->items;
  if (tree->kind == Kind::kMap) {
    const YamlNode* list = tree->Find("steps");
    steps = list != nullptr ? list->items : std::vector<YamlNode>{*tree};
  }
  for (const YamlNode& step : steps) {
    const YamlNode* uses = step.Find("uses");
    if (uses == nullptr || uses->text != stage.name) continue;
    const YamlNode* with = step.Find("with");
    YamlNode none;
    none.kind = Kind::kMap;
    return with != nullptr ? *with : none;
  }
  *problem = std::string("no step of it uses `") + stage.name + "`";
  return {};
}

int Forms(const Subject& subject) { return subject.input.empty() ? 3 : 1; }

std::string SampleFile(const Subject& subject, int form) {
  if (!subject.input.empty()) {
    const fs::path given = subject.input;
    const std::string copy = subject.folder + "/" + given.filename().string();
    std::error_code ignored;
    fs::copy_file(given, copy, fs::copy_options::overwrite_existing, ignored);
    fs::permissions(copy, fs::perms::owner_write, fs::perm_options::add, ignored);
    return copy;
  }
  constexpr const char* kNames[] = {"sample.txt", "sample.jsonl", "sample.csv"};
  const std::string path = subject.folder + "/" + kNames[form];
  std::ofstream file(path, std::ios::binary);
  if (form == 2) file << "id,text\n";
  for (int i = 0; i < 200; ++i) {
    const std::string n = std::to_string(i);
    std::string words = "line " + n + " of the sample";
    for (int k = 0; k < i % 7; ++k) words += ", and more";
    if (form == 0) file << words << "\n";
    if (form == 1) file << R"({"id": ")" << n << R"(", "text": ")" << words << "\"}\n";
    if (form == 2) file << n << ",\"" << words << "\"\n";
  }
  return path;
}

std::string NoDocument(const Subject& subject, const std::string& why) {
  return (subject.input.empty() ? "it read no document of the files that were made up for it"
                                : "it read no document of " + subject.input) +
         (why.empty() ? "" : " (" + why + ")") +
         "; give a file that it reads: --input FILE, and parameters: --with 'NAME: VALUE'";
}

YamlNode WithFile(const Subject& subject, YamlNode with, const std::string& file) {
  const textmill_stage_info& info = *subject.stage->info;
  textmill_param_info all{};
  all.fields = info.params;
  all.n_fields = info.n_params;
  ParamMaker(info, file, info.kind == TEXTMILL_SOURCE).FillPaths(all, false, &with);
  return with;
}

std::vector<ParamValues> ParamCandidates(const Subject& subject, const std::string& file) {
  const textmill_stage_info& info = *subject.stage->info;
  const ParamMaker maker(info, file, info.kind == TEXTMILL_SOURCE);
  std::vector<YamlNode> nodes = {maker.Required(info.params, info.n_params)};
  std::string ignored;
  if (auto example = ExampleOf(info, &ignored)) {
    nodes.push_back(WithFile(subject, *example, file));
    nodes.push_back(*std::move(example));
  }
  std::vector<ParamValues> values;
  for (YamlNode& node : nodes) {
    Overlay(info, subject.with, &node);
    std::vector<Problem> problems;
    ParamValues made = CheckParams(info, &node, {"example", 0, 0}, nullptr, &problems);
    if (problems.empty()) values.push_back(std::move(made));
  }
  return values;
}

Result<Setup> FindSetup(const Subject& subject, const Fits& fits) {
  const textmill_stage_info& info = *subject.stage->info;
  const bool source = info.kind == TEXTMILL_SOURCE;
  std::vector<Schema> schemas(1);
  if (!source) schemas = {SampleSchema(info), ExampleSchema(info)};
  std::string why =
      "no values for its parameters could be made up, and it has no example; give some "
      "by --with";
  for (int form = 0; form < Forms(subject); ++form) {
    for (ParamValues& params : ParamCandidates(subject, SampleFile(subject, form))) {
      for (const Schema& schema : schemas) {
        const auto problem = Try(subject, params, schema, fits);
        if (!problem) return Setup{std::move(params), schema};
        why = problem->ToString();
      }
    }
  }
  const bool reads = source || ReadsFiles(info.params, info.n_params);
  return Error{why, "", reads ? ErrorKind::kIo : ErrorKind::kBadParameter};
}

}  // namespace textmill::core
