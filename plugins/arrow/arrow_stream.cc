#include "plugins/arrow/arrow_stream.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "plugins/arrow/arrow_result.h"
#include "plugins/arrow/empty_columns.h"
#include "plugins/lib/io/byte_stream.h"

namespace textmill::arrowfiles {
namespace {

// In front of a file, padded to eight bytes, and at its end.
constexpr std::string_view kArrowMagic("ARROW1\0\0", 8);
constexpr size_t kMagicAtEnd = 6;
// What a message says of its length may be wrong: memory grows as bytes come.
constexpr int64_t kStep = 1 << 20;

std::unique_ptr<io::StoredBytes> OpenBytes(const std::string& path,
                                           std::function<bool()> cancelled) {
  io::File file;
  if (path == "-") {
    const int fd = ::dup(STDIN_FILENO);
    if (fd < 0) throw Error("it is closed", TEXTMILL_IO_ERROR);
    file = io::File(fd);
  } else {
    file = io::File::Open(path);
  }
  return std::make_unique<io::StoredBytes>(std::move(file), std::move(cancelled));
}

}  // namespace

class ByteSource final : public arrow::io::InputStream {
 public:
  ByteSource(std::unique_ptr<io::ByteStream> stream, arrow::MemoryPool* pool)
      : stream_(std::move(stream)), pool_(pool) {
    front_.resize(kArrowMagic.size());
    front_.resize(stream_->Read(front_.data(), front_.size()));
  }

  const io::ByteStream& stream() const { return *stream_; }
  // Takes the beginning of a file off, if it is one.
  bool TakeMagic() {
    const bool is_file = front_ == kArrowMagic;
    if (is_file) front_.clear();
    return is_file;
  }
  bool empty() const { return front_.empty(); }
  void Rethrow() const {
    if (thrown_ != nullptr) std::rethrow_exception(thrown_);
  }

  arrow::Status Close() override { return arrow::Status::OK(); }
  bool closed() const override { return false; }
  arrow::Result<int64_t> Tell() const override { return at_; }
  arrow::Result<int64_t> Read(int64_t n, void* out) override {
    try {
      char* to = static_cast<char*>(out);
      const size_t from_front = std::min(front_.size(), static_cast<size_t>(n));
      std::copy_n(front_.data(), from_front, to);
      front_.erase(0, from_front);
      const auto left = static_cast<size_t>(n) - from_front;
      const size_t got = from_front + (left == 0 ? 0 : stream_->Read(to + from_front, left));
      at_ += static_cast<int64_t>(got);
      return static_cast<int64_t>(got);
    } catch (...) {
      thrown_ = std::current_exception();
      return arrow::Status::IOError("it cannot be read");
    }
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t n) override {
    ARROW_ASSIGN_OR_RAISE(auto buffer, arrow::AllocateResizableBuffer(0, pool_));
    while (buffer->size() < n) {
      const int64_t have = buffer->size();
      const int64_t more = std::min(n - have, std::max(kStep, have));
      ARROW_RETURN_NOT_OK(buffer->Resize(have + more, /*shrink_to_fit=*/false));
      ARROW_ASSIGN_OR_RAISE(const int64_t got, Read(more, buffer->mutable_data() + have));
      if (got == more) continue;
      ARROW_RETURN_NOT_OK(buffer->Resize(have + got, /*shrink_to_fit=*/false));
      break;
    }
    return std::shared_ptr<arrow::Buffer>(std::move(buffer));
  }

 private:
  const std::unique_ptr<io::ByteStream> stream_;
  arrow::MemoryPool* const pool_;
  std::string front_;
  std::exception_ptr thrown_;
  int64_t at_ = 0;
};

ArrowStream::ArrowStream(const std::string& path, int64_t unpack_limit,
                         std::function<bool()> cancelled)
    : pool_(unpack_limit) {
  bytes_ = std::make_shared<ByteSource>(io::OpenStream(OpenBytes(path, std::move(cancelled)), path),
                                        &pool_);
  if (bytes_->empty()) throw Error("it is empty");
  is_file_ = bytes_->TakeMagic();
  arrow::ipc::IpcReadOptions options;
  options.memory_pool = &pool_;
  options.use_threads = false;
  try {
    reader_ =
        Guarded([&] { return Take(arrow::ipc::RecordBatchStreamReader::Open(bytes_, options)); });
  } catch (const Error&) {
    bytes_->Rethrow();
    throw;
  }
}

ArrowStream::~ArrowStream() = default;

std::shared_ptr<arrow::RecordBatch> ArrowStream::Next() {
  try {
    return Guarded([&] {
      std::shared_ptr<arrow::RecordBatch> batch;
      Check(reader_->ReadNext(&batch));
      if (batch == nullptr) {
        CheckEnd();
        return batch;
      }
      batch = WithOffsetsOfEmptyColumns(batch);
      Check(batch->ValidateFull());
      return batch;
    });
  } catch (const Error&) {
    bytes_->Rethrow();
    throw;
  }
}

// A file without its end was cut off.
void ArrowStream::CheckEnd() {
  if (!is_file_) return;
  std::string end;
  char part[4096];
  while (const int64_t n = Take(bytes_->Read(sizeof part, part))) {
    end.append(part, static_cast<size_t>(n));
    if (end.size() > kMagicAtEnd) end.erase(0, end.size() - kMagicAtEnd);
  }
  if (end != kArrowMagic.substr(0, kMagicAtEnd)) throw Error("the file is cut off");
}

uint64_t ArrowStream::stored() const { return bytes_->stream().stored(); }

}  // namespace textmill::arrowfiles
