#include "core/isolate/saved_state.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace textmill::core {
namespace {

// No state is due before so many bytes were committed, and they are kept in memory.
constexpr uint64_t kLeastState = 8 << 20;

}  // namespace

SavedState::~SavedState() {
  for (const File& file : {state_, next_, questions_}) {
    if (file.file >= 0) close(file.file);
  }
}

Status SavedState::Add(File* to, std::string_view bytes) const {
  const auto failed = [&](const char* what) {
    return Error{
        std::string("cannot ") + what + " a temporary file in " + folder_ + ": " +
            std::strerror(errno),
        "the state of a step that is isolated waits there; name a folder with more room by "
        "--work-folder or TMPDIR",
        ErrorKind::kIo};
  };
  if (to->file < 0) {
    std::string path = folder_ + "/state-XXXXXX";
    to->file = mkostemp(path.data(), O_CLOEXEC);
    if (to->file < 0) return failed("make");
    unlink(path.c_str());
  }
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t n = pwrite(to->file, bytes.data() + done, bytes.size() - done,
                             static_cast<off_t>(to->size + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed("write");
    done += static_cast<size_t>(n);
  }
  to->size += bytes.size();
  return {};
}

Status SavedState::Read(const File& from, uint64_t at, char* to, size_t size) const {
  for (size_t done = 0; done < size;) {
    const ssize_t n = pread(from.file, to + done, size - done, static_cast<off_t>(at + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      return Error{"cannot read a temporary file in " + folder_ +
                       " again: " + (n < 0 ? std::strerror(errno) : "it is too short"),
                   "", ErrorKind::kIo};
    done += static_cast<size_t>(n);
  }
  return {};
}

void SavedState::EndState() {
  std::swap(state_, next_);
  // The one before gives its room on the disk back.
  if (next_.file >= 0) (void)!ftruncate(next_.file, 0);
  has_state_ = true;
  sizes_.clear();
  first_.Clear();
  questions_.size = 0;
}

Status SavedState::Append(std::string_view question) {
  sizes_.push_back(question.size());
  first_.Reserve(kLeastState);
  if (questions_.size > 0 || first_.size() + question.size() > kLeastState)
    return Add(&questions_, question);
  first_.Append(question.data(), question.size());
  return {};
}

bool SavedState::due() const {
  return first_.size() + questions_.size > std::max(kLeastState, state_.size);
}

Result<size_t> SavedState::ReadState(uint64_t at, char* to, size_t size) const {
  const size_t n = std::min<uint64_t>(size, state_.size - std::min(at, state_.size));
  if (Status status = Read(state_, at, to, n); !status) return status.error();
  return n;
}

Status SavedState::Replay(const std::function<Status(std::string_view question)>& ask) const {
  uint64_t at = 0;
  for (const uint64_t size : sizes_) {
    std::string question(size, '\0');
    Status status;
    if (at + size <= first_.size())
      std::memcpy(question.data(), first_.data() + at, size);
    else
      status = Read(questions_, at - first_.size(), question.data(), size);
    if (status) status = ask(question);
    if (!status) return status;
    at += size;
  }
  return {};
}

}  // namespace textmill::core
