// What brings a new process to where one was that has ended: its last state, and the questions that
// it answered since. All but the first few MiB of the questions are in unlinked files of the run's
// work folder, so that they cost no memory.
//
// One thread at a time.
#ifndef CORE_ISOLATE_SAVED_STATE_H_
#define CORE_ISOLATE_SAVED_STATE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "textmill/buffer.hpp"

namespace textmill::core {

class SavedState {
 public:
  SavedState() = default;
  ~SavedState();
  SavedState(const SavedState&) = delete;
  SavedState& operator=(const SavedState&) = delete;

  // In `folder`, from now on.
  void Begin(const std::string& folder) { folder_ = folder; }
  // A state, in pieces; the one before it is there until EndState.
  void BeginState() { next_.size = 0; }
  Status AddToState(std::string_view piece) { return Add(&next_, piece); }
  void EndState();
  // A question that was answered since the last state.
  Status Append(std::string_view question);
  // Whether the questions are so many that another state is due: as many bytes as the state has,
  // so that all of the saving costs no more than a part of the rest.
  bool due() const;

  bool has_state() const { return has_state_; }
  // From byte `at` of it on: up to `size` bytes, fewer only at its end.
  Result<size_t> ReadState(uint64_t at, char* to, size_t size) const;
  // Those since the last state, in their order; ends with the first error.
  Status Replay(const std::function<Status(std::string_view question)>& ask) const;

 private:
  struct File {
    int file = -1;
    uint64_t size = 0;
  };
  Status Add(File* to, std::string_view bytes) const;
  Status Read(const File& from, uint64_t at, char* to, size_t size) const;

  std::string folder_;
  bool has_state_ = false;
  File state_, next_;
  Buffer first_;                 // questions; when they are enough,
  File questions_;               // the others
  std::vector<uint64_t> sizes_;  // of the questions
};

}  // namespace textmill::core

#endif  // CORE_ISOLATE_SAVED_STATE_H_
