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
  return out + "\n";
}

std::string ReportJson(const ConformanceReport& report) {
  std::vector<std::string> checks;
  for (const CheckedResult& result : report.results) {
    checks.push_back(JsonObject({{"check", JsonString(result.check)},
                                 {"stage", JsonString(result.stage)},
                                 {"outcome", JsonString(NameOf(result.verdict.outcome))},
                                 {"message", JsonString(result.verdict.message)},
                                 {"expected", JsonString(result.expects)},
                                 {"mend", JsonString(result.mend)}}));
  }
  return JsonObject({{"plugin", JsonString(report.path)},
                     {"seed", std::to_string(report.seed)},
                     {"checks", JsonArray(checks)}}) +
         "\n";
}

}  // namespace textmill::core
