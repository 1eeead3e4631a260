// The streams of all batches (term_stream.h), to be read again: in memory up to a limit, then in a
// file without a name that is gone with its owner. Four bytes a term.
//
// Owned by a stage and used by one thread at a time. What goes wrong is thrown as an Error.
#ifndef TEXTMILL_PLUGINS_CORPUS_TERM_LOG_H_
#define TEXTMILL_PLUGINS_CORPUS_TERM_LOG_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "plugins/corpus/term_stream.h"
#include "plugins/lib/io/file.h"
#include "textmill/state.hpp"

namespace textmill::corpus {

// What most stages give it.
inline constexpr int64_t kLogMemory = int64_t{64} << 20;

class TermLog {
 public:
  // Bytes of memory that it may take, and where a file may be made.
  void Open(int64_t memory, const std::string& folder) {
    limit_ = static_cast<size_t>(memory) / sizeof(uint32_t);
    folder_ = folder;
  }
  void Append(std::span<const uint32_t> stream);
  // Calls `use` with each stream again, in order; false from it ends that.
  void Each(const std::function<bool(std::span<const uint32_t>)>& use) const;
  int64_t memory() const { return static_cast<int64_t>(buffer_.capacity() * sizeof(uint32_t)); }

  void Save(StateWriter& to) const;
  // Appends what another log saved of later documents, with the numbers that its terms and groups
  // have here.
  void Merge(StateReader& later, const Renumbering& of);

 private:
  void Flush();
  size_t limit_ = size_t{16} << 20;
  std::string folder_ = "/tmp";
  std::vector<size_t> sizes_;     // of the streams
  std::vector<uint32_t> buffer_;  // the last ones
  io::File file_;                 // those before them
  size_t in_file_ = 0;            // numbers
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_TERM_LOG_H_
