#include <algorithm>
#include <cstdio>
#include <string>

#include "core/present/terminal_text.h"
#include "core/run/numbers.h"
#include "core/run/summary.h"

namespace textmill::core {
namespace {

std::string Plural(int64_t n, const std::string& noun) {
  return WithCommas(n) + " " + noun + (n == 1 ? "" : "s");
}

// "42 documents read: 36 finished, 6 dropped, 0 failed (55.9 kB in 0.5 s)"
std::string TotalsText(const RunReport& report) {
  const Ledger& ledger = report.ledger;
  std::string out = Plural(ledger.read(), "document") + " read";
  if (ledger.made() != 0) out += ", " + WithCommas(ledger.made()) + " made of them";
  out += ": " + WithCommas(ledger.finished()) + " finished, " + WithCommas(ledger.dropped()) +
         " dropped, " + WithCommas(ledger.failed()) + " failed";
  if (ledger.under_way() != 0) out += ", " + WithCommas(ledger.under_way()) + " still under way";
  char seconds[40];
  std::snprintf(seconds, sizeof seconds, "%.1f s", report.seconds);
  out += " (" + ByteText(report.bytes_read) + " in " + seconds;
  if (report.seconds > 0.5 && !report.resumed) {
    const double rate = static_cast<double>(report.bytes_read) / report.seconds;
    out += ", " + ByteText(static_cast<int64_t>(rate)) + "/s";
  }
  return out + ")\n";
}

// What a file is called now.
std::string NameOf(const std::string& path, const RunReport& report) {
  for (const Outputs::Written& output : report.outputs) {
    if (output.path == path) return Showable(output.name);
  }
  return Showable(path);
}

// "dropped: false 1; failed: 2", or "" when there is nothing to say.
std::string StepText(const Step& step, const StepCounts& counts,
                     const std::vector<Instance::Number>& account, const RunReport& report) {
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
  std::string drops;
  for (const auto& [reason, n] : DropsOf(step, counts))
    drops += (drops.empty() ? "dropped: " : ", ") + reason + " " + WithCommas(n);
  if (!drops.empty()) add(drops);
  if (counts.failed > 0) add("failed: " + WithCommas(counts.failed));
  if (step.kind == Step::Kind::kSet && counts.counters[kSetOdd] > 0)
    add("null, as the value cannot be worked out: " + WithCommas(counts.counters[kSetOdd]));
  // What was under way when the run ended is let go; some of it may be written already.
  const bool complete = IsComplete(report.outcome);
  if (const auto rows = RowsOf(step, counts); rows && (complete || *rows > 0)) {
    add((complete ? "" : "at least ") + Plural(*rows, "row") + " written");
    for (const auto& [path, flags] : step.bound.outputs) {
      out += path == "-" ? " to standard output" : " to " + NameOf(path, report);
      if (!step.split) continue;
      const auto files = std::count_if(
          report.outputs.begin(), report.outputs.end(),
          [&path = path](const Outputs::Written& output) { return output.one_of == path; });
      out += ", " + Plural(files, "file");
    }
  }
  if (!account.empty()) add(AccountText(account));
  return out;
}

std::string InputFailuresText(const Ledger& ledger) {
  if (ledger.inputs_failed() == 0) return "";
  std::string out =
      "  " + Plural(ledger.inputs_failed(), "input") + " could not be read to the end:\n";
  for (const std::string& why : ledger.input_failures()) out += "    " + Showable(why) + "\n";
  if (const int64_t more = ledger.inputs_failed() - std::ssize(ledger.input_failures()); more > 0)
    out += "    and " + WithCommas(more) + " more\n";
  return out;
}

}  // namespace

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

std::string SummaryText(const Plan& plan, const RunReport& report) {
  const Ledger& ledger = report.ledger;
  std::string out = TotalsText(report);
  size_t width = 0;
  for (const Step& step : plan.steps) width = std::max(width, step.id.size());
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const std::string& id = plan.steps[i].id;
    const std::string text = StepText(plan.steps[i], ledger.step(i), report.accounts[i], report);
    if (!text.empty()) out += "  " + id + std::string(width - id.size() + 2, ' ') + text + "\n";
  }
  out += InputFailuresText(ledger);
  if (!plan.dropped.empty() && ledger.dropped() > 0)
    out += "what was dropped, and why: " + NameOf(plan.dropped, report) + "\n";
  if (ledger.failures() > 0) out += "what failed, and why: " + NameOf(plan.failed, report) + "\n";
  return out;
}

}  // namespace textmill::core
