// What a preview shows: each step of a pipeline with what came in, what it changed, what it took
// out and why. Filled by a run of a few documents; shown on a terminal or as a page of HTML.
//
// A Preview is a Watcher of one run.
#ifndef CORE_CLI_PREVIEW_H_
#define CORE_CLI_PREVIEW_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/run/removed_line.h"
#include "core/run/run.h"
#include "core/run/watcher.h"

namespace textmill::core {

struct StepView {
  int64_t out = 0;  // documents that left it
  struct Sample {
    std::string id;
    std::vector<std::pair<std::string, std::string>> made;  // columns that the step made: JSON
    std::string before, after;                              // of a text that it changed; else ""
    std::string column;                                     // that text's
  };
  std::vector<Sample> samples;
  std::vector<RemovedLine> dropped, failed;
  std::string counted;  // what it counted for itself
  std::string written;  // the beginning of what a writer wrote
  int64_t written_bytes = 0;
};

class Preview final : public Watcher {
 public:
  // `samples`: how many documents are shown for each step, at most.
  Preview(const Plan& plan, size_t samples)
      : plan_(plan), samples_(samples), steps_(plan.steps.size()) {}

  void After(size_t step, const Batch& batch) override;
  void Dropped(std::string_view line) override;
  void Failed(std::string_view line) override;
  void Wrote(size_t step, std::string_view bytes) override;
  // Once the run is over.
  void TakeAccounts(const RunReport& report);

  const std::vector<StepView>& steps() const { return steps_; }

 private:
  using Key = std::pair<uint64_t, uint64_t>;  // input and offset of a document
  void Keep(std::string_view line, std::vector<RemovedLine> StepView::*removed);
  StepView* Find(const std::string& id);

  const Plan& plan_;
  const size_t samples_;
  std::vector<StepView> steps_;
  // The texts of each document as they left the step before, by column.
  std::map<Key, std::map<std::string, std::string>> texts_;
};

// For a terminal of `width` columns.
std::string PreviewText(const Plan& plan, const Preview& preview, size_t width);
// One page of HTML; nothing of the corpus in it can act.
std::string PreviewPage(const Plan& plan, const Preview& preview);

}  // namespace textmill::core

#endif  // CORE_CLI_PREVIEW_H_
