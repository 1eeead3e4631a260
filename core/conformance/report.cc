#include <algorithm>
#include <string_view>

#include "core/conformance/conformance.h"
#include "core/present/json_text.h"
#include "core/present/terminal_text.h"

namespace textmill::core {
namespace {

constexpr const char* kOutcomes[] = {"passed", "failed", "warning", "skipped"};

const char* NameOf(CheckOutcome outcome) { return kOutcomes[static_cast<int>(outcome)]; }

std::string TitleOf(const CheckedResult& result) {
  return std::string(result.check) + (result.stage.empty() ? "" : "  " + result.stage);
}

}  // namespace

std::string ReportText(const ConformanceReport& report) {
  std::string out;
  for (const CheckedResult& result : report.results) {
    if (result.verdict.outcome == CheckOutcome::kPassed) continue;
    out += std::string(NameOf(result.verdict.outcome)) + "  " + TitleOf(result) + "\n";
    AppendWrapped(result.verdict.message, 4, &out);
    if (result.verdict.outcome == CheckOutcome::kSkipped) continue;
    AppendWrapped(std::string("expected: ") + result.expects, 4, &out);
    AppendWrapped(std::string("to fix it: ") + result.mend, 4, &out);
  }
  out += report.path + ": ";
  for (const CheckOutcome outcome : {CheckOutcome::kPassed, CheckOutcome::kFailed,
                                     CheckOutcome::kWarning, CheckOutcome::kSkipped}) {
    out += (outcome == CheckOutcome::kPassed ? "" : ", ") + std::to_string(report.Count(outcome)) +
           " " + NameOf(outcome);
  }
  out += "\n";
  const bool unread =
      std::any_of(report.results.begin(), report.results.end(), [](const CheckedResult& result) {
        return result.verdict.outcome == CheckOutcome::kSkipped &&
               std::string_view(result.check).starts_with("source.");
      });
  if (unread) out += "a source was not tried out: it read no document (see --input and --with)\n";
  return out;
}

// A line for each check, so that line tools find what they look for.
std::string ReportJson(const ConformanceReport& report) {
  std::string out = "{\"plugin\": " + JsonString(report.path) +
                    ", \"seed\": " + std::to_string(report.seed) + ", \"checks\": [";
  bool first = true;
  for (const CheckedResult& result : report.results) {
    out += first ? "\n" : ",\n";
    first = false;
    out += "  {\"check\": " + JsonString(result.check) +
           ", \"stage\": " + JsonString(result.stage) + ", \"outcome\": \"" +
           NameOf(result.verdict.outcome) +
           "\", \"message\": " + JsonString(result.verdict.message) +
           ", \"expected\": " + JsonString(result.expects) +
           ", \"mend\": " + JsonString(result.mend) + "}";
  }
  return out + "\n]}\n";
}

}  // namespace textmill::core
