#include "plugins/arrow/write_arrow.h"

#include <arrow/buffer.h>
#include <arrow/ipc/dictionary.h>
#include <arrow/ipc/writer.h>
#include <arrow/memory_pool.h>
#include <arrow/util/compression.h>

#include <string>

#include "plugins/arrow/arrow_result.h"
#include "plugins/lib/io/endings.h"

namespace textmill::arrowfiles {
namespace {

constexpr const char* kWriteArrowDescription =
    R"(For programs that go on with the documents: pyarrow, pandas, Polars, DuckDB and R read it
without any parsing, also through a pipe as it is written. To keep a corpus, `write.parquet` takes
less room. Columns are those that `write.parquet` writes, and the bytes depend on the documents
alone.

The file has its name once the run is complete, and ends in `.part` until then.)";

constexpr const char* kWriteArrowExample =
    R"(- uses: write.arrow
  with: { path: out/articles.arrow, compression: zstd }
)";

// Of a restored batch: bytes that are written at once; more than any head has.
constexpr int64_t kPart = 64 << 10, kMostHead = 64 << 20;

arrow::ipc::IpcWriteOptions OptionsOf(const std::string& compression) {
  arrow::ipc::IpcWriteOptions options;
  options.use_threads = false;
  options.memory_pool = arrow::system_memory_pool();
  if (compression != "none") {
    const auto codec =
        compression == "zstd" ? arrow::Compression::ZSTD : arrow::Compression::LZ4_FRAME;
    options.codec = Take(arrow::util::Codec::Create(codec));
  }
  return options;
}

}  // namespace

WriteArrow::WriteArrow() {
  Describe("write.arrow", "1.0.0",
           "Writes documents, or the table of a step, as an Arrow file or stream.");
  Explain(kWriteArrowDescription, kWriteArrowExample);
}

WriteArrow::~WriteArrow() = default;

void WriteArrow::Begin(const std::shared_ptr<arrow::Schema>& schema,
                       const std::shared_ptr<OutputStream>& to) {
  schema_ = schema;
  to_ = to;
  Start();
}

// Messages are written one by one, and not by Arrow's own writer of batches, since that could not
// go on where another one was interrupted.
void WriteArrow::Start() {
  const arrow::ipc::IpcWriteOptions options = OptionsOf(compression.get());
  const bool stream =
      format.get() == "stream" ||
      (format.get() == "auto" && (path->value == "-" || io::EndsIn(path->value, ".arrows")));
  writer_ = Take(stream ? arrow::ipc::internal::MakePayloadStreamWriter(to_.get(), options)
                        : arrow::ipc::internal::MakePayloadFileWriter(to_.get(), schema_, options));
  Check(writer_->Start());
  arrow::ipc::IpcPayload payload;
  Check(arrow::ipc::GetSchemaPayload(*schema_, options, arrow::ipc::DictionaryFieldMapper(*schema_),
                                     &payload));
  Check(writer_->WritePayload(payload));
}

void WriteArrow::WriteGroup(const arrow::RecordBatch& rows) {
  arrow::ipc::IpcPayload payload;
  Check(arrow::ipc::GetRecordBatchPayload(rows, OptionsOf(compression.get()), &payload));
  Check(writer_->WritePayload(payload));
  written_.push_back({payload.metadata->size(), payload.body_length});
}

void WriteArrow::End() { Check(writer_->Close()); }

void WriteArrow::Save(StateWriter& to) const {
  to.Put(static_cast<uint64_t>(written_.size()));
  for (const Written& batch : written_) to.Put(batch);
  SaveRows(to);
}

// Writes the same number of bytes again, which go nowhere.
void WriteArrow::Restore(StateReader& from) {
  const auto n = from.Take<uint64_t>();
  written_.clear();
  for (uint64_t i = 0; i < n; ++i) written_.push_back(from.Take<Written>());
  Guarded([&] {
    to_->GoOnAt(0);
    to_->Mute(true);
    Start();
    for (const Written& batch : written_) {
      if (batch.head < 0 || batch.head > kMostHead || batch.body < 0)
        throw Error("a saved batch cannot have such a length");
      arrow::ipc::IpcPayload payload;
      payload.type = arrow::ipc::MessageType::RECORD_BATCH;
      payload.metadata = arrow::Buffer::FromString(std::string(batch.head, '\0'));
      payload.body_length = payload.raw_body_length = batch.body;
      static const std::shared_ptr<arrow::Buffer> kNothing =
          arrow::Buffer::FromString(std::string(kPart, '\0'));
      for (int64_t left = batch.body; left > 0; left -= kPart)
        payload.body_buffers.push_back(left >= kPart ? kNothing
                                                     : arrow::SliceBuffer(kNothing, 0, left));
      Check(writer_->WritePayload(payload));
    }
    to_->Mute(false);
  });
  const int64_t length = Take(to_->Tell());
  RestoreRows(from);
  if (Take(to_->Tell()) != length) throw Error("the saved file is not as long as its batches are");
}

}  // namespace textmill::arrowfiles
