// One stage for each check of `textmill test-plugin`, wrong in the way that the check is to find;
// the sources are in bad_sources.h.
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <set>
#include <stdexcept>
#include <string>
#include <textmill/textmill.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "tests/conformance/bad_sources.h"

namespace {

using namespace textmill;
using namespace bad;

// What all of them would be if they were good: the length of a text.
class Length : public Transform {
 public:
  Length() { Describe("bad.none", "1.0.0", "Measures the length of a text."); }
  In<Utf8> text{this, "text", "what is measured"};
  Out<Int64> length{this, "length", "its bytes"};
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t i = 0; i < batch.rows(); ++i) reply[length].Append(Measure(batch, i));
  }
  virtual int64_t Measure(const Batch& batch, int64_t i) const {
    return static_cast<int64_t>(batch[text][i].size());
  }
};

struct Undocumented : Length {
  Undocumented() { Describe("bad.undocumented", "1.0.0", "length of a text"); }
};
struct Default : Length {
  Default() { Describe("bad.default", "1.0.0", "Has a default that is out of range."); }
  Param<Value> size{this,
                    {"size", TEXTMILL_SIZE, false, "1KiB", 4096, 1e18, {}, {}, {}, "A size."}};
};
struct Example : Length {
  Example() {
    Describe("bad.example", "1.0.0", "Has an example that does not work.");
    Explain("", "- uses: bad.example\n  with: { no_such_parameter: 1 }");
  }
};
struct Picky : Length {
  Picky() { Describe("bad.picky", "1.0.0", "Wants a column that it does not speak of."); }
  void Bind(Binder& binder) override {
    if (binder.Find("secret") == nullptr) throw Error("needs the column `secret`");
  }
};
struct BindsOnce : Length {
  BindsOnce() { Describe("bad.binds_once", "1.0.0", "Can be bound once."); }
  void Bind(Binder&) override {
    if (bound_) throw Error("is bound already");
    bound_ = true;
  }
  bool bound_ = false;
};
struct SameColumn : Length {
  SameColumn() { Describe("bad.same_column", "1.0.0", "Makes a column twice."); }
  Out<Int64> again{this, "length", "the same"};
};
struct HiddenTable : Length {
  HiddenTable() { Describe("bad.hidden_table", "1.0.0", "Has a table without saying Can()."); }
  void Bind(Binder& binder) override { binder.Table(StructOf("t", {{"a", "u", {}, {}}})); }
};
struct Undeclared : Length {
  Undeclared() { Describe("bad.undeclared", "1.0.0", "Makes a column that it does not speak of."); }
  void Bind(Binder& binder) override {
    binder.Produce(Part::kColumns, Field{"surprise", Int64::kFormat, {}, {}});
  }
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override {
    Length::Process(batch, reply, lane);
    for (int64_t i = 0; i < batch.rows(); ++i)
      static_cast<BuilderOf<Int64>&>(reply.At(Part::kColumns, 0)).Append(i * 0);
  }
};
struct UndeclaredTable : Length {
  UndeclaredTable() {
    Describe("bad.undeclared_table", "1.0.0", "Makes a table that it does not speak of.");
    Can(TEXTMILL_TABLES);
  }
  void Bind(Binder& binder) override { binder.Table(StructOf("t", {{"a", "u", {}, {}}})); }
};
struct FailsTwice : Length {
  FailsTwice() { Describe("bad.fails_twice", "1.0.0", "Says of a row twice that it failed."); }
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override {
    Length::Process(batch, reply, lane);
    for (const int64_t row : {0, 1, 0}) {
      if (batch.rows() > 2) reply.Fail(row, "it is too short");
    }
  }
};
struct FailsSilently : Length {
  FailsSilently() { Describe("bad.fails_silently", "1.0.0", "Does not say why a row failed."); }
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override {
    Length::Process(batch, reply, lane);
    for (int64_t i = 0; i < batch.rows(); ++i) reply.Fail(i, "");
  }
};
struct Prints : Length {
  Prints() { Describe("bad.prints", "1.0.0", "Prints on standard output."); }
  void Open(const textmill_open_request&) override { std::printf("loading the model...\n"); }
};
struct Numbered : Length {
  Numbered() {
    Describe("bad.numbered", "1.0.0", "Says that it remembers nothing, and numbers all rows.");
    Can(TEXTMILL_STATELESS);
  }
  CommitOut<Int64> number{this, "number", "of the row"};
  void Commit(const Batch& batch, const Carried&, Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i) reply[number].Append(next_++);
  }
  int64_t next_ = 0;
};
struct Forgets : Length {
  Forgets() {
    Describe("bad.forgets", "1.0.0", "Commits, and has no state.");
    Can(TEXTMILL_COMMITS);
  }
};
// Counts rows in a table, but not those of an instance that is merged into it.
struct MergesNothing : Length {
  MergesNothing() {
    Describe("bad.merges_nothing", "1.0.0", "Loses what it is merged with.");
    Can(TEXTMILL_COMMITS);
    DocumentTable("rows", "How many rows there were.", {{"n", "int64", "as many"}});
  }
  void Bind(Binder& binder) override { binder.Table(StructOf("rows", {{"n", "l", {}, {}}})); }
  void Commit(const Batch& batch, const Carried&, Reply&) override { n_ += batch.rows(); }
  bool NextTable(uint32_t, StructBuilder& rows) override {
    if (n_ < 0) return false;
    rows.member<BuilderOf<Int64>>(0).Append(std::exchange(n_, -1));
    rows.EndRow();
    return true;
  }
  void Save(StateWriter& to) const override { to.Put(n_); }
  void Restore(StateReader& from) override { n_ = from.Take<int64_t>(); }
  void MergeState(StateReader& from) override { from.Take<int64_t>(); }
  int64_t n_ = 0;
};
// Drops texts that were there before, and says that documents have nothing to do with each other.
struct NoKeys : Length {
  NoKeys() { Describe("bad.no_keys", "1.0.0", "Does not say which documents are connected."); }
  CommitOut<Bool> again{this, "again", "whether the text was there"};
  void Commit(const Batch& batch, const Carried&, Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i)
      reply[again].Append(!seen_.insert(std::string(batch[text][i])).second);
  }
  void PartitionKeys(const Batch& batch, ListBuilder& keys, Lane*) const override {
    for (int64_t i = 0; i < batch.rows(); ++i) keys.EndRow();
  }
  std::set<std::string> seen_;
};
struct NeverEmpty : Length {
  NeverEmpty() { Describe("bad.never_empty", "1.0.0", "Answers a batch without rows by a row."); }
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override {
    Length::Process(batch, reply, lane);
    if (batch.rows() == 0) reply[length].Append(0);
  }
};
struct Several : Length {
  Several() { Describe("bad.several", "1.0.0", "Cannot work on one row."); }
  int64_t Measure(const Batch& batch, int64_t i) const override {
    if (batch.rows() < 2) throw std::runtime_error("cannot divide by rows - 1");
    return Length::Measure(batch, i);
  }
};
struct Loses : Length {
  Loses() { Describe("bad.loses", "1.0.0", "Answers with a row too few."); }
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t i = 1; i < batch.rows(); ++i) reply[length].Append(0);
  }
};
struct NoNulls : Length {
  NoNulls() { Describe("bad.no_nulls", "1.0.0", "Cannot do without a value."); }
  int64_t Measure(const Batch& batch, int64_t i) const override {
    if (batch[text].IsNull(i)) throw std::runtime_error("there is no text");
    return Length::Measure(batch, i);
  }
};
struct NotOptional : Length {
  NotOptional() { Describe("bad.not_optional", "1.0.0", "Uses what may be absent."); }
  In<Utf8> title{this, "title", kOptional, "used in any case"};
  void Open(const textmill_open_request&) override {
    if (!title.present()) throw Error("there is no title");
  }
};
struct SmallOnly : Length {
  SmallOnly() { Describe("bad.small_only", "1.0.0", "Has a buffer of one MiB."); }
  int64_t Measure(const Batch& batch, int64_t i) const override {
    if (batch[text][i].size() > (1 << 20)) std::abort();
    return Length::Measure(batch, i);
  }
};
struct ByBatch : Length {
  ByBatch() { Describe("bad.by_batch", "1.0.0", "Numbers the rows of each batch."); }
  int64_t Measure(const Batch&, int64_t i) const override { return i; }
};
struct Overlaps : Length {
  Overlaps() { Describe("bad.overlaps", "1.0.0", "Is not made for two threads."); }
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    const bool other = working_.fetch_add(1) > 0;
    usleep(2000);
    for (int64_t i = 0; i < batch.rows(); ++i) reply[length].Append(other ? 1 : 0);
    --working_;
  }
  mutable std::atomic<int> working_{0};
};
struct Numbers : Length {
  Numbers() { Describe("bad.numbers", "1.0.0", "Numbers all rows that it sees."); }
  int64_t Measure(const Batch&, int64_t) const override { return next_++; }
  mutable std::atomic<int64_t> next_{0};
};
struct Changes : Length {
  Changes() { Describe("bad.changes", "1.0.0", "Changes what it is given."); }
  int64_t Measure(const Batch& batch, int64_t i) const override {
    const std::string_view value = batch[text][i];
    if (!value.empty()) const_cast<char&>(value[0]) ^= 1;
    return 0;
  }
};
struct Closes : Length {
  Closes() { Describe("bad.closes", "1.0.0", "Cannot be closed before it was opened."); }
  ~Closes() override {
    if (created_ && !opened_) std::abort();
  }
  void Bind(Binder&) override { created_ = true; }
  void Open(const textmill_open_request&) override { opened_ = true; }
  bool created_ = false, opened_ = false;
};
struct NoNul : Length {
  NoNul() { Describe("bad.no_nul", "1.0.0", "Crashes on a NUL byte."); }
  int64_t Measure(const Batch& batch, int64_t i) const override {
    if (batch[text][i].find('\0') != std::string_view::npos) std::abort();
    return 0;
  }
};
struct Hangs : Length {
  Hangs() { Describe("bad.hangs", "1.0.0", "Does not come back."); }
  int64_t Measure(const Batch&, int64_t) const override {
    while (true) usleep(100000);
  }
};
struct Exits : Length {
  Exits() { Describe("bad.exits", "1.0.0", "Ends the process."); }
  int64_t Measure(const Batch&, int64_t) const override { _exit(3); }
};

// ---- What the C++ layer does not let one do

using Calls = internal::Trampolines<Length>;

// Takes any columns for those that it would like to have.
int32_t BlindBind(void* instance, const ArrowSchema*, textmill_bind_reply* reply,
                  textmill_error* error) {
  ArrowSchema schema{};
  ExportField(StructOf("", {{"text", Utf8::kFormat, {}, {}}}), &schema);
  const int32_t code = Calls::Bind(instance, &schema, reply, error);
  schema.release(&schema);
  return code;
}

// Reads the values from the beginning of the buffers.
int32_t WithoutOffset(void* instance, void* lane, const textmill_batch* batch,
                      textmill_reply* reply, textmill_error* error) {
  ArrowArray child = *batch->columns->children[0];
  child.offset = 0;
  ArrowArray* children[] = {&child};
  ArrowArray columns = *batch->columns;
  columns.offset = 0;
  columns.children = children;
  textmill_batch other = *batch;
  other.columns = &columns;
  return Calls::Process(instance, lane, &other, reply, error);
}

// Throws over the border.
int32_t ThrowsOut(void*, void*, const textmill_batch*, textmill_reply*, textmill_error*) {
  throw std::runtime_error("over the border");
}

// Answers with a column whose values are the bytes of the input's texts, where they are.
struct Buffers {
  const void* pointers[2];
};
void Nothing(ArrowArray* array) { array->release = nullptr; }
int32_t KeepsInput(void* instance, void* lane, const textmill_batch* batch, textmill_reply* reply,
                   textmill_error* error) {
  const int32_t code = Calls::Process(instance, lane, batch, reply, error);
  if (code != TEXTMILL_OK || batch->rows < 30) return code;
  static std::deque<Buffers> kept;
  Buffers& buffers = kept.emplace_back();
  buffers.pointers[1] = batch->columns->children[0]->buffers[2];
  ArrowArray& child = *reply->columns.children[0];
  child.release(&child);
  child = ArrowArray{};
  child.length = batch->rows;
  child.n_buffers = 2;
  child.buffers = buffers.pointers;
  child.release = Nothing;
  return code;
}

// Releases on the thread that it was made on, or not at all.
struct Held {
  void (*release)(ArrowArray*);
  void* data;
  std::thread::id thread;
};
int32_t ReleasesHere(void* instance, void* lane, const textmill_batch* batch, textmill_reply* reply,
                     textmill_error* error) {
  const int32_t code = Calls::Process(instance, lane, batch, reply, error);
  ArrowArray& child = *reply->columns.children[0];
  child.private_data = new Held{child.release, child.private_data, std::this_thread::get_id()};
  child.release = [](ArrowArray* array) {
    auto* held = static_cast<Held*>(array->private_data);
    if (held->thread != std::this_thread::get_id()) std::abort();
    array->private_data = held->data;
    held->release(array);
    delete held;
  };
  return code;
}

// Has room for one instance.
std::atomic<int> instances{0};
int32_t CreateOne(const textmill_host* host, const textmill_value* params, void** instance,
                  textmill_error* error) {
  if (instances.fetch_add(1) > 0)
    return internal::FillError(error, TEXTMILL_ERROR, "there is one instance already");
  return Calls::Create(host, params, instance, error);
}
void CloseOne(void* instance) {
  --instances;
  Calls::Close(instance);
}

constexpr uint64_t kStages = 43;  // as many as Fill() adds
textmill_stage stages[kStages];
textmill_stage_info infos[kStages];
const textmill_stage* list[kStages];
uint64_t n_stages = 0;

textmill_stage& Add(textmill_stage stage, const char* name = nullptr) {
  infos[n_stages] = *stage.info;
  if (name != nullptr) infos[n_stages].name = name;
  stage.info = &infos[n_stages];
  stages[n_stages] = stage;
  list[n_stages] = &stages[n_stages];
  return stages[n_stages++];
}

template <class... S>
void AddAll() {
  (Add(internal::MakeStage<S>()), ...);
}

uint64_t Fill() {
  AddAll<Undocumented, Default, Example, Picky, BindsOnce, Undeclared, SameColumn, HiddenTable,
         NeverEmpty, Several, Loses, NoNulls, NotOptional, SmallOnly, ByBatch, Overlaps, Numbers,
         Changes, Closes, NoNul, Hangs, Exits, WrongPlaces, CutsAnywhere, ReadsAlone, NeverNothing,
         Silent, AsciiOnly, OwnFormat, UndeclaredTable, FailsTwice, FailsSilently, Prints, Numbered,
         Forgets, MergesNothing, NoKeys>();
  const textmill_stage good = internal::MakeStage<Length>();
  Add(good, "bad.blind").bind = BlindBind;
  Add(good, "bad.without_offset").process = WithoutOffset;
  Add(good, "bad.throws_out").process = ThrowsOut;
  Add(good, "bad.keeps_input").process = KeepsInput;
  Add(good, "bad.releases_here").process = ReleasesHere;
  textmill_stage& one = Add(good, "bad.one_instance");
  one.create = CreateOne;
  one.close = CloseOne;
  return n_stages;
}

}  // namespace

// Made when the library is loaded, as the number of stages is: see the C++ layer for how it is done
// by rights.
extern "C" {
__attribute__((visibility("default"))) extern const textmill_plugin textmill_plugin_v1;
const textmill_plugin textmill_plugin_v1 = {{'T', 'E', 'X', 'T', 'M', 'I', 'L', 'L'},
                                            TEXTMILL_ABI_MAJOR,
                                            TEXTMILL_ABI_MINOR,
                                            sizeof(textmill_plugin),
                                            0,
                                            "bad-conformance",
                                            "1.0.0",
                                            "MIT",
                                            list,
                                            kStages,
                                            nullptr};
}
static const uint64_t filled = Fill();
