#include "plugins/arrow/read_arrow.h"

#include <arrow/buffer.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/writer.h>
#include <arrow/util/byte_size.h>

#include <algorithm>
#include <utility>

#include "plugins/arrow/arrow_result.h"
#include "plugins/arrow/arrow_stream.h"
#include "plugins/arrow/output_stream.h"

namespace textmill::arrowfiles {
namespace {

constexpr const char* kReadArrowDescription =
    R"(Reads what Arrow libraries write as IPC: files (`.arrow`, Feather version 2) and streams
(`.arrows`, or through a pipe: `path: "-"`), with buffers compressed or not. Which of the two it
is, is known by the first bytes. Columns become documents as `read.parquet` says: what is said
there of `fields`, `types`, `extra` and of values of all types holds here, too.

Where a file or stream is damaged or cut off, the batches before the fault are read, and the rest
is reported as failed input.)";

constexpr const char* kReadArrowExample =
    R"(- uses: read.arrow
  with: { path: "-", fields: { text: content } }
)";

}  // namespace

ReadArrow::ReadArrow()
    : TableSource({{".arrow", ".arrows", ".feather", ".ipc"}, true},
                  "Files to read: names, patterns (`*`, `?`, `[a-z]`, and `**` for any number of "
                  "folders), folders (all files in them that end in .arrow, .arrows, .feather or "
                  ".ipc, in any case, at any depth), or `-` for standard input.") {
  Describe("read.arrow", "1.0.0", "Reads documents from Arrow files and streams: one a row.");
  Explain(kReadArrowDescription, kReadArrowExample);
}

ReadArrow::~ReadArrow() = default;

std::shared_ptr<arrow::Schema> ReadArrow::SchemaOf(const std::string& path) const {
  return ArrowStream(path, unpack_limit->bytes, nullptr).schema();
}

const std::vector<Input>& ReadArrow::ListInputs() {
  current_ = 0;
  batch_.reset();
  stream_.reset();
  const std::vector<Input>& inputs = TableSource::ListInputs();
  maps_.assign(inputs.size(), nullptr);
  return inputs;
}

bool ReadArrow::NextUnit(uint64_t want_bytes, Unit& unit) {
  for (; current_ < files().paths.size(); ++current_, batch_.reset(), stream_.reset()) {
    try {
      if (stream_ == nullptr) {
        row_ = 0;
        stream_ = std::make_unique<ArrowStream>(files().paths[current_], unpack_limit->bytes,
                                                [this] { return Cancelled(); });
        const auto map = MapOf(*stream_->schema(), [](int) { return true; });
        Met(*map);
        const std::lock_guard lock(maps_mutex_);
        maps_[current_] = map;
      }
      if (NextOf(want_bytes, unit)) return true;
    } catch (const Error& error) {
      const uint32_t input = current_++;
      batch_.reset();
      stream_.reset();
      FailInput(input, error, row_);
    }
  }
  return false;
}

// The next piece of the current input; false at its end.
bool ReadArrow::NextOf(uint64_t want_bytes, Unit& unit) {
  while (batch_ == nullptr || at_ == batch_->num_rows()) {
    batch_.reset();
    std::shared_ptr<arrow::RecordBatch> batch = stream_->Next();
    if (batch == nullptr) return false;
    batch_ = Take(batch->SelectColumns(maps_[current_]->read));
    at_ = 0;
    const double bytes = static_cast<double>(std::max<int64_t>(
        arrow::util::ReferencedBufferSize(*batch_).ValueOr(arrow::util::TotalBufferSize(*batch_)),
        1));
    const double rows =
        static_cast<double>(batch_->num_rows()) * static_cast<double>(want_bytes) / bytes;
    rows_at_once_ = static_cast<int64_t>(std::clamp(rows, 1.0, 1e6));
  }
  const int64_t n = std::min(rows_at_once_, batch_->num_rows() - at_);
  Buffer bytes;
  const auto to = std::make_shared<OutputStream>(
      [&bytes](std::string_view part) { bytes.Append(part.data(), part.size()); });
  arrow::ipc::IpcWriteOptions options;
  options.use_threads = false;
  options.memory_pool = arrow::system_memory_pool();
  const auto writer = Take(arrow::ipc::MakeStreamWriter(to, batch_->schema(), options));
  Check(writer->WriteRecordBatch(*batch_->Slice(at_, n)));
  Check(writer->Close());
  to->Rethrow();
  unit.input = current_;
  unit.begin = row_;
  unit.end = row_ + static_cast<uint64_t>(n);
  unit.consumed = stream_->stored();
  unit.has_payload = true;
  unit.payload = std::move(bytes);
  at_ += n;
  row_ = unit.end;
  return true;
}

TableSource::UnitRows ReadArrow::RowsOf(const UnitView& unit) const {
  UnitRows rows;
  {
    const std::lock_guard lock(maps_mutex_);
    rows.map = maps_[unit.input()];
  }
  const std::string_view bytes = unit.payload();
  arrow::ipc::IpcReadOptions options;
  options.use_threads = false;
  options.memory_pool = arrow::system_memory_pool();
  // Nothing is copied: the payload outlives the rows.
  const auto reader = Take(arrow::ipc::RecordBatchStreamReader::Open(
      std::make_shared<arrow::io::BufferReader>(std::make_shared<arrow::Buffer>(
          reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int64_t>(bytes.size()))),
      options));
  while (true) {
    std::shared_ptr<arrow::RecordBatch> batch;
    Check(reader->ReadNext(&batch));
    if (batch == nullptr) return rows;
    rows.batches.push_back(std::move(batch));
  }
}

}  // namespace textmill::arrowfiles
