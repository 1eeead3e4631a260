#include <fcntl.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "core/cli/command.h"
#include "core/cli/interrupt.h"
#include "core/cli/pipeline.h"
#include "core/cli/processors.h"
#include "core/present/terminal_text.h"
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

// What else the run reads or writes under that name, or "".
std::string OtherUseOf(const std::string& path, const Plan& plan) {
  namespace fs = std::filesystem;
  const auto real = [](const std::string& name) {
    std::error_code error;
    const fs::path found = fs::weakly_canonical(fs::absolute(name, error), error);
    return error ? fs::path(name) : found;
  };
  const fs::path wanted = real(path);
  if (wanted == real(plan.file)) return "the pipeline";
  std::error_code error;
  if (auto inputs = plan.steps.front().instance->ListInputs();
      inputs && fs::exists(wanted, error)) {
    for (const textmill_input& input : *inputs) {
      if (fs::equivalent(wanted, input.path, error)) return "an input";
    }
  }
  std::vector<std::string> outputs = {plan.dropped, plan.failed};
  for (const PlannedOutput& output : plan.outputs) outputs.push_back(output.path);
  for (const std::string& output : outputs) {
    if (!output.empty() && (wanted == real(output) || wanted == real(output + ".part")))
      return "an output";
  }
  return "";
}

// Found before the run, like all that can be. What is wrong with the summary's path, or "".
std::string WrongWithSummary(const std::string& path, const Plan& plan) {
  std::error_code ignored;
  const bool stream = std::filesystem::is_character_file(path, ignored);
  if (const std::string other = stream ? "" : OtherUseOf(path, plan); !other.empty())
    return "--summary " + path + " is " + other + " of this run; write the summary to another file";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return "the summary cannot be written to " + path + ": " + std::strerror(errno);
  close(file);
  return "";
}

}  // namespace

int RunCommand(const Arguments& arguments) {
  CommandLine line("textmill run [OPTIONS] PIPELINE.yaml", "Checks a pipeline, then runs it.",
                   "PIPELINE.yaml");
  AddPipelineOptions(&line);
  AddLocked(&line);
  line.options().add_options()("threads", po::value<int>()->value_name("N"),
                               "how many threads work at once; default: as many as there are "
                               "processors that this process may use")(
      "batch-bytes", po::value<int64_t>()->default_value(1 << 20)->value_name("N"),
      "how much text travels together")("work-folder", po::value<std::string>()->value_name("DIR"),
                                        "where temporary files go; default: TMPDIR, else /tmp")(
      "limit", po::value<int64_t>()->value_name("N"), "read the first N documents only")(
      "summary", po::value<std::string>()->value_name("FILE.json"),
      "write what the run did as JSON")(
      "progress", po::value<std::string>()->default_value("auto")->value_name("WHEN"),
      "auto, always or never");
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
      return line.Wrong("--work-folder " + options.work_folder + " is no folder");
  }
  if (line.Has("limit")) {
    options.limit = line.Get<int64_t>("limit");
    if (*options.limit < 0) return line.Wrong("--limit takes a number that is not negative");
  }
  if (!ReadProgress(line.Get<std::string>("progress"), &options.progress))
    return line.Wrong("--progress takes auto, always or never");

  LogToStderr();
  const auto registry = RegistryFor(line);
  if (!registry) return kExitWrong;
  auto plan = PlanFrom(line, *registry, /*look_at_files=*/true);
  if (!plan) return kExitWrong;
  if (line.Has("summary")) {
    const std::string wrong = WrongWithSummary(line.Get<std::string>("summary"), *plan);
    if (!wrong.empty()) return line.Wrong(wrong);
  }

  const Interrupt interrupt;
  const RunReport report = RunPlan(*plan, options, interrupt.flag());
  if (report.error) std::cerr << "error: " << Showable(report.error->ToString()) << "\n";
  if (report.outcome == Outcome::kInterrupted)
    std::cerr << "interrupted; what was written so far ends in .part\n";
  if (report.outcome == Outcome::kFailed)
    std::cerr << "the run failed; nothing stands under its final name, what was written so far "
                 "ends in .part\n";
  std::cerr << SummaryText(*plan, report);
  if (report.outcome == Outcome::kTooManyFailures) {
    std::cerr << "complete, but with more failures than `allow_failures: " << plan->allow_failures
              << "`\n";
  }
  if (line.Has("summary")) {
    std::ofstream file(line.Get<std::string>("summary"), std::ios::binary);
    file << SummaryJson(*plan, report, *registry);
    if (!file.flush())
      std::cerr << "error: the summary could not be written to " << line.Get<std::string>("summary")
                << "\n";
  }
  return ExitStatus(report.outcome);
}

}  // namespace textmill::core
