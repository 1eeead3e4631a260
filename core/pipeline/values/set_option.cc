#include "core/pipeline/values/set_option.h"

#include <optional>
#include <utility>

#include "core/pipeline/suggest.h"
#include "core/pipeline/values/environment.h"
#include "core/pipeline/yaml/yaml_tree.h"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

// An option has no lines.
void StripPlaces(YamlNode* node) {
  node->place.line = node->place.column = 0;
  node->key_place.line = node->key_place.column = 0;
  node->raw.clear();
  for (YamlNode& item : node->items) StripPlaces(&item);
}

std::optional<YamlNode> ReadValue(const std::string& text, const std::string& folder,
                                  const Place& place, std::vector<Problem>* problems) {
  YamlNode value;
  if (FirstInvalidUtf8(text) < text.size()) {
    problems->push_back({place, "the value is not UTF-8", ""});
    return std::nullopt;
  }
  if (text.empty() || std::string("[{\"'").find(text[0]) == std::string::npos) {
    value.kind = YamlNode::Kind::kScalar;
    value.plain = true;
    value.text = text;
    value.place = place;
  } else {
    std::vector<Problem> wrong;
    std::optional<YamlNode> read = ReadYaml(text, place.file, &wrong);
    for (Problem& problem : wrong) problems->push_back({place, problem.message, problem.hint});
    if (!read || !wrong.empty()) return std::nullopt;
    value = std::move(*read);
    StripPlaces(&value);
  }
  SubstituteEnvironment(folder, &value, problems);
  return value;
}

}  // namespace

void ApplySet(const std::vector<std::string>& options, const std::string& folder, Draft* draft,
              std::vector<Problem>* problems) {
  for (const std::string& option : options) {
    const Place place{"--set " + option, 0, 0};
    const size_t equals = option.find('=');
    const std::string target = option.substr(0, equals);
    if (equals == std::string::npos || target.find('.') == std::string::npos) {
      problems->push_back(
          {place, "`--set` takes ID.PARAM=VALUE", "such as --set wire.threshold=0.8"});
      continue;
    }
    StepDraft* step = nullptr;
    std::vector<std::string> ids;
    for (StepDraft& candidate : draft->steps) {
      ids.push_back(candidate.id);
      const bool fits = target.starts_with(candidate.id + ".");
      if (fits && (step == nullptr || step->id.size() < candidate.id.size())) step = &candidate;
    }
    if (step == nullptr) {
      const std::string id = target.substr(0, target.rfind('.'));
      problems->push_back(
          {place, "no step has the id `" + id + "`", DidYouMeanOr(id, ids, "the steps are")});
      continue;
    }
    if (step->keep) {
      problems->push_back(
          {place, "the step `" + step->id + "` is a condition and has no parameters", ""});
      continue;
    }
    std::optional<YamlNode> value = ReadValue(option.substr(equals + 1), folder, place, problems);
    if (!value) continue;
    value->key = target.substr(step->id.size() + 1);
    value->key_place = place;
    if (!step->with) {
      step->with = YamlNode{};
      step->with->kind = YamlNode::Kind::kMap;
      step->with->place = step->place;
    }
    if (step->with->kind != YamlNode::Kind::kMap) continue;  // reported with the step
    if (YamlNode* old = step->with->Find(value->key)) {
      *old = std::move(*value);
    } else {
      step->with->items.push_back(std::move(*value));
    }
  }
}

}  // namespace textmill::core
