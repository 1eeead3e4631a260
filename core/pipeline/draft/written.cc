#include "core/pipeline/draft/written.h"

#include <cstdint>
#include <filesystem>
#include <system_error>

namespace textmill::core {
namespace {

// Sizes go before texts, so that no two trees give one text.
void AddText(const std::string& text, std::string* to) {
  *to += std::to_string(text.size()) + ':' + text;
}

void AddNode(const YamlNode& node, std::string* to) {
  AddText(node.key, to);
  *to += "?slmu"[static_cast<size_t>(node.kind)];
  AddText(node.text, to);
  *to += std::to_string(node.items.size());
  for (const YamlNode& item : node.items) AddNode(item, to);
}

void AddFiles(const textmill_param_info& param, uint32_t flags, const YamlNode& node,
              std::vector<std::string>* files) {
  flags |= param.flags;
  std::error_code error;
  const bool reads = (param.types & TEXTMILL_PATH) != 0
                         ? (flags & TEXTMILL_PARAM_READS) != 0
                         : (param.types & TEXTMILL_STRING) != 0 &&
                               std::filesystem::is_regular_file(node.text, error);
  if (node.scalar() && reads) files->push_back(node.text);
  for (const YamlNode& item : node.items) {
    if (param.item != nullptr) AddFiles(*param.item, flags, item, files);
    for (uint64_t k = 0; k < param.n_fields; ++k) {
      if (item.key == param.fields[k].name) AddFiles(param.fields[k], 0, item, files);
    }
  }
}

}  // namespace

std::string WrittenText(const StepDraft& step) {
  std::string text;
  AddText(step.id, &text);
  AddText(step.uses, &text);
  for (const auto& node : {step.with, step.condition, step.set, step.from}) {
    text += node ? '+' : '-';
    if (node) AddNode(*node, &text);
  }
  text += step.fail_odd ? '!' : '.';
  return text;
}

std::vector<std::string> FilesRead(const StepDraft& step) {
  std::vector<std::string> files;
  if (step.stage == nullptr || !step.with || !step.is(TEXTMILL_TRANSFORM)) return files;
  const textmill_stage_info& info = *step.stage->info;
  for (uint64_t k = 0; k < info.n_params; ++k) {
    if (const YamlNode* given = step.with->Find(info.params[k].name))
      AddFiles(info.params[k], 0, *given, &files);
  }
  return files;
}

}  // namespace textmill::core
