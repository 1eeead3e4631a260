#include "core/plugin/trust.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

// `what` is "it", or the folder that is meant; `passes_sticky`: nobody may exchange what is not
// theirs in a folder such as /tmp, so that it may be on the way.
Status CheckOwner(const struct stat& info, const std::string& what, const std::string& path,
                  bool passes_sticky) {
  const std::string so = ", so its code could be anybody's";
  if (info.st_uid != 0 && info.st_uid != geteuid()) {
    return Error{what + " belongs to user " + std::to_string(info.st_uid) +
                     ", neither to root nor to you" + so,
                 "chown it, or copy the plugin to a folder of your own"};
  }
  if (passes_sticky && (info.st_mode & S_ISVTX) != 0) return {};
  const std::string to = what == "it" ? "it" : what;
  if ((info.st_mode & S_IWOTH) != 0)
    return Error{"everybody may write to " + to + so, "chmod o-w " + path};
  if ((info.st_mode & S_IWGRP) != 0)
    return Error{"its group, or somebody in its access list, may write to " + to + so,
                 "chmod g-w " + path};
  return {};
}

}  // namespace

Status CheckTrusted(int file, const std::string& path) {
  struct stat info;
  if (fstat(file, &info) != 0)
    return Error{std::string("it cannot be read: ") + std::strerror(errno)};
  if (Status status = CheckOwner(info, "it", path, false); !status) return status;
  bool own = !S_ISDIR(info.st_mode);  // the folder that a file is in
  for (fs::path at = path; at.has_relative_path(); own = false) {
    at = at.parent_path();
    if (lstat(at.c_str(), &info) != 0)
      return Error{at.string() + " cannot be looked at: " + std::strerror(errno)};
    if (Status status = CheckOwner(info, at.string(), at.string(), !own); !status) return status;
  }
  return {};
}

Status CheckTrustedFolder(const std::string& folder) {
  const int file = open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  std::error_code error;
  const fs::path real = fs::canonical(folder, error);
  Status status;
  if (file < 0 || error)
    status = Error{"it cannot be read: " + (error ? error.message() : std::strerror(errno))};
  else
    status = CheckTrusted(file, real.string());
  if (file >= 0) close(file);
  return status;
}

}  // namespace textmill::core
