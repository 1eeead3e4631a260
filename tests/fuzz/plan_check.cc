// The check of a pipeline's text: a plan, or problems.
#include "core/pipeline/explain.h"
#include "core/pipeline/make_plan.h"
#include "core/pipeline/test_stages.h"
#include "tests/fuzz/fuzz.h"
#include "textmill/utf8.hpp"

namespace textmill::fuzz {

TEXTMILL_FUZZ(plan_check) {
  core::PlanOptions options;
  options.look_at_files = false;
  std::vector<core::Problem> problems;
  const auto plan =
      core::MakePlanOf(std::string(input), "p", test_stages::TestRegistry(), options, &problems);
  Expect(plan.has_value() == problems.empty(), "a plan, or problems");
  if (plan) Expect(!core::ExplainPlan(*plan).empty(), "a plan can be explained");
  for (const core::Problem& problem : problems) {
    const std::string said = problem.ToString();
    Expect(FirstInvalidUtf8(said) == said.size(), "messages are UTF-8");
  }
}

}  // namespace textmill::fuzz
