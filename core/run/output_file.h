// One output of a run: PATH.part while it is written, PATH when it is published, or standard
// output.
//
// Compressed by the path's ending (.gz, .zst), the same bytes however they were appended. One
// thread at a time. Folders on the way to the path are made when they are missing. A device or a
// pipe, such as /dev/null, is written as it is: it is never renamed over. A path that is a
// symbolic link is written where it leads. A file that is replaced leaves its mode and owner to the
// new one.
#ifndef CORE_RUN_OUTPUT_FILE_H_
#define CORE_RUN_OUTPUT_FILE_H_

#include <sys/stat.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/run/encoder.h"
#include "core/run/file_cut.h"
#include "core/run/publication.h"

namespace textmill::core {

// An output as it was at a checkpoint.
struct OutputMark {
  std::string path;    // as given
  std::string one_of;  // the path with columns that it is one of the files of; ""
  uint64_t device = 0, inode = 0;
  FileCut cut;
  std::string waiting, encoder;  // what was appended and is not in the file yet
};

struct OutputOptions {
  bool raw = false;          // not compressed, whatever the ending says
  unsigned threads = 1;      // how many may compress; they make no difference to the bytes
  bool replaces = false;     // a file of that name may be replaced
  bool one_of_many = false;  // its descriptors may be closed between writes; see Park
  // Goes on with what a run that was killed has left: PATH.part, cut back to there. May be NULL.
  const OutputMark* resume = nullptr;
  // When it is set, nothing waits any more for whoever reads a pipe. May be NULL.
  const std::atomic<bool>* stop = nullptr;
};

class OutputFile {
 public:
  // "-": standard output. `refused`, where given, is set when it fails because the file is another
  // run's, or there already: the command is to blame, not the disk.
  static Result<std::unique_ptr<OutputFile>> Open(const std::string& path,
                                                  const OutputOptions& options,
                                                  bool* refused = nullptr);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  Status Append(std::string_view bytes);
  // Of one of many: lets go of its descriptors until more is written. It is compressed when it is
  // finished; until then PATH.part holds the bytes as they came.
  Status Park();
  // What it takes to go on from here. All of that is in the file and, unless that is seen to
  // elsewhere, on the disk.
  Result<OutputMark> Mark(bool on_disk = true);
  // Writes what is left; PATH.part is complete.
  Status Finish();
  // Waits until it is on the disk (unless that is seen to elsewhere), and closes it. It is this
  // run's until it is let go.
  Status Sync(bool on_disk = true);
  // Writes what is left, as far as that goes, and leaves PATH.part.
  void Abandon();
  // Abandons it, and removes PATH.part.
  void Discard();

  // What is to be renamed, once it is synced; false for devices, pipes and standard output.
  bool renamed() const { return part_ != target_; }
  NewName new_name() const {
    return {part_, target_, lock_, options_.replaces, false, device_, inode_};
  }

  const std::string& path() const { return path_; }
  // What it is called as long as it has not been published.
  const std::string& name() const { return name_; }
  const std::string& target() const { return target_; }
  uint64_t bytes_stored() const { return stored_; }
  bool is_open() const { return file_ >= 0; }
  bool empty() const { return stored_ == 0 && waiting_.empty(); }

 private:
  OutputFile(std::string path, const OutputOptions& options);
  Status OpenStream();
  Status OpenStandardOutput();
  Status OpenPart(bool* refused);
  Result<bool> TakeOver(const OutputMark& mark, bool* refused);
  Status NoteFile();
  Status OpenAgain();
  Status Compress();
  Status CheckAsWritten();
  Status KeepModeAndOwner(const struct stat& old);
  Status Flush(bool last);
  Status Store(std::string_view bytes);
  Status WaitForReader();
  void WriteEarly();
  void LetGo();
  bool Stopped() const { return options_.stop != nullptr && options_.stop->load(); }
  Error Failed(const std::string& what, int error) const;

  const std::string path_;  // as given
  const OutputOptions options_;
  std::string target_, part_;  // where links lead; what is written: the same for streams
  std::string name_;           // part_, for people
  int file_ = -1;
  int lock_ = -1;       // a second descriptor of the part file; its lock lasts as long
  bool waits_ = false;  // a pipe or terminal, whose reader may pause
  bool small_ = false;  // of which small writes alone are sure not to wait
  std::unique_ptr<Encoder> encoder_;  // NULL: stored as it is
  std::string waiting_;               // less than a piece
  uint64_t stored_ = 0, early_ = 0;   // bytes written; of which the disk was asked to write
  FileCut marked_;                    // at the last checkpoint
  bool finished_ = false;
  dev_t device_ = 0;  // of the part file
  ino_t inode_ = 0;
};

}  // namespace textmill::core

#endif  // CORE_RUN_OUTPUT_FILE_H_
