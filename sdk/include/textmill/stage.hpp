// Stages: derive from MapStage or Filter (row_stage.hpp) for a stage that looks at one document at
// a time, from Transform or Sink for one that works by batch, from Source (source.hpp) for a
// reader.
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
#include "batch.hpp"
#include "binder.hpp"
#include "declared.hpp"
#include "error.hpp"
#include "param.hpp"
#include "state.hpp"

namespace textmill {

// A number for the summary under a name that only the run shows: {"files passed over", ".pdf", 3}.
struct AccountNumber {
  std::string group, name;
  int64_t n = 0;
};

// For the reference page: a column that a stage takes or makes.
struct DocumentedColumn {
  std::string name, type, doc;
};

// How a corpus may be worked through in several places, TEXTMILL_SPLIT_...; and why not at all.
struct Split {
  uint32_t how = TEXTMILL_SPLIT_WHOLE;
  std::string why;
};

class StageBase {
 public:
  [[gnu::cold]] virtual ~StageBase() {}
  StageBase(const StageBase&) = delete;
  StageBase& operator=(const StageBase&) = delete;

  // Called with the columns that come in; throws when they will not do. The declared columns have
  // been found and checked; parameters are set. No I/O here.
  virtual void Bind(Binder&) {}
  // I/O may begin.
  virtual void Open(const textmill_open_request&) {}
  virtual std::unique_ptr<Lane> NewLane() const { return nullptr; }

  // Optional, once bound: what `textmill explain` says about the step, in sentences, one per line.
  virtual std::string Notes() const { return ""; }
  // Optional: numbers for the summary beyond the counters, at checkpoints and at the end.
  virtual std::vector<AccountNumber> Account() const { return {}; }
  // Optional, for sources: the next input of which something turned out to be wrong after its units
  // were given; false when there is none.
  virtual bool NextFault(uint32_t& /*input*/, std::string& /*why*/) { return false; }
  // Optional, both or neither: what the stage remembers of the documents that it has seen. Save is
  // called when no other call is under way, Restore between Open and the first batch.
  virtual void Save(StateWriter&) const {}
  virtual void Restore(StateReader&) {}
  // Optional, for stages with Save that give no columns and no verdicts in the pass: takes in what
  // another instance saved that saw later input; afterwards it is as if this one had seen both. See
  // textmill.merge/1.
  virtual void MergeState(StateReader& /*later*/) {}
  // Optional, for stages with MergeState that replay and count rows: the first batch that comes in
  // pass 1 is the one before which so many rows were committed in pass 0.
  virtual void BeginAt(uint64_t /*rows*/) {}
  // Optional, for stages that give verdicts: documents that share no key, nor are connected by
  // others, have nothing to do with each other. Append each row's keys to `keys.items<...UInt64>()`
  // and end the row. See textmill.partition/1.
  virtual void PartitionKeys(const Batch&, ListBuilder& /*keys*/, Lane*) const {}
  // Optional, once bound: how a corpus may be worked through in several places, where that depends
  // on parameters or is not possible. See textmill.split/1.
  virtual Split HowToSplit() const { return {}; }
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
  void Describe(std::string_view name, std::string_view version, std::string_view summary) {
    name_ = name;
    version_ = version;
    summary_ = summary;
  }
  // In the constructor: more for the reference page (Markdown), and a step in YAML.
  void Explain(std::string_view description, std::string_view example) {
    description_ = description;
    example_ = example;
  }
  // In the constructor: a column that Bind settles, for the reference page.
  void DocumentNeed(std::string_view name, std::string_view type, std::string_view doc) {
    extra_needs_.push_back({std::string(name), std::string(type), std::string(doc)});
  }
  void DocumentProduct(std::string_view name, std::string_view type, std::string_view doc) {
    extra_products_.push_back({std::string(name), std::string(type), std::string(doc)});
  }
  // In the constructor: a table that Bind may announce by Binder::Table, with its usual columns.
  // Says for the stage that it Can(TEXTMILL_TABLES).
  void DocumentTable(std::string_view name, std::string_view doc,
                     std::vector<DocumentedColumn> columns = {}) {
    tables_.push_back({std::string(name), std::string(doc), std::move(columns)});
    Can(TEXTMILL_TABLES);
  }
  // In the constructor: TEXTMILL_REPLAYS, TEXTMILL_EXPANDS, TEXTMILL_COMMITS, TEXTMILL_STATELESS as
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
  struct DocumentedTable {
    std::string name, doc;
    std::vector<DocumentedColumn> columns;
  };

  std::string name_, version_, summary_, description_, example_;
  uint32_t kind_, flags_;
  std::vector<ParamBase*> params_;
  std::vector<InBase*> ins_;
  std::vector<OutBase*> outs_;
  std::vector<std::string> reasons_, counters_;
  std::vector<DocumentedColumn> extra_needs_, extra_products_;
  std::vector<DocumentedTable> tables_;
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

// ---- Definitions. What runs once per instance is marked as cold, what runs once per batch is not
// inlined: with that a plugin compiles faster.

[[gnu::cold]] inline ParamBase::ParamBase(StageBase* stage, ParamSpec spec)
    : spec_(std::move(spec)) {
  stage->params_.push_back(this);
}

[[gnu::cold]] inline InBase::InBase(StageBase* stage, Field field, Presence presence,
                                    std::string_view doc)
    : field_(std::move(field)), optional_(presence == kOptional), doc_(doc) {
  stage->ins_.push_back(this);
}
[[gnu::cold]] inline InBase::InBase(StageBase* stage, const Param<ColumnName>& name, Field type,
                                    std::string_view doc)
    : field_(std::move(type)), param_(&name), doc_(doc) {
  field_.name = name.get().value;
  stage->ins_.push_back(this);
}

[[gnu::cold]] inline OutBase::OutBase(StageBase* stage, Part part, Field field,
                                      std::string_view doc, bool optional)
    : part_(part), field_(std::move(field)), doc_(doc), optional_(optional) {
  stage->outs_.push_back(this);
  if (part == Part::kCarry || part == Part::kCommitColumns) stage->Can(TEXTMILL_COMMITS);
}
[[gnu::cold]] inline OutBase::OutBase(StageBase* stage, Part part, std::string_view name,
                                      const char* format, std::string_view doc, bool optional)
    : OutBase(stage, part, Field{std::string(name), format, {}, {}}, doc, optional) {}

[[gnu::cold]] inline Reason::Reason(StageBase* stage, std::string_view name)
    : verdict_(static_cast<uint8_t>(stage->reasons_.size() + 1)) {
  stage->reasons_.push_back(std::string(name));
  stage->Can(TEXTMILL_DROPS);
}

[[gnu::cold]] inline Counter::Counter(StageBase* stage, std::string_view name)
    : slot_(stage->counters_.size()) {
  if (slot_ >= TEXTMILL_MAX_COUNTERS)
    throw Error("a stage has more than eight counters", TEXTMILL_INTERNAL);
  stage->counters_.push_back(std::string(name));
}

[[gnu::cold]] inline void StageBase::BindAll(Binder& binder) {
  for (InBase* in : ins_) {
    in->slot_ = -1;
    const Field* field = binder.Find(in->name());
    if (field == nullptr) {
      if (in->optional_) continue;
      throw NoSuchColumn(in->name());
    }
    if (!InBase::Fits(*field, in->field_)) {
      throw Error("needs the column `" + in->name() + "` as " + TypeName(in->field_) +
                      ", but it is " + TypeName(*field),
                  TEXTMILL_WRONG_TYPE)
          .Column(in->name());
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
    fields.push_back(Field(out->field_));
  }
  bound_flags_ = binder.flags;
  bound_ = std::move(binder.produced);
}

[[gnu::cold]] inline StructBuilder& Reply::Start(Part part) {
  auto& builder = parts_[static_cast<size_t>(part)];
  builder.reset(new StructBuilder(stage_.fields(part)));
  return *builder;
}

[[gnu::noinline]] inline void Reply::Finish(Part part, ArrowArray* out) {
  if (stage_.fields(part).empty()) return;
  StructBuilder& builder = parts(part);
  // Members carry the rows; the struct itself has no values of its own.
  for (int64_t n = builder.any_member(0).size(); builder.size() < n;) builder.EndRow();
  builder.Finish(out);
}

[[gnu::cold]] inline void Reply::Fail(int64_t row, std::string_view message, uint8_t kind) {
  if (row == last_failed_) return;  // the first reason counts
  last_failed_ = row;
  if (failures_ == nullptr) failures_.reset(new StructBuilder(FailureFields()));
  failures_->member<BuilderOf<Int64>>(0).Append(row);
  failures_->member<BytesBuilder>(1).Append(message);
  failures_->member<BuilderOf<UInt8>>(2).Append(kind);
  failures_->EndRow();
}

inline void Reply::AppendNulls() {
  const size_t n = stage_.fields(Part::kColumns).size();
  for (size_t k = 0; k < n; ++k) parts(Part::kColumns).any_member(k).AppendNull();
}

[[gnu::cold]] inline void Reply::FillUp(Part part, int64_t rows) {
  const size_t n = stage_.fields(part).size();
  for (size_t k = 0; k < n; ++k) {
    Builder& column = parts(part).any_member(k);
    while (column.size() < rows) column.AppendNull();
  }
}

[[gnu::noinline]] inline void Reply::Export(Part columns, textmill_reply* out) {
  if (failures_ != nullptr) failures_->Finish(&out->failures);
  Finish(columns, &out->columns);
  if (columns == Part::kColumns) Finish(Part::kCarry, &out->carry);
  if (verdicts_.size() > 0) {
    verdicts_.Finish(&out->verdicts);
    Finish(Part::kDetails, &out->details);
  }
  if (columns == Part::kColumns && stage_.expands()) parents_.Finish(&out->parents);
  for (size_t i = 0; i < counts_.size(); ++i) out->counts[i] = counts_[i];
}

}  // namespace textmill

#endif  // TEXTMILL_STAGE_HPP_
