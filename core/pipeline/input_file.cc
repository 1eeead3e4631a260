#include "core/pipeline/input_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "core/pipeline/suggest.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

// The nearest name in the folder that was meant, or how relative paths are read.
std::string MissingHint(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (!it->is_directory(error)) names.push_back(it->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  const std::string nearest = Nearest(path.filename().string(), names);
  if (!nearest.empty()) return "did you mean `" + (path.parent_path() / nearest).string() + "`?";
  if (path.is_absolute()) return "";
  const fs::path here = fs::current_path(error);
  return error ? "" : "paths are relative to the folder where textmill runs, " + here.string();
}

}  // namespace

std::optional<ScalarProblem> CheckInputFile(const std::string& path) {
  struct stat status;
  if (stat(path.c_str(), &status) != 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return ScalarProblem{": there is no file `" + path + "`", MissingHint(path)};
    return ScalarProblem{": `" + path + "` cannot be read: " + std::strerror(errno), ""};
  }
  if (S_ISDIR(status.st_mode))
    return ScalarProblem{": `" + path + "` is a folder, not a file", "name a file in it"};
  if (access(path.c_str(), R_OK) != 0)
    return ScalarProblem{": `" + path + "` cannot be read: " + std::strerror(errno), ""};
  return std::nullopt;
}

}  // namespace textmill::core
