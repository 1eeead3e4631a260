// What Arrow writes to: hands bytes on, in order, and counts them. One thread at a time.
#ifndef TEXTMILL_PLUGINS_ARROW_OUTPUT_STREAM_H_
#define TEXTMILL_PLUGINS_ARROW_OUTPUT_STREAM_H_

#include <arrow/io/interfaces.h>

#include <cstdint>
#include <exception>
#include <functional>
#include <string_view>
#include <utility>

namespace textmill::arrowfiles {

class OutputStream final : public arrow::io::OutputStream {
 public:
  explicit OutputStream(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

  // What the function threw is not to go through Arrow: it is kept, and thrown again here.
  void Rethrow() const {
    if (thrown_ != nullptr) std::rethrow_exception(thrown_);
  }

  // Others have written what comes before that place.
  void GoOnAt(int64_t place) { written_ = place; }
  // While it is mute, bytes are counted and go nowhere: others have written them.
  void Mute(bool mute) { mute_ = mute; }

  arrow::Status Write(const void* data, int64_t n) override {
    if (thrown_ != nullptr) return arrow::Status::IOError("it cannot be written");
    if (mute_) {
      written_ += n;
      return arrow::Status::OK();
    }
    try {
      write_({static_cast<const char*>(data), static_cast<size_t>(n)});
    } catch (...) {
      thrown_ = std::current_exception();
      return arrow::Status::IOError("it cannot be written");
    }
    written_ += n;
    return arrow::Status::OK();
  }
  arrow::Result<int64_t> Tell() const override { return written_; }
  arrow::Status Close() override {
    closed_ = true;
    return arrow::Status::OK();
  }
  bool closed() const override { return closed_; }

 private:
  const std::function<void(std::string_view)> write_;
  std::exception_ptr thrown_;
  int64_t written_ = 0;
  bool closed_ = false, mute_ = false;
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_OUTPUT_STREAM_H_
