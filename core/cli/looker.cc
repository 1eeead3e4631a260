#include "core/cli/looker.h"

#include <simdjson.h>

#include <iostream>

#include "core/pipeline/make_plan.h"
#include "core/present/terminal_text.h"
#include "textmill/json.hpp"

namespace textmill::core {

std::string QuotedYaml(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped.append(c == '$' ? 2 : 1, c);
  Buffer out;
  AppendJsonString(escaped, out);
  return {out.data(), out.size()};
}

std::string QuotedYaml(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ", ") + QuotedYaml(item);
  return "[" + out + "]";
}

std::optional<Plan> PlanToLook(const std::string& pipeline, const Registry& registry) {
  PlanOptions options;
  options.overwrite = true;
  std::vector<Problem> problems;
  auto plan = MakePlanOf(pipeline, "command", registry, options, &problems);
  // Without the steps' names, which nobody gave.
  for (const Problem& problem : problems)
    std::cerr << "error: " << Showable(WithHint(problem.message, problem.hint)) << "\n";
  if (plan) plan->failed = "/dev/null";
  return plan;
}

void Looker::Failed(std::string_view line) {
  constexpr size_t kMost = 3;
  using simdjson::SUCCESS;
  simdjson::dom::parser parser;
  simdjson::dom::element failure;
  std::string_view source, message;
  uint64_t offset = 0;
  if (reasons_.size() == kMost || parser.parse(line.data(), line.size()).get(failure) != SUCCESS ||
      failure["message"].get(message) != SUCCESS)
    return;
  std::string where;  // an input that failed as a whole is named in the message
  if (failure["input_failed"].error() != SUCCESS && failure["source"].get(source) == SUCCESS &&
      failure["offset"].get(offset) == SUCCESS)
    where = std::string(source) + ", byte " + std::to_string(offset) + ": ";
  reasons_.push_back(where + std::string(message));
}

void Looker::TellFailures(const RunReport& report) const {
  if (report.error) std::cerr << "error: " << Showable(report.error->ToString()) << "\n";
  for (const std::string& reason : reasons_) std::cerr << Showable(reason) << "\n";
  if (const int64_t more = report.ledger.failures() - std::ssize(reasons_); more > 0)
    std::cerr << "and " << more << " more that could not be read\n";
}

}  // namespace textmill::core
