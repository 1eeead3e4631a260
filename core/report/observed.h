// What a report shows of the documents themselves: how many there are by language, length, source
// and month, as they were read and as they finished, the names in them, and examples of what was
// removed.
//
// A Watcher of one run, from any number of threads. Its memory is bounded: rare values beyond a
// number are counted together, and examples are from the beginning of the corpus.
#ifndef CORE_REPORT_OBSERVED_H_
#define CORE_REPORT_OBSERVED_H_

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/pipeline/plan.h"
#include "core/report/month_counts.h"
#include "core/report/names_seen.h"
#include "core/report/tally.h"
#include "core/run/removed_line.h"
#include "core/run/watcher.h"
#include "core/seeded_hash.h"

namespace textmill::core {

class Observed final : public Watcher {
 public:
  explicit Observed(const Plan& plan);

  bool Wants(size_t step) const override { return step == 0 || step == last_; }
  std::optional<std::set<std::string>> WantedColumns() const override;
  void After(size_t step, const Batch& batch) override;
  void Dropped(std::string_view line) override;
  void Failed(std::string_view line) override;
  void Wrote(size_t step, std::string_view bytes) override;

  // {"read": {...}, "finished": {...}, "names": {...} or null, "removed": [...], "failed": [...],
  //  "written": [...]}; once the run is over.
  std::string Json() const;

 private:
  // The documents at one place of the pipeline.
  struct Crowd {
    explicit Crowd(const Schema& schema);
    void Add(const Batch& batch);
    std::string Json() const;

    int text, lang, source, date;  // columns, or -1
    std::string unit;              // of a date that is a timestamp: its format
    int64_t documents = 0, characters = 0, without_text = 0, without_date = 0;
    std::array<int64_t, 40> lengths{};  // of texts of 2^(i-1) to 2^i - 1 characters; 0: empty
    Tally languages{2000}, sources;
    MonthCounts months;
    std::vector<MonthCounts> source_months;        // of the first sources met, by their numbers
    std::vector<std::optional<int>> batch_months;  // of the documents of the last batch

   private:
    void AddLengths(const Batch& batch);
    void AddMonths(const Batch& batch);
    void AddSources(const Batch& batch);
  };
  void KeepTexts(const Batch& batch);
  // Whether the texts of a duplicate and of what it repeats are both there.
  bool IsPair(const RemovedLine& line) const;
  std::string ExampleJson(const RemovedLine& example) const;

  const Plan& plan_;
  const size_t last_;  // the last step that documents go through
  int entities_ = -1;

  std::mutex mutex_;  // for all below
  Crowd read_, finished_;
  NamesSeen names_;
  std::unordered_map<std::string, std::string, SeededHash> texts_;  // beginnings of texts, by id
  size_t texts_bytes_ = 0;
  int64_t lines_ = 0;  // of what was dropped
  std::map<std::pair<std::string, std::string>, std::vector<RemovedLine>>
      dropped_;  // step and reason
  std::vector<RemovedLine> failed_;
  std::map<size_t, std::string> written_;  // the beginnings, by step
};

}  // namespace textmill::core

#endif  // CORE_REPORT_OBSERVED_H_
