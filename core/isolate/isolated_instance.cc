#include "core/isolate/isolated_instance.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "core/isolate/serve.h"
#include "textmill/extensions.h"

namespace textmill::core {
namespace {

constexpr char kUnreadable[] = "the plugin damaged its process: its answer cannot be read";

// "30 s", "1.5 s", "200 ms"
std::string Shown(std::chrono::nanoseconds time) {
  const double seconds = std::chrono::duration<double>(time).count();
  char text[32];
  std::snprintf(text, sizeof text, seconds < 1 ? "%.4g ms" : "%.4g s",
                seconds < 1 ? seconds * 1000 : seconds);
  return text;
}

std::string ShownBytes(uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g MiB", static_cast<double>(bytes) / (1 << 20));
  return text;
}

// Each process takes three descriptors, and there are some for each thread and step.
void AllowManyDescriptors() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max) return;
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 1 << 16);
  setrlimit(RLIMIT_NOFILE, &limit);
}

// What is wrong with more than a document.
Error Fatal(Error error) {
  if (error.kind != ErrorKind::kCancelled) error.kind = ErrorKind::kInternal;
  return error;
}

}  // namespace

IsolatedInstance::IsolatedInstance(std::unique_ptr<Instance> local, const Bound& bound,
                                   const IsolateOptions& options)
    : Instance(local->stage(), local->step()),
      local_(std::move(local)),
      bound_(bound),
      options_(options),
      carry_field_(StructOf("carry", bound.carry)),
      stateless_((bound.flags & TEXTMILL_STATELESS) != 0),
      saves_(!stateless_ && local_->offers_state()) {}

Result<std::unique_ptr<Instance>> IsolatedInstance::Make(std::unique_ptr<Instance> local,
                                                         const Bound& bound,
                                                         const IsolateOptions& options) {
  AllowManyDescriptors();
  std::unique_ptr<IsolatedInstance> made(new IsolatedInstance(std::move(local), bound, options));
  const ServeOptions serve{made->local_.get(), bound, options.memory, options.log};
  auto root = ChildProcess::Fork([&](ChildEnds ends) { Serve(serve, std::move(ends)); });
  if (!root) return made->About(root.error());
  made->root_ = std::move(*root);
  return std::unique_ptr<Instance>(std::move(made));
}

IsolatedInstance::~IsolatedInstance() = default;

Error IsolatedInstance::About(const Error& error) const {
  Error about = error;
  if (about.step.empty()) about.step = step();
  // The document is to blame that took more than the pipeline allows, and the process is of no
  // more use: nobody knows what of the batch it had done.
  if (about.kind == ErrorKind::kOutOfMemory && options_.memory != 0) {
    about.kind = ErrorKind::kDied;
    about.message += " within its `memory` of " + ShownBytes(options_.memory);
  }
  return about;
}

// Of a call that is not about a document.
Error IsolatedInstance::AboutCall(Error error, const char* function) const {
  if (error.kind == ErrorKind::kDied) error.message += std::string(" in `") + function + "`";
  return About(error);
}

ChildProcess::Deadline IsolatedInstance::DeadlineOf(int64_t rows, bool part) const {
  if (options_.timeout.count() == 0) return std::nullopt;
  // To find one document among thousands shall not take a dozen times as long.
  const auto time = part && rows > 1 ? options_.timeout / 4 : options_.timeout;
  return std::chrono::steady_clock::now() + time;
}

std::string IsolatedInstance::TooLate(int64_t rows) const {
  return std::string("the plugin was not done with ") + (rows == 1 ? "it" : "the batch") +
         " after " + Shown(options_.timeout) + " (`timeout`)";
}

// ---- what an answer says

Status IsolatedInstance::Outcome(Unpacker* body) {
  int64_t peak = 0;
  const Status status = UnpackOutcome(body, &peak);
  if (!body->ok()) return Error{kUnreadable, "", ErrorKind::kDied};
  NotePeak(peak);
  if (!status) return About(status.error());
  return {};
}

Status IsolatedInstance::Apply(const Answer& answer) {
  for (const Written& written : answer.written) {
    if (written.output >= bound_.outputs.size())
      return About({"wrote to an output that it does not have", "", ErrorKind::kBrokenPromise});
    if (services_ == nullptr) return {};
    if (Status status = services_->Write(written.output, written.bytes); !status) return status;
  }
  return {};
}

// ---- processes

Status IsolatedInstance::OpenIn(ChildProcess* child, bool apply) {
  Packer packer(child->questions());
  PackOpen(work_folder_, threads_, open_memory_, input_bytes_, &packer);
  auto answer = child->Ask(Ask::kOpen, packer.size(), options_.stop);
  if (!answer) {
    Error error = answer.error();
    error.message += " while it was opened";
    return About(error);
  }
  Unpacker body = answer->Unpack();
  Status status = Outcome(&body);
  if (status && apply) status = Apply(*answer);
  return status;
}

Result<bool> IsolatedInstance::CanBeForked(ChildProcess* child) {
  auto answer = child->Ask(Ask::kLook, 0, options_.stop);
  if (!answer) return About(answer.error());
  Unpacker body = answer->Unpack();
  const Status status = Outcome(&body);
  if (!status) return status.error();
  const auto look = body.Get<LookAnswer>();
  return body.ok() && look.threads == 0 && look.files == 0;
}

Status IsolatedInstance::Open(StageServices* services, const std::string& work_folder,
                              uint32_t threads, uint64_t memory) {
  services_ = services;
  work_folder_ = work_folder;
  threads_ = threads;
  // What it keeps must leave room for a call.
  open_memory_ = options_.memory == 0 ? memory
                 : memory == 0        ? options_.memory / 2
                                      : std::min(memory, options_.memory / 2);
  state_.Begin(work_folder);
  auto first = root_->Spawn();
  if (!first) return About(first.error());
  if (Status status = OpenIn(first->get(), /*apply=*/true); !status) return status;
  const auto forkable = CanBeForked(first->get());
  if (!forkable) return forkable.error();
  const auto account = AccountIn(first->get());
  if (!account) return account.error();
  account_.Begin(*account, *account);
  (*forkable ? base_ : committer_) = std::move(*first);
  return {};
}

// One that has opened the stage and not been used.
Result<IsolatedInstance::Child> IsolatedInstance::Another() {
  const std::lock_guard lock(base_mutex_);
  auto made = (base_ != nullptr ? base_ : root_)->Spawn();
  if (!made) return Fatal(About(made.error()));
  if (base_ != nullptr) return made;
  if (Status status = OpenIn(made->get(), /*apply=*/false); !status) return Fatal(status.error());
  return made;
}

// ---- process

Result<IsolatedInstance::Child> IsolatedInstance::TakeLane() {
  while (true) {
    Child lane;
    {
      const std::lock_guard lock(lanes_mutex_);
      if (lanes_.empty()) break;
      lane = std::move(lanes_.back());
      lanes_.pop_back();
    }
    // One that ended while nobody called it, by a thread of its own, say, is no document's fault.
    if (lane->Alive()) return lane;
  }
  return Another();
}

Status IsolatedInstance::Process(const textmill_batch& batch, textmill_reply* reply,
                                 bool fresh_lane) {
  const auto deadline = DeadlineOf(batch.rows, fresh_lane);
  const auto ask = [&](ChildProcess* child) {
    Packer packer(child->questions());
    PackBatch(batch, fresh_lane, carry_field_, nullptr, &packer);
    return child->Ask(Ask::kProcess, packer.size(), options_.stop, deadline, TooLate(batch.rows));
  };
  const auto read = [&](const Answer& answer) -> Status {
    Unpacker body = answer.Unpack();
    if (Status status = Outcome(&body); !status) return status;
    UnpackReply(bound_, core::Call::kProcess, &body, reply);
    if (!body.ok()) return Error{kUnreadable, "", ErrorKind::kDied};
    return {};
  };
  if (lanes_in_order_) {
    const std::lock_guard lock(commit_mutex_);
    if (Status status = EnsureCommitter(); !status) return status;
    auto answer = ask(committer_.get());
    Status status = answer ? read(*answer) : Status(About(answer.error()));
    if (!status && status.error().kind == ErrorKind::kDied) {
      Tell(status.error());
      committer_.reset();
    }
    return status;
  }
  auto lane = TakeLane();
  if (!lane) return lane.error();
  auto answer = ask(lane->get());
  if (!answer) {
    Tell(answer.error());
    return About(answer.error());
  }
  const Status status = read(*answer);
  const bool reusable =
      status.ok() || (status.error().kind != ErrorKind::kDied && options_.memory == 0);
  if (!reusable) return status;
  (*lane)->Forget();
  const std::lock_guard lock(lanes_mutex_);
  lanes_.push_back(std::move(*lane));
  return status;
}

// The first time that a process dies.
void IsolatedInstance::Tell(const Error& error) {
  if (error.kind != ErrorKind::kDied || told_.exchange(true)) return;
  options_.log(
      TEXTMILL_LOG_WARNING, step(),
      error.message + "; the documents that it was at are tried in parts, in new processes");
}

// ---- what is done in order

Status IsolatedInstance::EnsureCommitter() {
  if (committer_ != nullptr && committer_->Alive()) return {};
  const bool anew = committer_ != nullptr || committed_;
  committer_.reset();
  if (anew) return Recover();
  auto made = Another();
  if (!made) return made.error();
  committer_ = std::move(*made);
  return {};
}

// A new process with what the one that has ended remembered.
Status IsolatedInstance::Recover() {
  if (committed_ && !stateless_ && !saves_) {
    return Fatal(About(
        {"the process of the stage has ended, and with it what it remembered of the documents; the "
         "stage offers no state (textmill.state/1) that another one could go on from",
         "this is a mistake in its plugin"}));
  }
  Result<Child> made = Error{};
  if (settled_) {
    const std::lock_guard lock(base_mutex_);
    made = root_->Spawn();
    if (made) {
      if (Status status = OpenIn(made->get(), /*apply=*/false); !status)
        return Fatal(status.error());
    }
  } else {
    made = Another();
  }
  if (!made) return Fatal(About(made.error()));
  committer_ = std::move(*made);
  Status status;
  if (state_.has_state()) {
    uint64_t at = 0;
    status = RestoreFrom([&](char* to, size_t size) {
      auto n = state_.ReadState(at, to, size);
      if (n) at += *n;
      return n;
    });
  }
  if (status) {
    status = state_.Replay([&](std::string_view question) -> Status {
      Packer packer(committer_->questions());
      packer.PutAgain(question);
      auto answer = committer_->Ask(Ask::kCommit, packer.size(), options_.stop);
      if (!answer) return About(answer.error());
      Unpacker body = answer->Unpack();
      return Outcome(&body);
    });
  }
  if (status) return {};
  committer_.reset();
  Error error = status.error();
  error.message = "its process could not be replaced: " + error.message;
  return Fatal(error);
}

Status IsolatedInstance::Commit(const textmill_batch& batch, const ArrowArray* carry,
                                textmill_reply* reply) {
  const std::lock_guard lock(commit_mutex_);
  if (Status status = EnsureCommitter(); !status) return status;
  Packer packer(committer_->questions());
  PackBatch(batch, false, carry_field_, carry, &packer);
  auto answer = committer_->Ask(Ask::kCommit, packer.size(), options_.stop,
                                DeadlineOf(batch.rows, false), TooLate(batch.rows));
  Status status = answer ? Status() : Status(About(answer.error()));
  if (status) {
    Unpacker body = answer->Unpack();
    status = Outcome(&body);
    if (status) {
      UnpackReply(bound_, core::Call::kCommit, &body, reply);
      if (!body.ok()) status = About({kUnreadable, "", ErrorKind::kDied});
    }
  }
  if (!status) {
    if (status.error().kind != ErrorKind::kDied) return status;
    Tell(status.error());
    committer_.reset();
    if (Status recovered = Recover(); !recovered) return recovered;
    return status;
  }
  committed_ = true;
  if (Status applied = Apply(*answer); !applied) return applied;
  Status kept;
  if (saves_) kept = state_.Append(committer_->questions()->Read(packer.size()));
  committer_->Forget();
  return kept && state_.due() ? SaveHere(nullptr) : kept;
}

Result<IsolatedInstance::Answer> IsolatedInstance::AskCommitter(enum Ask ask, size_t packed,
                                                                const char* function) {
  auto answer = committer_->Ask(ask, packed, options_.stop);
  if (answer) return answer;
  return Fatal(AboutCall(answer.error(), function));
}

Status IsolatedInstance::SaveHere(const WriteState* write) {
  Status kept;  // of all pieces: those after one that was not are passed over
  state_.BeginState();
  auto answer = committer_->AskState(
      Ask::kSave,
      [&](std::string_view piece) -> Result<size_t> {
        if (kept && saves_) kept = state_.AddToState(piece);
        if (kept && write != nullptr) kept = (*write)(piece);
        return 0;
      },
      options_.stop);
  if (!answer) return Fatal(AboutCall(answer.error(), "save"));
  Unpacker body = answer->Unpack();
  if (Status status = Outcome(&body); !status) return status;
  if (kept && saves_) state_.EndState();
  return kept;
}

Status IsolatedInstance::RestoreFrom(const ReadState& read) {
  SharedMemory* const to = committer_->questions();
  auto answer = committer_->AskState(
      Ask::kRestore,
      [&](std::string_view) -> Result<size_t> {
        char* const room = to->Room(kPieceBytes);
        if (room == nullptr) throw std::bad_alloc();
        return read(room, kPieceBytes);
      },
      options_.stop);
  if (!answer) {
    const Error error = AboutCall(answer.error(), "restore");
    return error.kind == ErrorKind::kDied ? Fatal(error) : error;
  }
  Unpacker body = answer->Unpack();
  return Outcome(&body);
}

// Process depends on what the one that commits has settled: lanes are forked from it from now on.
Status IsolatedInstance::Settle() {
  settled_ = true;
  auto sum = Account();
  if (!sum) return Fatal(sum.error());
  auto account = AccountIn(committer_.get());
  if (!account) return Fatal(account.error());
  account_.Begin(std::move(*sum), std::move(*account));
  {
    const std::lock_guard lock(lanes_mutex_);
    for (const Child& lane : lanes_) lane->Close();
    lanes_.clear();
  }
  const auto forkable = CanBeForked(committer_.get());
  if (!forkable) return Fatal(forkable.error());
  const std::lock_guard lock(base_mutex_);
  if (base_ != nullptr) base_->Close();
  base_.reset();
  lanes_in_order_ = !*forkable;
  if (!*forkable) return {};
  auto base = committer_->Spawn();
  if (!base) return Fatal(About(base.error()));
  base_ = std::move(*base);
  return {};
}

Status IsolatedInstance::EndOfPass() {
  const std::lock_guard lock(commit_mutex_);
  if (Status status = EnsureCommitter(); !status) return status;
  auto answer = AskCommitter(Ask::kEndOfPass, 0, "end_of_pass");
  if (!answer) return answer.error();
  Unpacker body = answer->Unpack();
  if (Status status = Outcome(&body); !status) return status;
  committed_ = true;
  if (Status status = Settle(); !status) return status;
  return saves_ ? SaveHere(nullptr) : Status();
}

Status IsolatedInstance::Finish() {
  const std::lock_guard lock(commit_mutex_);
  if (Status status = EnsureCommitter(); !status) return status;
  auto answer = AskCommitter(Ask::kFinish, 0, "finish");
  if (!answer) return answer.error();
  Unpacker body = answer->Unpack();
  if (Status status = Outcome(&body); !status) return status;
  return Apply(*answer);
}

Result<bool> IsolatedInstance::NextTable(uint32_t table, ArrowArray* rows) {
  const std::lock_guard lock(commit_mutex_);
  if (Status status = EnsureCommitter(); !status) return status.error();
  Packer packer(committer_->questions());
  packer.Put(table);
  auto answer = AskCommitter(Ask::kNextTable, packer.size(), "next_table");
  if (!answer) return answer.error();
  Unpacker body = answer->Unpack();
  if (Status status = Outcome(&body); !status) return status.error();
  if (body.Get<uint8_t>() == 0) return false;
  UnpackStruct(bound_.tables[table].children, &body, rows);
  if (!body.ok() || rows->release == nullptr)
    return Fatal(About({"it gave no rows of a table that goes on", "", ErrorKind::kBrokenReply}));
  return true;
}

Result<std::vector<Instance::Number>> IsolatedInstance::AccountIn(ChildProcess* child) {
  if (!local_->Offers(TEXTMILL_ACCOUNT_1)) return std::vector<Number>();
  auto answer = child->Ask(Ask::kAccount, 0, options_.stop);
  if (!answer) {
    Error error = answer.error();
    if (error.kind == ErrorKind::kDied) error.message += " when it was asked what it counted";
    return About(error);
  }
  Unpacker body = answer->Unpack();
  if (Status status = Outcome(&body); !status) return status.error();
  return UnpackAccount(&body);
}

Result<std::vector<Instance::Number>> IsolatedInstance::Account() {
  std::vector<ChildProcess*> all;
  if (committer_ != nullptr) all.push_back(committer_.get());
  for (const Child& lane : lanes_) all.push_back(lane.get());
  std::vector<std::vector<Number>> accounts;
  for (ChildProcess* child : all) {
    if (!child->Alive()) continue;
    auto account = AccountIn(child);
    if (!account) return account.error();
    accounts.push_back(std::move(*account));
  }
  return account_.Sum(accounts);
}

Status IsolatedInstance::Save(const WriteState& write) {
  const std::lock_guard lock(commit_mutex_);
  if (Status status = EnsureCommitter(); !status) return status;
  return SaveHere(&write);
}

Status IsolatedInstance::Restore(const ReadState& read) {
  const std::lock_guard lock(commit_mutex_);
  if (Status status = EnsureCommitter(); !status) return status;
  state_.BeginState();
  const ReadState keep = [&](char* to, size_t size) -> Result<size_t> {
    const auto n = read(to, size);
    if (!n) return n;
    if (Status kept = state_.AddToState({to, *n}); !kept) return kept.error();
    return n;
  };
  if (Status status = RestoreFrom(keep); !status) return status;
  // What the stage did not care to read is a part of it.
  std::string rest(kPieceBytes, '\0');
  while (true) {
    const auto n = keep(rest.data(), rest.size());
    if (!n) return n.error();
    if (*n < rest.size()) break;
  }
  committed_ = true;
  state_.EndState();
  return (bound_.flags & TEXTMILL_REPLAYS) != 0 ? Settle() : Status();
}

void IsolatedInstance::Detach() {
  services_ = nullptr;
  const bool in_peace = options_.stop == nullptr || !options_.stop->load();
  lanes_.push_back(std::move(committer_));
  lanes_.push_back(std::move(base_));
  for (const Child& child : lanes_) {
    if (child != nullptr && in_peace) child->Close();
  }
  lanes_.clear();
  root_.reset();
}

}  // namespace textmill::core
