// Somebody who looks on while a run goes through its steps: `textmill preview`, `head`, `count`,
// and the report of a run.
//
// For each step called by one thread at a time, in input order; calls for different steps may
// overlap where the run has more than one thread. With a watcher a run is slower.
#ifndef CORE_RUN_WATCHER_H_
#define CORE_RUN_WATCHER_H_

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/table/batch.h"

namespace textmill::core {

class Watcher {
 public:
  virtual ~Watcher() = default;
  // Whether After is to be called for the step.
  virtual bool Wants(size_t step) const {
    (void)step;
    return true;
  }
  // The names of columns that After looks at, of those of the source; nothing: all.
  virtual std::optional<std::set<std::string>> WantedColumns() const { return std::nullopt; }
  // The documents as they left the step; they have the columns of its output.
  virtual void After(size_t step, const Batch& batch) = 0;
  // Lines as they are in dropped.jsonl and failed.jsonl; the former without the document when the
  // run does not write them.
  virtual void Dropped(std::string_view line) { (void)line; }
  virtual void Failed(std::string_view line) { (void)line; }
  // The next rows of a table, for who wants them; the columns are those of the step's table.
  virtual bool wants_tables() const { return false; }
  virtual void TableRows(size_t step, size_t table, const Batch& rows) {
    (void)step, (void)table, (void)rows;
  }
  // What a writer wrote.
  virtual void Wrote(size_t step, std::string_view bytes) { (void)step, (void)bytes; }
};

}  // namespace textmill::core

#endif  // CORE_RUN_WATCHER_H_
