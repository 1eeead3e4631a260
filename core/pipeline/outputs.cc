#include "core/pipeline/outputs.h"

#include <fnmatch.h>
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

namespace textmill::core {
namespace {

namespace fs = std::filesystem;

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

// The scalar below `node` whose text is `text`, or NULL.
const YamlNode* FindText(const YamlNode& node, const std::string& text) {
  if (node.scalar() && node.text == text) return &node;
  for (const YamlNode& item : node.items) {
    if (const YamlNode* found = FindText(item, text)) return found;
  }
  return nullptr;
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

// Whether a reader's pattern would take a file of that name. `**` stands for any number of folders.
bool Matches(const std::string& pattern, const fs::path& file) {
  const std::string full = Normal(pattern).string();
  if (full.find("**") == std::string::npos)
    return fnmatch(full.c_str(), file.c_str(), FNM_PATHNAME | FNM_PERIOD) == 0;
  return fnmatch(WithoutAll(full, "**", "*").c_str(), file.c_str(), 0) == 0 ||
         fnmatch(WithoutAll(full, "**/", "").c_str(), file.c_str(), 0) == 0;
}

// A device such as /dev/null, or a named pipe: written as it stands, never replaced.
bool IsStream(const fs::file_status& status) {
  return fs::is_character_file(status) || fs::is_fifo(status);
}

bool IsInside(const fs::path& file, const fs::path& folder) {
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return end == folder.end() || (end->empty() && std::next(end) == folder.end());
}

std::string Shown(const OutputFile& file) { return file.what + " `" + file.path + "`"; }

class WritableCheck {
 public:
  WritableCheck(const InputFiles& inputs, bool overwrite, std::vector<Problem>* problems)
      : inputs_(inputs), overwrite_(overwrite), problems_(problems) {
    for (const std::string& path : inputs.listed)
      by_name_[fs::path(path).filename().string()].push_back(&path);
  }

  void Check(const OutputFile& file) {
    if (file.path == "-") return;
    if (IsInput(file)) {
      return Report(file, Shown(file) + " is also an input", "write to another folder");
    }
    if (const std::string* pattern = WouldBeInput(file)) {
      return Report(file,
                    Shown(file) + " lies inside the input pattern `" + *pattern +
                        "`: the next run would read it",
                    "write to another folder, or give it another ending");
    }
    std::error_code error;
    const fs::file_status status = fs::status(file.path, error);
    if (fs::is_directory(status) || file.path.ends_with('/'))
      return Report(file, Shown(file) + " is a folder", "add the name of a file");
    if (IsStream(status)) return;
    if (fs::exists(status) && !fs::is_regular_file(status))
      return Report(file, Shown(file) + " is no regular file", "write to `-` for standard output");
    if (fs::exists(status) && !overwrite_)
      return Report(file, Shown(file) + " exists already", "remove it, or add --overwrite");
    CheckFolder(file);
  }

 private:
  void Report(const OutputFile& file, std::string message, std::string hint) {
    problems_->push_back({file.place, std::move(message), std::move(hint)});
  }

  bool IsInput(const OutputFile& file) const {
    const auto same_name = by_name_.find(fs::path(file.path).filename().string());
    if (same_name == by_name_.end()) return false;
    const fs::path real = Real(file.path);
    return std::any_of(same_name->second.begin(), same_name->second.end(),
                       [&](const std::string* input) { return Real(*input) == real; });
  }

  // The pattern or folder of the inputs that would take the file once it is there.
  const std::string* WouldBeInput(const OutputFile& file) const {
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

  void CheckFolder(const OutputFile& file) {
    fs::path folder = Normal(file.path).parent_path();
    std::error_code error;
    while (!fs::exists(fs::symlink_status(folder, error)) && folder.has_relative_path())
      folder = folder.parent_path();
    if (!fs::is_directory(folder, error)) {
      return Report(file,
                    Shown(file) + " cannot be written: `" + folder.string() + "` is no folder",
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
};

}  // namespace

std::vector<PlannedOutput> ListOutputs(const Draft& draft, const BoundSteps& bound) {
  std::vector<PlannedOutput> out;
  for (size_t i = 0; i < bound.steps.size(); ++i) {
    if (!bound.paths_known[i]) continue;
    const Step& step = bound.steps[i];
    for (size_t k = 0; k < step.bound.outputs.size(); ++k) {
      const auto& [path, flags] = step.bound.outputs[k];
      const YamlNode* written =
          draft.steps[i].with ? FindText(*draft.steps[i].with, path) : nullptr;
      out.push_back({path, i, k, flags, written != nullptr ? written->place : step.place});
    }
  }
  return out;
}

std::string DefaultFailedPath(const std::vector<PlannedOutput>& outputs) {
  for (const PlannedOutput& output : outputs) {
    std::error_code error;
    if (output.path != "-" && !IsStream(fs::status(output.path, error)))
      return (fs::path(output.path).parent_path() / "failed.jsonl").string();
  }
  return "failed.jsonl";
}

void CheckDistinct(const std::vector<OutputFile>& files, bool follow_links,
                   std::vector<Problem>* problems) {
  std::map<fs::path, const OutputFile*> seen;
  for (const OutputFile& file : files) {
    std::error_code error;
    if (follow_links && fs::is_character_file(file.path, error)) continue;  // /dev/null
    const fs::path path = file.path == "-" ? fs::path("-")
                          : follow_links   ? Real(file.path)
                                           : Normal(file.path);
    const auto [first, is_new] = seen.emplace(path, &file);
    if (is_new) continue;
    const Place& other = first->second->place;
    problems->push_back(
        {file.place,
         file.path == "-" ? "standard output is written twice" : Shown(file) + " is written twice",
         "the other is " + first->second->what + " at " + other.ToString()});
  }
  for (const auto& [path, file] : seen) {
    for (fs::path folder = path.parent_path(); folder.has_relative_path();
         folder = folder.parent_path()) {
      const auto other = seen.find(folder);
      if (other == seen.end()) continue;
      problems->push_back({file->place,
                           Shown(*file) + " would stand inside " + Shown(*other->second),
                           "a path cannot be both a file and a folder"});
    }
  }
}

void CheckWritable(const std::vector<OutputFile>& files, const InputFiles& inputs, bool overwrite,
                   std::vector<Problem>* problems) {
  WritableCheck check(inputs, overwrite, problems);
  for (const OutputFile& file : files) check.Check(file);
}

}  // namespace textmill::core
