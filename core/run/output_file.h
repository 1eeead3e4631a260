// One output of a run: PATH.part while it is written, PATH when it is published, or standard
// output.
//
// Compressed by the path's ending (.gz, .zst), the same bytes however they were appended. One
// thread at a time. Folders on the way to the path are made when they are missing. A device or a
// pipe, such as /dev/null, is written as it stands: it is never renamed over.
#ifndef CORE_RUN_OUTPUT_FILE_H_
#define CORE_RUN_OUTPUT_FILE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/run/encoder.h"

namespace textmill::core {

class OutputFile {
 public:
  // "-": standard output. `raw`: not compressed, whatever the ending says. `threads`: how many may
  // compress; they make no difference to the bytes.
  static Result<std::unique_ptr<OutputFile>> Open(const std::string& path, bool raw,
                                                  unsigned threads = 1);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  Status Append(std::string_view bytes);
  // Writes what is left and closes the file; PATH.part is complete.
  Status Finish();
  // Gives the finished file its name.
  Status Publish();
  // Writes what is left, as far as that goes, and leaves PATH.part.
  void Abandon();

  const std::string& path() const { return path_; }
  uint64_t bytes_stored() const { return stored_; }

 private:
  OutputFile(std::string path, std::string name, int file)
      : path_(std::move(path)), name_(std::move(name)), file_(file) {}
  Status Flush(bool last);
  Status Store(std::string_view bytes);
  Error Failed(const std::string& what, int error) const;

  std::string path_;
  std::string name_;  // what is written: PATH.part, or PATH itself where there is no renaming
  int file_;
  std::unique_ptr<Encoder> encoder_;  // NULL: stored as it is
  std::string waiting_;               // less than a piece
  uint64_t stored_ = 0;
};

}  // namespace textmill::core

#endif  // CORE_RUN_OUTPUT_FILE_H_
