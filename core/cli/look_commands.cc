// head and count: a look at files that read.auto can read, without a pipeline.
#include <iostream>
#include <map>

#include "core/cli/command.h"
#include "core/cli/interrupt.h"
#include "core/cli/looker.h"
#include "core/plugin/standard_output.h"
#include "core/present/terminal_text.h"
#include "core/run/run.h"
#include "textmill/json.hpp"

namespace textmill::core {
namespace {

namespace po = boost::program_options;

// Reads the files, and lets a watcher look at their documents. An exit status.
int Look(const CommandLine& line, const std::vector<std::string>& files,
         std::optional<int64_t> limit, const std::function<Looker*(const Plan&)>& watch,
         RunReport* out) {
  const Registry registry = LoadRegistry(line);
  auto plan =
      PlanToLook("textmill: 1\nname: look\nsteps:\n  - uses: read.auto\n    with: { path: " +
                     QuotedYaml(files) + " }\n",
                 registry);
  if (!plan) return kExitWrong;
  RunOptions options;
  options.limit = limit;
  options.progress = ProgressMode::kNever;
  Looker* const looker = watch(*plan);
  options.watcher = looker;
  Interrupt interrupt;
  *out = RunPlan(*plan, options, interrupt.flag());
  looker->TellFailures(*out);
  return ExitStatus(out->outcome);
}

class Printer final : public Looker {
 public:
  explicit Printer(const Schema& schema) : schema_(schema) {
    for (const Field& field : schema) values_.emplace_back(field);
  }
  void After(size_t step, const Batch& batch) override {
    if (step != 0) return;
    for (int64_t row = 0; row < batch.rows; ++row) {
      Buffer line;
      for (size_t c = 0; c < schema_.size(); ++c) {
        if (IsNullAt(*batch.columns[c], row)) continue;
        line.Append(line.size() == 0 ? "{" : ",", 1);
        AppendJsonString(schema_[c].name, line);
        line.Append(":", 1);
        values_[c].Append(*batch.columns[c], row, line);
      }
      Out() << ShowableJson({line.data(), line.size()}) << (line.size() == 0 ? "{}\n" : "}\n");
    }
  }

 private:
  const Schema& schema_;
  std::vector<JsonValue> values_;
};

class Counter final : public Looker {
 public:
  void After(size_t step, const Batch& batch) override {
    if (step == 0 && batch.unit != nullptr) counts[batch.unit->raw.input] += batch.rows;
  }
  std::map<uint64_t, int64_t> counts;
};

}  // namespace

int HeadCommand(const Arguments& arguments) {
  CommandLine line("textmill head [OPTIONS] FILE...",
                   "Shows the first documents of files, one per line, as JSON.", "FILE");
  line.SeveralPositionals();
  AddPluginPath(&line);
  line.options().add_options()(
      "documents,n", po::value<int64_t>()->default_value(5)->value_name("N"), "how many documents");
  if (const auto over = line.Parse(arguments)) return *over;
  const auto files = line.Positionals();
  if (!files) return kExitWrong;
  const auto documents = line.Get<int64_t>("documents");
  if (documents < 0) return line.Wrong("-n takes a number that is not negative");
  std::unique_ptr<Printer> printer;
  RunReport report(1);
  return Look(
      line, *files, documents,
      [&](const Plan& plan) {
        printer = std::make_unique<Printer>(plan.steps[0].output);
        return printer.get();
      },
      &report);
}

int CountCommand(const Arguments& arguments) {
  CommandLine line("textmill count [OPTIONS] FILE...",
                   "Counts the documents of files that can be read.", "FILE");
  line.SeveralPositionals();
  AddPluginPath(&line);
  if (const auto over = line.Parse(arguments)) return *over;
  const auto files = line.Positionals();
  if (!files) return kExitWrong;
  Counter counter;
  RunReport report(1);
  const int status = Look(
      line, *files, std::nullopt, [&](const Plan&) { return &counter; }, &report);
  if (status == kExitWrong) return status;
  int64_t all = 0;
  for (size_t i = 0; i < report.inputs.size(); ++i) {
    all += counter.counts[i];
    Out() << counter.counts[i] << "\t" << Showable(report.inputs[i].path) << "\n";
  }
  if (report.inputs.size() != 1) Out() << all << "\tin all\n";
  return status;
}

}  // namespace textmill::core
