#include "plugins/lib/io/glob.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "plugins/lib/io/name_pattern.h"
#include "plugins/lib/io/utf8.h"
#include "textmill/error.hpp"

namespace textmill::io {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> SplitNames(const std::string& pattern) {
  std::vector<std::string> names;
  for (size_t from = 0; from < pattern.size();) {
    const size_t slash = std::min(pattern.find('/', from), pattern.size());
    if (slash > from) names.push_back(pattern.substr(from, slash - from));
    from = slash + 1;
  }
  return names;
}

std::string Join(const std::string& folder, const std::string& name) {
  if (folder.empty() || folder.back() == '/') return folder + name;
  return folder + "/" + name;
}

class Walk {
 public:
  explicit Walk(std::vector<std::string> names) : names_(std::move(names)) {}

  // Matches the names from `i` on below `folder`; `as_written`: no pattern led here.
  void Enter(const std::string& folder, size_t i, bool as_written = true) {
    const std::string& name = names_[i];
    if (name == "**") {
      if (i + 1 < names_.size()) Enter(folder, i + 1, false);
      for (const fs::directory_entry& entry : List(folder)) {
        const std::string found = entry.path().filename().string();
        if (found[0] == '.') {
          ++matches.hidden;
        } else if (IsFolder(entry)) {
          if (entry.is_symlink())
            ++matches.links;
          else
            Enter(Join(folder, found), i, false);
        } else if (i + 1 == names_.size()) {
          Take(entry, Join(folder, found));
        }
      }
    } else if (const std::string path = Join(folder, name);
               !IsGlob(name) || (as_written && Exists(path))) {
      if (Exists(path)) Found(fs::directory_entry(path), path, i, as_written);
    } else {
      for (const fs::directory_entry& entry : List(folder)) {
        const std::string found = entry.path().filename().string();
        if (found == name || MatchesName(name, found)) Found(entry, Join(folder, found), i, false);
      }
    }
  }

  GlobMatches matches;

 private:
  void Found(const fs::directory_entry& entry, const std::string& path, size_t i, bool as_written) {
    if (i + 1 == names_.size()) {
      Take(entry, path);
    } else if (IsFolder(entry)) {
      Enter(path, i + 1, as_written);
    }
  }
  void Take(const fs::directory_entry& entry, const std::string& path) {
    if (IsFolder(entry)) {
      ++matches.folders;
    } else {
      matches.files.push_back(path);
    }
  }
  // Throws where that cannot be known.
  static bool Exists(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(path, error);
    if (error == std::errc::permission_denied) {
      throw Error(
          "the folder `" + ShowPath(fs::path(path).parent_path().string()) + "` may not be entered",
          TEXTMILL_IO_ERROR);
    }
    return fs::exists(status);
  }
  static bool IsFolder(const fs::directory_entry& entry) {
    std::error_code error;
    return entry.is_directory(error);
  }
  static std::vector<fs::directory_entry> List(const std::string& folder) {
    std::vector<fs::directory_entry> entries;
    std::error_code error;
    fs::directory_iterator it(folder.empty() ? "." : folder, error);
    for (; !error && it != fs::directory_iterator(); it.increment(error)) entries.push_back(*it);
    // A pattern may well name folders that do not exist: they hold no match.
    if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
      return {};
    if (error)
      throw Error("the folder `" + ShowPath(folder) + "` cannot be read: " + error.message(),
                  TEXTMILL_IO_ERROR);
    return entries;
  }

  std::vector<std::string> names_;
};

GlobMatches Run(const std::string& root, std::vector<std::string> names) {
  Walk walk(std::move(names));
  walk.Enter(root, 0);
  auto& files = walk.matches.files;
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return std::move(walk.matches);
}

}  // namespace

bool IsGlob(const std::string& pattern) {
  return pattern.find_first_of("*?[") != std::string::npos;
}

GlobMatches Glob(const std::string& pattern) {
  std::vector<std::string> names = SplitNames(pattern);
  if (names.empty()) return {};
  return Run(pattern[0] == '/' ? "/" : "", std::move(names));
}

GlobMatches FilesBelow(const std::string& folder) { return Run(folder, {"**"}); }

}  // namespace textmill::io
