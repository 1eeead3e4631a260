#include "core/conformance/play.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

#include "core/plugin/instance.h"
#include "core/run/step_reply.h"
#include "core/run/utf8_check.h"
#include "core/table/gather.h"
#include "textmill/testing.hpp"

namespace textmill::core {
namespace {

using Slices = PlayOptions::Slices;

// Collects what a stage writes.
class Outputs final : public StageServices {
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
  std::string Take() const {
    std::string out;
    for (const std::string& bytes : bytes_) out += bytes + "\n--\n";
    return out;
  }

 private:
  size_t known_ = 0;
  std::vector<std::string> bytes_;
};

// The bytes of an array's buffers that its `length` rows from `offset` reach; calls `visit` with
// each.
template <class Visit>
void VisitBuffers(const Field& field, const ArrowArray& array, Visit&& visit) {
  const int64_t n = array.offset + array.length;
  if (array.n_buffers > 0 && array.buffers[0] != nullptr)
    visit(array.buffers[0], static_cast<size_t>((n + 7) / 8));
  if (field.format == "b") {
    visit(array.buffers[1], static_cast<size_t>((n + 7) / 8));
  } else if (const int64_t width = FixedWidth(field.format); width > 0) {
    visit(array.buffers[1], static_cast<size_t>(n * width));
  } else if (field.format != "+s") {
    const int32_t end = static_cast<const int32_t*>(array.buffers[1])[n];
    if (field.format == "+l") VisitBuffers(field.children[0], *array.children[0], visit);
    if (field.format != "+l") visit(array.buffers[2], static_cast<size_t>(end));
    visit(array.buffers[1], static_cast<size_t>(n + 1) * sizeof(int32_t));
  } else {
    for (size_t k = 0; k < field.children.size(); ++k)
      VisitBuffers(field.children[k], *array.children[k], visit);
  }
}

std::string BytesOf(const Schema& schema, const std::vector<Array>& columns) {
  std::string all;
  for (size_t c = 0; c < columns.size(); ++c) {
    VisitBuffers(schema[c], *columns[c], [&](const void* bytes, size_t size) {
      if (size > 0) all.append(static_cast<const char*>(bytes), size);
    });
  }
  return all;
}

// Some rows of the table, as they are handed over.
class HandedBatch {
 public:
  HandedBatch(const Schema& schema, const std::vector<Array>& columns, int64_t from, int64_t n,
              uint32_t pass, Slices slices)
      : schema_(schema) {
    ExportField(StructOf("", schema), &exported_);
    for (size_t c = 0; c < columns.size(); ++c) {
      if (slices == Slices::kWhole || slices == Slices::kChildren) {
        // With rows before and behind, so that an offset has something to pass over.
        const int64_t before = slices == Slices::kWhole ? 0 : std::min<int64_t>(from, 3);
        owned_.push_back(Gather(schema[c], {columns[c].get()}, {{0, from - before, n + before}}));
        ArrowArray& view = views_.emplace_back(*owned_.back());
        view.offset += before;
        view.length = n;
        view.null_count = -1;
      } else {
        owned_.push_back(columns[c]);
        views_.push_back(*columns[c]);
      }
      views_.back().release = nullptr;
    }
    for (ArrowArray& view : views_) children_.push_back(&view);
    array_.length = n;
    array_.offset = slices == Slices::kStruct ? from : 0;
    array_.n_buffers = 1;
    array_.buffers = buffers_;
    array_.n_children = static_cast<int64_t>(children_.size());
    array_.children = children_.data();
    batch_ = {n, pass, 0, &exported_, &array_};
  }
  ~HandedBatch() { exported_.release(&exported_); }
  HandedBatch(const HandedBatch&) = delete;
  HandedBatch& operator=(const HandedBatch&) = delete;

  const textmill_batch& get() const { return batch_; }
  std::string bytes() const { return BytesOf(schema_, owned_); }
  void Spoil() {
    for (size_t c = 0; c < owned_.size(); ++c) {
      VisitBuffers(schema_[c], *owned_[c], [](const void* bytes, size_t size) {
        if (size > 0) std::memset(const_cast<void*>(bytes), 0x2A, size);
      });
    }
  }

 private:
  const Schema& schema_;
  ArrowSchema exported_{};
  std::vector<Array> owned_;
  std::deque<ArrowArray> views_;
  std::vector<ArrowArray*> children_;
  const void* buffers_[1] = {nullptr};
  ArrowArray array_{};
  textmill_batch batch_{};
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
      : subject_(subject), table_(table), options_(options) {}

  Result<Played> Play(const ParamValues& params) {
    auto instance = Instance::Create(*subject_.stage, "test", params.root());
    if (!instance) return instance.error();
    instance_ = std::move(*instance);
    if (Status bound = Bind(); !bound) return bound.error();
    outputs_.SetKnown(step_.bound.outputs.size());
    Status status =
        instance_->Open(&outputs_, subject_.folder, static_cast<uint32_t>(options_.threads));
    const uint32_t passes = (step_.bound.flags & TEXTMILL_REPLAYS) != 0 ? 2 : 1;
    for (uint32_t pass = 0; pass < passes && status; ++pass) {
      status = Pass(pass, pass + 1 == passes);
      if (status && pass + 1 < passes) status = instance_->EndOfPass();
    }
    if (status) status = instance_->Finish();
    if (status && (step_.bound.flags & TEXTMILL_TABLES) != 0) status = Tables();
    instance_->Detach();
    if (!status) return status.error();
    played_.output = outputs_.Take();
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
        pieces->push_back({from, 1, {}, status.error().ToString()});
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

  Status Pass(uint32_t pass, bool last) {
    std::vector<int64_t> starts;
    for (int64_t from = 0; from == 0 || from < table_.rows; from += options_.batch_rows)
      starts.push_back(from);
    std::vector<std::vector<Piece>> pieces(starts.size());
    std::vector<Status> statuses(starts.size());
    std::atomic<size_t> next{0};
    const auto work = [&] {
      for (size_t i; (i = next++) < starts.size();) {
        const int64_t n = std::min(options_.batch_rows, table_.rows - starts[i]);
        statuses[i] = Process(starts[i], n, pass, last, &pieces[i]);
      }
    };
    std::vector<std::thread> threads;
    for (int t = 1; t < options_.threads; ++t) threads.emplace_back(work);
    work();
    for (std::thread& thread : threads) thread.join();
    for (size_t i = 0; i < starts.size(); ++i) {
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
      ++played_.failed;
      if (last) Note(piece->from, "failed: " + *piece->failure);
      return {};
    }
    const StepReply& reply = piece->reply;
    std::vector<int64_t> kept;
    for (int64_t i = 0; i < reply.rows; ++i) {
      if (reply.verdict(i) == 0) kept.push_back(i);
      if (last && reply.verdict(i) != 0) NoteDrop(piece->from + ParentOf(reply, i), reply, i);
    }
    StepReply committed;
    const bool commits = (step_.bound.flags & (TEXTMILL_COMMITS | TEXTMILL_REPLAYS)) != 0;
    if (commits && !kept.empty()) {
      auto taken = Commit(*piece, kept, pass, last);
      if (!taken) return taken.error();
      committed = std::move(*taken);
    }
    if (!last) return {};
    for (size_t k = 0; k < kept.size(); ++k) {
      const int64_t row = piece->from + ParentOf(reply, kept[k]);
      const auto at = static_cast<int64_t>(k);
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
  void NoteDrop(int64_t row, const StepReply& reply, int64_t i) {
    const char* reason = subject_.stage->info->reasons[reply.verdict(i) - 1];
    Note(row,
         "dropped (" + std::string(reason) + ") " + ShowRow(step_.bound.details, reply.details, i));
  }

  const Subject& subject_;
  const SampleTable& table_;
  const PlayOptions& options_;
  Outputs outputs_;
  std::unique_ptr<Instance> instance_;
  Step step_;
  Schema fields_;
  std::vector<Array> columns_;
  Played played_;
};

// For a message: what can be printed, and not too much of it.
std::string Shortened(const std::string& text) {
  constexpr size_t kMost = 300;
  std::string out;
  for (const char c : text.substr(0, kMost)) {
    if (c >= ' ' && c != 0x7F) {
      out += c;
    } else {
      out += "\\x";
      out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
      out += "0123456789abcdef"[c & 15];
    }
  }
  return text.size() <= kMost ? out : out + "...";
}

std::string FirstDifference(const std::string& what, const std::vector<std::string>& first,
                            const std::vector<std::string>& second) {
  for (size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    const std::string a = i < first.size() ? first[i] : "nothing";
    const std::string b = i < second.size() ? second[i] : "nothing";
    if (a != b) return what + ": " + Shortened(a) + "  became  " + Shortened(b);
  }
  return "";
}

}  // namespace

Result<Played> Play(const Subject& subject, const ParamValues& params, const SampleTable& table,
                    const PlayOptions& options) {
  return Player(subject, table, options).Play(params);
}

std::string Difference(const Played& first, const Played& second) {
  // Drops of process stand before what commit left of the same batch: the order is by row.
  const auto sorted = [](std::vector<std::string> rows) {
    std::stable_sort(rows.begin(), rows.end(), [](const std::string& a, const std::string& b) {
      return std::atoll(a.c_str() + 4) < std::atoll(b.c_str() + 4);
    });
    return rows;
  };
  std::string found = FirstDifference("documents", sorted(first.rows), sorted(second.rows));
  if (found.empty()) found = FirstDifference("table", first.tables, second.tables);
  if (found.empty() && first.output != second.output)
    found =
        "the bytes written: " + Shortened(first.output) + "  became  " + Shortened(second.output);
  return found;
}

}  // namespace textmill::core
