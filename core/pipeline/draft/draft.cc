#include "core/pipeline/draft/draft.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "core/pipeline/draft/step_draft.h"
#include "core/pipeline/suggest.h"
#include "core/pipeline/values/scalar_value.h"
#include "textmill/conventions.h"

namespace textmill::core {
namespace {

using Kind = YamlNode::Kind;

class DraftReader {
 public:
  DraftReader(const std::string& file, const Registry& registry, std::vector<Problem>* problems)
      : file_(file), registry_(registry), problems_(problems) {}

  Draft Read(const YamlNode& root) {
    draft_.name = std::filesystem::path(file_).stem().string();
    if (root.kind != Kind::kMap) {
      Report({file_, 1, 1},
             root.kind == Kind::kNull ? "the file is empty"
                                      : "a pipeline must be a map, not " + Describe(root),
             "it begins with `textmill: 1`; pipelines/quickstart.yaml is an example");
      return std::move(draft_);
    }
    std::set<std::string> seen;
    for (const YamlNode& item : root.items) {
      const auto it = std::find(Keys().begin(), Keys().end(), item.key);
      if (it != Keys().end()) {
        seen.insert(item.key);
        ReadKey(item.key, item);
      }
    }
    for (const YamlNode& item : root.items) {
      if (std::find(Keys().begin(), Keys().end(), item.key) != Keys().end()) continue;
      Report(item.key_place, "a pipeline has no key `" + item.key + "`",
             DidYouMeanOr(item.key, Keys(), "it has"));
      const std::string nearest = Nearest(item.key, Keys());
      if (!nearest.empty() && seen.insert(nearest).second) ReadKey(nearest, item);
    }
    if (!seen.contains("textmill")) {
      Report({file_, 1, 1}, "the format version is missing", "begin the file with `textmill: 1`");
    }
    if (!seen.contains("steps")) {
      Report({file_, 1, 1}, "a pipeline needs `steps:`", "pipelines/quickstart.yaml is an example");
    }
    AssignIds();
    return std::move(draft_);
  }

 private:
  static const std::vector<std::string>& Keys() {
    static const std::vector<std::string> keys = {
        "textmill", "name",           "description",         "steps",     "dropped",
        "failed",   "allow_failures", "stop_after_failures", "unique_ids"};
    return keys;
  }

  void Report(const Place& place, std::string message, std::string hint) {
    problems_->push_back({place, std::move(message), std::move(hint)});
  }

  // A scalar of one type; nothing where it does not fit, which is reported.
  std::optional<textmill_value> Typed(const YamlNode& node, const std::string& key, uint32_t type,
                                      double minimum, double maximum) {
    textmill_param_info param{};
    param.types = type;
    param.minimum = minimum;
    param.maximum = maximum;
    textmill_value value{};
    if (node.kind == Kind::kUnknown) return std::nullopt;
    if (!node.scalar()) {
      Report(node.place, "`" + key + "` takes a single value, not " + Describe(node), "");
      return std::nullopt;
    }
    if (const auto problem = ReadScalar(param, node, &value)) {
      Report(node.place, "`" + key + "`" + problem->what, problem->hint);
      return std::nullopt;
    }
    return value;
  }

  void ReadKey(const std::string& key, const YamlNode& node) {
    constexpr double kMost = 9e15;
    if (key == "steps") return ReadSteps(node);
    if (key == "textmill") {
      if (node.kind != Kind::kUnknown && node.text != "1") {
        Report(node.place, "the format version must be 1, not " + Describe(node),
               "this program reads version 1");
      }
    } else if (key == "name" || key == "description") {
      if (Typed(node, key, TEXTMILL_STRING, 0, 0) && key == "name") draft_.name = node.text;
    } else if (key == "dropped" || key == "failed") {
      if (Typed(node, key, TEXTMILL_PATH, 0, 0))
        (key == "dropped" ? draft_.dropped : draft_.failed) = node;
    } else if (key == "allow_failures") {
      if (auto value = Typed(node, key, TEXTMILL_INT, 0, kMost))
        draft_.allow_failures = static_cast<uint64_t>(value->integer);
    } else if (key == "stop_after_failures") {
      if (auto value = Typed(node, key, TEXTMILL_INT, 1, kMost))
        draft_.stop_after_failures = static_cast<uint64_t>(value->integer);
    } else if (key == "unique_ids") {
      if (auto value = Typed(node, key, TEXTMILL_BOOL, 0, 0))
        draft_.unique_ids = value->integer != 0;
    }
  }

  void ReadSteps(const YamlNode& node) {
    if (node.kind == Kind::kUnknown) return;
    if (node.kind != Kind::kList || node.items.empty()) {
      Report(node.place,
             node.kind == Kind::kList ? "`steps` is empty"
                                      : "`steps` takes a list, not " + Describe(node),
             "each step begins with `- `");
      return;
    }
    for (const YamlNode& item : node.items) {
      draft_.steps.push_back(ReadStep(item, draft_.steps.size(), registry_, problems_));
      const YamlNode* id = item.Find("id");
      id_places_.push_back(id != nullptr ? id->place : Place());
    }
  }

  // What is given stays as it is; defaults make room for it.
  void AssignIds() {
    std::map<std::string, size_t> taken;
    for (size_t i = 0; i < draft_.steps.size(); ++i) {
      StepDraft& step = draft_.steps[i];
      if (step.id.empty()) continue;
      const auto [first, is_new] = taken.emplace(step.id, i);
      if (is_new) continue;
      Report(id_places_[i],
             "the id `" + step.id + "` is given twice, first in line " +
                 std::to_string(id_places_[first->second].line),
             "each step needs an id of its own");
      step.id.clear();
    }
    std::map<std::string, int> count;
    for (size_t i = 0; i < draft_.steps.size(); ++i) {
      StepDraft& step = draft_.steps[i];
      if (!step.id.empty()) continue;
      const std::string base = step.uses.empty() ? "step" : step.uses;
      do {
        const int n = ++count[base];
        step.id = n == 1 ? base : base + "-" + std::to_string(n);
      } while (!taken.emplace(step.id, i).second);
    }
  }

  const std::string& file_;
  const Registry& registry_;
  std::vector<Problem>* problems_;
  Draft draft_;
  std::vector<Place> id_places_;
};

// Moves `from` out of `with`, unless the stage has a parameter of that name.
void TakeFrom(StepDraft* step, std::vector<Problem>* problems) {
  if (!step->with || !step->is(TEXTMILL_SINK)) return;
  const textmill_stage_info& info = *step->stage->info;
  for (uint64_t i = 0; i < info.n_params; ++i) {
    if (std::string(info.params[i].name) == TEXTMILL_PARAMETER_FROM) return;
  }
  const YamlNode* from = step->with->Find(TEXTMILL_PARAMETER_FROM);
  if (from == nullptr) return;
  if (step->from) {
    problems->push_back({from->key_place, "`from` is given twice, beside and under `with`", ""});
  } else {
    step->from = *from;
  }
  step->with->items.erase(step->with->items.begin() + (from - step->with->items.data()));
}

bool MakesTables(const StepDraft& step) {
  return step.stage != nullptr && (step.stage->info->flags & TEXTMILL_TABLES) != 0;
}

// The step whose table step `i` takes; nothing where that is wrong, which is reported, or not
// known.
std::optional<size_t> FindTable(std::vector<StepDraft>& steps, size_t i,
                                const std::vector<std::string>& makers, bool unknown_before,
                                std::vector<Problem>* problems) {
  StepDraft& step = steps[i];
  const YamlNode& from = *step.from;
  if (step.stage == nullptr || from.kind == Kind::kUnknown) return std::nullopt;
  const auto report = [&](std::string message, std::string hint) {
    problems->push_back({from.place, std::move(message), std::move(hint)});
    return std::nullopt;
  };
  const std::string tables = makers.empty() ? "no earlier step makes a table"
                                            : DidYouMeanOr(from.text, makers, "tables are made by");
  if (!step.is(TEXTMILL_SINK))
    return report("only writers take a table by `from`, and `" + step.uses + "` is not one", "");
  if (!from.scalar()) return report("`from` takes the id of a step, not " + Describe(from), tables);
  const auto find = [&](const std::string& id) {
    return std::find_if(steps.begin(), steps.end(), [&](const StepDraft& s) { return s.id == id; });
  };
  // An id may have points in it: the whole text first, then ID.TABLE.
  auto named = find(from.text);
  if (const size_t point = from.text.rfind('.'); named == steps.end() && point != from.text.npos) {
    named = find(from.text.substr(0, point));
    if (named != steps.end()) step.table = from.text.substr(point + 1);
  }
  if (named == steps.end()) {
    if (unknown_before && Nearest(from.text, makers).empty()) return std::nullopt;
    return report("no step has the id `" + from.text + "`", tables);
  }
  const size_t index = static_cast<size_t>(named - steps.begin());
  if (index >= i) {
    return report("`from` must name an earlier step, but `" + from.text + "` is " +
                      (index == i ? "this one" : "in line " + std::to_string(named->place.line)),
                  "move this step after it");
  }
  if (named->stage == nullptr && !named->keep && !named->sets)
    return std::nullopt;  // what it makes is not known
  if (!MakesTables(*named)) return report("the step `" + from.text + "` makes no table", tables);
  return index;
}

}  // namespace

Draft ReadDraft(const YamlNode& root, const std::string& file, const Registry& registry,
                std::vector<Problem>* problems) {
  return DraftReader(file, registry, problems).Read(root);
}

void ResolveTables(Draft* draft, std::vector<Problem>* problems) {
  std::vector<std::string> makers;  // ids of the steps so far that make tables
  bool unknown_before = false;      // and whether there may be others
  for (size_t i = 0; i < draft->steps.size(); ++i) {
    StepDraft& step = draft->steps[i];
    TakeFrom(&step, problems);
    if (step.from) {
      step.table_of = FindTable(draft->steps, i, makers, unknown_before, problems);
      step.from_unknown = !step.table_of;
    }
    if (step.table_of && step.condition) {
      problems->push_back({step.condition->key_place,
                           "`when:` chooses among documents, but this step writes a table", ""});
      step.condition.reset();
    }
    if (step.stage == nullptr && !step.keep && !step.sets) unknown_before = true;
    if (MakesTables(step)) makers.push_back(step.id);
  }
}

std::string NameOf(const StepDraft& step) {
  std::string out = "step `" + step.id + "`";
  if (step.place.line > 0) out += " (line " + std::to_string(step.place.line) + ")";
  return out;
}

}  // namespace textmill::core
