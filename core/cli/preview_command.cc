#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "core/cli/command.h"
#include "core/cli/interrupt.h"
#include "core/cli/pipeline.h"
#include "core/cli/preview.h"
#include "core/cli/terminal_width.h"
#include "core/plugin/standard_output.h"
#include "core/present/terminal_text.h"
#include "core/report/page.h"
#include "core/run/run.h"

namespace textmill::core {
namespace {

namespace po = boost::program_options;

// Where nothing is written: each output is made, and goes nowhere.
void WriteNowhere(Plan* plan) {
  for (PlannedOutput& output : plan->outputs) {
    output.path = "/dev/null";
    output.pattern.clear();
    plan->steps[output.step].split.reset();
  }
  plan->dropped = plan->failed = "/dev/null";
  plan->summary.clear();
}

}  // namespace

int PreviewCommand(const Arguments& arguments) {
  CommandLine line("textmill preview [OPTIONS] PIPELINE.yaml",
                   "Runs the first documents, or some at random, through a pipeline and shows what "
                   "each step does to them. Nothing is written.",
                   "PIPELINE.yaml");
  AddPipelineOptions(&line);
  AddLocked(&line);
  line.options().add_options()("documents,n",
                               po::value<int64_t>()->default_value(20)->value_name("N"),
                               "how many documents to read")(
      "seed", po::value<uint64_t>()->value_name("N"),
      "take the documents at random from all inputs, not the first; the same N takes the same")(
      "show", po::value<int64_t>()->default_value(3)->value_name("N"),
      "how many documents to show for each step")("html",
                                                  po::value<std::string>()->value_name("FILE.html"),
                                                  "write the preview as a page, too");
  if (const auto over = line.Parse(arguments)) return *over;
  const auto documents = line.Get<int64_t>("documents"), show = line.Get<int64_t>("show");
  if (documents < 1 || documents > 100000) return line.Wrong("-n takes a number from 1 to 100000");
  if (show < 0) return line.Wrong("--show takes a number that is not negative");
  if (line.Has("html") && !MayBePage(line.Get<std::string>("html")))
    return line.Wrong("--html " + line.Get<std::string>("html") +
                      ": the file exists already, and is no page; name another");
  const auto registry = RegistryFor(line);
  if (!registry) return kExitWrong;
  auto plan = PlanFrom(line, *registry, /*look_at_files=*/true, /*writes=*/false);
  if (!plan) return kExitWrong;
  WriteNowhere(&*plan);
  Preview preview(*plan, static_cast<size_t>(show));
  RunOptions options;
  const bool random = line.Has("seed");
  if (random)
    options.sample = SampleRule{documents, line.Get<uint64_t>("seed")};
  else
    options.limit = documents;
  options.progress = ProgressMode::kNever;
  options.batch_bytes = 1 << 16;  // a few documents are enough to read
  options.watcher = &preview;
  Interrupt interrupt;
  const RunReport report = RunPlan(*plan, options, interrupt.flag());
  preview.TakeAccounts(report);
  Out() << PreviewText(*plan, preview, TerminalWidth(100));
  if (line.Has("html")) {
    const auto& file = line.Get<std::string>("html");
    std::ofstream page(file, std::ios::binary);
    page << PreviewPage(*plan, preview);
    page.close();
    if (!page) {
      std::cerr << "error: cannot write " << Showable(file) << ": " << std::strerror(errno) << "\n";
      return 1;
    }
  }
  if (report.error) std::cerr << "error: " << Showable(report.error->ToString()) << "\n";
  std::cerr << "a preview of " << report.ledger.read()
            << (report.ledger.read() == 1 ? " document" : " documents")
            << (random ? ", taken at random; nothing was written\n" : "; nothing was written\n");
  return report.outcome == Outcome::kTooManyFailures ? kExitDone : ExitStatus(report.outcome);
}

}  // namespace textmill::core
