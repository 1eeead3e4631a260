#include "plugins/arrow/input_file.h"

#include <arrow/buffer.h>
#include <arrow/memory_pool.h>

#include <algorithm>
#include <utility>

#include "plugins/arrow/arrow_result.h"
#include "plugins/lib/io/file.h"

namespace textmill::arrowfiles {
namespace {

// Not Arrow's own ReadableFile: what is wrong with a file is said in our words, and a file that has
// been cut since it was opened gives an error and no short read.
class InputFile final : public arrow::io::RandomAccessFile {
 public:
  InputFile(io::File file, int64_t size) : file_(std::move(file)), size_(size) {}

  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> GetSize() override { return size_; }
  arrow::Result<int64_t> Tell() const override { return at_; }
  arrow::Status Seek(int64_t position) override {
    if (position < 0 || position > size_) return arrow::Status::IOError("a place outside of it");
    at_ = position;
    return arrow::Status::OK();
  }
  arrow::Result<int64_t> Read(int64_t n, void* out) override {
    ARROW_ASSIGN_OR_RAISE(n, ReadAt(at_, n, out));
    at_ += n;
    return n;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> Read(int64_t n) override {
    ARROW_ASSIGN_OR_RAISE(std::shared_ptr<arrow::Buffer> buffer, ReadAt(at_, n));
    at_ += buffer->size();
    return buffer;
  }
  arrow::Result<int64_t> ReadAt(int64_t position, int64_t n, void* out) override {
    if (position < 0 || n < 0 || position > size_)
      return arrow::Status::IOError("it names a place outside of itself");
    n = std::min(n, size_ - position);
    try {
      const size_t got = file_.ReadAt(static_cast<uint64_t>(position), static_cast<char*>(out),
                                      static_cast<size_t>(n));
      if (got < static_cast<size_t>(n))
        return arrow::Status::IOError("it was cut while it was read");
    } catch (const Error& error) {
      return arrow::Status::IOError(error.what());
    }
    return n;
  }
  arrow::Result<std::shared_ptr<arrow::Buffer>> ReadAt(int64_t position, int64_t n) override {
    if (position < 0 || n < 0 || position > size_)
      return arrow::Status::IOError("it names a place outside of itself");
    // What a damaged file asks for may be more than there is.
    n = std::min(n, size_ - position);
    ARROW_ASSIGN_OR_RAISE(auto buffer,
                          arrow::AllocateResizableBuffer(n, arrow::system_memory_pool()));
    ARROW_ASSIGN_OR_RAISE(n, ReadAt(position, n, buffer->mutable_data()));
    return std::shared_ptr<arrow::Buffer>(std::move(buffer));
  }

 private:
  const io::File file_;
  const int64_t size_;
  int64_t at_ = 0;
  bool closed_ = false;
};

}  // namespace

std::shared_ptr<arrow::io::RandomAccessFile> OpenInput(const std::string& path) {
  io::File file = io::File::Open(path);
  const io::File::Identity identity = file.Identify();
  if (!identity.regular) throw Error("it is no file that can be read by position");
  if (identity.bytes == 0) throw Error("it is empty");
  return std::make_shared<InputFile>(std::move(file), static_cast<int64_t>(identity.bytes));
}

}  // namespace textmill::arrowfiles
