#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <iostream>

#include "core/cli/command.h"
#include "core/cli/events.h"
#include "core/cli/interrupt.h"
#include "core/cli/pipeline.h"
#include "core/cli/processors.h"
#include "core/pipeline/values/quantity.h"
#include "core/present/terminal_text.h"
#include "core/report/observed.h"
#include "core/report/page.h"
#include "core/run/run.h"
#include "core/run/summary.h"

namespace textmill::core {
namespace {

namespace po = boost::program_options;

constexpr int64_t kLeastBatch = 1 << 10;
constexpr int64_t kLargestBatch = 1 << 28;

void LogToStderr() {
  auto logger = spdlog::stderr_color_mt("textmill");
  logger->set_pattern("%^%l%$: %v");
  spdlog::set_default_logger(std::move(logger));
}

bool ReadProgress(const std::string& text, ProgressMode* mode) {
  if (text == "auto")
    *mode = ProgressMode::kAuto;
  else if (text == "always")
    *mode = ProgressMode::kAlways;
  else if (text == "never")
    *mode = ProgressMode::kNever;
  else
    return false;
  return true;
}

bool ReadIsolate(const std::string& text, IsolateWhich* which) {
  if (text == "all")
    *which = IsolateWhich::kAll;
  else if (text == "outside")
    *which = IsolateWhich::kOutside;
  else if (text == "none")
    *which = IsolateWhich::kNever;
  else
    return false;
  return true;
}

// What became of the outputs of a run that failed.
std::string AfterFailure(const Plan& plan, const RunReport& report) {
  std::string named;
  std::error_code ignored;
  bool older = std::filesystem::is_regular_file(plan.dropped, ignored) ||
               std::filesystem::is_regular_file(plan.failed, ignored);
  for (const PlannedOutput& output : plan.outputs)
    older = older || std::filesystem::is_regular_file(output.path, ignored);
  for (const Outputs::Written& output : report.outputs) {
    if (output.path == "-") continue;
    if (output.published && output.path == output.name && output.file)
      named += (named.empty() ? "" : ", ") + Showable(output.path);
  }
  if (!named.empty())
    return "the run failed while its outputs got their names; those that have theirs: " + named;
  return std::string("the run failed; ") +
         (older ? "the outputs of before are as they were" : "nothing has its final name") +
         ", what was written so far ends in .part";
}

}  // namespace

int RunCommand(const Arguments& arguments) {
  CommandLine line("textmill run [OPTIONS] PIPELINE.yaml", "Checks a pipeline, then runs it.",
                   "PIPELINE.yaml");
  AddPipelineOptions(&line);
  AddLocked(&line);
  Events::AddOption(&line);
  line.options().add_options()("threads", po::value<int>()->value_name("N"),
                               "how many threads work at once; default: as many as there are "
                               "processors that this process may use")(
      "batch-bytes", po::value<int64_t>()->default_value(1 << 20)->value_name("N"),
      "how much text travels together")("work-folder", po::value<std::string>()->value_name("DIR"),
                                        "where temporary files go; default: TMPDIR, else /tmp")(
      "memory", po::value<std::string>()->value_name("SIZE"),
      "how much steps that remember documents may keep, all together, as 4GiB; default: what their "
      "parameters say")("limit", po::value<int64_t>()->value_name("N"),
                        "read the first N documents only")(
      "isolate", po::value<std::string>()->implicit_value("all")->value_name("WHICH"),
      "which steps work in processes of their own, where the pipeline does not say it: outside "
      "(those whose plugins do not belong to the program; the default), all (--isolate alone means "
      "that), or none (whatever the pipeline says)")(
      "summary", po::value<std::string>()->value_name("FILE.json"),
      "write what the run did as JSON; -: to standard output")(
      "report", po::value<std::string>()->value_name("FILE.html"),
      "make a page of it, with pictures of the corpus")(
      "progress", po::value<std::string>()->default_value("auto")->value_name("WHEN"),
      "auto, always or never")(
      "checkpoint", po::value<std::string>()->value_name("PERIOD"),
      "keep how far the run is, so that it can be resumed: every 5m, 10000docs or 500MB (of "
      "input), or never; default: every 5m when the inputs are larger than 1 GiB")(
      "resume", "go on with a run that was ended, from its last checkpoint");
  if (const auto over = line.Parse(arguments)) return *over;
  RunOptions options;
  options.threads = Processors();
  if (line.Has("threads")) {
    const int threads = line.Get<int>("threads");
    if (threads < 1 || threads > 1024) return line.Wrong("--threads takes a number from 1 to 1024");
    options.threads = static_cast<unsigned>(threads);
  }
  const auto batch_bytes = line.Get<int64_t>("batch-bytes");
  if (batch_bytes < kLeastBatch || batch_bytes > kLargestBatch) {
    return line.Wrong("--batch-bytes takes a number from " + std::to_string(kLeastBatch) + " to " +
                      std::to_string(kLargestBatch));
  }
  options.batch_bytes = static_cast<uint64_t>(batch_bytes);
  if (line.Has("work-folder")) {
    options.work_folder = line.Get<std::string>("work-folder");
    if (!std::filesystem::is_directory(options.work_folder))
      return line.Wrong("--work-folder " + options.work_folder + " is not a folder");
  }
  if (line.Has("memory")) {
    const auto memory = ParseSize(line.Get<std::string>("memory"));
    if (!memory || *memory < (1 << 20))
      return line.Wrong("--memory takes a size from 1MiB on, as 4GiB");
    options.memory = static_cast<uint64_t>(*memory);
  }
  if (line.Has("limit")) {
    options.limit = line.Get<int64_t>("limit");
    if (*options.limit < 0) return line.Wrong("--limit takes a number that is not negative");
  }
  if (line.Has("isolate") && !ReadIsolate(line.Get<std::string>("isolate"), &options.isolate))
    return line.Wrong("--isolate takes all, outside or none: --isolate=all");
  if (!ReadProgress(line.Get<std::string>("progress"), &options.progress))
    return line.Wrong("--progress takes auto, always or never");

  options.checkpoint.emplace();
  if (line.Has("checkpoint")) {
    const std::string text = line.Get<std::string>("checkpoint");
    const auto rule = CheckpointRule::Parse(text);
    if (!rule)
      return line.Wrong(
          "--checkpoint takes a duration, as 5m, a number of documents, as "
          "10000docs, a size, as 500MB, or never; not `" +
          text + "`");
    options.checkpoint = *rule;
  }
  options.resume = line.Has("resume");

  LogToStderr();
  const auto events = Events::Open(line);
  if (events == nullptr) return kExitWrong;
  if (events->on()) options.on_progress = [&](const ProgressState& state) { events->Tell(state); };
  const auto registry = RegistryFor(line);
  if (!registry) return kExitWrong;
  // Outputs of a run that is resumed may be there: it was ended while they got their names.
  auto plan =
      PlanFrom(line, *registry, /*look_at_files=*/true, /*writes=*/!options.resume, events.get());
  if (!plan) return kExitWrong;
  plan->overwrite = line.Has("overwrite");
  Invocation invocation{{"textmill", "run"}, {}};
  invocation.command.insert(invocation.command.end(), arguments.begin(), arguments.end());
  if (line.Has("set")) invocation.set = line.Get<std::vector<std::string>>("set");
  options.summary = [&](const RunReport& report) {
    return SummaryJson(*plan, report, *registry, invocation);
  };
  std::optional<Observed> observed;
  if (line.Has("report")) options.watcher = &observed.emplace(*plan);

  Interrupt interrupt;
  options.before_publishing = [&] { interrupt.Settle(); };
  const RunReport report = RunPlan(*plan, options, interrupt.flag());
  if (report.error) {
    std::cerr << "error: " << Showable(report.error->ToString()) << "\n";
    events->TellError(report.error->ToString());
  }
  if (report.outcome == Outcome::kRefused) {
    std::cerr << "nothing was read\n";
    return kExitWrong;
  }
  if (events->on()) events->TellSummary(options.summary(report));
  if (report.outcome == Outcome::kInterrupted)
    std::cerr << "interrupted; what was written so far ends in .part\n";
  if (report.outcome == Outcome::kFailed) std::cerr << AfterFailure(*plan, report) << "\n";
  if (!IsComplete(report.outcome) && !report.checkpoint.empty())
    std::cerr << "the same command with --resume goes on from the last checkpoint\n";
  std::cerr << SummaryText(*plan, report);
  if (report.outcome == Outcome::kTooManyFailures) {
    std::cerr << "complete, but with more failures than `allow_failures: " << plan->allow_failures
              << "`\n";
  }
  if (observed) {
    const std::string run = ReportedRun(options.summary(report), observed->Json());
    if (Status status = WriteReport(line.Get<std::string>("report"), ReportPage({run})); !status) {
      std::cerr << "error: the report could not be written: " << Showable(status.error().ToString())
                << "\n";
      if (report.outcome == Outcome::kDone) return ExitStatus(Outcome::kFailed);
    }
  }
  if (report.summary_error) {
    std::cerr << "error: the summary could not be written: "
              << Showable(report.summary_error->ToString()) << "\n";
    if (report.outcome == Outcome::kDone) return ExitStatus(Outcome::kFailed);
  }
  if (const std::string error = events->error(); !error.empty()) {
    std::cerr << "error: not all events could be written: " << error << "\n";
    if (report.outcome == Outcome::kDone) return ExitStatus(Outcome::kFailed);
  }
  return ExitStatus(report.outcome);
}

}  // namespace textmill::core
