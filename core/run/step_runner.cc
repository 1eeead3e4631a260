#include "core/run/step_runner.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <utility>

#include "core/plugin/plugin_call.h"
#include "core/run/handed_rows.h"
#include "core/run/utf8_check.h"

namespace textmill::core {
namespace {

class Stopwatch {
 public:
  explicit Stopwatch(int64_t* nanoseconds)
      : to_(nanoseconds), start_(std::chrono::steady_clock::now()) {}
  ~Stopwatch() {
    *to_ += std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() -
                                                                 start_)
                .count();
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  int64_t* to_;
  std::chrono::steady_clock::time_point start_;
};

// Of a stage that counts on having the rows of the first pass again, all of them and in the same
// batches: without one, what it says of the others would be wrong.
Error InSecondPass(Error why) {
  why.message += ", in the second pass, in which no document of the first may be missing";
  return why;
}

}  // namespace

std::vector<int32_t> StepRunner::Select(const Batch& batch) const {
  std::vector<int32_t> rows(static_cast<size_t>(batch.rows));
  std::iota(rows.begin(), rows.end(), 0);
  if (step_.condition == nullptr) return rows;
  const std::vector<Truth> truth = step_.condition->Evaluate(batch.columns, batch.rows);
  std::erase_if(rows, [&](int32_t row) { return truth[static_cast<size_t>(row)] != Truth::kTrue; });
  return rows;
}

void StepRunner::Keep(Work* work) const {
  const std::vector<Truth> truth = step_.condition->Evaluate(work->batch.columns, work->batch.rows);
  Layout layout;
  for (int32_t row = 0; row < work->batch.rows; ++row) {
    const Truth t = truth[static_cast<size_t>(row)];
    if (t == Truth::kTrue) {
      layout.input.push_back(row);
    } else {
      layout.same = false;
      Drop(work, row, t == Truth::kNull ? kConditionNull : kConditionFalse, {}, 0);
    }
  }
  Move(work, layout);
}

StepReply StepRunner::Set(const Batch& batch, std::vector<int32_t>* seen,
                          std::vector<RowFailure>* failed) const {
  const auto rows = static_cast<int64_t>(seen->size());
  std::vector<Array> columns =
      rows == batch.rows ? batch.columns : batch.Pick(step_.input, RangesOf(*seen)).columns;
  StepReply reply;
  reply.rows = rows;
  std::vector<uint8_t> fails(seen->size());
  for (size_t k = 0; k < step_.set.size(); ++k) {
    const SetColumn& set = step_.set[k];
    std::vector<uint8_t> odd(seen->size());
    Array made = set.value->Compute(columns, rows, &odd);
    for (size_t i = 0; i < odd.size(); ++i) {
      if (odd[i] == 0) continue;
      ++reply.counts[kSetOdd];
      if (!step_.fail_odd || fails[i] != 0) continue;
      fails[i] = 1;
      failed->push_back({(*seen)[i], "`" + step_.bound.columns[k].name +
                                         "` cannot be worked out: " + set.value->text()});
    }
    columns.resize(std::max(columns.size(), set.place + 1));
    columns[set.place] = made;
    reply.columns.push_back(std::move(made));
  }
  if (failed->empty()) return reply;
  std::vector<RowRange> good;
  std::vector<int32_t> rest;
  for (size_t i = 0; i < seen->size(); ++i) {
    if (fails[i] != 0) continue;
    AddRow(&good, 0, static_cast<int64_t>(i));
    rest.push_back((*seen)[i]);
  }
  for (size_t k = 0; k < reply.columns.size(); ++k)
    reply.columns[k] = Gather(step_.bound.columns[k], {reply.columns[k].get()}, good);
  reply.rows = static_cast<int64_t>(rest.size());
  *seen = std::move(rest);
  return reply;
}

// Calls the stage for the rows `seen`, and takes out of them those that fail.
Result<StepReply> StepRunner::Call(const Batch& batch, uint32_t pass, std::vector<int32_t>* seen,
                                   std::vector<RowFailure>* failed) const {
  Schema fields;
  std::vector<const ArrowArray*> columns;
  for (const int c : step_.uses_columns) {
    fields.push_back(step_.input[static_cast<size_t>(c)]);
    columns.push_back(batch.columns[static_cast<size_t>(c)].get());
  }
  const bool all = static_cast<int64_t>(seen->size()) == batch.rows;
  const HandedRows handed(fields, columns, *seen, all, batch.rows, pass);
  const bool keep_columns = !replays() || pass > 0;
  Parts parts;
  const Status status = CallPart(handed.get(), 0, handed.get().rows, keep_columns, &parts);
  if (!status) return status.error();
  if (parts.replies.size() == 1 && parts.handed[0] == handed.get().rows)
    return std::move(parts.replies[0]);
  std::vector<int32_t> good;
  for (size_t p = 0; p < parts.replies.size(); ++p) {
    for (int64_t i = 0; i < parts.handed[p]; ++i)
      good.push_back((*seen)[static_cast<size_t>(parts.begins[p] + i)]);
  }
  for (RowFailure& failure : parts.failed) {
    failure.row = (*seen)[static_cast<size_t>(failure.row)];
    failed->push_back(std::move(failure));
  }
  *seen = std::move(good);
  return JoinReplies(step_, Phase::kProcess, std::move(parts.replies), parts.handed);
}

// Calls the stage for rows [begin, end) of what is handed to it. Where that fails, the rows around
// the one that the stage blames, or the two halves, are tried on their own, until the documents
// that fail alone are found: a few calls for each of them, however large the batch.
Status StepRunner::CallPart(const textmill_batch& handed, int64_t begin, int64_t end,
                            bool keep_columns, Parts* parts) const {
  if (begin == end) return {};
  if (stop_->load(std::memory_order_relaxed))
    return Error{"the run was cancelled", "", ErrorKind::kCancelled};
  ArrowArray slice = *handed.columns;
  textmill_batch part = handed;
  part.rows = slice.length = end - begin;
  slice.offset += begin;
  part.columns = &slice;
  const bool whole = part.rows == handed.rows;
  textmill_reply raw{};
  const Status status = step_.instance->Process(part, &raw, /*fresh_lane=*/!whole);
  if (status.ok()) {
    auto reply = TakeReply(step_, Phase::kProcess, part.rows, keep_columns, &raw);
    if (!reply) return reply.error();
    parts->replies.push_back(std::move(*reply));
    parts->handed.push_back(part.rows);
    parts->begins.push_back(begin);
    return {};
  }
  ReleaseReply(&raw);
  // No document is to blame: to ask for the same memory again, once for each of them, helps nobody.
  const Error& why = status.error();
  if (why.kind == ErrorKind::kOutOfMemory || why.kind == ErrorKind::kInternal) return why;
  if (why.kind == ErrorKind::kBrokenReply) return Broken(step_, why.message);
  if (why.kind == ErrorKind::kCancelled) {
    return stop_->load(std::memory_order_relaxed)
               ? why
               : Broken(step_, "it gave up as if the run was to end, which it was not");
  }
  if (part.rows == 1) {
    if (handed.pass > 0 && why.kind == ErrorKind::kDied) return InSecondPass(why);
    parts->failed.push_back({static_cast<int32_t>(begin), WithHint(why.message, why.hint)});
    return {};
  }
  // The one that is blamed is asked about alone, too: what is said of a document does not depend on
  // those beside it.
  const int64_t blamed = status.error().row;
  const bool named = blamed >= 0 && blamed < part.rows;
  const int64_t from = named ? begin + blamed : begin + part.rows / 2;
  const int64_t cuts[] = {begin, from, named ? from + 1 : from, end};
  for (int k = 0; k < 3; ++k) {
    if (Status done = CallPart(handed, cuts[k], cuts[k + 1], keep_columns, parts); !done)
      return done;
  }
  return {};
}

// Those that a reply names, as rows of the batch.
void StepRunner::TakeFailures(StepReply* reply, const std::vector<int32_t>& seen,
                              std::vector<RowFailure>* failed) {
  for (RowFailure& failure : reply->failures) {
    failure.row = seen[static_cast<size_t>(failure.row)];
    failed->push_back(std::move(failure));
  }
  reply->failures.clear();
}

// As Call, with the failures that the stage names; rows for which it made text that is wrong fail,
// too. What it carries has a form of its own, from which nobody can take a row: then it is called
// again for the others.
Result<StepReply> StepRunner::CallForText(const Batch& batch, uint32_t pass,
                                          std::vector<int32_t>* seen,
                                          std::vector<RowFailure>* failed) const {
  while (true) {
    auto reply = Call(batch, pass, seen, failed);
    if (!reply) return reply;
    TakeFailures(&*reply, *seen, failed);
    std::vector<int32_t> wrong;
    for (auto& [k, message] : FindInvalidUtf8(step_.bound.columns, reply->columns)) {
      const int32_t at = reply->expands ? reply->parents[static_cast<size_t>(k)] : k;
      wrong.push_back((*seen)[static_cast<size_t>(at)]);
      failed->push_back({wrong.back(), "the stage made text that is wrong: " + message});
    }
    if (wrong.empty() || reply->carry.empty()) return reply;
    std::sort(wrong.begin(), wrong.end());
    std::erase_if(*seen,
                  [&](int32_t row) { return std::binary_search(wrong.begin(), wrong.end(), row); });
    if (seen->empty()) return StepReply();
  }
}

void StepRunner::Process(Work* work, uint32_t pass) const {
  if (!sees_documents() || work->fatal) return;
  StepCounts& counts = work->counts[index_];
  const Stopwatch stopwatch(&counts.nanoseconds);
  const AtUnit at(records_.InputName(work->batch.unit->raw.input).c_str(),
                  work->batch.unit->raw.begin, work->batch.unit->raw.end);
  const bool rehearsal = replays() && pass == 0;
  if (!rehearsal) counts.in += work->batch.rows;
  if (step_.kind == Step::Kind::kKeep) return Keep(work);
  if (split_ != nullptr) return ProcessSplit(work);

  std::vector<int32_t> seen = Select(work->batch);
  std::vector<RowFailure> failed;
  StepReply reply;
  if (!seen.empty() && step_.kind == Step::Kind::kSet) {
    reply = Set(work->batch, &seen, &failed);
  } else if (!seen.empty()) {
    auto called = CallForText(work->batch, pass, &seen, &failed);
    if (!called) {
      work->fatal = called.error();
      return;
    }
    reply = std::move(*called);
  }
  for (size_t i = 0; i < counts.counters.size(); ++i) counts.counters[i] += reply.counts[i];
  if (rehearsal) {  // columns and verdicts do not count yet, only failures do
    counts.in += static_cast<int64_t>(failed.size());
    reply.rows = static_cast<int64_t>(seen.size());
  }

  const Layout layout = Judge(work, seen, reply, std::move(failed));
  work->pending.columns = rehearsal
                              ? std::vector<Array>()
                              : Arrange(step_.bound.columns, reply.columns, work->batch, layout);
  work->pending.seen.clear();
  for (size_t i = 0; i < layout.reply.size(); ++i) {
    if (layout.reply[i] >= 0) work->pending.seen.push_back(static_cast<int32_t>(i));
  }
  work->pending.carry = std::move(reply.carry);
  if (!commits()) Forget(work);
  Move(work, layout);
  if (!commits()) Compose(work, work->pending.columns, {});
}

// Hands the rows that the stage saw to its commit: the columns as process left them, but for a
// rehearsal, which changes nothing.
Result<StepReply> StepRunner::CallCommit(const Work& work, uint32_t pass, bool rehearsal) const {
  Schema fields;
  std::vector<const ArrowArray*> columns;
  for (const int c : step_.uses_columns) {
    fields.push_back(step_.input[static_cast<size_t>(c)]);
    const int made = rehearsal ? -1 : FindField(step_.bound.columns, fields.back().name);
    if (made >= 0) fields.back() = step_.bound.columns[static_cast<size_t>(made)];
    columns.push_back(made >= 0 ? work.pending.columns[static_cast<size_t>(made)].get()
                                : work.batch.columns[static_cast<size_t>(c)].get());
  }
  const std::vector<int32_t>& seen = work.pending.seen;
  const bool all = static_cast<int64_t>(seen.size()) == work.batch.rows;
  const HandedRows handed(fields, columns, seen, all, work.batch.rows, pass);
  std::vector<const ArrowArray*> carry_members;
  for (const Array& member : work.pending.carry) carry_members.push_back(member.get());
  const BorrowedStruct carry(carry_members, carry_members.empty() ? 0 : carry_members[0]->length);
  Parts parts;
  const Status status = CommitPart(handed.get(), carry_members.empty() ? nullptr : carry.get(), 0,
                                   handed.get().rows, rehearsal, &parts);
  if (!status) return status.error();
  if (parts.replies.size() == 1) return std::move(parts.replies[0]);
  return JoinReplies(step_, Phase::kCommit, std::move(parts.replies), parts.handed);
}

// Commits rows [begin, end). Where the process of the stage dies of them, another one, which
// remembers what came before, is given them in halves, until the documents are found that it dies
// of; in the second pass once more as they are. `carry` is that of all rows: for a part of them
// `process` is called again.
Status StepRunner::CommitPart(const textmill_batch& handed, const ArrowArray* carry, int64_t begin,
                              int64_t end, bool rehearsal, Parts* parts) const {
  ArrowArray slice = *handed.columns;
  textmill_batch part = handed;
  part.rows = slice.length = end - begin;
  slice.offset += begin;
  part.columns = &slice;
  const bool whole = part.rows == handed.rows;
  StepReply again;
  if (!whole && carry != nullptr) {
    textmill_reply raw{};
    if (Status status = step_.instance->Process(part, &raw, /*fresh_lane=*/true); !status) {
      ReleaseReply(&raw);
      return status;
    }
    auto reply = TakeReply(step_, Phase::kProcess, part.rows, /*keep_columns=*/false, &raw);
    if (!reply) return reply.error();
    again = std::move(*reply);
  }
  std::vector<const ArrowArray*> members;
  for (const Array& member : again.carry) members.push_back(member.get());
  const BorrowedStruct carried(members, members.empty() ? 0 : members[0]->length);
  const ArrowArray* given = whole ? carry : members.empty() ? nullptr : carried.get();
  textmill_reply raw{};
  const auto died = [](const Status& of) {
    return !of.ok() && of.error().kind == ErrorKind::kDied;
  };
  Status status = step_.instance->Commit(part, given, &raw);
  if (died(status) && handed.pass > 0) {
    ReleaseReply(&raw);
    raw = {};
    status = step_.instance->Commit(part, given, &raw);
  }
  if (status.ok()) {
    auto reply = TakeReply(step_, Phase::kCommit, part.rows, !rehearsal, &raw);
    if (!reply) return reply.error();
    parts->replies.push_back(std::move(*reply));
    parts->handed.push_back(part.rows);
    return {};
  }
  ReleaseReply(&raw);
  const Error& why = status.error();
  if (why.kind == ErrorKind::kBrokenReply) return Broken(step_, why.message);
  if (!died(status)) return why;
  if (handed.pass > 0) return InSecondPass(why);
  if (part.rows == 1) {
    StepReply failed;
    failed.rows = 1;
    failed.failures.push_back({0, WithHint(why.message, why.hint)});
    parts->replies.push_back(std::move(failed));
    parts->handed.push_back(1);
    return {};
  }
  if (carry != nullptr && !CanRepeat(rehearsal)) {
    Error error = why;
    error.message += " in `commit`, and the batch cannot be given to it in parts";
    return error;
  }
  const int64_t middle = begin + part.rows / 2;
  if (Status done = CommitPart(handed, carry, begin, middle, rehearsal, parts); !done) return done;
  return CommitPart(handed, carry, middle, end, rehearsal, parts);
}

// Whether the rows that commit is given are those that process was given.
bool StepRunner::CanRepeat(bool rehearsal) const {
  if ((step_.bound.flags & TEXTMILL_EXPANDS) != 0) return false;
  return rehearsal ||
         std::none_of(step_.uses_columns.begin(), step_.uses_columns.end(), [&](int column) {
           const std::string& name = step_.input[static_cast<size_t>(column)].name;
           return FindField(step_.bound.columns, name) >= 0;
         });
}

void StepRunner::Commit(Work* work, uint32_t pass) const {
  if (!commits() || work->fatal) return;
  StepCounts& counts = work->counts[index_];
  const Stopwatch stopwatch(&counts.nanoseconds);
  const AtUnit at(records_.InputName(work->batch.unit->raw.input).c_str(),
                  work->batch.unit->raw.begin, work->batch.unit->raw.end);
  if (split_ != nullptr) return CommitSplit(work);
  const bool rehearsal = replays() && pass == 0;
  StepReply reply;
  if (!work->pending.seen.empty()) {
    Result<StepReply> called = CallCommit(*work, pass, rehearsal);
    if (!called) {
      work->fatal = called.error();
      return;
    }
    reply = std::move(*called);
  }
  for (size_t i = 0; i < counts.counters.size(); ++i) counts.counters[i] += reply.counts[i];
  const std::vector<int32_t>& seen = work->pending.seen;
  std::vector<RowFailure> failed;
  TakeFailures(&reply, seen, &failed);
  if (rehearsal) {
    if (!failed.empty()) {  // columns and verdicts do not count yet, only failures do
      counts.in += static_cast<int64_t>(failed.size());
      reply.rows = static_cast<int64_t>(seen.size());
      Move(work, Judge(work, seen, reply, std::move(failed)));
    }
  } else {
    const Layout layout = Judge(work, seen, reply, std::move(failed));
    std::vector<Array> commit =
        Arrange(step_.bound.commit_columns, reply.columns, work->batch, layout);
    std::vector<Array> process = std::move(work->pending.columns);
    if (layout.input.size() != static_cast<size_t>(work->batch.rows)) {
      const std::vector<RowRange> ranges = RangesOf(layout.input);
      for (size_t k = 0; k < process.size(); ++k)
        process[k] = Gather(step_.bound.columns[k], {process[k].get()}, ranges);
    }
    Forget(work);
    Move(work, layout);
    Compose(work, process, commit);
  }
  work->pending = {};
}

}  // namespace textmill::core
