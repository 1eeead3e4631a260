// Small stages of every kind, for the tests of the executor. Documents are the words of a list.
#ifndef CORE_RUN_TEST_STAGES_H_
#define CORE_RUN_TEST_STAGES_H_

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "textmill/textmill.hpp"

namespace textmill::test_stages {

// Gives the texts as documents, `unit` at a time. A text "bad..." cannot be read, at
// "gone..." the input fails, and \xFF a byte that is not UTF-8.
class List final : public Source {
 public:
  List() { Describe("test.list", "1.0.0", "Reads a list of texts."); }
  Param<std::vector<std::string>> texts{this, "texts", kRequired, "The texts."};
  Param<int64_t> unit{this, "unit", 3, "Texts at a time."};
  Out<Utf8> id{this, "id", "the text's number"};
  Out<Utf8> text{this, "text", "the text"};

  const std::vector<Input>& ListInputs() override { return inputs_; }
  bool NextUnit(uint64_t, Unit& out) override {
    if (next_ == texts->size()) return false;
    if (At(next_).substr(0, 4) == "gone") {
      ++next_;
      throw InputFailed("it is gone", 0, next_ - 1);
    }
    out.begin = next_;
    while (next_ < texts->size() && next_ - out.begin < static_cast<uint64_t>(*unit) &&
           At(next_).substr(0, 4) != "gone")
      ++next_;
    out.end = next_;
    return true;
  }
  void ReadUnit(const UnitView& unit, Rows& rows, Lane*) const override {
    for (uint64_t i = unit.begin(); i < unit.end(); ++i) {
      if (At(i) == "torn") throw Error("the file was cut", TEXTMILL_IO_ERROR);
      if (At(i).substr(0, 3) == "bad") {
        rows.Fail(i, 1, "it is bad");
        continue;
      }
      rows[id].Append(std::to_string(i));
      rows[text].Append(At(i) == "utf" ? "\xFF" : At(i));
      rows.Document(i, 1);
    }
  }
  void ReadRecord(const UnitView&, uint64_t offset, uint64_t, Buffer& bytes) const override {
    bytes.Append(At(offset).data(), At(offset).size());
  }

 private:
  const std::string& At(uint64_t i) const { return texts.get()[i]; }
  std::vector<Input> inputs_ = {{"list", 1000}};
  uint64_t next_ = 0;
};

// Says of its units that they may be a thousand times as long as what is stored of them.
class Packed final : public Source {
 public:
  Packed() { Describe("test.packed", "1.0.0", "Gives documents whose length is not known."); }
  Out<Utf8> id{this, "id", "the number"};
  Out<Utf8> text{this, "text", "the text"};
  const std::vector<Input>& ListInputs() override { return inputs_; }
  bool NextUnit(uint64_t, Unit& out) override {
    if (next_ == inputs_.size()) return false;
    out.input = next_++;
    out.end = 64 << 20;
    out.consumed = 1000;
    return true;
  }
  void ReadUnit(const UnitView& unit, Rows& rows, Lane*) const override {
    rows[id].Append(std::to_string(unit.input()));
    rows[text].Append("a");
    rows.Document(0, 1);
  }
  void ReadRecord(const UnitView&, uint64_t, uint64_t, Buffer&) const override {}

 private:
  std::vector<Input> inputs_ = {{"a", 1000}, {"b", 1000}};
  uint32_t next_ = 0;
};

// Waits until two batches are in it at once, or for long, and counts those that met.
class Meet final : public Transform {
 public:
  Meet() { Describe("test.meet", "1.0.0", "Lets two batches meet."); }
  In<Utf8> text{this, "text", "the text"};
  Counter met{this, "met"};
  void Process(const Batch&, Reply& reply, Lane*) const override {
    std::unique_lock lock(mutex_);
    ++here_;
    both_.notify_all();
    if (both_.wait_for(lock, std::chrono::seconds(20), [&] { return here_ > 1; })) reply.Count(met);
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable both_;
  mutable int here_ = 0;
};

// Adds the text's length; throws for a text with "boom" in it.
class Length final : public MapStage {
 public:
  Length() { Describe("test.length", "1.0.0", "Measures texts."); }
  In<Utf8> text{this, "text", "the text"};
  Out<Int64> length{this, "length", "its bytes"};
  void Apply(const Row& row, Reply& out) const override {
    if (row[text].find("boom") != std::string_view::npos) throw Error("the text went boom");
    out[length].Append(static_cast<int64_t>(row[text].size()));
  }
};

// Adds the text, with "cut" a byte too many, and carries it to commit, which gives it back: a
// document that gets another one's is seen.
class Echo final : public Transform {
 public:
  Echo() { Describe("test.echo", "1.0.0", "Says a text twice."); }
  In<Utf8> text{this, "text", "the text"};
  Out<Utf8> made{this, "made", "the text"};
  CommitOut<Utf8> again{this, "again", "the text"};
  Carry<Utf8> carried{this, "carried", "the text"};
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      const std::string_view value = batch[text][i];
      reply[made].Append(value == "cut" ? "\xC3" : value);
      reply[carried].Append(value);
    }
  }
  void Commit(const Batch& batch, const Carried& all, Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i) reply[again].Append(all[carried][i]);
  }
};

// Turns the text's letters round.
class Reverse final : public MapStage {
 public:
  Reverse() { Describe("test.reverse", "1.0.0", "Reverses texts."); }
  In<Utf8> text{this, "text", "the text"};
  Out<Utf8> reversed{this, "text", "the text, reversed"};
  void Apply(const Row& row, Reply& out) const override {
    std::string copy(row[text]);
    std::reverse(copy.begin(), copy.end());
    out[reversed].Append(copy);
  }
};

// Drops texts with more letters than `most`.
class Short final : public Filter {
 public:
  Short() { Describe("test.short", "1.0.0", "Drops long texts."); }
  Param<int64_t> most{this, "most", 3, "Letters that a text may have."};
  In<Utf8> text{this, "text", "the text"};
  Reason too_long{this, "long"};
  const Reason* Drop(const Row& row) const override {
    return static_cast<int64_t>(row[text].size()) > *most ? &too_long : nullptr;
  }
};

// A document for each part of a text between dashes; none for an empty one.
class Split final : public Transform {
 public:
  Split() {
    Describe("test.split", "1.0.0", "Splits texts at dashes.");
    Can(TEXTMILL_EXPANDS);
  }
  In<Utf8> text{this, "text", "the text"};
  Out<Utf8> part{this, "text", "a part of it"};
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      std::string_view rest = batch[text][i];
      while (!rest.empty()) {
        const size_t dash = std::min(rest.find('-'), rest.size());
        reply[part].Append(rest.substr(0, dash));
        reply.Parent(i);
        rest.remove_prefix(std::min(dash + 1, rest.size()));
      }
    }
  }
};

// Drops texts that were there before; decides in order. Adds how many were kept before.
class Unique final : public Transform {
 public:
  Unique() { Describe("test.unique", "1.0.0", "Drops repeated texts."); }
  In<Utf8> text{this, "text", "the text"};
  In<Utf8> id{this, "id", "the document's id"};
  Carry<UInt64> hash{this, "hash", "of the text"};
  CommitOut<Int64> rank{this, "rank", "how many were kept before"};
  Detail<Utf8> dup_of{this, "dup_of", "the first with this text"};
  Reason repeated{this, "repeated"};
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t i = 0; i < batch.rows(); ++i)
      reply[hash].Append(std::hash<std::string_view>()(batch[text][i]));
  }
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      const auto [first, is_new] = first_.emplace(carried[hash][i], batch[id][i]);
      reply[rank].Append(static_cast<int64_t>(first_.size()) - 1);
      if (is_new) {
        reply.Keep();
        reply[dup_of].AppendNull();
      } else {
        reply.Drop(repeated);
        reply[dup_of].Append(first->second);
      }
    }
  }

 private:
  std::map<uint64_t, std::string> first_;
};

// Keeps the texts that are as long as the longest of all: sees them all first.
class Longest final : public Transform {
 public:
  Longest() {
    Describe("test.longest", "1.0.0", "Keeps the longest texts.");
    Can(TEXTMILL_REPLAYS);
  }
  In<Utf8> text{this, "text", "the text"};
  Reason shorter{this, "shorter"};
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    if (batch.pass() == 0) return;
    for (int64_t i = 0; i < batch.rows(); ++i) {
      if (batch[text][i].size() < frozen_)
        reply.Drop(shorter);
      else
        reply.Keep();
    }
  }
  void Commit(const Batch& batch, const Carried&, Reply&) override {
    if (batch.pass() > 0) return;
    for (int64_t i = 0; i < batch.rows(); ++i) longest_ = std::max(longest_, batch[text][i].size());
  }
  void EndOfPass() override { frozen_ = longest_; }

 private:
  size_t longest_ = 0, frozen_ = 0;
};

// Counts the texts it sees: a table.
class Tally final : public Transform {
 public:
  Tally() {
    Describe("test.tally", "1.0.0", "Counts texts.");
    Can(TEXTMILL_TABLES | TEXTMILL_COMMITS);
  }
  In<Utf8> text{this, "text", "the text"};
  void Bind(Binder& binder) override {
    binder.Table(StructOf("tally", {{"text", "u", {}, {}}, {"n", "l", {}, {}}}));
  }
  // What it says it keeps rises to 3000 bytes and falls again.
  void Open(const textmill_open_request&) override {
    for (const int64_t bytes : {1000, 2000, -2500, 100}) host()->memory(host(), bytes);
  }
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried&, Reply&) override {
    for (int64_t i = 0; i < batch.rows(); ++i) ++counts_[std::string(batch[text][i])];
  }
  bool NextTable(uint32_t, StructBuilder& rows) override {
    for (const auto& [value, n] : counts_) {
      rows.member<BytesBuilder>(0).Append(value);
      rows.member<BuilderOf<Int64>>(1).Append(n);
      rows.EndRow();
    }
    const bool any = !counts_.empty();
    counts_.clear();
    return any;
  }

 private:
  std::map<std::string, int64_t> counts_;
};

// Writes all columns of each row, one row per line.
class Print final : public Sink {
 public:
  Print() { Describe("test.print", "1.0.0", "Writes rows."); }
  Param<Path> path{this, "path", kRequired, "Where to."};
  Param<bool> picky{this, "picky", false,
                    "Refuses rows with `no` in process, with `never` in commit."};
  Carry<Binary> lines{this, "lines", "the rows as text"};
  Counter rows{this, "rows"};
  void Bind(Binder& binder) override {
    fields_ = binder.input();
    for (const Field& field : fields_) binder.Use(field.name);
    binder.Output(path->value);
  }
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      std::string line;
      for (size_t c = 0; c < fields_.size(); ++c)
        line += (c == 0 ? "" : "|") + Show(fields_[c], batch, static_cast<int>(c), i);
      if (Refuses(line, "no")) {
        reply.Fail(i, "no");
      } else {
        reply[lines].Append(line + "\n");
        reply.Count(rows);
      }
    }
  }
  void Commit(const Batch&, const Carried& carried, Reply& reply) override {
    for (int64_t i = 0; i < carried.rows(); ++i) {
      if (Refuses(carried[lines][i], "never"))
        reply.Fail(i, "never");
      else
        Write(0, carried[lines][i]);
    }
  }

 private:
  bool Refuses(std::string_view line, std::string_view what) const {
    return *picky && line.find(what) != line.npos;
  }
  static std::string Show(const Field& field, const Batch& batch, int slot, int64_t i) {
    if (field.format == "u")
      return batch.At<Utf8>(slot).IsNull(i) ? "null" : std::string(batch.At<Utf8>(slot)[i]);
    return batch.At<Int64>(slot).IsNull(i) ? "null" : std::to_string(batch.At<Int64>(slot)[i]);
  }
  std::vector<Field> fields_;
};

// Says of texts with "no" in them that they failed, and of texts with "later" that they may do well
// another time; counts its calls. Breaks a promise as `how` says.
class Picky final : public Transform {
 public:
  Picky() {
    Describe("test.picky", "1.0.0", "Likes few texts.");
    Can(TEXTMILL_EXPANDS);
  }
  Param<Choice> how{this, "how", {"well", "twice", "outside", "child", "cancelled"}, "Which way."};
  In<Utf8> text{this, "text", "the text"};
  Out<Int64> n{this, "n", "its bytes"};
  Counter calls{this, "calls"};
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    reply.Count(calls);
    if (how == "cancelled") throw Error("gave up", TEXTMILL_CANCELLED);
    for (int64_t i = 0; i < batch.rows(); ++i) {
      const std::string_view value = batch[text][i];
      const bool later = value.find("later") != value.npos;
      const bool bad = later || value.find("no") != value.npos;
      if (bad) {
        reply.Fail(how == "outside" ? batch.rows() : i, "it says " + std::string(value),
                   later ? TEXTMILL_FAILED_FOR_NOW : TEXTMILL_FAILED_DOCUMENT);
      }
      if (bad && how != "child") continue;
      reply.Parent(i);
      reply[n].Append(static_cast<int64_t>(value.size()));
    }
    if (how == "twice") {  // in another order
      reply.Fail(0, "a");
      reply.Fail(1, "b");
      reply.Fail(0, "c");
    }
  }
};

// The same without children; fails texts with "never" in commit, in the first pass already.
class PickyLater final : public Transform {
 public:
  PickyLater() {
    Describe("test.picky_later", "1.0.0", "Likes few texts, when it has seen all.");
    Can(TEXTMILL_REPLAYS);
  }
  In<Utf8> text{this, "text", "the text"};
  Carry<UInt64> place{this, "place", "of the row that it is"};
  CommitOut<Int64> number{this, "number", "of those that stay"};
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      if (batch[text][i].find("no") != std::string_view::npos)
        reply.Fail(i, "no");
      else
        reply[place].Append(batch[text][i].size());
    }
  }
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override {
    for (int64_t i = 0; i < batch.rows(); ++i) {
      if (carried[place][i] != batch[text][i].size()) throw Error("a carry of another row");
      if (batch[text][i].find("never") != std::string_view::npos) reply.Fail(i, "never");
      reply[number].Append(++number_);
    }
  }
  void EndOfPass() override { number_ = 0; }

 private:
  int64_t number_ = 0;
};

// Breaks a promise or fails, as `how` says.
class Broken final : public Transform {
 public:
  Broken() {
    Describe("test.broken", "1.0.0", "Breaks promises.");
    Can(TEXTMILL_COMMITS);
  }
  Param<Choice> how{this, "how", {"rows", "verdicts", "commit", "utf8", "throw"}, "Which promise."};
  In<Utf8> text{this, "text", "the text"};
  Out<Utf8> out{this, "out", "some text"};
  Reason reason{this, "reason"};
  void Process(const Batch& batch, Reply& reply, Lane*) const override {
    if (how == "throw") throw 42;
    const int64_t rows = how == "rows" ? 1 : batch.rows();
    for (int64_t i = 0; i < rows; ++i) {
      reply[out].Append(how == "utf8" && batch[text][i] == "here" ? "\xC3" : "fine");
    }
    if (how == "verdicts") reply.Keep();
  }
  void Commit(const Batch&, const Carried&, Reply&) override {
    if (how == "commit") throw Error("the index is broken");
  }
  // Of a run that has failed before it is asked, that is not what is told.
  std::vector<AccountNumber> Account() const override {
    if (how == "commit") throw Error("it has lost count");
    return {};
  }
};

}  // namespace textmill::test_stages

#endif  // CORE_RUN_TEST_STAGES_H_
