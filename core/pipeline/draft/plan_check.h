// How the tests of this folder make plans of texts.
#ifndef CORE_PIPELINE_PLAN_CHECK_H_
#define CORE_PIPELINE_PLAN_CHECK_H_

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/make_plan.h"
#include "core/pipeline/test_stages.h"

namespace textmill::core {

// Everything wrong with a pipeline that is called "p", as "line:column: message; hint".
inline std::vector<std::string> ProblemsOf(const std::string& text, const PlanOptions& options) {
  std::vector<Problem> problems;
  const auto plan = MakePlanOf(text, "p", test_stages::TestRegistry(), options, &problems);
  EXPECT_EQ(plan.has_value(), problems.empty());
  std::vector<std::string> out;
  for (const Problem& problem : problems) {
    std::string shown = problem.ToString();
    out.push_back(shown.starts_with("p:") ? shown.substr(2) : shown);
  }
  return out;
}

inline Plan PlanOf(const std::string& text, const PlanOptions& options) {
  std::vector<Problem> problems;
  auto plan = MakePlanOf(text, "p", test_stages::TestRegistry(), options, &problems);
  for (const Problem& problem : problems) ADD_FAILURE() << problem.ToString();
  return plan ? std::move(*plan) : Plan();
}

// Options with which no file is looked at.
inline PlanOptions TextOnly() {
  PlanOptions options;
  options.look_at_files = false;
  return options;
}

}  // namespace textmill::core

#endif  // CORE_PIPELINE_PLAN_CHECK_H_
