#include "plugins/lib/io/glob.h"

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

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

  // Matches the names from `i` on below `folder`.
  void Enter(const std::string& folder, size_t i) {
    const std::string& name = names_[i];
    if (name == "**") {
      if (i + 1 < names_.size()) Enter(folder, i + 1);
      for (const fs::directory_entry& entry : List(folder)) {
        const std::string found = entry.path().filename().string();
        if (found[0] == '.') continue;
        if (IsFolder(entry) && !entry.is_symlink()) {
          Enter(Join(folder, found), i);
        } else if (i + 1 == names_.size()) {
          Take(entry, Join(folder, found));
        }
      }
    } else if (!IsGlob(name)) {
      const std::string path = Join(folder, name);
      std::error_code error;
      const fs::directory_entry entry(path, error);
      if (error || !entry.exists(error)) return;
      Found(entry, path, i);
    } else {
      for (const fs::directory_entry& entry : List(folder)) {
        const std::string found = entry.path().filename().string();
        if (::fnmatch(name.c_str(), found.c_str(), FNM_PERIOD) == 0)
          Found(entry, Join(folder, found), i);
      }
    }
  }

  GlobMatches matches;

 private:
  void Found(const fs::directory_entry& entry, const std::string& path, size_t i) {
    if (i + 1 == names_.size()) {
      Take(entry, path);
    } else if (IsFolder(entry)) {
      Enter(path, i + 1);
    }
  }
  void Take(const fs::directory_entry& entry, const std::string& path) {
    if (IsFolder(entry)) {
      ++matches.folders;
    } else {
      matches.files.push_back(path);
    }
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
      throw Error("the folder `" + folder + "` cannot be read: " + error.message(),
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

std::vector<std::string> FilesBelow(const std::string& folder) { return Run(folder, {"**"}).files; }

}  // namespace textmill::io
