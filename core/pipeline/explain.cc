#include "core/pipeline/explain.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/pipeline/isolated.h"
#include "core/present/wording.h"
#include "textmill/type.hpp"

namespace textmill::core {
namespace {

constexpr size_t kWidth = 100;  // of a line
constexpr size_t kIndent = 4;   // of what is said of a step
constexpr size_t kLabel = 10;   // width of "changes", "writes" ...

// "lang utf8", "entities list (offsets into text)"
std::string ColumnText(const Field& field) {
  std::string text = field.name + " " +
                     (field.format == "+l"   ? "list"
                      : field.format == "+s" ? "struct"
                                             : TypeName(field));
  if (const std::string* into = field.Meta(TEXTMILL_META_OFFSETS_INTO))
    text += " (offsets into " + *into + ")";
  if (const std::string* values = field.Meta(TEXTMILL_META_VALUES)) {
    const auto n = std::count(values->begin(), values->end(), '\n') + 1;
    text += " (one of " + std::to_string(n) + (n == 1 ? " value)" : " values)");
  }
  return text;
}

class Explainer {
 public:
  explicit Explainer(const Plan& plan) : plan_(plan) {}

  std::string Explain() {
    const size_t n = plan_.steps.size();
    text_ = plan_.name + " (" + plan_.file + "), " + std::to_string(n) +
            (n == 1 ? " step" : " steps") + "\n";
    for (size_t i = 0; i < n; ++i) ExplainStep(i);
    text_ += "\nin the end\n";
    Line("columns", Columns(plan_.steps.empty() ? Schema() : plan_.steps.back().output));
    Line("dropped", plan_.dropped.empty() ? "counted by step and reason, not kept" : plan_.dropped);
    Line("failed", plan_.failed + " (written when there are any; up to " +
                       std::to_string(plan_.allow_failures) + " allowed, ends the run at " +
                       std::to_string(plan_.stop_after_failures) + ")");
    if (plan_.unique_ids) Line("ids", "must be unique");
    return std::move(text_);
  }

 private:
  void ExplainStep(size_t i) {
    const Step& step = plan_.steps[i];
    std::string head = std::to_string(i + 1);
    head = std::string(head.size() < 3 ? 3 - head.size() : 0, ' ') + head + " " + step.id;
    if (step.stage != nullptr) {
      const textmill_stage_info& info = *step.stage->info;
      head += std::string(head.size() < 32 ? 32 - head.size() : 1, ' ');
      head += KindText(info) + " " + info.name + " " + info.version;
    }
    text_ += "\n" + head + "\n";
    if (step.kind == Step::Kind::kKeep) {
      Line("keeps", "documents with " + OneLine(step.condition->text()));
      Line("reads", Names(step.input, step.condition->uses()));
    } else if (step.kind == Step::Kind::kSet) {
      ExplainSet(step);
    } else {
      ExplainStage(i);
    }
  }

  void ExplainSet(const Step& step) {
    if (step.condition) Line("when", OneLine(step.condition->text()) + "; others pass untouched");
    for (size_t k = 0; k < step.set.size(); ++k)
      Line(k == 0 ? "sets" : "",
           step.bound.columns[k].name + " = " + OneLine(step.set[k].value->text()));
    Line("reads", Names(step.input, step.uses_columns));
    ExplainColumns(step);
  }

  void ExplainStage(size_t i) {
    const Step& step = plan_.steps[i];
    textmill_stage_info info = *step.stage->info;
    info.flags = step.bound.flags;
    if (step.condition) Line("when", OneLine(step.condition->text()) + "; others pass untouched");
    Line("runs", RunsText(info) + (IsIsolated(step, IsolateWhich::kOutside)
                                       ? "; in processes of its own, unless `run` says otherwise"
                                       : ""));
    if (step.table_of) {
      const Step& maker = plan_.steps[*step.table_of];
      Line("takes", "the table of " + maker.id + "; documents pass by");
    }
    Line("reads", step.uses_columns.size() == step.input.size() && step.uses_columns.size() > 1
                      ? "all columns: " + Names(step.input, step.uses_columns)
                      : Names(step.input, step.uses_columns));
    if (!step.table_of) ExplainColumns(step);
    if ((info.flags & TEXTMILL_DROPS) != 0) {
      std::string reasons;
      for (const char* const* r = info.reasons; r != nullptr && *r != nullptr; ++r)
        reasons += (reasons.empty() ? "" : ", ") + std::string(*r);
      Line("drops", reasons.empty() ? "documents" : "documents as " + reasons);
    }
    if ((info.flags & TEXTMILL_EXPANDS) != 0) Line("makes", "any number of documents of each");
    ExplainNotes(step);
    for (const Field& table : step.bound.tables)
      Line("table", (table.name.empty() ? "" : table.name + ": ") + Columns(table.children));
    for (const PlannedOutput& output : plan_.outputs) {
      if (output.step == i) Line("writes", output.path == "-" ? "standard output" : output.path);
    }
  }

  void ExplainNotes(const Step& step) {
    const auto notes = step.instance->Notes();
    std::string_view rest = notes.ok() ? *notes : notes.error().message;
    for (const char* label = "plans"; !rest.empty(); label = "") {
      const size_t end = std::min(rest.find('\n'), rest.size());
      Line(label, std::string(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void ExplainColumns(const Step& step) {
    std::string added, changed, renamed, removed;
    const auto add = [](std::string* list, const std::string& item) {
      *list += (list->empty() ? "" : ", ") + item;
    };
    std::vector<bool> stays(step.input.size());
    for (size_t k = 0; k < step.output.size(); ++k) {
      const Field& field = step.output[k];
      const ColumnSource& source = step.composition[k];
      if (source.from == ColumnSource::From::kInput) {
        stays[source.index] = true;
        const std::string& old = step.input[source.index].name;
        if (old != field.name) add(&renamed, old + " to " + field.name);
      } else if (const int old = FindField(step.input, field.name); old >= 0) {
        stays[old] = true;
        add(&changed, ColumnText(field));
      } else {
        add(&added, ColumnText(field));
      }
    }
    for (size_t k = 0; k < step.input.size(); ++k) {
      if (!stays[k]) add(&removed, step.input[k].name);
    }
    Line("adds", added);
    Line("changes", changed);
    Line("renames", renamed);
    Line("removes", removed);
  }

  static std::string Columns(const Schema& schema) {
    std::string out;
    for (const Field& field : schema) out += (out.empty() ? "" : ", ") + ColumnText(field);
    return out.empty() ? "none" : out;
  }
  static std::string Names(const Schema& schema, const std::vector<int>& places) {
    std::string out;
    for (const int place : places) out += (out.empty() ? "" : ", ") + schema[place].name;
    return out;
  }
  static std::string OneLine(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    while (text.ends_with(' ')) text.pop_back();
    return text;
  }

  // A label and what it is about, broken at spaces; nothing for an empty text.
  void Line(const std::string& label, const std::string& text) {
    if (text.empty()) return;
    const size_t left = kIndent + kLabel;
    text_ += std::string(kIndent, ' ') + label + std::string(kLabel - label.size(), ' ');
    size_t begin = 0;
    while (text.size() - begin > kWidth - left) {
      size_t end = text.rfind(' ', begin + kWidth - left);
      if (end == std::string::npos || end <= begin) end = text.find(' ', begin);
      if (end == std::string::npos) break;
      text_ += text.substr(begin, end - begin) + "\n" + std::string(left, ' ');
      begin = end + 1;
    }
    text_ += text.substr(begin) + "\n";
  }

  const Plan& plan_;
  std::string text_;
};

}  // namespace

std::string ExplainPlan(const Plan& plan) { return Explainer(plan).Explain(); }

}  // namespace textmill::core
