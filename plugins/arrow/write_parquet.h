// The stage write.parquet.
#ifndef TEXTMILL_PLUGINS_ARROW_WRITE_PARQUET_H_
#define TEXTMILL_PLUGINS_ARROW_WRITE_PARQUET_H_

#include <memory>

#include "plugins/arrow/table_sink.h"

namespace parquet {
class FileMetaData;
}

namespace textmill::arrowfiles {

class WriteParquet final : public TableSink {
 public:
  WriteParquet();
  ~WriteParquet() override;

  Param<Choice> compression{
      this, "compression", {"zstd", "snappy", "gzip", "none"}, "How pages are compressed."};
  Param<int64_t> level{this, "level", kOptional,
                       "How hard zstd (1 to 22) or gzip (1 to 9) tries; when not given, 3 and 6.",
                       Range{1, 22}};
  Param<int64_t> rows_per_group{
      this, "rows_per_group", 10000,
      "Rows of a row group, the last one but for fewer. A row group whose values come to 128 MiB "
      "ends earlier. That many rows are in memory, of each file that is written.",
      Range{1, 100e6}};

  void Bind(Binder& binder) override;
  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override;

 protected:
  int64_t RowsPerGroup() const override { return rows_per_group; }
  void Begin(const std::shared_ptr<arrow::Schema>& schema,
             const std::shared_ptr<OutputStream>& to) override;
  void WriteGroup(const arrow::RecordBatch& rows) override;
  void End() override;

 private:
  struct Properties;
  std::shared_ptr<parquet::FileMetaData> WritePart(const arrow::RecordBatch* rows);

  std::shared_ptr<OutputStream> to_;
  std::shared_ptr<arrow::Schema> schema_;
  std::shared_ptr<const Properties> properties_;
  std::shared_ptr<parquet::FileMetaData> metadata_;  // of the groups so far
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_WRITE_PARQUET_H_
