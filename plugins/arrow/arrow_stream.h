// Batches of an Arrow stream or file, front to back. One thread at a time.
#ifndef TEXTMILL_PLUGINS_ARROW_ARROW_STREAM_H_
#define TEXTMILL_PLUGINS_ARROW_ARROW_STREAM_H_

#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "plugins/arrow/capped_pool.h"

namespace textmill::arrowfiles {

class ByteSource;

class ArrowStream {
 public:
  // Of the file at `path`, or of standard input for "-"; compressed ones are unpacked. `cancelled`
  // may be empty. Throws Error.
  ArrowStream(const std::string& path, int64_t unpack_limit, std::function<bool()> cancelled);
  ~ArrowStream();

  std::shared_ptr<arrow::Schema> schema() const { return reader_->schema(); }
  // Checked in all that it holds; NULL at the end. It is gone before the stream is. Throws Error.
  std::shared_ptr<arrow::RecordBatch> Next();
  // Bytes of the file that were used up.
  uint64_t stored() const;

 private:
  void CheckEnd();

  CappedPool pool_;  // outlives the rest
  std::shared_ptr<ByteSource> bytes_;
  std::shared_ptr<arrow::RecordBatchReader> reader_;
  bool is_file_ = false;
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_ARROW_STREAM_H_
