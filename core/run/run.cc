#include "core/run/run.h"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/pipeline/kept_rows.h"
#include "core/pipeline/remembers.h"
#include "core/pipeline/wanted_columns.h"
#include "core/plugin/crash_report.h"
#include "core/plugin/plugin_call.h"
#include "core/present/terminal_text.h"
#include "core/run/executor.h"
#include "core/run/split_writer.h"
#include "core/run/tables.h"

namespace textmill::core {
namespace {

void LogFor(int32_t level, const std::string& step, std::string_view message) {
  static constexpr spdlog::level::level_enum kLevels[] = {spdlog::level::debug, spdlog::level::info,
                                                          spdlog::level::warn, spdlog::level::err};
  spdlog::log(kLevels[level >= 0 && level <= 3 ? level : 1], "step `{}`: {}", Showable(step),
              Showable(message));
}

// What the stage of one step may ask for.
class StepServices final : public StageServices {
 public:
  StepServices(size_t step, Outputs* outputs, Watcher* watcher, const std::atomic<bool>* stop)
      : step_(step), outputs_(outputs), watcher_(watcher), stop_(stop) {}
  void Log(int32_t level, const std::string& step, std::string_view message) override {
    LogFor(level, step, message);
  }
  bool Cancelled() override { return stop_->load(std::memory_order_relaxed); }
  Status Write(size_t output, std::string_view bytes) override {
    if (watcher_ != nullptr) watcher_->Wrote(step_, bytes);
    return outputs_->Write(step_, output, bytes);
  }

 private:
  size_t step_;
  Outputs* outputs_;
  Watcher* watcher_;
  const std::atomic<bool>* stop_;
};

// Those of all steps; the instances outlive them, and are told when they are gone.
class Services {
 public:
  explicit Services(Plan* plan) : plan_(plan) {}
  ~Services() {
    for (Step& step : plan_->steps) {
      if (step.instance != nullptr) step.instance->Detach();
    }
  }
  Services(const Services&) = delete;
  Services& operator=(const Services&) = delete;
  StageServices* Make(size_t step, Outputs* outputs, Watcher* watcher,
                      const std::atomic<bool>* stop) {
    return made_.emplace_back(std::make_unique<StepServices>(step, outputs, watcher, stop)).get();
  }

 private:
  Plan* plan_;
  std::vector<std::unique_ptr<StepServices>> made_;
};

// A folder for temporary files that is gone with the run.
class WorkFolder {
 public:
  // In `base`, or where that is empty in TMPDIR, or else in /tmp.
  Status Make(std::string base) {
    const char* usual = std::getenv("TMPDIR");
    if (base.empty()) base = usual != nullptr && *usual != '\0' ? usual : "/tmp";
    path_ = base + "/textmill-XXXXXX";
    const std::lock_guard lock(mutex);
    if (mkdtemp(path_.data()) != nullptr) {
      current = path_;
      return {};
    }
    const std::string wanted = std::exchange(path_, "");
    return Error{
        "cannot make a folder for temporary files (" + wanted + "): " + std::strerror(errno),
        "name a folder that can be written by --work-folder or TMPDIR", ErrorKind::kIo};
  }
  WorkFolder() = default;
  ~WorkFolder() {
    if (!path_.empty()) RemoveWorkFolder();
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  const std::string& path() const { return path_; }

  // Of the run under way; one at a time.
  static inline std::mutex mutex;
  static inline std::string current;

 private:
  std::string path_;
};

// How often the documents go through: once more for each stage that must have seen all of them.
int PassesOf(const Plan& plan) {
  return 1 +
         static_cast<int>(std::count_if(plan.steps.begin(), plan.steps.end(), [](const Step& step) {
           return !step.table_of && (step.bound.flags & TEXTMILL_REPLAYS) != 0;
         }));
}

// What each step that remembers documents may keep of `memory`.
uint64_t ShareOf(const Plan& plan, uint64_t memory) {
  const auto steps = std::count_if(plan.steps.begin(), plan.steps.end(), Remembers);
  return memory / static_cast<uint64_t>(std::max<std::ptrdiff_t>(1, steps));
}

// Unasked, runs whose inputs are larger than this write checkpoints.
constexpr int64_t kLargeInput = 1 << 30;

// What the run needs to write checkpoints, and to go on from one; nothing when it does not.
Status SetUpCheckpoints(const Plan& plan, const RunOptions& options,
                        const std::vector<textmill_input>& inputs, int64_t total,
                        std::optional<Checkpoints>* checkpoints) {
  using Every = CheckpointRule::Every;
  const CheckpointRule rule = options.checkpoint.value_or(CheckpointRule{Every::kNever, 0});
  if (!options.resume &&
      (rule.every == Every::kNever || (rule.every == Every::kAuto && total < kLargeInput)))
    return {};
  const std::string why_not = WhyNoCheckpoints(plan, inputs, options.watcher != nullptr);
  if (!why_not.empty()) {
    if (options.resume || rule.every != Every::kAuto)
      return Error{"this run cannot write checkpoints, or be resumed: " + why_not, ""};
    spdlog::info("if this run is ended, it cannot be resumed: {}", why_not);
    return {};
  }
  auto identity = IdentityOf(
      plan, inputs,
      {{"--batch-bytes", std::to_string(options.batch_bytes)},
       {"--limit", options.limit ? std::to_string(*options.limit) : std::string("not given")}});
  if (!identity) return identity.error();
  checkpoints->emplace(CheckpointPath(plan), rule, std::move(*identity), plan);
  return options.resume ? (*checkpoints)->Load(inputs) : Status();
}

// Tells the source which columns and rows are looked at.
void SetWhatIsRead(const Plan& plan, const Watcher* watcher) {
  Instance& source = *plan.steps.front().instance;
  auto wanted = WantedColumns(plan);
  if (watcher == nullptr) {
    source.SetKept(KeptRows(plan));
  } else if (const auto watched = watcher->WantedColumns(); watched && wanted) {
    wanted->insert(watched->begin(), watched->end());
  } else {
    wanted.reset();
  }
  if (wanted) source.SetWanted(std::move(*wanted));
}

// Everything between opening and publishing; the report's account is filled however it ends.
// `refused`: set when the command is to blame for the failure.
Status Execute(Plan& plan, const RunOptions& options, const std::atomic<bool>* stop,
               Outputs* outputs, RunReport* report, bool* refused) {
  // First of all: what is not yet open cannot get into other processes.
  if (Status status = IsolateSteps(&plan, options.isolate, LogFor, stop); !status) return status;
  auto inputs = plan.steps.front().instance->ListInputs();
  if (!inputs) return inputs.error();
  std::vector<std::string> names;
  std::vector<int64_t> sizes;
  int64_t total = 0;
  for (const textmill_input& input : *inputs) {
    names.emplace_back(input.path);
    report->inputs.push_back({input.path, input.bytes});
    sizes.push_back(input.bytes);
    total = input.bytes < 0 || total < 0 ? -1 : total + input.bytes;
  }

  std::optional<Checkpoints> checkpoints;
  if (Status status = SetUpCheckpoints(plan, options, *inputs, total, &checkpoints); !status) {
    *refused = true;
    return status;
  }
  const Checkpoint* const resumed = checkpoints ? checkpoints->resumed() : nullptr;
  report->resumed = resumed != nullptr;
  if (Status status = outputs->Open(resumed != nullptr ? &resumed->outputs : nullptr); !status) {
    *refused = outputs->refused() || resumed != nullptr;
    return status;
  }
  const std::string old = options.checkpoint ? CheckpointPath(plan) : "";
  if (resumed == nullptr && IsCheckpoint(old)) {
    spdlog::warn("a run that was ended could have been resumed (--resume); this one begins anew");
    Checkpoints::Clear(old);
  }
  if (checkpoints) report->checkpoint = checkpoints->path();
  WorkFolder work_folder;
  if (Status status = work_folder.Make(options.work_folder); !status) return status;
  const RunUnderWay run(work_folder.path());

  for (const Step& step : plan.steps) {
    if (step.instance != nullptr) step.instance->SetInputBytes(total);
  }

  SetWhatIsRead(plan, options.watcher);

  outputs->Hold(resumed != nullptr);
  Services services(&plan);
  const uint64_t share = ShareOf(plan, options.memory);
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    Step& step = plan.steps[i];
    if (step.instance == nullptr) continue;
    if (Status status = step.instance->Open(services.Make(i, outputs, options.watcher, stop),
                                            work_folder.path(), options.threads, share);
        !status) {
      return status;
    }
  }

  std::vector<std::unique_ptr<SplitWriter>> writers(plan.steps.size());
  std::vector<SplitWriter*> split(plan.steps.size());
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    if (!plan.steps[i].split) continue;
    writers[i] = std::make_unique<SplitWriter>(
        plan.steps[i], i, SplitWriter::Run{outputs, stop, work_folder.path(), options.threads});
    split[i] = writers[i].get();
  }
  if (resumed != nullptr) {
    if (Status status = checkpoints->Restore(split); !status) return status;
  }
  outputs->Hold(false);

  const Records records(plan, std::move(names), outputs->wants_dropped());
  Accounts accounts(plan);
  Status status;
  {
    Progress progress(options.progress, total, options.limit.value_or(-1), PassesOf(plan),
                      options.on_progress);
    Executor executor(
        plan,
        {options.threads, options.sample ? DocumentSample::UnitBytes(total) : options.batch_bytes,
         options.limit, options.sample, work_folder.path(), options.watcher, split,
         checkpoints ? &*checkpoints : nullptr, &accounts},
        records, outputs, &progress, sizes, stop);
    status = executor.Run();
    report->ledger = executor.ledger();
    report->bytes_read = executor.bytes_read();
  }
  auto numbers = accounts.Now();
  if (numbers) report->accounts = std::move(*numbers);
  if (!status || stop->load()) return status;  // which says more than what became of the numbers
  if (!numbers) return numbers.error();
  if (report->ledger.under_way() != 0) {
    return Error{"the account does not add up: documents were lost between the steps",
                 "this is a mistake in Textmill; please report it", ErrorKind::kInternal};
  }
  return FinishSteps(plan, split, &report->ledger, options.watcher, stop);
}

}  // namespace

void RemoveWorkFolder() {
  const std::lock_guard lock(WorkFolder::mutex);
  std::error_code ignored;
  // More than once: somebody may be making files there.
  for (int i = 0; i < 3 && !WorkFolder::current.empty(); ++i)
    std::filesystem::remove_all(WorkFolder::current, ignored);
  WorkFolder::current.clear();
}

int ExitStatus(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return 0;
    case Outcome::kTooManyFailures:
      return 3;
    case Outcome::kInterrupted:
      return 130;
    case Outcome::kRefused:
      return 2;
    case Outcome::kFailed:
      break;
  }
  return 1;
}

RunReport RunPlan(Plan& plan, const RunOptions& options, const std::atomic<bool>* stop) {
  const auto start = std::chrono::steady_clock::now();
  RunReport report(plan.steps.size());
  report.started = std::chrono::system_clock::now();
  report.threads = options.threads;
  Outputs outputs(plan, options.threads, stop);
  bool refused = false;
  Status status = Execute(plan, options, stop, &outputs, &report, &refused);
  if (const std::string stage = CameBackFrom(); status.ok() && !stage.empty()) {
    status = Error{"the stage `" + stage +
                       "` forked, and the new process came back into the program: it may have "
                       "written what is not counted",
                   "this is a mistake in its plugin", ErrorKind::kBrokenPromise};
  }
  if (status.ok() && !stop->load()) status = outputs.Finish();
  if (status.ok() && !stop->load() && options.before_publishing) options.before_publishing();
  const bool interrupted = stop->load();
  const auto settle = [&](Outcome outcome) {
    report.outcome = outcome;
    report.outputs = outputs.written();
    report.ended = std::chrono::system_clock::now();
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return plan.summary.empty() ? std::string() : options.summary(report);
  };
  bool summary_is_due = !plan.summary.empty();
  if (status.ok() && !interrupted) {
    const bool too_many = report.ledger.failures() > static_cast<int64_t>(plan.allow_failures);
    const std::string summary = settle(too_many ? Outcome::kTooManyFailures : Outcome::kDone);
    status = outputs.Publish(summary);
    report.outputs = outputs.written();
    if (status.ok() && !report.checkpoint.empty()) Checkpoints::Clear(report.checkpoint);
    if (status.ok() && outputs.summary_is_file()) summary_is_due = false;
  }
  if (!status.ok() || interrupted) {
    outputs.Abandon();
    if (access(report.checkpoint.c_str(), F_OK) != 0) report.checkpoint.clear();
    if (!interrupted) report.error = status.error();
    // Stages that give up for an interruption end with an error, which does not count.
    settle(interrupted ? Outcome::kInterrupted : refused ? Outcome::kRefused : Outcome::kFailed);
  }
  if (summary_is_due && report.outcome != Outcome::kRefused) {
    const Status written = outputs.WriteSummary(options.summary(report));
    if (!written) report.summary_error = written.error();
  }
  return report;
}

}  // namespace textmill::core
