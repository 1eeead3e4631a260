#include "core/pipeline/draft/step_draft.h"

#include <algorithm>
#include <utility>

#include "core/pipeline/isolated.h"
#include "core/pipeline/suggest.h"
#include "core/pipeline/values/quantity.h"

namespace textmill::core {
namespace {

using Kind = YamlNode::Kind;

const std::vector<std::string>& StepKeys() {
  static const std::vector<std::string> keys = {"uses",    "with",    "id",    "when",
                                                "from",    "keep",    "set",   "on_error",
                                                "isolate", "timeout", "memory"};
  return keys;
}

std::vector<std::string> StageNames(const Registry& registry, uint32_t kind = 0) {
  std::vector<std::string> names;
  for (const ListedStage& stage : registry.StageNames()) {
    if (kind == 0 || stage.kind == kind) names.push_back(stage.name);
  }
  return names;
}

constexpr const char* kSteps =
    "a step is `uses: STAGE`, `keep: CONDITION` or `set: { COLUMN: VALUE }`";

bool HasParam(const textmill_stage& stage, const std::string& name) {
  return std::any_of(stage.info->params, stage.info->params + stage.info->n_params,
                     [&](const textmill_param_info& param) { return name == param.name; });
}

class StepReader {
 public:
  StepReader(const YamlNode& node, size_t index, const Registry& registry,
             std::vector<Problem>* problems)
      : node_(node), index_(index), registry_(registry), problems_(problems) {}

  StepDraft Read() {
    step_.place = node_.place;
    if (node_.kind == Kind::kUnknown) return std::move(step_);
    if (node_.kind != Kind::kMap) {
      NotAMap();
      return std::move(step_);
    }
    for (const YamlNode& item : node_.items) {
      const auto it = std::find(StepKeys().begin(), StepKeys().end(), item.key);
      if (it != StepKeys().end()) Given(item.key) = &item;
    }
    Misspelt();
    ReadUses();
    ReadKeep();
    ReadSet();
    if (uses_ == nullptr && keep_ == nullptr && set_ == nullptr && !excused_) {
      Report(node_.place, "this step says neither `uses:` nor `keep:` nor `set:`", kSteps);
    }
    ReadRest();
    CheckKind();
    return std::move(step_);
  }

 private:
  void Report(const Place& place, std::string message, std::string hint) {
    problems_->push_back({place, std::move(message), std::move(hint)});
  }

  const YamlNode*& Given(const std::string& key) {
    if (key == "uses") return uses_;
    if (key == "with") return with_;
    if (key == "id") return id_;
    if (key == "when") return when_;
    if (key == "from") return from_;
    if (key == "set") return set_;
    if (key == "on_error") return on_error_;
    if (key == "isolate") return isolate_;
    if (key == "timeout") return timeout_;
    if (key == "memory") return memory_;
    return keep_;
  }

  void NotAMap() {
    std::string hint = kSteps;
    if (node_.scalar() && registry_.Find(node_.text) != nullptr) {
      hint = "write `uses: " + node_.text + "`";
      UseStage(node_.text, node_.place);
    } else if (node_.scalar() && node_.text.starts_with("uses:")) {
      hint = "a space must follow the colon";
    }
    Report(node_.place, "a step must be a map, not " + Describe(node_), hint);
  }

  // Keys that a step does not have. What was surely meant is taken for it.
  void Misspelt() {
    const textmill_stage* stage =
        uses_ != nullptr && uses_->scalar() ? registry_.Find(uses_->text) : nullptr;
    for (const YamlNode& item : node_.items) {
      if (std::find(StepKeys().begin(), StepKeys().end(), item.key) != StepKeys().end()) continue;
      std::string hint;
      if (uses_ == nullptr && keep_ == nullptr && set_ == nullptr &&
          registry_.Find(item.key) != nullptr) {
        hint = "write `uses: " + item.key + "`, and its parameters under `with:`";
        UseStage(item.key, item.key_place);
        if (item.kind == Kind::kMap) step_.with = item;
        excused_ = true;
      } else if (stage != nullptr && HasParam(*stage, item.key)) {
        hint = "it is a parameter: put it under `with:`";
        moved_.push_back(item);
      } else {
        const std::string nearest = Nearest(item.key, StepKeys());
        hint = DidYouMeanOr(item.key, StepKeys(), "a step has");
        if (!nearest.empty() && Given(nearest) == nullptr) Given(nearest) = &item;
        if (nearest.empty()) excused_ = true;
      }
      Report(item.key_place, "a step has no key `" + item.key + "`", hint);
    }
  }

  // The node's text, or nothing where it is not text, which is reported.
  const std::string* Text(const YamlNode* node, const std::string& what) {
    if (node == nullptr || node->kind == Kind::kUnknown) return nullptr;
    if (node->scalar() && !node->text.empty()) return &node->text;
    const bool condition =
        (node->kind == Kind::kMap || node->kind == Kind::kList) && what == "a condition";
    Report(node->place,
           "`" + node->key + "` takes " + what + ", not " +
               (node->scalar() ? "an empty text" : Describe(*node)),
           condition ? "put it in single quotes" : "");
    return nullptr;
  }

  void UseStage(const std::string& name, const Place& place) {
    step_.uses = name;
    step_.place = place;
    step_.stage = registry_.Find(name);
    if (step_.stage != nullptr) return;
    if (const std::string why = registry_.WhyPassedOver(name); !why.empty()) {
      return Report(place, "the stage `" + name + "` cannot be used: " + why,
                    "take a newer Textmill, or an older version of its plugin");
    }
    if (const auto why = registry_.WhyRefused(name)) {
      return Report(place, "the stage `" + name + "` cannot be used: " + why->message, why->hint);
    }
    const std::vector<std::string> names = StageNames(registry_);
    const std::string nearest = Nearest(name, names);
    std::string hint = DidYouMean(name, names);
    if (names.empty()) hint = "no plugin was found: say where they are by --plugin-path";
    if (hint.empty()) hint = "`textmill plugins` lists all stages";
    if (!registry_.refused().empty()) {
      hint +=
          "; some plugins were refused, and it may be in one of them: `textmill plugins` says why";
    } else if (!nearest.empty()) {
      step_.stage = registry_.Find(nearest);
      step_.uses = nearest;  // what is meant: other steps may name it by its right name
    }
    Report(place, "there is no stage `" + name + "`", hint);
  }

  void ReadUses() {
    if (uses_ == nullptr) return;
    excused_ = true;
    step_.place = uses_->place;
    if (const std::string* name = Text(uses_, "the name of a stage")) UseStage(*name, uses_->place);
  }

  void ReadKeep() {
    if (keep_ == nullptr) return;
    if (uses_ != nullptr) {
      Report(keep_->key_place, "a step is either `uses:` or `keep:`, not both",
             "make two steps of it, or write `when:` for a stage that sees some documents only");
      return;
    }
    step_.keep = true;
    step_.uses = "keep";
    step_.place = keep_->place;
    if (Text(keep_, "a condition") != nullptr) step_.condition = *keep_;
  }

  void ReadSet() {
    if (on_error_ != nullptr && set_ == nullptr) {
      Report(on_error_->key_place, "`on_error` belongs to a `set:` step", "");
    } else if (on_error_ != nullptr) {
      const std::string* choice = Text(on_error_, "`null` or `fail`");
      const bool null = on_error_->kind == Kind::kNull || (choice != nullptr && *choice == "null");
      step_.fail_odd = choice != nullptr && *choice == "fail";
      if (choice != nullptr && !null && !step_.fail_odd)
        Report(on_error_->place, "`on_error` is `null` or `fail`, not " + Describe(*on_error_), "");
    }
    if (set_ == nullptr) return;
    for (const YamlNode* other : {uses_, keep_}) {
      if (other == nullptr) continue;
      Report(set_->key_place, "a step is either `" + other->key + ":` or `set:`, not both",
             "make two steps of it");
      return;
    }
    step_.sets = true;
    step_.uses = "set";
    step_.place = set_->place;
    if (set_->kind == Kind::kUnknown) return;
    if (set_->kind != Kind::kMap || set_->items.empty()) {
      Report(set_->place, "`set` takes a map of columns and their values, not " + Describe(*set_),
             "write set: { year: year(date) }");
      return;
    }
    step_.set = *set_;
    JoinAtCommas(&step_.set->items);
  }

  // In { }, YAML cuts count(entities, type == "ORG") at the comma: what comes after it is a key
  // without a value. As long as a parenthesis is open, the parts belong together.
  static void JoinAtCommas(std::vector<YamlNode>* items) {
    std::vector<YamlNode> joined;
    for (YamlNode& item : *items) {
      const bool part = item.kind == Kind::kNull && !joined.empty() && joined.back().plain &&
                        OpenParentheses(joined.back().text) > 0;
      if (part) {
        joined.back().text += ", " + item.key;
      } else {
        joined.push_back(std::move(item));
      }
    }
    *items = std::move(joined);
  }

  // Those outside of texts.
  static int OpenParentheses(const std::string& text) {
    int open = 0;
    char quote = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (quote != 0) {
        if (c == '\\') ++i;
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else {
        open += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
    }
    return open;
  }

  void ReadRest() {
    if (const std::string* id = Text(id_, "a word")) {
      const bool good = id->find_first_not_of(
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-") ==
                        std::string::npos;
      if (good) {
        step_.id = *id;
      } else {
        Report(id_->place, "the id " + Describe(*id_) + " holds other characters than it may",
               "use letters of English, digits, `_`, `-` and `.`");
      }
    }
    for (const YamlNode* odd : {with_, when_, from_, isolate_, timeout_, memory_}) {
      const bool condition = odd == when_ && step_.sets;
      if (odd != nullptr && (step_.keep || step_.sets) && !condition)
        Report(odd->key_place, "a `" + step_.uses + ":` step takes no `" + odd->key + "`", "");
    }
    if (step_.keep) return;
    if (step_.sets) {
      if (Text(when_, "a condition") != nullptr) step_.condition = *when_;
      return;
    }
    if (with_ != nullptr && with_->kind != Kind::kNull) step_.with = *with_;
    if (!moved_.empty()) {
      if (!step_.with) {
        step_.with = YamlNode{};
        step_.with->kind = Kind::kMap;
        step_.with->place = step_.place;
      }
      for (YamlNode& item : moved_) {
        if (step_.with->kind == Kind::kMap && step_.with->Find(item.key) == nullptr)
          step_.with->items.push_back(std::move(item));
      }
    }
    if (Text(when_, "a condition") != nullptr) step_.condition = *when_;
    if (from_ != nullptr) step_.from = *from_;
    ReadIsolate();
  }

  // `isolate`, and what only a process of its own can have.
  void ReadIsolate() {
    const YamlNode* first = isolate_ != nullptr   ? isolate_
                            : timeout_ != nullptr ? timeout_
                                                  : memory_;
    if (first == nullptr) return;
    step_.isolate_place = first->key_place;
    if (step_.is(TEXTMILL_SOURCE)) {
      return Report(first->key_place,
                    "a reader works in the program itself: it has no `" + first->key + "`",
                    "other steps may have it");
    }
    if (isolate_ != nullptr) {
      const std::string* said = Text(isolate_, "`true` or `false`");
      if (said != nullptr && *said != "true" && *said != "false")
        Report(isolate_->place, "`isolate` is `true` or `false`, not " + Describe(*isolate_), "");
      else if (said != nullptr)
        step_.isolate = *said == "true";
    }
    const auto quantity = [&](const YamlNode* node, const char* what, int64_t least, auto parse) {
      const std::string* said = Text(node, what);
      if (said == nullptr) return int64_t{0};
      const std::optional<int64_t> value = parse(*said);
      if (value && *value >= least) return *value;
      Report(node->place, "`" + node->key + "` takes " + what + ", not " + Describe(*node), "");
      return int64_t{0};
    };
    constexpr int64_t kLeastTime = 1000000, kLeastMemory = 16 << 20;
    step_.timeout = quantity(timeout_, "a duration from 1ms on, as 30s", kLeastTime, ParseDuration);
    step_.memory = quantity(memory_, "a size from 16MiB on, as 2GiB", kLeastMemory, ParseSize);
    const bool isolated = step_.isolate.value_or(
        isolate_ != nullptr || (step_.stage != nullptr && IsolatedByDefault(*step_.stage)));
    if (isolated || step_.stage == nullptr) return;
    for (const YamlNode* odd : {timeout_, memory_}) {
      if (odd == nullptr) continue;
      Report(odd->key_place,
             "`" + odd->key + "` needs `isolate: true`: only a process of its own can be ended",
             isolate_ == nullptr ? "write `isolate: true` beside it" : "");
    }
  }

  // Sources come first, and only there.
  void CheckKind() {
    const bool source = step_.is(TEXTMILL_SOURCE);
    if (index_ == 0 && !source && (step_.stage != nullptr || step_.keep || step_.sets)) {
      Report(step_.place, "the first step must be a reader, but `" + step_.uses + "` is not one",
             "readers are " + ListOf(StageNames(registry_, TEXTMILL_SOURCE)));
    }
    if (index_ > 0 && source) {
      Report(step_.place, "`" + step_.uses + "` is a reader: it can only be the first step",
             "one reader may read many files");
    }
    if (source && step_.condition) {
      Report(when_->key_place, "a reader cannot have a `when:`", "write a `keep:` step after it");
      step_.condition.reset();
    }
  }

  const YamlNode& node_;
  size_t index_;
  const Registry& registry_;
  std::vector<Problem>* problems_;
  StepDraft step_;
  const YamlNode *uses_ = nullptr, *with_ = nullptr, *id_ = nullptr, *when_ = nullptr,
                 *from_ = nullptr, *keep_ = nullptr, *set_ = nullptr, *on_error_ = nullptr,
                 *isolate_ = nullptr, *timeout_ = nullptr, *memory_ = nullptr;
  std::vector<YamlNode> moved_;  // parameters that are beside `with`
  bool excused_ = false;         // why it has no stage is said already
};

}  // namespace

StepDraft ReadStep(const YamlNode& node, size_t index, const Registry& registry,
                   std::vector<Problem>* problems) {
  return StepReader(node, index, registry, problems).Read();
}

}  // namespace textmill::core
