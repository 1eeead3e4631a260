// Unpacks row groups for several threads that want their rows piece by piece.
//
// The pages of a row group have to be unpacked one after the other, so a group is worked on by one
// thread at a time. A thread whose piece another one is just unpacking does not wait: it unpacks
// pieces of the next groups, which are kept until they are asked for, within a bound. So all
// threads have work, however large the groups are, and pieces are those of the order in the file.
//
// Any thread may call. What a piece holds does not depend on who asks for it when.
#ifndef TEXTMILL_PLUGINS_ARROW_READ_AHEAD_H_
#define TEXTMILL_PLUGINS_ARROW_READ_AHEAD_H_

#include <arrow/record_batch.h>

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plugins/arrow/table_file.h"

namespace textmill::arrowfiles {

// Rows that belong together, in batches; keeps alive what they were unpacked by.
struct Piece {
  std::shared_ptr<GroupStream> stream;
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
};

// A group as it is to be read.
struct GroupToRead {
  std::shared_ptr<const TableFile> file;
  size_t group = 0;
  std::vector<int> columns;
  int64_t rows_at_once = 1;  // of a piece; the last one may have fewer
};

class ReadAhead {
 public:
  using Key = std::pair<uint32_t, size_t>;  // input, group
  // The group after that one; nothing where there is none that can be read. Called on any thread,
  // and holding a lock: it does not call back.
  using After = std::function<std::optional<std::pair<Key, GroupToRead>>(const Key&)>;

  // `threads`: so many groups at most are worked on at once; `bytes`: about so much is kept.
  ReadAhead(unsigned threads, int64_t bytes, After after)
      : threads_(threads), limit_(bytes), after_(std::move(after)) {}

  // Piece `index` of a group. Throws Error where the group cannot be unpacked that far.
  Piece Take(const Key& key, const GroupToRead& group, int64_t index);

 private:
  struct Work {
    GroupToRead group;
    int64_t pieces = 0, next_piece = 0, taken = 0;
    int64_t piece_bytes = 0;
    bool busy = false;        // a thread unpacks its next piece
    bool forgotten = false;   // not in `works_` any more, nor in `kept_`
    std::optional<Key> next;  // the group after it, once it was asked for
    bool last = false;        // there is none
    std::shared_ptr<GroupStream> stream;
    std::vector<std::shared_ptr<arrow::RecordBatch>> rest;  // of a batch that was cut
    std::map<int64_t, Piece> ready;
    std::optional<std::string> failed;  // no piece from `next_piece` on can be had
  };
  using Lock = std::unique_lock<std::mutex>;

  std::shared_ptr<Work> Find(const Key& key, const GroupToRead& group);
  std::shared_ptr<Work> Ahead(const Key& key);
  void UnpackNext(Work& work, Lock& lock);
  void Forget(const Key& but);

  const unsigned threads_;
  const int64_t limit_;
  const After after_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, std::shared_ptr<Work>> works_;
  int64_t kept_ = 0;  // bytes, of pieces that are ready
};

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_READ_AHEAD_H_
