// Stages: derive from Map or Filter (row_stage.hpp) for a stage that looks at one document at a
// time, from Transform or Sink for one that works by batch, from Source (source.hpp) for a reader.
//
// A stage declares its parameters, columns, reasons and counters as members; they register
// themselves. Any member function may throw textmill::Error; nothing of it crosses the plugin's
// border.
//
// Threads: Bind, Open, EndOfPass, Finish and NextTable are called one at a time. Process is called
// on many threads at once, each with a lane of its own: it is const, and keeps its scratch memory
// in the lane. Commit is called one batch at a time in input order, while Process may run for later
// batches.
#ifndef TEXTMILL_STAGE_HPP_
#define TEXTMILL_STAGE_HPP_

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "abi.h"
#include "builder.hpp"
#include "error.hpp"
#include "param.hpp"
#include "state.hpp"
#include "type.hpp"
#include "view.hpp"

namespace textmill {

class StageBase;

// Scratch state of one thread; derive from it what Process needs.
class Lane {
 public:
  virtual ~Lane() = default;
};

// Which part of a reply a field belongs to.
enum class Part { kColumns, kCommitColumns, kDetails, kCarry };
inline constexpr size_t kParts = 4;

class InBase {
 public:
  InBase(StageBase* stage, std::string name, const char* format, Presence presence,
         std::string doc);
  InBase(StageBase* stage, const Param<ColumnName>& name, const char* format, std::string doc);
  InBase(const InBase&) = delete;
  InBase& operator=(const InBase&) = delete;

  // The column's name in this pipeline.
  const std::string& name() const { return param_ != nullptr ? param_->get().value : name_; }
  // Its place in a batch; -1 when an optional column is not there. Known once Bind is through.
  int slot() const { return slot_; }
  bool present() const { return slot_ >= 0; }

 private:
  friend class StageBase;
  friend class StageInfo;
  std::string name_;
  const Param<ColumnName>* param_ = nullptr;
  const char* format_;
  bool optional_ = false;
  std::string doc_;
  int slot_ = -1;
};

// An input column: In<Utf8> text{this, "text", "the text to look at"};
template <class Tag>
class In final : public InBase {
 public:
  In(StageBase* stage, std::string name, std::string doc)
      : InBase(stage, std::move(name), Tag::kFormat, kRequired, std::move(doc)) {}
  In(StageBase* stage, std::string name, Presence presence, std::string doc)
      : InBase(stage, std::move(name), Tag::kFormat, presence, std::move(doc)) {}
  // The name is what a parameter says.
  In(StageBase* stage, const Param<ColumnName>& name, std::string doc)
      : InBase(stage, name, Tag::kFormat, std::move(doc)) {}
};

class OutBase {
 public:
  OutBase(StageBase* stage, Part part, Field field, std::string doc, bool optional = false);
  OutBase(const OutBase&) = delete;
  OutBase& operator=(const OutBase&) = delete;

  // In Bind: change the name, say what values it can take, leave it out.
  Field& field() { return field_; }
  const Field& field() const { return field_; }
  void SetValues(const std::vector<std::string>& values) {
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
  FieldOut(StageBase* stage, std::string name, std::string doc)
      : OutBase(stage, kPart, Field{std::move(name), Tag::kFormat, {}, {}}, std::move(doc)) {}
  // Made with some parameters only; see Enable.
  FieldOut(StageBase* stage, std::string name, Presence presence, std::string doc)
      : OutBase(stage, kPart, Field{std::move(name), Tag::kFormat, {}, {}}, std::move(doc),
                presence == kOptional) {}
  // Lists and structs, with their members.
  FieldOut(StageBase* stage, Field field, std::string doc)
      : OutBase(stage, kPart, std::move(field), std::move(doc)) {}
  FieldOut(StageBase* stage, Field field, Presence presence, std::string doc)
      : OutBase(stage, kPart, std::move(field), std::move(doc), presence == kOptional) {}
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
  Reason(StageBase* stage, std::string name);
  Reason(const Reason&) = delete;
  Reason& operator=(const Reason&) = delete;
  uint8_t verdict() const { return verdict_; }

 private:
  uint8_t verdict_;
};

// A number in the run's summary: Counter cut{this, "paragraphs_cut"};
class Counter {
 public:
  Counter(StageBase* stage, std::string name);
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;
  size_t slot() const { return slot_; }

 private:
  size_t slot_;
};

// The rows a call works on. Borrowed; gone when the call returns.
class Batch {
 public:
  explicit Batch(const textmill_batch& batch) : batch_(batch) {}
  int64_t rows() const { return batch_.rows; }
  uint32_t pass() const { return batch_.pass; }

  template <class Tag>
  View<Tag> operator[](const In<Tag>& in) const {
    return At<Tag>(in.slot());
  }
  // The column at a place that Binder::Use gave.
  template <class Tag>
  View<Tag> At(int slot) const {
    return View<Tag>(&array(slot), batch_.columns->offset, batch_.rows);
  }
  const ArrowArray& array(int slot) const { return *batch_.columns->children[slot]; }
  const textmill_batch& raw() const { return batch_; }

 private:
  const textmill_batch& batch_;
};

// What Process left for Commit.
class Carried {
 public:
  explicit Carried(const ArrowArray* array) : array_(array) {}
  int64_t rows() const { return array_ == nullptr ? 0 : array_->length; }
  template <class Tag>
  View<Tag> operator[](const Carry<Tag>& field) const {
    return View<Tag>(array_->children[field.slot()], array_->offset, array_->length);
  }

 private:
  const ArrowArray* array_;
};

// What a call gives back. A field that is enabled needs a value for each row.
class Reply {
 public:
  explicit Reply(const StageBase& stage) : stage_(stage) {}

  template <class Tag, Part kPart>
  BuilderOf<Tag>& operator[](const FieldOut<Tag, kPart>& field) {
    return static_cast<BuilderOf<Tag>&>(At(kPart, field.slot()));
  }
  // The column at a place that Binder::Produce gave.
  Builder& At(Part part, int slot) { return parts(part).any_member(static_cast<size_t>(slot)); }

  // Verdicts, one a row in order: either call for each row, or none for any.
  void Keep() { verdicts_.Append(0); }
  void Drop(const Reason& reason) { verdicts_.Append(reason.verdict()); }
  // Parents, one for each row made, ascending.
  void Parent(int64_t row) { parents_.Append(static_cast<int32_t>(row)); }
  void Count(const Counter& counter, int64_t n = 1) { counts_[counter.slot()] += n; }

  // Moves everything into the host's struct.
  void Export(Part columns, textmill_reply* out);

 private:
  StructBuilder& parts(Part part);
  const StageBase& stage_;
  std::array<std::unique_ptr<StructBuilder>, kParts> parts_;
  PrimitiveBuilder<uint8_t> verdicts_;
  PrimitiveBuilder<int32_t> parents_;
  std::array<int64_t, TEXTMILL_MAX_COUNTERS> counts_{};
};

// What Bind may look at and settle, beyond the declared members.
class Binder {
 public:
  explicit Binder(std::vector<Field> input) : input_(std::move(input)) {}

  // The columns that come in.
  const std::vector<Field>& input() const { return input_; }
  const Field* Find(const std::string& name) const {
    for (const Field& field : input_) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }
  // A column to be given to Process and Commit; returns its slot.
  int Use(const std::string& name) {
    for (size_t i = 0; i < uses.size(); ++i) {
      if (uses[i] == name) return static_cast<int>(i);
    }
    uses.push_back(name);
    return static_cast<int>(uses.size()) - 1;
  }
  // A column whose name or type is known only now; returns its slot.
  int Produce(Part part, Field field) {
    auto& fields = produced[static_cast<size_t>(part)];
    fields.push_back(std::move(field));
    return static_cast<int>(fields.size()) - 1;
  }
  // Only these input columns stay, in this order, under these names.
  void Keep(std::string from, std::string to) {
    keeps_some = true;
    kept.emplace_back(std::move(from), std::move(to));
  }
  // A file to write; returns the number for Sink::Write.
  uint32_t Output(std::string path, uint32_t flags = 0) {
    outputs.emplace_back(std::move(path), flags);
    return static_cast<uint32_t>(outputs.size()) - 1;
  }
  // A table for NextTable; the first is taken by `from: ID`.
  void Table(Field table) { tables.push_back(std::move(table)); }

  uint32_t flags = 0;  // TEXTMILL_COMMITS ...: starts as all that the stage can do

  std::vector<std::string> uses;
  std::array<std::vector<Field>, kParts> produced;
  std::vector<Field> tables;
  bool keeps_some = false;
  std::vector<std::pair<std::string, std::string>> kept;
  std::vector<std::pair<std::string, uint32_t>> outputs;

 private:
  std::vector<Field> input_;
};

class StageBase {
 public:
  virtual ~StageBase() = default;
  StageBase(const StageBase&) = delete;
  StageBase& operator=(const StageBase&) = delete;

  // Called with the columns that come in; throws when they will not do. The declared columns have
  // been found and checked; parameters are set. No I/O here.
  virtual void Bind(Binder&) {}
  // I/O may begin.
  virtual void Open(const textmill_open_request&) {}
  virtual std::unique_ptr<Lane> NewLane() const { return nullptr; }

  // Optional, once bound: what `textmill explain` says of the step, in sentences, one a line.
  virtual std::string Notes() const { return ""; }
  // Optional, both or neither: what the stage remembers of the documents that it has seen. Save is
  // called when no other call is under way, Restore between Open and the first batch.
  virtual void Save(StateWriter&) const {}
  virtual void Restore(StateReader&) {}
  // Of what Save writes: raise it whenever that changes.
  virtual uint32_t StateVersion() const { return 1; }

  // ---- for the trampolines and the host side
  void SetHost(const textmill_host* host) { host_ = host; }
  const std::vector<ParamBase*>& params() const { return params_; }
  void BindAll(Binder& binder);
  const std::vector<Field>& fields(Part part) const { return bound_[static_cast<size_t>(part)]; }
  bool expands() const { return (bound_flags_ & TEXTMILL_EXPANDS) != 0; }
  void SetParametersHash(uint64_t hash) { parameters_hash_ = hash; }
  internal::StateOwner state_owner() const { return {name_, StateVersion(), parameters_hash_}; }

 protected:
  StageBase(uint32_t kind, uint32_t flags) : kind_(kind), flags_(flags) {}

  // In the constructor: the stage's name, version, and one sentence on what it does.
  void Describe(std::string name, std::string version, std::string summary) {
    name_ = std::move(name);
    version_ = std::move(version);
    summary_ = std::move(summary);
  }
  // In the constructor: more for the reference page (Markdown), and a step in YAML.
  void Explain(std::string description, std::string example) {
    description_ = std::move(description);
    example_ = std::move(example);
  }
  // In the constructor: a column that Bind settles, for the reference page.
  void DocumentNeed(std::string name, std::string type, std::string doc) {
    extra_needs_.push_back({std::move(name), std::move(type), std::move(doc)});
  }
  void DocumentProduct(std::string name, std::string type, std::string doc) {
    extra_products_.push_back({std::move(name), std::move(type), std::move(doc)});
  }
  // In the constructor: TEXTMILL_REPLAYS, TEXTMILL_EXPANDS, TEXTMILL_TABLES, TEXTMILL_COMMITS as
  // they apply.
  void Can(uint32_t flags) { flags_ |= flags; }

  void Log(int32_t level, const std::string& message) const {
    if (host_ != nullptr) host_->log(host_, level, message.data(), message.size());
  }
  bool Cancelled() const { return host_ != nullptr && host_->cancelled(host_) != 0; }
  // Appends to an output of Binder::Output; from Open, Commit and Finish only.
  void Write(uint32_t output, std::string_view bytes) const {
    textmill_error error{};
    const int32_t code = host_->write(host_, output, bytes.data(), bytes.size(), &error);
    if (code != TEXTMILL_OK) throw Error(error.message, code).Hint(error.hint);
  }
  // Bytes of all inputs as stored; -1 where that is not known.
  int64_t InputBytes() const {
    if (host_ == nullptr) return -1;
    const auto* input =
        static_cast<const textmill_input_1*>(host_->extension(host_, TEXTMILL_INPUT_1));
    return input != nullptr ? input->bytes(host_) : -1;
  }
  const textmill_host* host() const { return host_; }

 private:
  friend class ParamBase;
  friend class InBase;
  friend class OutBase;
  friend class Reason;
  friend class Counter;
  friend class StageInfo;
  struct Documented {
    std::string name, type, doc;
  };

  std::string name_, version_, summary_, description_, example_;
  uint32_t kind_, flags_;
  std::vector<ParamBase*> params_;
  std::vector<InBase*> ins_;
  std::vector<OutBase*> outs_;
  std::vector<std::string> reasons_, counters_;
  std::vector<Documented> extra_needs_, extra_products_;
  std::array<std::vector<Field>, kParts> bound_;
  uint32_t bound_flags_ = 0;
  uint64_t parameters_hash_ = 0;
  const textmill_host* host_ = nullptr;
};

// A stage that changes, drops or multiplies documents.
class Transform : public StageBase {
 public:
  virtual void Process(const Batch& batch, Reply& reply, Lane* lane) const = 0;
  virtual void Commit(const Batch&, const Carried&, Reply&) {}
  virtual void EndOfPass() {}
  virtual void Finish() {}
  // Appends the next rows (some thousands) of a table; false when there were none.
  virtual bool NextTable(uint32_t, StructBuilder&) { return false; }

 protected:
  Transform() : StageBase(TEXTMILL_TRANSFORM, 0) {}
  explicit Transform(uint32_t kind) : StageBase(kind, 0) {}
};

// A stage that writes: Process encodes into a carry, Commit writes it in input order.
class Sink : public Transform {
 protected:
  Sink() : Transform(TEXTMILL_SINK) { Can(TEXTMILL_COMMITS); }
};

// ---- Definitions

inline ParamBase::ParamBase(StageBase* stage, ParamSpec spec) : spec_(std::move(spec)) {
  stage->params_.push_back(this);
}

inline InBase::InBase(StageBase* stage, std::string name, const char* format, Presence presence,
                      std::string doc)
    : name_(std::move(name)),
      format_(format),
      optional_(presence == kOptional),
      doc_(std::move(doc)) {
  stage->ins_.push_back(this);
}
inline InBase::InBase(StageBase* stage, const Param<ColumnName>& name, const char* format,
                      std::string doc)
    : name_(name.get().value), param_(&name), format_(format), doc_(std::move(doc)) {
  stage->ins_.push_back(this);
}

inline OutBase::OutBase(StageBase* stage, Part part, Field field, std::string doc, bool optional)
    : part_(part), field_(std::move(field)), doc_(std::move(doc)), optional_(optional) {
  stage->outs_.push_back(this);
  if (part == Part::kCarry || part == Part::kCommitColumns) stage->Can(TEXTMILL_COMMITS);
}

inline Reason::Reason(StageBase* stage, std::string name)
    : verdict_(static_cast<uint8_t>(stage->reasons_.size() + 1)) {
  stage->reasons_.push_back(std::move(name));
  stage->Can(TEXTMILL_DROPS);
}

inline Counter::Counter(StageBase* stage, std::string name) : slot_(stage->counters_.size()) {
  if (slot_ >= TEXTMILL_MAX_COUNTERS)
    throw Error("a stage has more than eight counters", TEXTMILL_INTERNAL);
  stage->counters_.push_back(std::move(name));
}

inline void StageBase::BindAll(Binder& binder) {
  for (InBase* in : ins_) {
    in->slot_ = -1;
    const Field* field = binder.Find(in->name());
    if (field == nullptr) {
      if (in->optional_) continue;
      throw Error("needs the column `" + in->name() + "`, which no earlier step makes");
    }
    const Field wanted{"", in->format_, {}, {}};
    const bool fits = field->format == wanted.format || (field->format.compare(0, 2, "ts") == 0 &&
                                                         wanted.format.compare(0, 2, "ts") == 0);
    if (!fits) {
      throw Error("needs the column `" + in->name() + "` as " + TypeName(wanted) + ", but it is " +
                  TypeName(*field));
    }
    in->slot_ = binder.Use(in->name());
  }
  binder.flags = flags_;
  Bind(binder);
  // What Bind produced comes first, so that its slots hold; declared fields follow.
  for (OutBase* out : outs_) {
    out->slot_ = -1;
    if (!out->enabled_) continue;
    auto& fields = binder.produced[static_cast<size_t>(out->part_)];
    out->slot_ = static_cast<int>(fields.size());
    fields.push_back(out->field_);
  }
  bound_flags_ = binder.flags;
  bound_ = binder.produced;
}

inline StructBuilder& Reply::parts(Part part) {
  auto& builder = parts_[static_cast<size_t>(part)];
  if (builder == nullptr)
    builder = std::make_unique<StructBuilder>(StructOf("", stage_.fields(part)));
  return *builder;
}

inline void Reply::Export(Part columns, textmill_reply* out) {
  const auto finish = [&](Part part, ArrowArray* array) {
    if (stage_.fields(part).empty()) return;
    StructBuilder& builder = parts(part);
    // Members carry the rows; the struct itself has no values of its own.
    for (int64_t n = builder.any_member(0).size(); builder.size() < n;) builder.EndRow();
    builder.Finish(array);
  };
  finish(columns, &out->columns);
  if (columns == Part::kColumns) finish(Part::kCarry, &out->carry);
  if (verdicts_.size() > 0) {
    verdicts_.Finish(&out->verdicts);
    finish(Part::kDetails, &out->details);
  }
  if (columns == Part::kColumns && stage_.expands()) parents_.Finish(&out->parents);
  for (size_t i = 0; i < counts_.size(); ++i) out->counts[i] = counts_[i];
}

}  // namespace textmill

#endif  // TEXTMILL_STAGE_HPP_
