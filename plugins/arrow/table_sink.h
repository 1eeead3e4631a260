// What the writers of tables in files share: rows are gathered in Commit, in input order, and
// written in groups that depend on nothing but the rows.
#ifndef TEXTMILL_PLUGINS_ARROW_TABLE_SINK_H_
#define TEXTMILL_PLUGINS_ARROW_TABLE_SINK_H_

#include <arrow/record_batch.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/arrow/output_stream.h"
#include "plugins/arrow/row_group.h"
#include "plugins/lib/memory/reported.h"
#include "textmill/textmill.hpp"

namespace textmill::arrowfiles {

class TableSink : public Sink {
 public:
  Param<Path> path{this, "path", kRequired,
                   "The file to write; a name with `{column}` makes a file for each value of the "
                   "column. `-` is standard output."};
  Param<std::vector<ColumnName>> columns{
      this, "columns", kOptional,
      "Which columns to write, in this order. When not given: all, also `extra` as JSON text."};
  Counter rows{this, "rows"};

  void Bind(Binder& binder) override;
  void Open(const textmill_open_request&) override;
  void Process(const Batch&, Reply&, Lane*) const override {}
  void Commit(const Batch& batch, const Carried& carried, Reply& reply) override;
  void Finish() override;
  Split HowToSplit() const override {
    return {TEXTMILL_SPLIT_WHOLE,
            "each group of rows in the file is filled before the next begins"};
  }

 protected:
  TableSink() = default;
  virtual int64_t RowsPerGroup() const = 0;
  // The file's beginning, a group, and its end; to the stream. Throw Error.
  virtual void Begin(const std::shared_ptr<arrow::Schema>& schema,
                     const std::shared_ptr<OutputStream>& to) = 0;
  virtual void WriteGroup(const arrow::RecordBatch& rows) = 0;
  virtual void End() = 0;
  // For stages that can go on with a file: rows that wait, and how long the file is.
  void SaveRows(StateWriter& to) const;
  void RestoreRows(StateReader& from);

 private:
  // Calls `call`, which writes; what the host says went wrong goes on as it was.
  template <class Call>
  void Writing(const Call& call);
  void Flush();

  uint32_t output_ = 0;
  std::vector<Field> fields_;
  mutable std::optional<RowGroup> group_;  // the same after it was saved
  std::shared_ptr<OutputStream> stream_;
  memory::Reported kept_;
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_TABLE_SINK_H_
