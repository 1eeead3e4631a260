// The files in a zip archive. Encrypted ones and those that unpack to more than they may are
// refused with a sentence. One thread at a time.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_OFFICE_ZIP_ARCHIVE_H_
#define TEXTMILL_PLUGINS_LIB_READERS_OFFICE_ZIP_ARCHIVE_H_

#include <zip.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace textmill::office {

class ZipArchive {
 public:
  // Throws Error. `unpack_limit`: bytes that all files read from it may have together.
  ZipArchive(const std::string& path, uint64_t unpack_limit);

  // Nothing where there is no such file. Throws Error where it cannot be unpacked.
  std::optional<std::string> Find(const std::string& name);
  // Throws Error where there is none, too.
  std::string Read(const std::string& name);

 private:
  struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
  };
  std::unique_ptr<zip_t, Discard> archive_;
  uint64_t left_, limit_;
};

}  // namespace textmill::office

#endif  // TEXTMILL_PLUGINS_LIB_READERS_OFFICE_ZIP_ARCHIVE_H_
