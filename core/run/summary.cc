#include "core/run/summary.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

#include "core/present/json_text.h"
#include "textmill/print.hpp"

namespace textmill::core {
namespace {

// To a thousandth.
std::string Rounded(double value) { return JsonNumber(std::round(value * 1000) / 1000); }

std::string CountsJson(const NamedCounts& counts) {
  std::vector<JsonMember> members;
  for (const auto& [name, n] : counts) members.emplace_back(name, JsonNumber(n));
  return JsonObject(members);
}

// {"files passed over": {".pdf": 3}}; numbers of a group follow each other.
std::string AccountJson(const std::vector<Instance::Number>& account) {
  std::vector<JsonMember> groups;
  for (size_t i = 0; i < account.size();) {
    const std::string& group = account[i].group;
    std::vector<JsonMember> numbers;
    for (; i < account.size() && account[i].group == group; ++i)
      numbers.emplace_back(account[i].name, JsonNumber(account[i].n));
    groups.emplace_back(group, JsonObject(numbers));
  }
  return JsonObject(groups);
}

std::string StepJson(const Step& step, const StepCounts& counts,
                     const std::vector<Instance::Number>& account) {
  const double seconds = static_cast<double>(counts.nanoseconds) / 1e9;
  std::vector<JsonMember> out = {{"id", JsonString(step.id)}, {"uses", JsonString(step.uses)}};
  if (step.stage != nullptr) out.emplace_back("version", JsonString(step.stage->info->version));
  out.emplace_back("documents", JsonNumber(counts.in));
  out.emplace_back("seconds", Rounded(seconds));
  out.emplace_back(
      "documents_per_second",
      JsonNumber(seconds > 0 ? std::round(static_cast<double>(counts.in) / seconds) : 0.0));
  if (counts.failed > 0) out.emplace_back("failed", JsonNumber(counts.failed));
  if (counts.made > 0) out.emplace_back("made", JsonNumber(counts.made));
  for (const auto& [name, n] : CountersOf(step, counts)) out.emplace_back(name, JsonNumber(n));
  if (step.instance != nullptr && step.instance->peak_memory() > 0)
    out.emplace_back("peak_memory", JsonNumber(step.instance->peak_memory()));
  if (!account.empty()) out.emplace_back("counts", AccountJson(account));
  return JsonObject(out);
}

// "2024-06-05T10:23:07.123Z"
std::string UtcTime(std::chrono::system_clock::time_point time) {
  using std::chrono::milliseconds;
  Buffer out;
  AppendTimestamp(std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count(),
                  ValueKind::kMillis, out);
  return {out.data(), out.size()};
}

std::string StringsJson(const std::vector<std::string>& strings) {
  std::vector<std::string> out;
  out.reserve(strings.size());
  for (const std::string& string : strings) out.push_back(JsonString(string));
  return JsonArray(out);
}

std::string StringsJson(const std::map<std::string, std::string>& strings) {
  std::vector<JsonMember> out;
  out.reserve(strings.size());
  for (const auto& [name, value] : strings) out.emplace_back(name, JsonString(value));
  return JsonObject(out);
}

std::string InputsJson(const RunReport& report) {
  constexpr size_t kListed = 10'000;  // a list of millions would be larger than many corpora
  std::vector<std::string> out;
  for (size_t i = 0; i < std::min(kListed, report.inputs.size()); ++i) {
    std::vector<JsonMember> input = {{"path", JsonString(report.inputs[i].path)}};
    if (report.inputs[i].bytes >= 0)
      input.emplace_back("bytes", JsonNumber(report.inputs[i].bytes));
    out.push_back(JsonObject(input));
  }
  return JsonArray(out);
}

std::string DocumentsJson(const Ledger& ledger) {
  std::vector<JsonMember> out = {{"read", JsonNumber(ledger.read())},
                                 {"made", JsonNumber(ledger.made())},
                                 {"finished", JsonNumber(ledger.finished())},
                                 {"dropped", JsonNumber(ledger.dropped())},
                                 {"failed", JsonNumber(ledger.failed())}};
  if (ledger.under_way() != 0) out.emplace_back("under_way", JsonNumber(ledger.under_way()));
  return JsonObject(out);
}

std::string DropsJson(const Plan& plan, const Ledger& ledger) {
  std::vector<JsonMember> out;
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const auto drops = DropsOf(plan.steps[i], ledger.step(i));
    if (!drops.empty()) out.emplace_back(plan.steps[i].id, CountsJson(drops));
  }
  return JsonObject(out);
}

std::string RowsJson(const Plan& plan, const Ledger& ledger) {
  std::vector<JsonMember> out;
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    if (const auto rows = RowsOf(plan.steps[i], ledger.step(i)))
      out.emplace_back(plan.steps[i].id, JsonNumber(*rows));
  }
  return JsonObject(out);
}

std::string OutputsJson(const RunReport& report) {
  std::vector<std::string> out;
  for (const Outputs::Written& output : report.outputs) {
    std::vector<JsonMember> members = {{"path", JsonString(output.path)},
                                       {"bytes", JsonNumber(static_cast<int64_t>(output.bytes))}};
    // A summary of a complete run gets its name together with the outputs.
    if (!output.published && !IsComplete(report.outcome))
      members.emplace_back("written_as", JsonString(output.name));
    out.push_back(JsonObject(members));
  }
  return JsonArray(out);
}

std::string PluginsJson(const Plan& plan, const Registry& registry) {
  std::map<std::string, std::string> plugins;
  for (const Step& step : plan.steps) {
    if (step.stage == nullptr) continue;
    const LoadedPlugin& plugin = registry.PluginOf(*step.stage);
    plugins[plugin.plugin->name] = plugin.plugin->version;
  }
  return StringsJson(plugins);
}

std::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kDone:
      return "done";
    case Outcome::kTooManyFailures:
      return "too many failures";
    case Outcome::kInterrupted:
      return "interrupted";
    case Outcome::kRefused:
      return "refused";
    case Outcome::kFailed:
      break;
  }
  return "failed";
}

}  // namespace

std::string SummaryJson(const Plan& plan, const RunReport& report, const Registry& registry,
                        const Invocation& invocation) {
  const Ledger& ledger = report.ledger;
  std::vector<JsonMember> out = {{"textmill", JsonString(TEXTMILL_VERSION)},
                                 {"pipeline", JsonString(plan.name)},
                                 {"file", JsonString(plan.file)},
                                 {"outcome", JsonString(OutcomeName(report.outcome))},
                                 {"exit_status", JsonNumber(int64_t{ExitStatus(report.outcome)})}};
  const auto add = [&](const char* key, std::string json) {
    out.emplace_back(key, std::move(json));
  };
  if (report.error) add("error", JsonString(report.error->ToString()));
  // When, from what, and how: what somebody needs to describe the run, or to repeat it.
  add("started", JsonString(UtcTime(report.started)));
  add("ended", JsonString(UtcTime(report.ended)));
  add("command", StringsJson(invocation.command));
  add("folder", JsonString(std::filesystem::current_path().string()));
  add("set", StringsJson(invocation.set));
  add("environment", StringsJson(plan.environment));
  add("input_files", JsonNumber(static_cast<int64_t>(report.inputs.size())));
  add("inputs", InputsJson(report));
  // What became of the documents.
  add("documents", DocumentsJson(ledger));
  add("inputs_failed", JsonNumber(ledger.inputs_failed()));
  add("drops", DropsJson(plan, ledger));
  add("rows", RowsJson(plan, ledger));
  int64_t written = 0;
  for (const Outputs::Written& output : report.outputs)
    written += static_cast<int64_t>(output.bytes);
  add("bytes", CountsJson({{"read", report.bytes_read}, {"written", written}}));
  add("seconds", Rounded(report.seconds));
  if (report.resumed) add("resumed", "true");
  add("threads", JsonNumber(int64_t{report.threads}));
  std::vector<std::string> steps;
  for (size_t i = 0; i < plan.steps.size(); ++i)
    steps.push_back(StepJson(plan.steps[i], ledger.step(i), report.accounts[i]));
  add("steps", JsonArray(steps));
  add("outputs", OutputsJson(report));
  add("plugins", PluginsJson(plan, registry));
  return JsonObject(out) + "\n";
}

}  // namespace textmill::core
