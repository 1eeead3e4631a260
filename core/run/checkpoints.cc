#include "core/run/checkpoints.h"

#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "core/pipeline/link_target.h"
#include "core/pipeline/remembers.h"
#include "core/pipeline/values/quantity.h"
#include "core/present/terminal_text.h"

namespace textmill::core {
namespace {

using Every = CheckpointRule::Every;

constexpr std::chrono::minutes kUsual(5);
// A checkpoint that takes long is written less often, so that no more than this part of the time
// goes into them.
constexpr int kPart = 40;

bool IsOrWouldBeFile(const std::string& path) {
  struct stat found {};
  return path != "-" && (stat(path.c_str(), &found) != 0 || S_ISREG(found.st_mode));
}

}  // namespace

std::optional<CheckpointRule> CheckpointRule::Parse(const std::string& text) {
  if (text == "never") return CheckpointRule{Every::kNever, 0};
  std::optional<int64_t> n;
  CheckpointRule rule;
  if (text.ends_with("docs")) {
    rule.every = Every::kDocuments;
    n = ParseInteger(std::string_view(text).substr(0, text.size() - 4));
  } else if ((n = ParseDuration(text))) {
    rule.every = Every::kNanoseconds;
  } else {
    rule.every = Every::kBytes;
    n = ParseSize(text);
  }
  if (!n || *n <= 0) return std::nullopt;
  rule.n = *n;
  return rule;
}

std::string CheckpointPath(const Plan& plan) {
  const auto beside = [](const std::string& path) { return LinkTarget(path) + ".checkpoint"; };
  for (const PlannedOutput& output : plan.outputs) {
    if (output.pattern.empty() && IsOrWouldBeFile(output.path)) return beside(output.path);
  }
  for (const std::string& path : {plan.dropped, plan.failed}) {
    if (!path.empty() && IsOrWouldBeFile(path)) return beside(path);
  }
  return "";
}

std::string WhyNoCheckpoints(const Plan& plan, const std::vector<textmill_input>& inputs,
                             bool watched) {
  if (watched) return "--report looks at every document, which a run that is resumed could not";
  for (const textmill_input& input : inputs) {
    if (std::string_view(input.path) == "-") return "standard input cannot be read a second time";
    if (input.bytes < 0)
      return "the input " + Showable(input.path) + " is no file, and cannot be read a second time";
  }
  std::vector<std::string> written = {plan.dropped, plan.failed};
  for (const PlannedOutput& output : plan.outputs) {
    if (output.pattern.empty()) written.push_back(output.path);
    if (!output.pattern.empty() && (output.flags & TEXTMILL_OUTPUT_RAW) == 0 &&
        EncoderFor(output.path) != nullptr)
      return "files of a path with columns, as " + Showable(output.path) +
             ", are compressed in the end only; give a path without .gz or .zst";
  }
  for (const std::string& path : written) {
    if (path.empty() || IsOrWouldBeFile(path)) continue;
    return "what is written to " + (path == "-" ? "standard output" : Showable(path)) +
           " cannot be taken back";
  }
  const std::string checkpoint = CheckpointPath(plan);
  written.push_back(plan.summary);
  for (const std::string& path : written) {
    if (!checkpoint.empty() && LinkTarget(path).starts_with(checkpoint))
      return "its checkpoint would be " + checkpoint + ", and it writes " + Showable(path);
  }
  const std::string part = checkpoint + ".part";
  if (access(checkpoint.c_str(), F_OK) == 0 && !IsCheckpoint(checkpoint))
    return "it would write " + checkpoint + ", which is there and is no checkpoint; rename it";
  if (access(part.c_str(), F_OK) == 0 && !IsUnfinishedCheckpoint(part))
    return "it would write " + part + ", which is there and is no checkpoint; rename it";
  for (const Step& step : plan.steps) {
    if (Remembers(step) && !step.instance->offers_state())
      return "step `" + step.id + "`: the stage " + step.uses +
             " does not say what it remembers of documents (it offers no state)";
  }
  return "";
}

Status Checkpoints::Load(const std::vector<textmill_input>& inputs) {
  const std::string hint = "run without --resume to begin anew";
  if (access(path_.c_str(), F_OK) != 0)
    return Error{"nothing can be resumed: there is no checkpoint " + path_ +
                     ", as where no run wrote one, or the run is complete",
                 hint};
  auto read = ReadCheckpoint(path_);
  if (!read) return read.error();
  const std::string difference = core::Difference(read->identity, identity_, inputs);
  if (!difference.empty())
    return Error{"the run cannot be resumed from " + path_ + ": " + difference, hint};
  if (read->ledger.steps() != plan_.steps.size())
    return Error{"the checkpoint " + path_ + " cannot be used: it is of another pipeline", hint};
  resumed_ = std::move(*read);
  return {};
}

Status Checkpoints::Restore(const std::vector<SplitWriter*>& split) {
  const auto read = ReadCheckpoint(
      path_, [&](size_t step, const std::string& file, const Instance::ReadState& state) -> Status {
        const Error wrong{"it has a state that no step has"};
        if (step >= plan_.steps.size() || plan_.steps[step].instance == nullptr) return wrong;
        if (file.empty()) return plan_.steps[step].instance->Restore(state);
        return split[step] != nullptr ? split[step]->Restore(file, state) : wrong;
      });
  return read ? Status() : Status(read.error());
}

bool Checkpoints::Due(int64_t documents, int64_t bytes) const {
  const Clock::duration since = Clock::now() - last_;
  switch (rule_.every) {
    case Every::kAuto:
      return since >= std::max<Clock::duration>(kUsual, took_ * kPart);
    case Every::kNanoseconds:
      return since >= std::max<Clock::duration>(std::chrono::nanoseconds(rule_.n), took_ * kPart);
    case Every::kDocuments:
      return documents >= rule_.n;
    case Every::kBytes:
      return bytes >= rule_.n;
    case Every::kNever:
      break;
  }
  return false;
}

Result<bool> Checkpoints::Write(RunPosition position, const Ledger& ledger,
                                std::vector<AccountNumbers> accounts, Outputs* outputs,
                                const std::vector<SplitWriter*>& split) {
  const Clock::time_point start = Clock::now();
  auto marks = outputs->Mark();
  if (!marks) return marks.error();
  std::vector<StateToSave> states;
  for (size_t i = 0; i < plan_.steps.size(); ++i) {
    Instance* const instance = plan_.steps[i].instance.get();
    if (instance == nullptr) continue;
    if (instance->offers_state())
      states.push_back(
          {i, "", [instance](const Instance::WriteState& write) { return instance->Save(write); }});
    if (split[i] != nullptr) split[i]->AddStates(&states);
  }
  const Checkpoint checkpoint{identity_, std::move(position), ledger, std::move(accounts),
                              std::move(*marks)};
  const Status written = WriteCheckpoint(path_, checkpoint, states);
  if (!written) spdlog::warn("{}; the run goes on without", Showable(written.error().ToString()));
  last_ = Clock::now();
  took_ = last_ - start;
  return written.ok();
}

void Checkpoints::Clear(const std::string& path) {
  constexpr int kMostPasses = 100;
  if (IsCheckpoint(path)) unlink(path.c_str());
  if (const std::string part = path + ".part"; IsUnfinishedCheckpoint(part)) unlink(part.c_str());
  for (int i = 0; i < kMostPasses; ++i) unlink((path + ".spool-" + std::to_string(i)).c_str());
}

}  // namespace textmill::core
