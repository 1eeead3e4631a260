#include "core/conformance/play.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "core/plugin/instance.h"
#include "core/run/step_reply.h"
#include "core/run/utf8_check.h"
#include "core/table/gather.h"
#include "textmill/testing.hpp"

namespace textmill::core {
namespace {

// Collects what a stage writes.
class PlayedOutputs final : public StageServices {
 public:
  void Log(int32_t, const std::string&, std::string_view) override {}
  bool Cancelled() override { return false; }
  Status Write(size_t output, std::string_view bytes) override {
    if (output >= known_) return Error{"it wrote to an output that its bind reply does not have"};
    if (bytes_.size() < known_) bytes_.resize(known_);
    bytes_[output].append(bytes);
    return {};
  }
  void SetKnown(size_t n) { known_ = n; }
  std::vector<std::string> Take() { return std::move(bytes_); }
  void Forget() { bytes_.clear(); }
  void Append(const std::vector<std::string>& later) {
    bytes_.resize(std::max(bytes_.size(), later.size()));
    for (size_t i = 0; i < later.size(); ++i) bytes_[i] += later[i];
  }

 private:
  size_t known_ = 0;
  std::vector<std::string> bytes_;
};

// The folder that a stage may use, gone when the play is over.
class WorkFolder {
 public:
  explicit WorkFolder(const std::string& folder) : path_(folder + "/work") {
    std::error_code ignored;
    std::filesystem::create_directory(path_, ignored);
  }
  ~WorkFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string ShowRow(const Schema& schema, const std::vector<Array>& columns, int64_t row) {
  std::string text;
  for (size_t c = 0; c < columns.size(); ++c) {
    text += (c == 0 ? "" : ", ") + schema[c].name + ": " +
            testing::Show(schema[c], *columns[c], 0, row);
  }
  return "{" + text + "}";
}

// One stage and one table, from create to close.
class Player {
 public:
  Player(const Subject& subject, const SampleTable& table, const PlayOptions& options)
      : subject_(subject), table_(table), options_(options), work_(subject.folder) {}

  Result<Played> Play(const ParamValues& params) {
    auto instance = Instance::Create(*subject_.stage, "", params.root());
    if (!instance) return instance.error();
    instance_ = std::move(*instance);
    if (Status bound = Bind(); !bound) return bound.error();
    outputs_.SetKnown(step_.bound.outputs.size());
    Status status =
        instance_->Open(&outputs_, work_.path(), static_cast<uint32_t>(options_.threads));
    if (status && options_.state != nullptr) {
      if (Status restored = instance_->Restore(*options_.state); !restored) {
        played_.refusal = restored.error();
        return std::move(played_);
      }
      if (options_.begin_at >= 0)
        if (Status begun = instance_->BeginAt(static_cast<uint64_t>(options_.begin_at)); !begun)
          return begun.error();
    }
    // What `open` wrote is there already.
    if (options_.later || options_.from > 0 || options_.state != nullptr) outputs_.Forget();
    if (status) status = Passes();
    instance_->Detach();
    if (!status) return status.error();
    played_.outputs = outputs_.Take();
    return std::move(played_);
  }

 private:
  struct Piece {
    int64_t from = 0, rows = 0;
    StepReply reply;
    std::optional<std::string> failure;  // the one row of the piece failed
  };

  Status Bind() {
    if (options_.bind_twice) {
      Schema other = table_.schema;
      std::reverse(other.begin(), other.end());
      other.insert(other.begin(), SampleField("one_more", "int64"));
      if (auto first = instance_->Bind(&other); !first) return first.error();
    }
    auto bound = instance_->Bind(&table_.schema);
    if (!bound) return bound.error();
    step_.stage = subject_.stage;
    step_.uses = subject_.stage->info->name;
    step_.bound = std::move(*bound);
    for (const std::string& name : step_.bound.uses) {
      const int at = FindField(table_.schema, name);
      if (at < 0) return Error{"it uses the column `" + name + "`, which did not come in"};
      fields_.push_back(table_.schema[static_cast<size_t>(at)]);
      columns_.push_back(table_.columns[static_cast<size_t>(at)]);
    }
    return {};
  }

  // Processes rows; where several fail together, each alone, as a run does.
  Status Process(int64_t from, int64_t n, uint32_t pass, bool last, std::vector<Piece>* pieces) {
    HandedBatch batch(fields_, columns_, from, n, pass, options_.slices);
    const std::string before = options_.watch_input ? batch.bytes() : "";
    textmill_reply raw{};
    Status status = instance_->Process(batch.get(), &raw);
    if (status && options_.process_twice) {
      ReleaseReply(&raw);
      raw = {};
      status = instance_->Process(batch.get(), &raw);
    }
    if (options_.watch_input && before != batch.bytes())
      return Error{"it changed the columns that it was given"};
    if (!status) {
      ReleaseReply(&raw);
      if (n == 1) {
        const Error& why = status.error();
        pieces->push_back({from, 1, {}, WithHint(why.message, why.hint)});
        return {};
      }
      for (int64_t row = from; row < from + n; ++row) {
        if (Status one = Process(row, 1, pass, last, pieces); !one) return one;
      }
      return {};
    }
    if (options_.spoil_input) batch.Spoil();
    auto reply = TakeReply(step_, Phase::kProcess, n, last, &raw);
    if (!reply) return reply.error();
    if (!last) reply->rows = n;
    if (auto bad = FindInvalidUtf8(step_.bound.columns, reply->columns); !bad.empty())
      return Error{"it made text that is not UTF-8: " + bad[0].second};
    pieces->push_back({from, n, std::move(*reply), {}});
    return {};
  }

  // From the point where the play begins to the one where it ends.
  Status Passes() {
    const int64_t passes = (step_.bound.flags & TEXTMILL_REPLAYS) != 0 ? 2 : 1;
    played_.points = passes * (Batches() + 1);
    for (int64_t pass = 0; pass < passes; ++pass) {
      const int64_t first = pass * (Batches() + 1), end = first + Batches();
      if (options_.from > end) continue;
      const bool stops = options_.until >= 0 && options_.until <= end;
      const bool merges = !options_.merge.empty() && pass == 0;
      const int64_t to = merges ? options_.merge_at : stops ? options_.until : end;
      const int64_t stride = options_.save_often ? 1 : to + 1;
      for (int64_t at = std::max(first, options_.from); at < to; at += stride) {
        Status status = SaveForNothing();
        if (status) {
          status = Stretch(at - first, std::min(at + stride, to) - first,
                           static_cast<uint32_t>(pass), pass + 1 == passes);
        }
        if (!status) return status;
      }
      for (const Played* later : merges ? options_.merge : std::vector<const Played*>()) {
        if (Status merged = instance_->Merge(later->state); !merged) return merged;
        outputs_.Append(later->outputs);
      }
      if (stops) return instance_->Save(&played_.state);
      if (Status saved = SaveForNothing(); !saved) return saved;
      if (pass + 1 == passes) break;
      if (Status settled = instance_->EndOfPass(); !settled) return settled;
    }
    if (Status finished = instance_->Finish(); !finished) return finished;
    return (step_.bound.flags & TEXTMILL_TABLES) != 0 ? Tables() : Status();
  }

  int64_t Batches() const {  // one at least, which may be empty
    return std::max<int64_t>(1, (table_.rows + options_.batch_rows - 1) / options_.batch_rows);
  }
  Status SaveForNothing() {
    std::string forgotten;
    return options_.save_often ? instance_->Save(&forgotten) : Status();
  }

  // Some batches of a pass, which are processed before the first of them is committed.
  Status Stretch(int64_t begin, int64_t end, uint32_t pass, bool last) {
    const auto n = static_cast<size_t>(end - begin);
    std::vector<std::vector<Piece>> pieces(n);
    std::vector<Status> statuses(n);
    std::atomic<size_t> next{0};
    const auto work = [&] {
      for (size_t i; (i = next++) < n;) {
        const int64_t from = (begin + static_cast<int64_t>(i)) * options_.batch_rows;
        const int64_t rows = std::min(options_.batch_rows, table_.rows - from);
        statuses[i] = Process(from, rows, pass, last, &pieces[i]);
      }
    };
    std::vector<std::thread> threads;
    for (int t = 1; t < options_.threads; ++t) threads.emplace_back(work);
    work();
    for (std::thread& thread : threads) thread.join();
    for (size_t i = 0; i < n; ++i) {
      if (!statuses[i]) return statuses[i];
      for (Piece& piece : pieces[i]) {
        if (Status status = Finish(&piece, pass, last); !status) return status;
      }
    }
    return {};
  }

  // Commits a piece where the stage does that, and writes down what became of its rows.
  Status Finish(Piece* piece, uint32_t pass, bool last) {
    if (piece->failure) {
      NoteFailure(piece->from, *piece->failure, last);
      return {};
    }
    const StepReply& reply = piece->reply;
    std::set<int64_t> failed;
    for (const RowFailure& failure : reply.failures) {
      failed.insert(failure.row);
      NoteFailure(piece->from + failure.row, failure.message, last);
    }
    std::vector<int64_t> kept;
    for (int64_t i = 0; i < reply.rows; ++i) {
      if (failed.contains(ParentOf(reply, i))) continue;
      if (reply.verdict(i) == 0) kept.push_back(i);
      if (last && reply.verdict(i) != 0) NoteDrop(piece->from + ParentOf(reply, i), reply, i);
    }
    StepReply committed;
    const bool commits = (step_.bound.flags & (TEXTMILL_COMMITS | TEXTMILL_REPLAYS)) != 0;
    if (commits && !kept.empty()) {
      auto taken = Commit(*piece, kept, pass, last);
      if (!taken) return taken.error();
      committed = std::move(*taken);
      if (pass == 0) played_.committed += static_cast<int64_t>(kept.size());
    }
    std::set<int64_t> failed_in_commit;
    for (const RowFailure& failure : committed.failures) {
      failed_in_commit.insert(failure.row);
      const int64_t i = kept[static_cast<size_t>(failure.row)];
      NoteFailure(piece->from + ParentOf(reply, i), failure.message, last);
    }
    if (!last) return {};
    for (size_t k = 0; k < kept.size(); ++k) {
      const int64_t row = piece->from + ParentOf(reply, kept[k]);
      const auto at = static_cast<int64_t>(k);
      if (failed_in_commit.contains(at)) continue;
      if (committed.verdict(at) != 0) {
        NoteDrop(row, committed, at);
        continue;
      }
      std::string text = ShowRow(step_.bound.columns, reply.columns, kept[k]);
      if (!committed.columns.empty())
        text += " " + ShowRow(step_.bound.commit_columns, committed.columns, at);
      Note(row, text);
    }
    Release(&piece->reply);
    Release(&committed);
    return {};
  }

  Result<StepReply> Commit(const Piece& piece, const std::vector<int64_t>& kept, uint32_t pass,
                           bool last) {
    Schema fields = fields_;
    std::vector<Array> columns;
    for (size_t c = 0; c < fields.size(); ++c) {
      const int made = last ? FindField(step_.bound.columns, fields[c].name) : -1;
      std::vector<RowRange> ranges;
      for (const int64_t i : kept)
        AddRow(&ranges, 0, made >= 0 ? i : piece.from + ParentOf(piece.reply, i));
      const Array& source =
          made >= 0 ? piece.reply.columns[static_cast<size_t>(made)] : columns_[c];
      if (made >= 0) fields[c] = step_.bound.columns[static_cast<size_t>(made)];
      columns.push_back(Gather(fields[c], {source.get()}, ranges));
    }
    const auto n = static_cast<int64_t>(kept.size());
    const HandedBatch batch(fields, columns, 0, n, pass,
                            options_.slices == Slices::kWhole ? Slices::kWhole : Slices::kStruct);
    std::vector<const ArrowArray*> members;
    for (const Array& member : piece.reply.carry) members.push_back(member.get());
    const BorrowedStruct carry(members, members.empty() ? 0 : members[0]->length);
    textmill_reply raw{};
    const Status status =
        instance_->Commit(batch.get(), members.empty() ? nullptr : carry.get(), &raw);
    if (!status) {
      ReleaseReply(&raw);
      return Error{"commit failed: " + status.error().ToString()};
    }
    return TakeReply(step_, Phase::kCommit, n, last, &raw);
  }

  Status Tables() {
    for (size_t t = 0; t < step_.bound.tables.size(); ++t) {
      while (true) {
        ArrowArray raw{};
        auto more = instance_->NextTable(static_cast<uint32_t>(t), &raw);
        if (!more) return more.error();
        if (!*more) break;
        const int64_t rows = raw.length;
        auto members = TakeMembers(&raw, step_.bound.tables[t].children, -1);
        if (!members) return Error{"a table is wrong: " + members.error().message};
        for (int64_t row = 0; row < rows; ++row)
          played_.tables.push_back(ShowRow(step_.bound.tables[t].children, *members, row));
      }
    }
    return {};
  }

  void Release(StepReply* reply) {
    if (!options_.release_elsewhere) return;
    std::thread([reply] { *reply = {}; }).join();
  }
  static int64_t ParentOf(const StepReply& reply, int64_t i) {
    return reply.expands ? reply.parents[static_cast<size_t>(i)] : i;
  }
  void Note(int64_t row, const std::string& what) {
    played_.rows.push_back("row " + std::to_string(row) + ": " + what);
  }
  void NoteFailure(int64_t row, const std::string& message, bool last) {
    ++played_.failed;
    if (!last) return;
    Note(row, "failed: " + message);
    if (played_.first_failure.empty()) played_.first_failure = played_.rows.back();
  }
  void NoteDrop(int64_t row, const StepReply& reply, int64_t i) {
    const char* reason = subject_.stage->info->reasons[reply.verdict(i) - 1];
    Note(row,
         "dropped (" + std::string(reason) + ") " + ShowRow(step_.bound.details, reply.details, i));
  }

  const Subject& subject_;
  const SampleTable& table_;
  const PlayOptions& options_;
  const WorkFolder work_;
  PlayedOutputs outputs_;
  std::unique_ptr<Instance> instance_;
  Step step_;
  Schema fields_;
  std::vector<Array> columns_;
  Played played_;
};

}  // namespace

Result<Played> Play(const Subject& subject, const ParamValues& params, const SampleTable& table,
                    const PlayOptions& options) {
  return Player(subject, table, options).Play(params);
}

}  // namespace textmill::core
