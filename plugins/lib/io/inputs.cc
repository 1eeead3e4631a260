#include "plugins/lib/io/inputs.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <unordered_set>

#include "plugins/lib/io/endings.h"
#include "plugins/lib/io/file.h"
#include "plugins/lib/io/glob.h"
#include "plugins/lib/io/utf8.h"

namespace textmill::io {
namespace {

namespace fs = std::filesystem;

std::string Quote(const std::string& path) {
  std::string out = ShowPath(path);
  out.insert(0, 1, '`');
  out += '`';
  return out;
}

std::string Endings(const InputRule& rule) {
  std::string out;
  for (size_t i = 0; i < rule.endings.size(); ++i) {
    if (i > 0) out += i + 1 == rule.endings.size() ? " or " : ", ";
    out += rule.endings[i];
  }
  return out;
}

bool HasEnding(const std::string& path, const InputRule& rule) {
  const std::string_view name = WithoutPacking(path);
  return std::any_of(rule.endings.begin(), rule.endings.end(),
                     [&](const std::string& ending) { return EndsIn(name, ending); });
}

// What a shell or a browser would make of a path, but no file system does.
void RefuseShorthand(const std::string& path) {
  if (path.starts_with("~/") || path == "~") {
    throw Error("`~` is not expanded, and there is nothing called `" + ShowPath(path) + "`")
        .Hint("Write `${HOME}" + ShowPath(path.substr(1)) + "`.");
  }
  if (const size_t slash = path.find('/'); path.starts_with('~') && slash != path.npos) {
    const std::string folder = path.substr(0, slash);
    std::error_code error;
    if (!IsGlob(folder) && !fs::exists(folder, error))
      throw Error("`" + ShowPath(folder) + "` is not expanded, and there is no such folder")
          .Hint("Write the home folder in full.");
  }
  const size_t colon = path.find("://");
  if (colon == path.npos || colon == 0 || path.find('/') < colon) return;
  throw Error(Quote(path) + " is an address, and only files are read")
      .Hint(
          "Fetch it first, or read it through a pipe: `curl -s URL | textmill run ...` with "
          "`path: \"-\"`.");
}

// Where the way to `path` breaks off, for people who look for their mistake: ": `a/b` does not
// exist". "" where that is no news, at the path's own end.
std::string WhyMissing(const std::string& path) {
  fs::path so_far;
  for (const fs::path& part : fs::path(path)) {
    if (IsGlob(part.string())) break;
    so_far /= part;
    std::error_code error;
    if (fs::exists(fs::status(so_far, error))) continue;
    if (error.value() == EACCES) return ": " + Quote(so_far.string()) + " may not be entered";
    return so_far == path ? "" : ": " + Quote(so_far.string()) + " does not exist";
  }
  return "";
}

std::string WhereHint(const std::string& path) {
  if (path[0] == '/') return "";
  std::error_code error;
  return "relative paths start at the folder the command runs in, " +
         Quote(fs::current_path(error).string());
}

class Expansion {
 public:
  explicit Expansion(const InputRule& rule) : rule_(rule) {}

  void Add(const std::string& path) {
    if (path.empty()) throw Error("the path is empty");
    struct stat info;
    if (path == "-") {
      if (!rule_.standard_input) throw Error("this reader does not read standard input");
      if (seen_.insert(path).second) Take(path, path, -1);
    } else if (::stat(path.c_str(), &info) == 0) {
      if (S_ISDIR(info.st_mode)) {
        AddFolder(path);
      } else {
        AddFile(path);
      }
    } else if (const int why_not = errno; RefuseShorthand(path), IsGlob(path)) {
      AddMatches(path);
    } else if (why_not == ENOENT || why_not == ENOTDIR) {
      throw Error("there is no file " + Quote(path) + WhyMissing(path)).Hint(WhereHint(path));
    } else {
      throw Error(Quote(path) + " cannot be reached: " + SystemMessage(why_not), TEXTMILL_IO_ERROR);
    }
  }

  InputFiles Finish() {
    for (const auto& [path, ending] : passed_over_) {
      if (seen_.count(Real(path)) == 0) ++files_.passed_over[ending];
    }
    return std::move(files_);
  }

 private:
  void AddFolder(const std::string& folder) {
    bool any = false;
    const size_t passed_before = passed_over_.size();
    const GlobMatches below = FilesBelow(folder);
    for (const std::string& path : below.files) {
      const bool taken = HasEnding(path, rule_);
      any = any || taken;
      if (taken)
        AddFile(path);
      else
        passed_over_.emplace_back(path, EndingOf(path));
    }
    if (below.hidden > 0) files_.passed_over["hidden"] += static_cast<int64_t>(below.hidden);
    if (below.links > 0)
      files_.passed_over["links to folders"] += static_cast<int64_t>(below.links);
    if (!any) {
      std::map<std::string, int64_t> others;
      for (size_t i = passed_before; i < passed_over_.size(); ++i) ++others[passed_over_[i].second];
      throw Error("the folder " + Quote(folder) + " holds no file that ends in " + Endings(rule_) +
                  Held(others))
          .Hint("To read all of its files whatever they are called, write `" + ShowPath(folder) +
                (folder.back() == '/' ? "" : "/") + "**`.");
    }
  }

  // "; it holds files that end otherwise: .pdf 3"
  static std::string Held(const std::map<std::string, int64_t>& others) {
    std::string out;
    for (const auto& [ending, n] : others)
      out += (out.empty() ? "; what it holds is left out: " : ", ") + ShowPath(ending) + " " +
             std::to_string(n);
    return out;
  }

  void AddMatches(const std::string& pattern) {
    const GlobMatches matches = Glob(pattern);
    if (matches.files.empty() && matches.folders > 0) {
      throw Error(Quote(pattern) + " matches folders, but no file")
          .Hint("`**` after a folder's name means all files in it, at any depth.");
    }
    if (matches.files.empty()) {
      throw Error("no file matches " + Quote(pattern) + WhyMissing(pattern))
          .Hint(WhereHint(pattern));
    }
    for (const std::string& path : matches.files) AddFile(path);
  }

  void AddFile(const std::string& path) {
    struct stat info;
    if (::stat(path.c_str(), &info) != 0)  // a symbolic link to nowhere, or just gone
      throw Error(Quote(path) + " cannot be reached: " + SystemMessage(errno), TEXTMILL_IO_ERROR);
    if (::access(path.c_str(), R_OK) != 0)
      throw Error(Quote(path) + " cannot be read: " + SystemMessage(errno), TEXTMILL_IO_ERROR);
    if (S_ISSOCK(info.st_mode) || S_ISBLK(info.st_mode))
      throw Error(Quote(path) + " is a socket or a device, not a file");
    if (!seen_.insert(Real(path)).second) return;
    Take(path, ShowPath(path), S_ISREG(info.st_mode) ? static_cast<int64_t>(info.st_size) : -1);
  }

  void Take(const std::string& path, std::string shown, int64_t bytes) {
    files_.paths.push_back(path);
    files_.inputs.push_back({std::move(shown), bytes});
  }
  static std::string Real(const std::string& path) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    return error ? path : real.string();
  }

  const InputRule& rule_;
  InputFiles files_;
  std::unordered_set<std::string> seen_;
  std::vector<std::pair<std::string, std::string>> passed_over_;  // path and ending
};

}  // namespace

std::vector<AccountNumber> AccountOf(const InputFiles& files) {
  std::vector<AccountNumber> account;
  for (const auto& [ending, n] : files.passed_over)
    account.push_back({"files passed over", ShowPath(ending), n});
  return account;
}

InputFiles ExpandInputs(const std::vector<Path>& paths, const InputRule& rule) {
  if (paths.empty()) throw Error("the list of paths is empty").Parameter("path");
  Expansion expansion(rule);
  for (size_t i = 0; i < paths.size(); ++i) {
    try {
      expansion.Add(paths[i].value);
    } catch (Error& error) {
      throw error.Parameter("path[" + std::to_string(i) + "]");
    }
  }
  return expansion.Finish();
}

}  // namespace textmill::io
