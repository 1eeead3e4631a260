#include "core/run/executor.h"

#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <new>
#include <utility>

#include "core/run/numbers.h"
#include "textmill/conventions.h"
#include "textmill/view.hpp"

namespace textmill::core {
namespace {

// Batches under way at once, for each thread: enough that an ordered filter never starves.
constexpr unsigned kBatchesAThread = 3;
// A unit this much larger than a batch travels alone.
constexpr uint64_t kLarge = 4;

// oneTBB's threads outlive a run, and how it hands them their first task and takes back their last
// is invisible to the thread sanitizer: what was made before a pipeline starts, and left when it
// ends, is handed over here.
std::atomic<uint64_t> handovers{0};

Error NotEnoughMemory() {
  return {"there is not enough memory", "fewer --threads or a smaller --batch-bytes take less",
          ErrorKind::kOutOfMemory};
}

void SortByOrigin(std::vector<Removed>* removed) {
  std::stable_sort(removed->begin(), removed->end(), [](const Removed& a, const Removed& b) {
    return a.origin.offset < b.origin.offset;
  });
}

}  // namespace

Executor::Executor(const Plan& plan, const ExecutorOptions& options, const Records& records,
                   Outputs* outputs, Progress* progress, const std::vector<int64_t>& input_sizes,
                   const std::atomic<bool>* stop)
    : plan_(plan),
      options_(options),
      records_(records),
      outputs_(outputs),
      progress_(progress),
      stop_(stop),
      reader_(plan, records, options.batch_bytes, input_sizes.size()),
      ledger_(plan.steps.size()) {
  int64_t before = 0;
  for (const int64_t size : input_sizes) {
    bytes_before_.push_back(before);
    before += std::max<int64_t>(size, 0);
  }
  for (size_t i = 0; i < plan.steps.size(); ++i)
    runners_.emplace_back(plan, i, records, outputs->wants_dropped() || options.watcher != nullptr,
                          stop, i < options.split.size() ? options.split[i] : nullptr);
}

std::vector<Executor::Segment> Executor::Segments() const {
  std::vector<Segment> segments = {{1, 0, false, false}};
  for (size_t i = 1; i < runners_.size(); ++i) {
    if (!runners_[i].replays()) continue;
    segments.back().last = i;
    segments.back().replays = true;
    segments.push_back({i, 0, true, false});
  }
  segments.back().last = runners_.size() - 1;
  return segments;
}

Status Executor::Run() {
  const tbb::global_control threads(tbb::global_control::max_allowed_parallelism, options_.threads);
  tbb::task_arena arena(static_cast<int>(options_.threads));
  const std::vector<Segment> segments = Segments();
  const Checkpoint* const resumed =
      options_.checkpoints == nullptr ? nullptr : options_.checkpoints->resumed();
  size_t first = 0;
  if (resumed != nullptr) {
    ledger_ = resumed->ledger;
    first = resumed->position.segment;
    if (first >= segments.size()) return Error{"the checkpoint is of another pipeline", ""};
    if (Status status = Resume(resumed->position); !status) return status;
    if (Status status = options_.accounts->GoOn(resumed->accounts); !status) return status;
  }
  if (options_.sample) {
    sample_.emplace(*options_.sample);
    if (Status status = sample_->Choose(&reader_, *stop_); !status || stop_->load()) return status;
  }
  for (size_t i = first; i < segments.size(); ++i) {
    Status status;
    if (resumed == nullptr || i > first) status = Begin(segments[i], i);
    if (status) arena.execute([&] { status = RunSegment(segments[i], i); });
    if (!status || stop_->load()) return status;
  }
  return {};
}

Status Executor::Begin(const Segment& segment, size_t index) {
  from_ = std::move(to_);
  spool_read_ = 0;
  exhausted_ = false;
  if (segment.replays) {
    to_ = std::make_unique<Spool>(options_.work_folder);
    if (options_.checkpoints != nullptr) {
      auto made = Spool::Make(options_.checkpoints->SpoolPath(index));
      if (!made) return made.error();
      to_ = std::move(*made);
    }
  }
  documents_ = 0;
  if (segment.resumes) progress_->NextPass(pass_documents_ = std::exchange(spooled_, 0));
  // The first, so that there is one from the beginning on.
  return index == 0 && options_.checkpoints != nullptr ? WriteCheckpoint(segment, index) : Status();
}

// Goes to where a checkpoint was written.
Status Executor::Resume(const RunPosition& position) {
  const Checkpoints& checkpoints = *options_.checkpoints;
  const auto open = [&](uint64_t segment, const FileCut& cut, uint64_t read,
                        std::unique_ptr<Spool>* to) {
    auto spool = Spool::Resume(checkpoints.SpoolPath(segment), cut, read);
    if (spool) *to = std::move(*spool);
    return spool ? Status() : Status(spool.error());
  };
  Status status;
  if (position.from && position.segment > 0)
    status = open(position.segment - 1, *position.from, position.spool_read, &from_);
  if (status && position.to) status = open(position.segment, *position.to, 0, &to_);
  const bool all_read = position.segment > 0 || position.exhausted != 0;
  if (status && !all_read)
    status = reader_.Skip(position.units, position.input, position.unit_end, *stop_);
  exhausted_ = position.exhausted != 0;
  units_ = position.units;
  last_input_ = position.input;
  last_end_ = position.unit_end;
  spool_read_ = position.spool_read;
  bytes_read_ = position.bytes_read;
  spooled_ = position.spooled;
  admitted_ = position.admitted;
  enough_ = position.enough != 0;
  ids_.insert(position.ids.begin(), position.ids.end());
  documents_ = position.documents;
  pass_documents_ = position.pass_documents;
  progress_->StartFrom(static_cast<int>(position.segment), pass_documents_, documents_,
                       bytes_read_);
  return status;
}

// Nothing is under way.
Status Executor::WriteCheckpoint(const Segment& segment, size_t index) {
  RunPosition position;
  position.segment = index;
  position.exhausted = exhausted_;
  position.units = units_;
  position.input = last_input_;
  position.unit_end = last_end_;
  position.bytes_read = bytes_read_;
  position.documents = documents_;
  position.pass_documents = pass_documents_;
  position.spooled = spooled_;
  position.admitted = admitted_;
  position.enough = enough_;
  position.spool_read = spool_read_;
  position.ids.assign(ids_.begin(), ids_.end());
  const auto mark = [](Spool* spool, std::optional<FileCut>* to) -> Status {
    auto cut = spool->Mark();
    if (!cut) return cut.error();
    *to = *cut;
    return {};
  };
  Status status;
  if (from_ != nullptr && !exhausted_) status = mark(from_.get(), &position.from);
  if (status && segment.replays) status = mark(to_.get(), &position.to);
  if (!status) return status;
  auto accounts = options_.accounts->Now();
  if (!accounts) return accounts.error();
  const auto written = options_.checkpoints->Write(std::move(position), ledger_,
                                                   std::move(*accounts), outputs_, options_.split);
  if (!written) return written.error();
  documents_since_ = bytes_since_ = 0;
  // Only now nobody needs what the pass has read.
  if (*written && exhausted_ && from_ != nullptr) from_->Remove();
  return {};
}

Status Executor::RunSegment(const Segment& segment, size_t index) {
  const bool before = exhausted_;  // all of it is through since before the run was resumed
  const std::vector<Action> actions = Actions(segment);
  while (!exhausted_ && !Ending()) {
    fetched_ = 0;
    alone_ = false;
    RunPipeline(segment, actions);
    // The pipeline's threads are done; take what they left.
    const std::scoped_lock lock(fetch_mutex_, account_mutex_);
    if (exhausted_ || Ending() || !CheckpointIsDue()) continue;
    if (Status status = WriteCheckpoint(segment, index); !status) return status;
  }
  {
    const std::lock_guard lock(error_mutex_);
    if (error_) return *error_;
  }
  if (!segment.resumes && !before) {
    if (Status status = TakeFaults(); !status) return status;
  }
  if (stop_->load()) return {};
  // One between two passes, for what the first has read is not kept; and one before the end, which
  // may take long.
  if (options_.checkpoints != nullptr && !before && (segment.replays || CheckpointIsDue())) {
    if (Status status = WriteCheckpoint(segment, index); !status) return status;
  }
  if (!segment.replays) return {};
  const Step& step = plan_.steps[segment.last];
  return step.instance->EndOfPass();
}

// Inputs of which only the end showed that something is wrong with them.
Status Executor::TakeFaults() {
  const Step& step = plan_.steps.front();
  const auto faults = step.instance->Faults();
  if (!faults) return faults.error();
  for (const Instance::InputFault& fault : *faults) {
    ledger_.InputFailed(fault.why);
    if (Status status = outputs_->WriteFailed(records_.InputFailed(fault.why, fault.input, 0));
        !status)
      return status;
  }
  return {};
}

std::vector<Executor::Action> Executor::Actions(const Segment& segment) {
  std::vector<Action> actions;
  if (segment.resumes) {
    actions.push_back({false, [this, &segment](Work* work) {
                         auto batch = Spool::Unpack(plan_.steps[segment.first].input, work->block);
                         if (batch.ok())
                           work->batch = std::move(*batch);
                         else
                           work->fatal = batch.error();
                         work->block = {};
                       }});
  } else {
    actions.push_back({false, [this](Work* work) {
                         reader_.Read(work);
                         if (sample_) sample_->Cut(plan_.steps.front().output, work);
                       }});
    if (options_.limit || plan_.unique_ids)
      actions.push_back({true, [this](Work* work) { Admit(work); }});
  }
  if (Watched(0) && !segment.resumes) actions.push_back(Watch(0));
  for (size_t i = segment.first; i <= segment.last; ++i) {
    const StepRunner& runner = runners_[i];
    const uint32_t pass = segment.resumes && i == segment.first ? 1 : 0;
    actions.push_back({false, [&runner, pass](Work* work) { runner.Process(work, pass); }});
    if (runner.commits())
      actions.push_back({true, [&runner, pass](Work* work) { runner.Commit(work, pass); }});
    const bool rehearsal = runner.replays() && pass == 0;
    if (Watched(i) && runner.sees_documents() && !rehearsal) actions.push_back(Watch(i));
  }
  if (segment.replays) {
    actions.push_back({false, [this, &segment](Work* work) {
                         if (!work->fatal && work->batch.rows > 0)
                           work->block = Spool::Pack(SpoolSchema(segment), work->batch);
                       }});
  }
  actions.push_back({true, [this, &segment](Work* work) { Account(segment, work); }});
  return actions;
}

bool Executor::Watched(size_t step) const {
  return options_.watcher != nullptr && options_.watcher->Wants(step);
}

Executor::Action Executor::Watch(size_t step) const {
  return {true, [this, step](Work* work) {
            if (!work->fatal) options_.watcher->After(step, work->batch);
          }};
}

void Executor::RunPipeline(const Segment& segment, const std::vector<Action>& actions) {
  tbb::filter<void, Work*> chain = tbb::make_filter<void, Work*>(
      tbb::filter_mode::serial_in_order, [&](tbb::flow_control& control) -> Work* {
        (void)handovers.load(std::memory_order_acquire);
        const std::lock_guard lock(fetch_mutex_);
        std::unique_ptr<Work> work;
        try {
          work = Fetch(segment);
        } catch (const std::bad_alloc&) {
          EndWith(NotEnoughMemory());
        }
        if (work == nullptr) {
          control.stop();
          return nullptr;
        }
        ++fetched_;
        work->Give();
        return work.release();
      });
  for (size_t i = 0; i < actions.size();) {
    // Neighbours of a kind share a filter, and an ordered filter a mutex that the sanitizer
    // understands.
    const bool ordered = actions[i].ordered;
    size_t end = i;
    while (end < actions.size() && actions[end].ordered == ordered) ++end;
    auto mutex = std::make_shared<std::mutex>();
    chain = chain & tbb::make_filter<Work*, Work*>(
                        ordered ? tbb::filter_mode::serial_in_order : tbb::filter_mode::parallel,
                        [this, &actions, i, end, ordered, mutex](Work* work) {
                          work->Take();
                          {
                            std::unique_lock<std::mutex> lock;
                            if (ordered) lock = std::unique_lock(*mutex);
                            // What is under way when a run fails or is interrupted is let go.
                            try {
                              for (size_t k = i; k < end && !Ending(); ++k) actions[k].run(work);
                            } catch (const std::bad_alloc&) {
                              EndWith(NotEnoughMemory());
                            }
                          }
                          work->Give();
                          return work;
                        });
    i = end;
  }
  handovers.fetch_add(1, std::memory_order_release);
  tbb::parallel_pipeline(
      options_.threads * kBatchesAThread,
      chain & tbb::make_filter<Work*, void>(tbb::filter_mode::parallel, [](Work* work) {
        work->Take();
        delete work;
        handovers.fetch_add(1, std::memory_order_acq_rel);
      }));
  (void)handovers.load(std::memory_order_acquire);
}

std::unique_ptr<Work> Executor::Fetch(const Segment& segment) {
  if (!segment.resumes && enough_) exhausted_ = true;  // what was read before goes on to the end
  if (alone_ || exhausted_ || Ending() || CheckpointIsDue()) return nullptr;
  std::unique_ptr<Work> work = stash_ != nullptr ? std::move(stash_)
                               : segment.resumes ? FetchBlock()
                                                 : FetchUnit();
  if (work == nullptr) {
    exhausted_ = true;
    return nullptr;
  }
  const textmill_unit* unit = work->batch.unit != nullptr ? &work->batch.unit->raw : nullptr;
  if (unit != nullptr && work->unit_bytes > kLarge * options_.batch_bytes) {
    if (fetched_ > 0) {  // others are under way: let them finish first
      stash_ = std::move(work);
      return nullptr;
    }
    alone_ = true;
  }
  if (unit != nullptr) {
    ++units_;
    last_input_ = unit->input;
    last_end_ = unit->end;
  }
  if (from_ != nullptr) spool_read_ = from_->read();
  return work;
}

std::unique_ptr<Work> Executor::FetchUnit() {
  if (sample_) return sample_->Next();
  auto next = reader_.Next();
  if (next.ok()) return std::move(*next);
  EndWith(next.error());
  return nullptr;
}

std::unique_ptr<Work> Executor::FetchBlock() {
  auto work = std::make_unique<Work>(plan_.steps.size());
  const auto more = from_->Next(&work->block);
  if (!more.ok()) EndWith(more.error());
  if (!more.ok() || !*more) return nullptr;
  return work;
}

// What comes after the last document of the limit is as good as not read: documents and failures.
void Executor::CutAtLimit(Work* work) {
  const int64_t room = *options_.limit - admitted_;
  Batch& batch = work->batch;
  if (batch.rows < room) return;
  StepCounts& counts = work->counts.front();
  const auto is_behind = [&](const Removed& removed) {
    return room == 0 || removed.origin.offset > batch.origins[static_cast<size_t>(room) - 1].offset;
  };
  const auto cut = static_cast<int64_t>(std::erase_if(work->failed, is_behind));
  counts.failed -= cut;
  counts.in -= cut + batch.rows - room;
  batch = batch.Pick(plan_.steps.front().output, {{0, 0, room}});
  enough_ = true;
}

// A second document with an id that was there fails.
void Executor::FailRepeatedIds(Work* work) {
  Batch& batch = work->batch;
  const Schema& schema = plan_.steps.front().output;
  const int id = FindField(schema, TEXTMILL_COLUMN_ID);
  if (id < 0) return;
  const Array ids = batch.columns[static_cast<size_t>(id)];
  const BytesView values(ids.get(), 0, ids->length);
  std::vector<RowRange> first;
  for (int64_t row = 0; row < batch.rows; ++row) {
    if (ids_.emplace(values[row]).second) {
      AddRow(&first, 0, row);
      continue;
    }
    const Origin& origin = batch.origins[static_cast<size_t>(row)];
    const std::string message = "an earlier document has the same id, `" +
                                std::string(values[row]) +
                                "`, and the pipeline says `unique_ids: true`";
    work->failed.push_back({origin, records_.Failed(0, message, *batch.unit, origin)});
    ++work->counts.front().failed;
  }
  batch = batch.Pick(schema, first);
}

void Executor::Admit(Work* work) {
  if (work->fatal) return;
  if (options_.limit && enough_) work->input_failure.reset();
  if (work->input_failure) return;
  if (options_.limit) CutAtLimit(work);
  admitted_ += work->batch.rows;
  if (plan_.unique_ids) FailRepeatedIds(work);
}

void Executor::Account(const Segment& segment, Work* work) {
  const std::lock_guard lock(account_mutex_);
  if (work->fatal) return EndWith(*work->fatal);
  ledger_.Add(work->counts);
  if (work->input_failure) ledger_.InputFailed(*work->input_failure);
  Report(work);
  if (segment.replays) {
    spooled_ += work->batch.rows;
    // All of a batch may have been dropped; what was read of it counts all the same.
    const Status status = work->block.empty() ? Status() : to_->Append(std::move(work->block));
    if (!status.ok()) EndWith(status.error());
  } else {
    ledger_.Finish(work->batch.rows);
  }
  const int64_t documents = work->counts[segment.resumes ? segment.first : 0].in;
  const textmill_unit& unit = work->batch.unit->raw;
  documents_ += documents;
  documents_since_ += documents;
  bytes_since_ += static_cast<int64_t>(unit.end - unit.begin);
  if (segment.resumes) return progress_->Advance(documents, bytes_read_);
  if (unit.input < bytes_before_.size()) {
    bytes_read_ =
        std::max(bytes_read_, bytes_before_[unit.input] + static_cast<int64_t>(unit.consumed));
  }
  progress_->Advance(documents, bytes_read_);
}

// Writes the lines for what was dropped and what failed, in input order.
void Executor::Report(Work* work) {
  SortByOrigin(&work->dropped);
  SortByOrigin(&work->failed);
  for (const Removed& removed : work->dropped) {
    if (options_.watcher != nullptr) options_.watcher->Dropped(removed.line);
    if (Status status = outputs_->WriteDropped(removed.line); !status)
      return EndWith(status.error());
  }
  for (const Removed& removed : work->failed) {
    if (options_.watcher != nullptr) options_.watcher->Failed(removed.line);
    if (Status status = outputs_->WriteFailed(removed.line); !status)
      return EndWith(status.error());
  }
  if (ledger_.failures() > static_cast<int64_t>(plan_.stop_after_failures)) {
    const std::string file = outputs_->failed_name();
    EndWith({WithCommas(ledger_.failures()) +
                 " documents failed, more than `stop_after_failures: " +
                 std::to_string(plan_.stop_after_failures) + "`",
             file.empty() ? "" : "look at " + file + " to see why, or raise the limit"});
  }
}

void Executor::EndWith(const Error& error) {
  const std::lock_guard lock(error_mutex_);
  if (!error_) error_ = error;
  ended_.store(true, std::memory_order_release);
}

}  // namespace textmill::core
