#include "core/pipeline/draft/compose.h"

#include <set>
#include <sstream>
#include <utility>

#include "textmill/conventions.h"

namespace textmill::core {
namespace {

class Composer {
 public:
  Composer(const Schema& input, const Bound& bound, bool conditional)
      : input_(input), bound_(bound), conditional_(conditional) {}

  Composition Make() {
    if (bound_.keeps_some) {
      Keep();
    } else {
      out_.output = input_;
      out_.sources = SameColumns(input_);
    }
    kept_ = out_.output;
    for (size_t i = 0; i < bound_.columns.size(); ++i)
      Add(bound_.columns[i], {ColumnSource::From::kProcess, static_cast<int>(i)});
    for (size_t i = 0; i < bound_.commit_columns.size(); ++i)
      Add(bound_.commit_columns[i], {ColumnSource::From::kCommit, static_cast<int>(i)});
    FollowOffsets();
    return std::move(out_);
  }

 private:
  void Fail(std::string message, std::string hint = "") {
    out_.errors.push_back({std::move(message), std::move(hint), ErrorKind::kWrongType});
  }

  void Keep() {
    bool same = bound_.kept.size() == input_.size();
    for (size_t i = 0; i < bound_.kept.size(); ++i) {
      const auto& [from, to] = bound_.kept[i];
      const int place = FindField(input_, from);
      if (place < 0) {
        Fail("keeps the column `" + from + "`, which is not there");
        continue;
      }
      if (FindField(out_.output, to) >= 0) {
        Fail("would leave two columns called `" + to + "`", "give one of them another name");
        continue;
      }
      same = same && from == to && input_[i].name == from;
      out_.output.push_back(input_[place]);
      out_.output.back().name = to;
      if (from != to) out_.output.back().SetMeta(TEXTMILL_META_MADE, "1");
      out_.sources.push_back({ColumnSource::From::kInput, place});
    }
    if (conditional_ && !same) {
      Fail("takes columns away, renames or reorders them, and cannot do so for some documents only",
           "leave `when:` out");
    }
  }

  void Add(const Field& field, ColumnSource source) {
    if (field.name.empty()) return Fail("makes a column without a name");
    if (TypeName(field).find("arrow:") != std::string::npos)
      return Fail("makes the column `" + field.name +
                  "` of a type that is not known here: " + TypeName(field));
    if (!made_.insert(field.name).second)
      return Fail("makes the column `" + field.name + "` twice");
    const int place = FindField(out_.output, field.name);
    if (place < 0) {
      out_.output.push_back(field);
      if (!input_.empty()) out_.output.back().SetMeta(TEXTMILL_META_MADE, "1");  // by no source
      out_.sources.push_back(source);
      return;
    }
    if (conditional_ && !SameType(kept_[place], field)) {
      Fail("makes the column `" + field.name + "` as " + TypeName(field) +
               ", but documents that `when:` passes by have it as " + TypeName(kept_[place]),
           "leave `when:` out, or give one of the two another name");
    }
    Field replaced = field;
    if (conditional_) JoinValues(kept_[place], &replaced);
    replaced.SetMeta(TEXTMILL_META_MADE, "1");
    out_.output[place] = std::move(replaced);
    out_.sources[place] = source;
  }

  // The column holds old values and new ones.
  static void JoinValues(const Field& old, Field* field) {
    const std::string* before = old.Meta(TEXTMILL_META_VALUES);
    const std::string* after = field->Meta(TEXTMILL_META_VALUES);
    if (after == nullptr) return;
    if (before == nullptr) {
      std::erase_if(field->metadata,
                    [](const auto& entry) { return entry.first == TEXTMILL_META_VALUES; });
      return;
    }
    std::set<std::string> seen;
    std::string joined, line;
    for (std::istringstream lines(*before + "\n" + *after); std::getline(lines, line);) {
      if (seen.insert(line).second) joined += (joined.empty() ? "" : "\n") + line;
    }
    field->SetMeta(TEXTMILL_META_VALUES, joined);
  }

  // Offsets go with the column that they point into: through a change of its name, but not of what
  // it holds.
  void FollowOffsets() {
    for (size_t i = 0; i < out_.output.size(); ++i) {
      Field& field = out_.output[i];
      if (out_.sources[i].from != ColumnSource::From::kInput) continue;
      const std::string* meta = field.Meta(TEXTMILL_META_OFFSETS_INTO);
      if (meta == nullptr) continue;
      const std::string into = *meta;
      const int target = FindField(input_, into);
      std::string now;
      for (size_t k = 0; k < out_.output.size() && target >= 0; ++k) {
        if (out_.sources[k].from == ColumnSource::From::kInput && out_.sources[k].index == target)
          now = out_.output[k].name;
      }
      if (!now.empty()) {
        field.SetMeta(TEXTMILL_META_OFFSETS_INTO, now);
      } else if (FindField(out_.output, into) >= 0) {
        out_.stale.push_back({input_[out_.sources[i].index].name, into});
        std::erase_if(field.metadata,
                      [](const auto& entry) { return entry.first == TEXTMILL_META_OFFSETS_INTO; });
      }
    }
  }

  const Schema& input_;
  const Bound& bound_;
  bool conditional_;
  Composition out_;
  Schema kept_;  // `output` before the stage's own columns
  std::set<std::string> made_;
};

}  // namespace

Composition Compose(const Schema& input, const Bound& bound, bool conditional) {
  return Composer(input, bound, conditional).Make();
}

std::vector<ColumnSource> SameColumns(const Schema& columns) {
  std::vector<ColumnSource> out;
  for (size_t i = 0; i < columns.size(); ++i)
    out.push_back({ColumnSource::From::kInput, static_cast<int>(i)});
  return out;
}

}  // namespace textmill::core
