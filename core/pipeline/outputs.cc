#include "core/pipeline/outputs.h"

#include <fnmatch.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/pipeline/link_target.h"
#include "core/pipeline/publishing_mark.h"
#include "textmill/conventions.h"

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

// What an output is called until it is complete; see core/run/output_file.h.
const std::string kPart = ".part";

// The path from the root, without `.`, `..` and double slashes.
fs::path Normal(const std::string& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  return (error ? fs::path(path) : absolute).lexically_normal();
}

// The same with symbolic links followed, as far as the path exists.
fs::path Real(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(Normal(path), error);
  return error ? Normal(path) : real;
}

bool HasWildcards(const std::string& path) {
  return path.find_first_of("*?[") != std::string::npos;
}

std::string WithoutAll(std::string text, const std::string& what, const std::string& instead) {
  for (size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + instead.size()))
    text.replace(at, what.size(), instead);
  return text;
}

// Whether a reader's pattern would take a file of that name. `**` matches any number of folders.
bool Matches(const std::string& pattern, const fs::path& file) {
  const std::string full = Normal(pattern).string();
  if (full.find("**") == std::string::npos)
    return fnmatch(full.c_str(), file.c_str(), FNM_PATHNAME | FNM_PERIOD) == 0;
  return fnmatch(WithoutAll(full, "**", "*").c_str(), file.c_str(), 0) == 0 ||
         fnmatch(WithoutAll(full, "**/", "").c_str(), file.c_str(), 0) == 0;
}

// A device such as /dev/null, or a named pipe: written as it is, never replaced.
bool IsStream(const fs::file_status& status) {
  return fs::is_character_file(status) || fs::is_fifo(status);
}

bool IsInside(const fs::path& file, const fs::path& folder) {
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return end == folder.end() || (end->empty() && std::next(end) == folder.end());
}

std::string Shown(const FileToWrite& file) { return file.what + " `" + file.path + "`"; }

// A path that says something else than it would do: `~` and addresses, which are names of folders
// like any other, and compression that there is none of.
Problem WrongName(const FileToWrite& file) {
  const std::string& path = file.path;
  const size_t slash = path.find('/');
  if (path == "~" || path.starts_with("~/"))
    return {{},
            Shown(file) + " would be made in a folder called `~`, which is not expanded",
            "write ${HOME}" + path.substr(1) + ", or ./" + path + " if that is meant"};
  if (path.starts_with('~') && slash != path.npos)
    return {{},
            Shown(file) + " would be made in a folder called `" + path.substr(0, slash) +
                "`, which is not expanded",
            "write the home folder in full, or ./" + path + " if that is meant"};
  if (slash != path.npos && slash > 1 && path[slash - 1] == ':')
    return {{},
            Shown(file) + " is an address or a drive, and only files are written",
            "write to a file and send that, or to `-` and a pipe; a folder called `" +
                path.substr(0, slash) + "` is written ./" + path.substr(0, slash)};
  std::string ending = fs::path(path).extension().string();
  for (char& c : ending) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  for (const char* other :
       {".bz2", ".xz", ".lz4", ".lzma", ".lz", ".br", ".zip", ".7z", ".z", ".rar", ".tgz", ".tar",
        ".sz", ".lzo", ".zlib", ".gzip", ".zstandard"}) {
    if (ending == other)
      return {{},
              Shown(file) + " names a compression that is not written",
              "take .gz or .zst, or leave the ending out"};
  }
  return {};
}

class WritableCheck {
 public:
  WritableCheck(const InputFiles& inputs, bool overwrite, std::vector<Problem>* problems)
      : inputs_(inputs), overwrite_(overwrite), problems_(problems) {
    for (const std::string& path : inputs.listed)
      by_name_[fs::path(path).filename().string()].push_back(&path);
  }

  void Check(const FileToWrite& file) {
    if (file.path == "-") return;
    if (!file.pattern.empty()) return CheckMany(file);
    if (const Problem wrong = WrongName(file); !wrong.message.empty())
      return Report(file, wrong.message, wrong.hint);
    if (const std::string* input = ClashingInput(file)) {
      const bool same = Real(*input) == Real(file.path) || InputOfInode(file.path) != nullptr;
      return Report(file,
                    Shown(file) + (same ? " is also an input"
                                        : " or its `.part` is in the way of the input `" + *input +
                                              "` or of its `.part`"),
                    "write to another folder");
    }
    if (const std::string* pattern = WouldBeInput(file)) {
      return Report(file,
                    Shown(file) + " is inside the input pattern `" + *pattern +
                        "`: the next run would read it",
                    "write to another folder, or give it another ending");
    }
    std::error_code error;
    const fs::file_status status = fs::status(file.path, error);
    if (fs::is_directory(status) || file.path.ends_with('/'))
      return Report(file, Shown(file) + " is a folder", "add the name of a file");
    if (IsStream(status)) return;
    if (fs::exists(status) && !fs::is_regular_file(status))
      return Report(file, Shown(file) + " is not a regular file",
                    "write to `-` for standard output");
    if (const std::string target = LinkTarget(file.path); !overwrite_ && ReadMark(target))
      return ReportMark(file, target);
    if (fs::is_symlink(fs::symlink_status(file.path, error)) && !fs::exists(status) &&
        !overwrite_) {
      return Report(file, Shown(file) + " is a link to a file that is not there",
                    "remove it, or add --overwrite to write where it leads");
    }
    if (fs::exists(status) && !overwrite_)
      return Report(file, Shown(file) + " exists already", "remove it, or add --overwrite");
    CheckFolder(file);
  }

 private:
  // Files whose names only the run knows: what can be known of all of them.
  void CheckMany(const FileToWrite& file) {
    if (const Problem wrong = WrongName(file); !wrong.message.empty())
      return Report(file, wrong.message, wrong.hint);
    const std::string pattern = Normal(file.pattern);
    for (const std::string& input : inputs_.listed) {
      if (fnmatch(pattern.c_str(), Normal(input).c_str(), FNM_PATHNAME) == 0)
        return Report(file, Shown(file) + " may be the input `" + input + "`, too",
                      "write to another folder");
    }
    if (const std::string* taken = WouldBeInput(file)) {
      return Report(
          file,
          Shown(file) + " is inside the input pattern `" + *taken + "`: the next run would read it",
          "write to another folder, or give it another ending");
    }
    if (const std::vector<std::string> marked = MarkedPaths(file.pattern);
        !overwrite_ && !marked.empty())
      return ReportMark(file, marked.front());
    const std::vector<std::string> there = FilesThatMatch(file.pattern);
    if (!there.empty() && !overwrite_)
      return Report(
          file,
          Shown(file) + ": " + there.front() +
              (there.size() > 1 ? " and " + std::to_string(there.size() - 1) + " more" : "") +
              (there.size() > 1 ? " exist already" : " exists already"),
          "remove what is there, or add --overwrite");
    CheckFolderOf(file, Normal(file.folder));
  }

  void Report(const FileToWrite& file, std::string message, std::string hint) {
    problems_->push_back({file.place, std::move(message), std::move(hint)});
  }

  void ReportMark(const FileToWrite& file, const std::string& marked) {
    Report(file, Shown(file) + ": " + WhatTheMarkSays(marked),
           "to start again, add --overwrite; to keep them, give those that wait their names and "
           "remove " +
               MarkPath(marked));
  }

  // The input that the file is, whose `.part` it is, or that has the name of its own `.part`; also
  // by other names of the same file. NULL: none.
  const std::string* ClashingInput(const FileToWrite& file) {
    const fs::path real = Real(file.path);
    const std::string name = real.filename().string();
    if (const std::string* input = InputAt(name, real)) return input;
    if (const std::string* input = InputAt(fs::path(file.path).filename().string(), real))
      return input;
    if (const std::string* input = InputAt(name + kPart, real.string() + kPart)) return input;
    if (name.ends_with(kPart)) {
      const auto without = [](const std::string& path) {
        return path.substr(0, path.size() - kPart.size());
      };
      if (const std::string* input = InputAt(without(name), without(real.string()))) return input;
    }
    return InputOfInode(file.path);
  }

  const std::string* InputAt(const std::string& name, const fs::path& real) const {
    const auto same_name = by_name_.find(name);
    if (same_name == by_name_.end()) return nullptr;
    for (const std::string* input : same_name->second) {
      if (Real(*input) == real) return input;
    }
    return nullptr;
  }

  // Looks at all inputs, but only where there is a file already.
  const std::string* InputOfInode(const std::string& path) {
    struct stat found {};
    if (stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return nullptr;
    if (by_inode_.empty()) {
      for (const std::string& input : inputs_.listed) {
        struct stat read {};
        if (stat(input.c_str(), &read) == 0) by_inode_[{read.st_dev, read.st_ino}] = &input;
      }
    }
    const auto input = by_inode_.find({found.st_dev, found.st_ino});
    return input == by_inode_.end() ? nullptr : input->second;
  }

  // The pattern or folder of the inputs that would take the file once it is there.
  const std::string* WouldBeInput(const FileToWrite& file) const {
    const fs::path path = Normal(file.path);
    for (const std::string& pattern : inputs_.patterns) {
      std::error_code error;
      if (fs::is_directory(pattern, error)) {
        // A reader takes files of some endings from a folder: of those that it took.
        const fs::path folder = Normal(pattern);
        if (IsInside(path, folder) && std::any_of(inputs_.listed.begin(), inputs_.listed.end(),
                                                  [&](const std::string& input) {
                                                    return fs::path(input).extension() ==
                                                               path.extension() &&
                                                           IsInside(Normal(input), folder);
                                                  }))
          return &pattern;
      } else if (HasWildcards(pattern) && !fs::exists(pattern, error) && Matches(pattern, path)) {
        return &pattern;
      }
    }
    return nullptr;
  }

  void CheckFolder(const FileToWrite& file) {
    CheckFolderOf(file, Normal(LinkTarget(file.path)).parent_path());
  }

  void CheckFolderOf(const FileToWrite& file, fs::path folder) {
    std::error_code error;
    while (!fs::exists(fs::symlink_status(folder, error)) && folder.has_relative_path())
      folder = folder.parent_path();
    if (!fs::is_directory(folder, error)) {
      return Report(file,
                    Shown(file) + " cannot be written: `" + folder.string() + "` is not a folder",
                    "write to another folder");
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0) {
      Report(file,
             Shown(file) + " cannot be written: in the folder `" + folder.string() + "`, " +
                 std::strerror(errno),
             "write to another folder");
    }
  }

  const InputFiles& inputs_;
  bool overwrite_;
  std::vector<Problem>* problems_;
  std::unordered_map<std::string, std::vector<const std::string*>> by_name_;
  std::map<std::pair<dev_t, ino_t>, const std::string*> by_inode_;
};

// Two outputs of which one is written under the other's name until it is complete.
void CheckPart(const FileToWrite& file, const fs::path& path,
               const std::map<fs::path, const FileToWrite*>& seen, std::vector<Problem>* problems) {
  auto other = seen.find(path.string() + kPart);
  if (other == seen.end() && path.string().ends_with(kPart))
    other = seen.find(path.string().substr(0, path.string().size() - kPart.size()));
  if (other == seen.end()) return;
  problems->push_back({file.place,
                       Shown(file) + " and " + Shown(*other->second) +
                           " are in each other's way: until it is complete, an output is called " +
                           "as it is with `.part`",
                       "write to another file"});
}

}  // namespace

const YamlNode* FindText(const YamlNode& node, const std::string& text) {
  if (node.scalar() && node.text == text) return &node;
  for (const YamlNode& item : node.items) {
    if (const YamlNode* found = FindText(item, text)) return found;
  }
  return nullptr;
}

std::vector<std::string> FilesThatMatch(const std::string& pattern) {
  std::vector<std::string> files;
  glob_t found{};
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
    files.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  for (const std::string& ending : {kPart, MarkPath("")}) {
    if (pattern.ends_with(ending)) continue;
    std::erase_if(files, [&](const std::string& file) { return file.ends_with(ending); });
  }
  return files;
}

std::vector<std::string> MarkedPaths(const std::string& pattern) {
  std::vector<std::string> paths = FilesThatMatch(MarkPath(pattern));
  for (std::string& path : paths) path.resize(path.size() - MarkPath("").size());
  std::erase_if(paths, [](const std::string& path) { return !ReadMark(path); });
  return paths;
}

std::vector<PlannedOutput> ListOutputs(const Draft& draft, const BoundSteps& bound) {
  std::vector<PlannedOutput> out;
  for (size_t i = 0; i < bound.steps.size(); ++i) {
    if (!bound.paths_known[i]) continue;
    const Step& step = bound.steps[i];
    for (size_t k = 0; k < step.bound.outputs.size(); ++k) {
      const auto& [path, flags] = step.bound.outputs[k];
      const YamlNode* written =
          draft.steps[i].with ? FindText(*draft.steps[i].with, path) : nullptr;
      PlannedOutput output{path, i, k, flags, written != nullptr ? written->place : step.place};
      if (step.split) {
        output.pattern = step.split->Pattern();
        output.folder = step.split->Folder();
      }
      out.push_back(std::move(output));
    }
  }
  return out;
}

std::string DefaultFailedPath(const std::vector<PlannedOutput>& outputs, const std::string& file) {
  const auto named_after = [](fs::path path) {
    for (const char* ending : {".gz", ".zst"}) {
      if (path.extension() == ending) path.replace_extension();
    }
    return path.replace_extension(".failed" TEXTMILL_ENDING_JSONL);
  };
  for (const PlannedOutput& output : outputs) {
    std::error_code error;
    if (output.pattern.empty() && output.path != "-" && !IsStream(fs::status(output.path, error)))
      return named_after(output.path).string();
  }
  const fs::path own = named_after(fs::path(file).filename());
  for (const PlannedOutput& output : outputs) {
    if (output.pattern.empty()) continue;
    // Where none of the many files can be.
    fs::path folder = output.folder == "." ? "" : output.folder;
    const auto taken = [&](const PlannedOutput& other) {
      return !other.pattern.empty() && fnmatch(Normal(other.pattern).c_str(),
                                               Normal(folder / own).c_str(), FNM_PATHNAME) == 0;
    };
    for (int i = 0; i < 5 && std::any_of(outputs.begin(), outputs.end(), taken); ++i)
      folder /= "failed";
    return (folder / own).string();
  }
  return own.string();
}

void CheckDistinct(const std::vector<FileToWrite>& files, bool follow_links,
                   std::vector<Problem>* problems) {
  std::map<fs::path, const FileToWrite*> seen;
  for (const FileToWrite& file : files) {
    std::error_code error;
    if (follow_links && fs::is_character_file(file.path, error)) continue;  // /dev/null
    const fs::path path = file.path == "-" ? fs::path("-")
                          : follow_links   ? Real(file.path)
                                           : Normal(file.path);
    CheckPart(file, path, seen, problems);
    const auto [first, is_new] = seen.emplace(path, &file);
    if (is_new) continue;
    const Place& other = first->second->place;
    problems->push_back(
        {file.place,
         file.path == "-" ? "standard output is written twice" : Shown(file) + " is written twice",
         "the other is " + first->second->what + " at " + other.ToString()});
  }
  for (const FileToWrite& many : files) {
    const std::string pattern = Normal(many.pattern);
    for (const FileToWrite& other : files) {
      if (many.pattern.empty() || &many == &other || many.path == other.path) continue;
      if (fnmatch(pattern.c_str(), Normal(other.path).c_str(), FNM_PATHNAME) == 0)
        problems->push_back({other.place, Shown(other) + " may be one of " + Shown(many),
                             "give one of them another ending or folder"});
    }
  }
  for (const auto& [path, file] : seen) {
    for (fs::path folder = path.parent_path(); folder.has_relative_path();
         folder = folder.parent_path()) {
      const auto other = seen.find(folder);
      if (other == seen.end()) continue;
      problems->push_back({file->place, Shown(*file) + " would be inside " + Shown(*other->second),
                           "a path cannot be both a file and a folder"});
    }
  }
}

void CheckWritable(const std::vector<FileToWrite>& files, const InputFiles& inputs, bool overwrite,
                   std::vector<Problem>* problems) {
  WritableCheck check(inputs, overwrite, problems);
  for (const FileToWrite& file : files) check.Check(file);
}

}  // namespace textmill::core
