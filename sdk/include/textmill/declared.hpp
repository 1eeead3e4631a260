// What a stage declares as members beside its parameters (param.hpp): the columns that it takes and
// makes, the reasons for which it drops documents, the counters for the run's summary. Each
// registers itself with its stage. They do not change once Bind is through: any thread reads them.
#ifndef TEXTMILL_DECLARED_HPP_
#define TEXTMILL_DECLARED_HPP_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abi.h"
#include "param.hpp"
#include "type.hpp"

namespace textmill {

class StageBase;

// Which part of a reply a field belongs to.
enum class Part { kColumns, kCommitColumns, kDetails, kCarry };
inline constexpr size_t kParts = 4;

class InBase {
 public:
  InBase(StageBase* stage, Field field, Presence presence, std::string_view doc);
  InBase(StageBase* stage, const Param<ColumnName>& name, Field type, std::string_view doc);
  InBase(const InBase&) = delete;
  InBase& operator=(const InBase&) = delete;

  // The column's name in this pipeline.
  const std::string& name() const { return param_ != nullptr ? param_->get().value : field_.name; }
  // Its place in a batch; -1 when an optional column is not there. Known once Bind is through.
  int slot() const { return slot_; }
  bool present() const { return slot_ >= 0; }

 private:
  friend class StageBase;
  friend class StageInfo;
  // Whether the column has the type that is wanted. A list or struct that is declared without its
  // members may have any.
  static bool Fits(const Field& column, const Field& wanted) {
    return wanted.children.empty() ? column.format == wanted.format : SameType(column, wanted);
  }
  Field field_;  // its usual name, and its type
  const Param<ColumnName>* param_ = nullptr;
  bool optional_ = false;
  std::string doc_;
  int slot_ = -1;
};

// An input column: In<Utf8> text{this, "text", "the text to look at"}; of a list or struct with the
// type of its members: In<List> tags{this, ListOf("tags", {"", Utf8::kFormat, {}, {}}), "..."};
template <class Tag>
class In final : public InBase {
 public:
  In(StageBase* stage, std::string_view name, std::string_view doc)
      : InBase(stage, Field{std::string(name), Tag::kFormat, {}, {}}, kRequired, doc) {}
  In(StageBase* stage, std::string_view name, Presence presence, std::string_view doc)
      : InBase(stage, Field{std::string(name), Tag::kFormat, {}, {}}, presence, doc) {}
  In(StageBase* stage, Field field, std::string_view doc)
      : InBase(stage, std::move(field), kRequired, doc) {}
  In(StageBase* stage, Field field, Presence presence, std::string_view doc)
      : InBase(stage, std::move(field), presence, doc) {}
  // The name is what a parameter says.
  In(StageBase* stage, const Param<ColumnName>& name, std::string_view doc)
      : InBase(stage, name, Field{"", Tag::kFormat, {}, {}}, doc) {}
  In(StageBase* stage, const Param<ColumnName>& name, Field type, std::string_view doc)
      : InBase(stage, name, std::move(type), doc) {}
};

class OutBase {
 public:
  OutBase(StageBase* stage, Part part, Field field, std::string_view doc, bool optional = false);
  OutBase(StageBase* stage, Part part, std::string_view name, const char* format,
          std::string_view doc, bool optional = false);
  OutBase(const OutBase&) = delete;
  OutBase& operator=(const OutBase&) = delete;

  // In Bind: change the name, say what values it can take, leave it out.
  Field& field() { return field_; }
  const Field& field() const { return field_; }
  [[gnu::cold]] void SetValues(const std::vector<std::string>& values) {
    std::string lines;
    for (const std::string& value : values) lines += (lines.empty() ? "" : "\n") + value;
    field_.SetMeta(TEXTMILL_META_VALUES, lines);
  }
  void OffsetsInto(const std::string& column) {
    field_.SetMeta(TEXTMILL_META_OFFSETS_INTO, column);
  }
  void Enable(bool on) { enabled_ = on; }
  bool enabled() const { return enabled_; }
  Part part() const { return part_; }
  int slot() const { return slot_; }

 private:
  friend class StageBase;
  friend class StageInfo;
  Part part_;
  Field field_;
  std::string doc_;
  bool optional_;
  bool enabled_ = true;
  int slot_ = -1;
};

template <class Tag, Part kPart>
class FieldOut final : public OutBase {
 public:
  FieldOut(StageBase* stage, std::string_view name, std::string_view doc)
      : OutBase(stage, kPart, name, Tag::kFormat, doc) {}
  // Made with some parameters only; see Enable.
  FieldOut(StageBase* stage, std::string_view name, Presence presence, std::string_view doc)
      : OutBase(stage, kPart, name, Tag::kFormat, doc, presence == kOptional) {}
  // Lists and structs, with their members.
  FieldOut(StageBase* stage, Field field, std::string_view doc)
      : OutBase(stage, kPart, std::move(field), doc) {}
  FieldOut(StageBase* stage, Field field, Presence presence, std::string_view doc)
      : OutBase(stage, kPart, std::move(field), doc, presence == kOptional) {}
};

template <class Tag>
using Out = FieldOut<Tag, Part::kColumns>;  // a column that Process makes
template <class Tag>
using CommitOut = FieldOut<Tag, Part::kCommitColumns>;  // a column that Commit makes
template <class Tag>
using Detail = FieldOut<Tag, Part::kDetails>;  // part of the explanation of a drop
template <class Tag>
using Carry = FieldOut<Tag, Part::kCarry>;  // what Process hands to Commit

// Why documents are dropped: Reason too_short{this, "short"};
class Reason {
 public:
  Reason(StageBase* stage, std::string_view name);
  Reason(const Reason&) = delete;
  Reason& operator=(const Reason&) = delete;
  uint8_t verdict() const { return verdict_; }

 private:
  uint8_t verdict_;
};

// A number in the run's summary: Counter cut{this, "paragraphs_cut"};
class Counter {
 public:
  Counter(StageBase* stage, std::string_view name);
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;
  size_t slot() const { return slot_; }

 private:
  size_t slot_;
};

}  // namespace textmill

#endif  // TEXTMILL_DECLARED_HPP_
