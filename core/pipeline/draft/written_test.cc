#include "core/pipeline/draft/written.h"

#include <gmock/gmock.h>

#include "core/pipeline/draft/plan_check.h"

namespace textmill::core {
namespace {

// The one step after a reader.
Step Of(const std::string& step, std::vector<std::string> set = {}) {
  PlanOptions options = TextOnly();
  options.set = std::move(set);
  Plan plan =
      PlanOf("textmill: 1\nsteps:\n  - {uses: read.text, with: {path: in}}\n" + step, options);
  return std::move(plan.steps.at(1));
}

TEST(Written, IsTheSameHoweverItIsLaidOut) {
  const std::string written =
      Of("  - uses: dedup.near\n    id: wire\n    with: { threshold: 0.9, action: mark }\n")
          .written;
  EXPECT_EQ(Of("  # Agency stories.\n"
               "  - id: wire\n"
               "    with:\n"
               "      threshold: '0.9'   # nine tenths\n"
               "      action: \"mark\"\n"
               "    uses: dedup.near\n")
                .written,
            written);
  EXPECT_EQ(Of("  - uses: dedup.near\n    id: wire\n    with: { threshold: 0.5, action: mark }\n",
               {"wire.threshold=0.9"})
                .written,
            written);
}

TEST(Written, IsAnotherForAnythingThatIsSaid) {
  const std::vector<std::string> steps = {
      "  - uses: dedup.near\n",
      "  - uses: dedup.near\n    id: wire\n",
      "  - uses: dedup.near\n    with: { threshold: 0.9 }\n",
      "  - uses: dedup.near\n    with: { threshold: 0.91 }\n",
      "  - uses: dedup.near\n    when: text.length > 1\n",
      "  - uses: dedup.near\n    when: text.length > 2\n",
      "  - keep: text.length > 1\n",
      "  - set: { a: text }\n",
      "  - set: { a: text, b: text }\n",
      "  - set: { a: text }\n    on_error: fail\n",
      "  - uses: entities.tag\n    with: { gazetteers: [a, b] }\n",
      "  - uses: entities.tag\n    with: { gazetteers: [ab] }\n"};
  for (size_t i = 0; i < steps.size(); ++i) {
    for (size_t k = 0; k < i; ++k) EXPECT_NE(Of(steps[i]).written, Of(steps[k]).written) << i << k;
  }
}

TEST(Written, FilesThatTextsNameAreRead) {
  const std::string file = TEXTMILL_SOURCE_DIR "/LICENSE";
  EXPECT_THAT(
      Of("  - uses: entities.tag\n    with: { patterns: { a: " + file + ", b: 'no file' } }\n")
          .reads,
      testing::ElementsAre(file));
  EXPECT_THAT(Of("  - uses: dedup.near\n").reads, testing::IsEmpty());
}

}  // namespace
}  // namespace textmill::core
