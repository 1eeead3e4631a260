#include "plugins/arrow/read_ahead.h"

#include <algorithm>
#include <iterator>

#include "plugins/arrow/arrow_result.h"

namespace textmill::arrowfiles {
namespace {

// The next piece of a stream, `rest` being what is left of the batch before.
Piece NextPiece(const std::shared_ptr<GroupStream>& stream, int64_t rows,
                std::vector<std::shared_ptr<arrow::RecordBatch>>& rest) {
  Piece piece{stream, {}};
  int64_t missing = rows;
  while (missing > 0) {
    std::shared_ptr<arrow::RecordBatch> batch;
    if (!rest.empty()) {
      batch = std::move(rest.back());
      rest.pop_back();
    } else {
      batch = stream->Next();
    }
    if (batch == nullptr)
      throw Error("the row group ends before as many rows came as it should have");
    if (batch->num_rows() > missing) {
      rest.push_back(batch->Slice(missing));
      batch = batch->Slice(0, missing);
    }
    missing -= batch->num_rows();
    if (batch->num_rows() > 0) piece.batches.push_back(std::move(batch));
  }
  return piece;
}

}  // namespace

std::shared_ptr<ReadAhead::Work> ReadAhead::Find(const Key& key, const GroupToRead& group) {
  auto& work = works_[key];
  if (work != nullptr) return work;
  work = std::make_shared<Work>();
  work->group = group;
  const Group& size = group.file->groups()[group.group];
  // A damaged file may say that it has nearly as many rows as there are numbers.
  work->pieces = size.rows / group.rows_at_once + (size.rows % group.rows_at_once != 0 ? 1 : 0);
  work->piece_bytes =
      group.file->BytesOf(group.group, group.columns) / std::max<int64_t>(work->pieces, 1);
  auto found = work;
  Forget(key);
  return found;
}

// Groups of which all was taken, as far as no thread can come upon them again; then those whose
// pieces nobody came for: of a run that ends early, or begins in the middle.
void ReadAhead::Forget(const Key& but) {
  const size_t most = 4 * threads_ + 4;
  for (const bool finished : {true, false}) {
    for (auto at = works_.begin(); works_.size() > most && at != works_.end();) {
      Work& work = *at->second;
      if (work.busy || at->first == but || (work.taken == work.pieces) != finished) {
        ++at;
        continue;
      }
      kept_ -= work.piece_bytes * static_cast<int64_t>(work.ready.size());
      work.forgotten = true;
      at = works_.erase(at);
    }
  }
}

// A group soon after `key` that nobody works on and that has pieces left, while there is room.
std::shared_ptr<ReadAhead::Work> ReadAhead::Ahead(const Key& key) {
  Key at = key;
  // One more than there are threads: they are not equally fast.
  for (unsigned n = 0; n < threads_ + 1; ++n) {
    const auto from = works_.find(at);
    if (from == works_.end()) return nullptr;
    if (from->second->last) return nullptr;
    auto next = std::next(from);
    if (!from->second->next || next == works_.end() || next->first != *from->second->next) {
      const auto found = after_(at);
      from->second->last = !found;
      if (!found) return nullptr;
      from->second->next = found->first;
      (void)Find(found->first, found->second);
      next = works_.find(found->first);
      if (next == works_.end()) return nullptr;
    }
    at = next->first;
    const std::shared_ptr<Work> work = next->second;
    if (work->busy || work->failed || work->next_piece == work->pieces) continue;
    return kept_ + work->piece_bytes > limit_ ? nullptr : work;
  }
  return nullptr;
}

// Unlocked while it unpacks.
void ReadAhead::UnpackNext(Work& work, Lock& lock) {
  work.busy = true;
  const GroupToRead& group = work.group;
  const int64_t all = group.file->groups()[group.group].rows;
  const int64_t rows = std::min(group.rows_at_once, all - work.next_piece * group.rows_at_once);
  lock.unlock();
  Piece piece;
  std::optional<std::string> failed;
  try {
    if (work.stream == nullptr)
      work.stream = group.file->Read(group.group, group.columns, group.rows_at_once);
    piece = NextPiece(work.stream, rows, work.rest);
  } catch (const std::bad_alloc&) {
    failed = "there is not enough memory";
  } catch (const Error& error) {
    failed = error.what();
  }
  lock.lock();
  work.busy = false;
  if (failed) {
    work.failed = std::move(failed);
    work.rest.clear();
    work.stream.reset();
  } else {
    if (!work.forgotten) kept_ += work.piece_bytes;
    work.ready.emplace(work.next_piece++, std::move(piece));
    if (work.next_piece == work.pieces) {
      work.rest.clear();  // of a damaged group with more rows than it says; needs the stream
      work.stream.reset();
    }
  }
  changed_.notify_all();
}

Piece ReadAhead::Take(const Key& key, const GroupToRead& group, int64_t index) {
  Lock lock(mutex_);
  const std::shared_ptr<Work> work = Find(key, group);
  while (true) {
    if (const auto found = work->ready.find(index); found != work->ready.end()) {
      Piece piece = std::move(found->second);
      work->ready.erase(found);
      if (!work->forgotten) kept_ -= work->piece_bytes;
      ++work->taken;
      return piece;
    }
    if (index < work->next_piece) break;  // it was taken before
    if (work->failed) throw Error(*work->failed);
    if (!work->busy) {
      UnpackNext(*work, lock);
    } else if (const std::shared_ptr<Work> other = Ahead(key); other != nullptr) {
      UnpackNext(*other, lock);
    } else {
      changed_.wait(lock);
    }
  }
  // Once more, from the group's beginning.
  lock.unlock();
  const std::shared_ptr<GroupStream> stream =
      group.file->Read(group.group, group.columns, group.rows_at_once);
  std::vector<std::shared_ptr<arrow::RecordBatch>> rest;
  const int64_t all = group.file->groups()[group.group].rows;
  Piece piece;
  for (int64_t i = 0; i <= index; ++i)
    piece = NextPiece(stream, std::min(group.rows_at_once, all - i * group.rows_at_once), rest);
  return piece;
}

}  // namespace textmill::arrowfiles
