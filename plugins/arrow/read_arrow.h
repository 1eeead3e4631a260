// The stage read.arrow.
//
// An Arrow file is a stream with something before and after it, and is read as one: from the front,
// so that a pipe will do, and that what is before a fault is read. NextUnit takes batches out of
// the stream and hands each piece on as a stream of its own.
#ifndef TEXTMILL_PLUGINS_ARROW_READ_ARROW_H_
#define TEXTMILL_PLUGINS_ARROW_READ_ARROW_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "plugins/arrow/table_source.h"

namespace textmill::arrowfiles {

class ArrowStream;

class ReadArrow final : public TableSource {
 public:
  ReadArrow();
  ~ReadArrow() override;

  const std::vector<Input>& ListInputs() override;
  void Open(const textmill_open_request&) override { TellDifferences(); }
  bool NextUnit(uint64_t want_bytes, Unit& unit) override;

 protected:
  std::shared_ptr<arrow::Schema> SchemaOf(const std::string& path) const override;
  UnitRows RowsOf(const UnitView& unit) const override;

 private:
  bool NextOf(uint64_t want_bytes, Unit& unit);

  // The input that units come from.
  uint32_t current_ = 0;
  std::unique_ptr<ArrowStream> stream_;
  std::shared_ptr<arrow::RecordBatch> batch_;  // of the columns that are read
  int64_t at_ = 0;                             // row of the batch
  int64_t rows_at_once_ = 1;
  uint64_t row_ = 0;  // of the input

  mutable std::mutex maps_mutex_;
  std::vector<std::shared_ptr<const ColumnMap>> maps_;  // by input, once it was met
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_READ_ARROW_H_
