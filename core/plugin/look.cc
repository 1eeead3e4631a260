#include "core/plugin/look.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <sstream>

#include "core/plugin/completeness.h"
#include "core/plugin/crash_report.h"
#include "core/plugin/plugin_call.h"

namespace textmill::core {
namespace {

// One plugin may take so long; models belong into open.
constexpr int kSeconds = 20;
// How a child ends that could not load a file beside those that it has loaded: alone it may do.
constexpr int kTryAlone = 215;

std::string OneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

void Send(int pipe, const std::string& line) {
  for (size_t at = 0; at < line.size();) {
    const ssize_t n = write(pipe, line.data() + at, line.size() - at);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) _exit(1);
    at += static_cast<size_t>(n);
  }
}

// The child: for each file its number, then lines of what it is, then "done".
[[noreturn]] void BeChild(int pipe, const std::vector<PluginFile*>& files, size_t from) {
  NoteProcess();
  RemoveCrashReport();
  const int nothing = open("/dev/null", O_RDWR);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nothing, fd);
  for (size_t i = from; i < files.size(); ++i) {
    Send(pipe, "at " + std::to_string(i) + "\n");
    const auto plugin = LoadComplete(files[i]);
    std::string lines;
    if (!plugin && i > from) _exit(kTryAlone);
    if (!plugin) {
      lines = "refused " + OneLine(plugin.error().message) + "\n";
      if (!plugin.error().hint.empty()) lines += "hint " + OneLine(plugin.error().hint) + "\n";
    } else {
      lines = std::string("name ") + plugin->plugin->name + "\nversion " +
              OneLine(plugin->plugin->version) + "\n";
      for (uint64_t k = 0; k < plugin->plugin->n_stages; ++k) {
        const ListedStage stage = AsListed(*plugin->plugin->stages[k]->info);
        lines += "stage " + std::to_string(stage.kind) + " " + stage.name;
        for (const std::string& table : stage.tables) lines += " " + table;
        lines += "\n";
      }
    }
    Send(pipe, lines + "done\n");
  }
  _exit(0);
}

// All that comes through the pipe; false when nothing came for too long.
bool ReadAll(int pipe, std::string* text) {
  char buffer[4096];
  while (true) {
    pollfd ready{pipe, POLLIN, 0};
    const int polled = poll(&ready, 1, kSeconds * 1000);
    if (polled < 0 && errno == EINTR) continue;
    if (polled <= 0) return false;
    const ssize_t n = read(pipe, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return true;
    text->append(buffer, static_cast<size_t>(n));
  }
}

// Fills in what the child said; the number of the file that it did not come back from, or how many
// there are.
size_t ParseLooked(const std::string& text, std::vector<Looked>* looked) {
  size_t at = looked->size();
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::string word = line.substr(0, line.find(' '));
    const std::string rest = line.size() > word.size() ? line.substr(word.size() + 1) : "";
    if (word == "at") {
      at = std::min<size_t>(std::stoul(rest), looked->size() - 1);
      (*looked)[at] = {};
      (*looked)[at].status = Status();
      continue;
    }
    if (at >= looked->size()) continue;
    Looked& one = (*looked)[at];
    if (word == "refused") one.status = Error{rest};
    if (word == "hint") one.status = Error{one.status.error().message, rest};
    if (word == "name") one.name = rest;
    if (word == "version") one.version = rest;
    if (word == "stage") {
      std::istringstream words(rest);
      ListedStage stage;
      words >> stage.kind >> stage.name;
      for (std::string table; words >> table;) stage.tables.push_back(table);
      one.stages.push_back(std::move(stage));
    }
    if (word == "done") at = looked->size();
  }
  return at;
}

std::string HowItEnded(bool in_time, int status) {
  if (!in_time) return "it was not done after " + std::to_string(kSeconds) + " s";
  if (WIFSIGNALED(status)) {
    return "it crashed: " + std::string(strsignal(WTERMSIG(status))) + " (signal " +
           std::to_string(WTERMSIG(status)) + ")";
  }
  return "it ended the process, with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Result<CompletePlugin> LoadComplete(PluginFile* file) {
  const auto listed = ListedStages(file->bytes());
  if (!listed) return listed.error();
  auto plugin = file->Load();
  if (!plugin) return plugin.error();
  auto usable = CheckComplete(**plugin);
  if (!usable) return usable.error();
  std::vector<ListedStage> found;
  for (uint64_t i = 0; i < (*plugin)->n_stages; ++i)
    found.push_back(AsListed(*(*plugin)->stages[i]->info));
  const Status same = listed->has_value() ? CompareLists(**listed, std::move(found)) : Status();
  if (!same) return same.error();
  return CompletePlugin{*plugin, std::move(*usable)};
}

std::vector<Looked> LookAt(const std::vector<PluginFile*>& files) {
  std::vector<Looked> looked(files.size());
  for (size_t from = 0; from < files.size();) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return looked;
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      BeChild(ends[1], files, from);
    }
    close(ends[1]);
    std::string text;
    const bool in_time = child > 0 && ReadAll(ends[0], &text);
    close(ends[0]);
    if (child < 0) return looked;
    if (!in_time) kill(child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    const size_t lost = ParseLooked(text, &looked);
    if (lost >= files.size()) break;
    if (lost > from && WIFEXITED(status) && WEXITSTATUS(status) == kTryAlone) {
      from = lost;
      continue;
    }
    looked[lost].status = Error{"while it was loaded " + HowItEnded(in_time, status),
                                "`textmill test-plugin` helps to find out why"};
    from = lost + 1;
  }
  return looked;
}

}  // namespace textmill::core
