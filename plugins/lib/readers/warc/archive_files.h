// The files of read.warc, cut at records.
//
// As io::RecordFiles: List and Next are called one at a time, Bytes and Record on any thread.
#ifndef TEXTMILL_PLUGINS_READ_WARC_ARCHIVE_FILES_H_
#define TEXTMILL_PLUGINS_READ_WARC_ARCHIVE_FILES_H_

#include <functional>
#include <memory>
#include <utility>

#include "plugins/lib/io/record_files.h"
#include "plugins/lib/readers/warc/archive_cutter.h"

namespace textmill::warc {

class ArchiveFiles final : public io::RecordFiles {
 public:
  ArchiveFiles() : io::RecordFiles({{".warc", ".arc", ".wet"}, true}, nullptr) {}

  // Before List: longer records are not carried whole.
  void SetLongest(size_t longest) { longest_ = longest; }

 protected:
  std::unique_ptr<io::Cutter> OwnCutter(uint32_t input, io::File& file, bool by_position,
                                        const std::function<bool()>& cancelled) override {
    auto content = OpenArchive(
        std::move(file), raw_path(input), by_position,
        [](std::string_view front) { return FormatOfArchive(front).has_value(); }, cancelled);
    return std::make_unique<ArchiveCutter>(std::move(content), longest_);
  }

 private:
  size_t longest_ = io::kMaxRecord;
};

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_ARCHIVE_FILES_H_
