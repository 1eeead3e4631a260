// The stage write.arrow.
#ifndef TEXTMILL_PLUGINS_ARROW_WRITE_ARROW_H_
#define TEXTMILL_PLUGINS_ARROW_WRITE_ARROW_H_

#include <memory>
#include <vector>

#include "plugins/arrow/table_sink.h"

namespace arrow::ipc::internal {
class IpcPayloadWriter;
}

namespace textmill::arrowfiles {

class WriteArrow final : public TableSink {
 public:
  WriteArrow();
  ~WriteArrow() override;

  Param<Choice> format{
      this,
      "format",
      {"auto", "file", "stream"},
      "An IPC `file`, which programs open anywhere in it, or a `stream`, which they "
      "read from the front. `auto`: a stream for standard output and for names that "
      "end in `.arrows`, else a file."};
  Param<Choice> compression{
      this, "compression", {"none", "zstd", "lz4"}, "How buffers are compressed."};
  Param<int64_t> rows_per_batch{
      this, "rows_per_batch", 10000,
      "Rows of a batch, the last one but for fewer. A batch whose values come to 128 MiB ends "
      "earlier. That many rows are in memory, of each file that is written.",
      Range{1, 100e6}};

  void Save(StateWriter& to) const override;
  void Restore(StateReader& from) override;

 protected:
  int64_t RowsPerGroup() const override { return rows_per_batch; }
  void Begin(const std::shared_ptr<arrow::Schema>& schema,
             const std::shared_ptr<OutputStream>& to) override;
  void WriteGroup(const arrow::RecordBatch& rows) override;
  void End() override;

 private:
  // Of a batch that was written: bytes of its head, and of what follows.
  struct Written {
    int64_t head, body;
  };
  void Start();

  std::shared_ptr<OutputStream> to_;
  std::shared_ptr<arrow::Schema> schema_;
  std::unique_ptr<arrow::ipc::internal::IpcPayloadWriter> writer_;
  std::vector<Written> written_;  // what the end of a file has to know
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_WRITE_ARROW_H_
