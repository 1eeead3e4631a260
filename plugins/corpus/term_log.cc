#include "plugins/corpus/term_log.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>

#include "textmill/error.hpp"

namespace textmill::corpus {

void TermLog::Append(std::span<const uint32_t> stream) {
  if (stream.empty()) return;
  if (buffer_.size() + stream.size() > limit_) Flush();
  sizes_.push_back(stream.size());
  buffer_.insert(buffer_.end(), stream.begin(), stream.end());
}

void TermLog::Flush() {
  if (buffer_.empty()) return;
  if (!file_.is_open()) {
    std::string name = folder_ + "/textmill-terms-XXXXXX";
    const int fd = ::mkstemp(name.data());
    if (fd < 0)
      throw Error("cannot make a temporary file in " + folder_ + ": " + io::SystemMessage(errno));
    ::unlink(name.c_str());
    file_ = io::File(fd);
  }
  const char* from = reinterpret_cast<const char*>(buffer_.data());
  for (size_t left = buffer_.size() * sizeof(uint32_t); left > 0;) {
    const ssize_t n = ::write(file_.fd(), from, left);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      throw Error("cannot write to a temporary file in " + folder_ + ": " +
                  io::SystemMessage(n == 0 ? ENOSPC : errno));
    from += n;
    left -= static_cast<size_t>(n);
  }
  in_file_ += buffer_.size();
  buffer_.clear();
}

void TermLog::Each(const std::function<bool(std::span<const uint32_t>)>& use) const {
  size_t at = 0;
  std::vector<uint32_t> read;
  for (const size_t size : sizes_) {
    if (at >= in_file_) {
      if (!use(std::span(buffer_).subspan(at - in_file_, size))) return;
      at += size;
      continue;
    }
    read.resize(size);
    char* to = reinterpret_cast<char*>(read.data());
    auto offset = static_cast<off_t>(at * sizeof(uint32_t));
    for (size_t left = size * sizeof(uint32_t); left > 0;) {
      const ssize_t n = ::pread(file_.fd(), to, left, offset);
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0)
        throw Error("cannot read a temporary file in " + folder_ + ": " +
                    (n == 0 ? std::string("it is cut off") : io::SystemMessage(errno)));
      to += n;
      offset += n;
      left -= static_cast<size_t>(n);
    }
    if (!use(read)) return;
    at += size;
  }
}

void TermLog::Save(StateWriter& to) const {
  to.Put(static_cast<uint64_t>(sizes_.size()));
  Each([&](std::span<const uint32_t> stream) {
    to.Put(static_cast<uint64_t>(stream.size()));
    to.PutRaw(stream.data(), stream.size_bytes());
    return true;
  });
}

void TermLog::Merge(StateReader& later, const Renumbering& of) {
  std::vector<uint32_t> stream;
  for (auto n = later.Take<uint64_t>(); n > 0; --n) {
    const auto size = later.Take<uint64_t>();
    stream.clear();
    while (stream.size() < size) {  // piece by piece: the number may be anything in a forged state
      const size_t before = stream.size();
      stream.resize(before + std::min<size_t>(size - before, 1 << 16));
      later.TakeRaw(stream.data() + before, (stream.size() - before) * sizeof(uint32_t));
    }
    for (size_t i = 0; i < stream.size(); ++i) {
      const bool begins = stream[i] == kDocument;
      if (begins) ++i;
      if (i == 0 || i >= stream.size()) throw Error("the saved state is damaged");
      if (!begins && stream[i] >= kSentence) continue;  // a mark
      const std::vector<uint32_t>& numbers = begins ? of.groups : of.terms;
      if (stream[i] >= numbers.size()) throw Error("the saved state is damaged");
      stream[i] = numbers[stream[i]];
    }
    Append(stream);
  }
}

}  // namespace textmill::corpus
