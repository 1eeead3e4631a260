#include "core/pipeline/publishing_mark.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string_view>

namespace textmill::core {
namespace {

constexpr std::string_view kFirstLine =
    "Textmill is giving these files their names. When no run is under way, one was stopped in the "
    "middle of it.";

// A path without line ends: `%` and control characters as %XX.
std::string PercentEncoded(const std::string& path) {
  std::string out;
  for (const char c : path) {
    char text[4];
    std::snprintf(text, sizeof text, "%%%02X", static_cast<unsigned char>(c));
    const bool plain = c != '%' && static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
    out += plain ? std::string(1, c) : text;
  }
  return out;
}

std::string PercentDecoded(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned code = 0;
    if (text[i] == '%' && std::sscanf(text.c_str() + i + 1, "%2X", &code) == 1) {
      out += static_cast<char>(code);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

Error Failed(const std::string& mark) {
  return Error{"cannot write " + mark + ": " + std::strerror(errno), "", ErrorKind::kIo};
}

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  int synced;
  do {
    synced = fsync(file);
  } while (synced != 0 && errno == EINTR);
  return synced == 0 || errno == EINVAL;  // file systems that cannot sync
}

bool HasInode(const std::string& path, uint64_t inode) {
  struct stat found;
  return stat(path.c_str(), &found) == 0 && found.st_ino == inode;
}

// Of many, the first few.
std::string Listed(const std::vector<std::string>& paths) {
  constexpr size_t kMost = 5;
  std::string list;
  for (size_t i = 0; i < paths.size() && i < kMost; ++i) list += (i == 0 ? "" : ", ") + paths[i];
  return paths.size() <= kMost ? list
                               : list + " and " + std::to_string(paths.size() - kMost) + " more";
}

}  // namespace

std::string MarkPath(const std::string& output) { return output + ".publishing"; }

Status WriteMark(const std::string& output, const std::vector<MarkedFile>& files) {
  const std::string mark = MarkPath(output);
  std::string text(kFirstLine);
  for (const MarkedFile& file : files)
    text += "\n" + std::to_string(file.inode) + " " + PercentEncoded(file.path);
  text += "\n";
  if (unlink(mark.c_str()) != 0 && errno != ENOENT) return Failed(mark);
  int file;
  do {
    file = open(mark.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  } while (file < 0 && errno == EINTR);
  if (file < 0) return Failed(mark);
  Status status = WriteAll(file, text) ? Status() : Status(Failed(mark));
  if (close(file) != 0 && errno != EINTR && status) status = Failed(mark);
  if (!status) unlink(mark.c_str());
  return status;
}

std::optional<std::vector<MarkedFile>> ReadMark(const std::string& output) {
  struct stat found;
  if (lstat(MarkPath(output).c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return {};
  std::ifstream in(MarkPath(output));
  std::string line;
  if (!std::getline(in, line) || line != kFirstLine) return {};
  std::vector<MarkedFile> files;
  while (std::getline(in, line)) {
    const size_t blank = line.find(' ');
    if (blank == std::string::npos) continue;
    files.push_back(
        {PercentDecoded(line.substr(blank + 1)), std::strtoull(line.c_str(), nullptr, 10)});
  }
  return files;
}

Status RemoveMark(const std::string& output) {
  const std::string mark = MarkPath(output);
  if (unlink(mark.c_str()) == 0 || errno == ENOENT) return {};
  return Error{"cannot remove " + mark + ": " + std::strerror(errno), "", ErrorKind::kIo};
}

std::string WhatTheMarkSays(const std::string& output) {
  const auto files = ReadMark(output);
  if (!files) return "";
  std::vector<std::string> named, waiting, lost;
  for (const MarkedFile& file : *files) {
    struct stat found;
    if (file.inode == 0) {  // the failures of an older run, which had none this time
      (stat(file.path.c_str(), &found) == 0 ? waiting : named).push_back(file.path);
    } else if (HasInode(file.path, file.inode)) {
      named.push_back(file.path);
    } else {
      (HasInode(file.path + ".part", file.inode) ? waiting : lost).push_back(file.path);
    }
  }
  std::string text = "a run was stopped while its outputs got their names: ";
  text += named.empty() ? "none has got its name" : Listed(named) + " had got theirs";
  if (!waiting.empty()) text += "; not yet " + Listed(waiting) + " (complete, as .part)";
  if (!lost.empty()) text += "; gone since then " + Listed(lost);
  return text;
}

}  // namespace textmill::core
