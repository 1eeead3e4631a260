#include "core/run/summary.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

#include "core/present/terminal_text.h"
#include "core/run/numbers.h"
#include "textmill/conventions.h"
#include "textmill/json.hpp"

namespace textmill::core {
namespace {

// Writes JSON with two blanks per level; the caller keeps brackets in pairs.
class JsonText {
 public:
  void Open(char bracket) {
    text_ += bracket;
    ++depth_;
    first_ = true;
  }
  void Close(char bracket) {
    --depth_;
    if (!first_) Line();
    text_ += bracket;
    first_ = false;
  }
  JsonText& Key(std::string_view key) {
    Item();
    String(key);
    text_ += ": ";
    return *this;
  }
  void Item() {
    if (!first_) text_ += ',';
    Line();
    first_ = false;
  }
  void String(std::string_view value) {
    Buffer out;
    JsonValue::AppendString(value, out);
    text_.append(out.data(), out.size());
  }
  void Number(int64_t value) { text_ += std::to_string(value); }
  // To a thousandth.
  void Number(double value) {
    char text[64];
    text_.append(text,
                 std::to_chars(text, text + sizeof text, std::round(value * 1000) / 1000).ptr);
  }
  std::string Take() { return std::move(text_) + "\n"; }

 private:
  void Line() { text_ += "\n" + std::string(static_cast<size_t>(depth_) * 2, ' '); }
  std::string text_;
  int depth_ = 0;
  bool first_ = true;
};

// Reasons and numbers of what a step dropped, in the reasons' order.
std::vector<std::pair<std::string, int64_t>> DropsOf(const Step& step, const StepCounts& counts) {
  std::vector<std::pair<std::string, int64_t>> drops;
  for (size_t verdict = 0; verdict < counts.dropped.size(); ++verdict) {
    if (counts.dropped[verdict] > 0)
      drops.emplace_back(ReasonName(step, static_cast<uint8_t>(verdict)), counts.dropped[verdict]);
  }
  return drops;
}

std::vector<std::pair<std::string, int64_t>> CountersOf(const Step& step,
                                                        const StepCounts& counts) {
  std::vector<std::pair<std::string, int64_t>> counters;
  if (step.kind == Step::Kind::kSet)
    counters.emplace_back("null_by_error", counts.counters[kSetOdd]);
  if (step.stage == nullptr) return counters;
  for (size_t i = 0; i < counts.counters.size(); ++i) {
    const char* const* names = step.stage->info->counters;
    if (names == nullptr || names[i] == nullptr) break;
    counters.emplace_back(names[i], counts.counters[i]);
  }
  return counters;
}

std::optional<int64_t> RowsOf(const Step& step, const StepCounts& counts) {
  if (step.kind != Step::Kind::kSink) return {};
  for (const auto& [name, n] : CountersOf(step, counts)) {
    if (name == TEXTMILL_COUNTER_ROWS) return n;
  }
  return {};
}

// "counts": {"files passed over": {".pdf": 3}}; numbers of a group follow each other.
void WriteAccount(const std::vector<Instance::Number>& account, JsonText* json) {
  if (account.empty()) return;
  json->Key("counts").Open('{');
  for (size_t i = 0; i < account.size(); ++i) {
    if (i == 0 || account[i].group != account[i - 1].group) json->Key(account[i].group).Open('{');
    json->Key(account[i].name).Number(account[i].n);
    if (i + 1 == account.size() || account[i].group != account[i + 1].group) json->Close('}');
  }
  json->Close('}');
}

// "files passed over: .pdf 3, .html 2"
std::string AccountText(const std::vector<Instance::Number>& account) {
  constexpr size_t kShown = 12;  // of a group
  std::string out;
  for (size_t i = 0; i < account.size();) {
    const std::string& group = account[i].group;
    out += (out.empty() ? "" : "; ") + group + ": ";
    size_t n = 0;
    for (; i < account.size() && account[i].group == group; ++i, ++n) {
      if (n < kShown) out += (n > 0 ? ", " : "") + account[i].name + " " + WithCommas(account[i].n);
    }
    if (n > kShown) out += " and " + WithCommas(static_cast<int64_t>(n - kShown)) + " more";
  }
  return Showable(out);
}

void WriteSteps(const Plan& plan, const RunReport& report, JsonText* json) {
  json->Key("steps").Open('[');
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const StepCounts& counts = report.ledger.step(i);
    const double seconds = static_cast<double>(counts.nanoseconds) / 1e9;
    json->Item();
    json->Open('{');
    json->Key("id").String(step.id);
    json->Key("uses").String(step.uses);
    if (step.stage != nullptr) json->Key("version").String(step.stage->info->version);
    json->Key("documents").Number(counts.in);
    json->Key("seconds").Number(seconds);
    json->Key("documents_per_second")
        .Number(seconds > 0 ? std::round(static_cast<double>(counts.in) / seconds) : 0.0);
    if (counts.failed > 0) json->Key("failed").Number(counts.failed);
    if (counts.made > 0) json->Key("made").Number(counts.made);
    for (const auto& [name, n] : CountersOf(step, counts)) json->Key(name).Number(n);
    if (step.instance != nullptr && step.instance->peak_memory() > 0)
      json->Key("peak_memory").Number(step.instance->peak_memory());
    WriteAccount(report.accounts[i], json);
    json->Close('}');
  }
  json->Close(']');
}

// "2024-06-05T10:23:07.123Z"
std::string UtcTime(std::chrono::system_clock::time_point time) {
  using std::chrono::milliseconds;
  Buffer out;
  AppendTimestamp(std::chrono::duration_cast<milliseconds>(time.time_since_epoch()).count(),
                  ValueKind::kMillis, out);
  return {out.data(), out.size()};
}

void WriteStrings(const std::vector<std::string>& strings, JsonText* json) {
  json->Open('[');
  for (const std::string& string : strings) {
    json->Item();
    json->String(string);
  }
  json->Close(']');
}

// When, from what, and how: what somebody needs to describe the run, or to repeat it.
void WriteInvocation(const Plan& plan, const RunReport& report, const Invocation& invocation,
                     JsonText* json) {
  constexpr size_t kListed = 10'000;  // a list of millions would be larger than many corpora
  json->Key("started").String(UtcTime(report.started));
  json->Key("ended").String(UtcTime(report.ended));
  json->Key("command");
  WriteStrings(invocation.command, json);
  json->Key("folder").String(std::filesystem::current_path().string());
  json->Key("set");
  WriteStrings(invocation.set, json);
  json->Key("environment").Open('{');
  for (const auto& [name, value] : plan.environment) json->Key(name).String(value);
  json->Close('}');
  json->Key("input_files").Number(static_cast<int64_t>(report.inputs.size()));
  json->Key("inputs").Open('[');
  for (size_t i = 0; i < std::min(kListed, report.inputs.size()); ++i) {
    json->Item();
    json->Open('{');
    json->Key("path").String(report.inputs[i].path);
    if (report.inputs[i].bytes >= 0) json->Key("bytes").Number(report.inputs[i].bytes);
    json->Close('}');
  }
  json->Close(']');
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

std::string Plural(int64_t n, const std::string& noun) {
  return WithCommas(n) + " " + noun + (n == 1 ? "" : "s");
}

std::string Times(const std::vector<std::pair<std::string, int64_t>>& items) {
  std::string out;
  for (const auto& [name, n] : items) out += (out.empty() ? "" : ", ") + name + " " + WithCommas(n);
  return out;
}

}  // namespace

std::string SummaryJson(const Plan& plan, const RunReport& report, const Registry& registry,
                        const Invocation& invocation) {
  const Ledger& ledger = report.ledger;
  JsonText json;
  json.Open('{');
  json.Key("textmill").String(TEXTMILL_VERSION);
  json.Key("pipeline").String(plan.name);
  json.Key("file").String(plan.file);
  json.Key("outcome").String(OutcomeName(report.outcome));
  json.Key("exit_status").Number(int64_t{ExitStatus(report.outcome)});
  if (report.error) json.Key("error").String(report.error->ToString());
  WriteInvocation(plan, report, invocation, &json);
  json.Key("documents").Open('{');
  json.Key("read").Number(ledger.read());
  json.Key("made").Number(ledger.made());
  json.Key("finished").Number(ledger.finished());
  json.Key("dropped").Number(ledger.dropped());
  json.Key("failed").Number(ledger.failed());
  if (ledger.under_way() != 0) json.Key("under_way").Number(ledger.under_way());
  json.Close('}');
  json.Key("inputs_failed").Number(ledger.inputs_failed());
  json.Key("drops").Open('{');
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const auto drops = DropsOf(plan.steps[i], ledger.step(i));
    if (drops.empty()) continue;
    json.Key(plan.steps[i].id).Open('{');
    for (const auto& [reason, n] : drops) json.Key(reason).Number(n);
    json.Close('}');
  }
  json.Close('}');
  json.Key("rows").Open('{');
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    if (const auto rows = RowsOf(plan.steps[i], ledger.step(i)))
      json.Key(plan.steps[i].id).Number(*rows);
  }
  json.Close('}');
  int64_t written = 0;
  for (const Outputs::Written& output : report.outputs)
    written += static_cast<int64_t>(output.bytes);
  json.Key("bytes").Open('{');
  json.Key("read").Number(report.bytes_read);
  json.Key("written").Number(written);
  json.Close('}');
  json.Key("seconds").Number(report.seconds);
  json.Key("threads").Number(int64_t{report.threads});
  WriteSteps(plan, report, &json);
  json.Key("outputs").Open('[');
  for (const Outputs::Written& output : report.outputs) {
    json.Item();
    json.Open('{');
    json.Key("path").String(output.path);
    json.Key("bytes").Number(static_cast<int64_t>(output.bytes));
    if (!output.published) json.Key("written_as").String(output.name);
    json.Close('}');
  }
  json.Close(']');
  std::map<std::string, std::string> plugins;
  for (const Step& step : plan.steps) {
    if (step.stage == nullptr) continue;
    const LoadedPlugin& plugin = registry.PluginOf(*step.stage);
    plugins[plugin.plugin->name] = plugin.plugin->version;
  }
  json.Key("plugins").Open('{');
  for (const auto& [name, version] : plugins) json.Key(name).String(version);
  json.Close('}');
  json.Close('}');
  return json.Take();
}

std::string SummaryText(const Plan& plan, const RunReport& report) {
  const Ledger& ledger = report.ledger;
  std::string out = Plural(ledger.read(), "document") + " read";
  if (ledger.made() != 0) out += ", " + WithCommas(ledger.made()) + " made of them";
  out += ": " + WithCommas(ledger.finished()) + " finished, " + WithCommas(ledger.dropped()) +
         " dropped, " + WithCommas(ledger.failed()) + " failed";
  if (ledger.under_way() != 0) out += ", " + WithCommas(ledger.under_way()) + " still under way";
  char seconds[40];
  std::snprintf(seconds, sizeof seconds, "%.1f s", report.seconds);
  out += " (" + ByteText(report.bytes_read) + " in " + seconds;
  if (report.seconds > 0.5)
    out += ", " +
           ByteText(static_cast<int64_t>(static_cast<double>(report.bytes_read) / report.seconds)) +
           "/s";
  out += ")\n";
  // What was under way when the run ended is let go; some of it may be written already.
  const bool complete =
      report.outcome == Outcome::kDone || report.outcome == Outcome::kTooManyFailures;
  const std::string at_least = complete ? "" : "at least ";
  // What a file is called now.
  const auto name_of = [&](const std::string& path) {
    for (const Outputs::Written& output : report.outputs) {
      if (output.path == path) return Showable(output.name);
    }
    return Showable(path);
  };
  size_t width = 0;
  for (const Step& step : plan.steps) width = std::max(width, step.id.size());
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const Step& step = plan.steps[i];
    const StepCounts& counts = ledger.step(i);
    std::string line;
    const auto drops = DropsOf(step, counts);
    if (!drops.empty()) line += "dropped: " + Times(drops);
    if (counts.failed > 0)
      line += (line.empty() ? "failed: " : "; failed: ") + WithCommas(counts.failed);
    if (const auto rows = RowsOf(step, counts); rows && (complete || *rows > 0)) {
      line += (line.empty() ? "" : "; ") + at_least + Plural(*rows, "row") + " written";
      for (const auto& [path, flags] : step.bound.outputs)
        line += (path == "-" ? " to standard output" : " to " + name_of(path));
    }
    if (const std::string account = AccountText(report.accounts[i]); !account.empty())
      line += (line.empty() ? "" : "; ") + account;
    if (!line.empty())
      out += "  " + step.id + std::string(width - step.id.size() + 2, ' ') + line + "\n";
  }
  if (ledger.inputs_failed() > 0)
    out += "  " + Plural(ledger.inputs_failed(), "input") + " could not be read to the end:\n";
  for (const std::string& why : ledger.input_failures()) out += "    " + Showable(why) + "\n";
  if (const int64_t more = ledger.inputs_failed() - std::ssize(ledger.input_failures()); more > 0)
    out += "    and " + WithCommas(more) + " more\n";
  if (!plan.dropped.empty() && ledger.dropped() > 0)
    out += "what was dropped, and why: " + name_of(plan.dropped) + "\n";
  if (ledger.failures() > 0) out += "what failed, and why: " + name_of(plan.failed) + "\n";
  return out;
}

}  // namespace textmill::core
