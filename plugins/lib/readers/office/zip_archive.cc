#include "plugins/lib/readers/office/zip_archive.h"

#include <algorithm>

#include "plugins/lib/io/utf8.h"
#include "textmill/error.hpp"

namespace textmill::office {

ZipArchive::ZipArchive(const std::string& path, uint64_t unpack_limit)
    : left_(unpack_limit), limit_(unpack_limit) {
  int code = 0;
  archive_.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (archive_ != nullptr) return;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  throw Error("the archive is damaged: " + why);
}

std::optional<std::string> ZipArchive::Find(const std::string& name) {
  const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), 0);
  if (index < 0) return {};
  const std::string shown = "`" + io::ShowPath(name) + "` in it";
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &about) != 0)
    throw Error(shown + " is damaged: " + zip_strerror(archive_.get()));
  if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
    throw Error("it is encrypted").Hint("save it without a password");
  struct CloseFile {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
  };
  const std::unique_ptr<zip_file_t, CloseFile> file(
      zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0));
  if (file == nullptr) throw Error(shown + " cannot be unpacked: " + zip_strerror(archive_.get()));
  // What the archive says of sizes is not believed.
  std::string bytes;
  constexpr size_t kPiece = 64 << 10;
  while (true) {
    const size_t before = bytes.size();
    bytes.resize(before + kPiece);
    const zip_int64_t n = zip_fread(file.get(), bytes.data() + before, kPiece);
    if (n < 0)
      throw Error(shown + " is damaged: " + zip_error_strerror(zip_file_get_error(file.get())));
    bytes.resize(before + static_cast<size_t>(n));
    if (n == 0) return bytes;
    if (static_cast<uint64_t>(n) > left_)
      throw Error("it unpacks to more than " + std::to_string(limit_) + " bytes")
          .Hint("raise `unpack_limit` if it is no trap");
    left_ -= static_cast<uint64_t>(n);
  }
}

std::string ZipArchive::Read(const std::string& name) {
  auto found = Find(name);
  if (!found) throw Error("there is no `" + io::ShowPath(name) + "` in it");
  return std::move(*found);
}

}  // namespace textmill::office
