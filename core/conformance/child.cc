#include "core/conformance/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>

#include "core/plugin/crash_report.h"
#include "core/plugin/plugin_call.h"
#include "core/present/terminal_text.h"

namespace textmill::core {
namespace {

// What was printed into this file: its first line, as it can be shown.
std::string Printed(int file) {
  std::fflush(nullptr);
  std::cout.flush();
  char bytes[120];
  const ssize_t n = pread(file, bytes, sizeof bytes, 0);
  if (n <= 0) return "";
  std::string line(bytes, static_cast<size_t>(n));
  line = Showable(line.substr(0, line.find('\n')));
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line.empty() ? "a line break" : line;
}

// The child's end: one byte for the outcome, a line of what was printed, then the message.
[[noreturn]] void BeChild(int pipe, const std::function<Verdict()>& run) {
  NoteProcess();
  RemoveCrashReport();
  const int nothing = open("/dev/null", O_RDWR);
  const int output = memfd_create("standard output", MFD_CLOEXEC);
  dup2(nothing, STDIN_FILENO);
  dup2(output >= 0 ? output : nothing, STDOUT_FILENO);
  dup2(nothing, STDERR_FILENO);  // what terminate prints says nothing that we do not say
  const Verdict verdict = RunHere(run);
  std::string text(1, static_cast<char>('0' + static_cast<int>(verdict.outcome)));
  text += Printed(output) + "\n" + verdict.message;
  for (size_t at = 0; at < text.size();) {
    const ssize_t n = write(pipe, text.data() + at, text.size() - at);
    if (n <= 0) break;
    at += static_cast<size_t>(n);
  }
  _exit(0);
}

// All that comes through the pipe; false when time is up.
bool ReadAll(int pipe, int seconds, std::string* text) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  char buffer[4096];
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                          end - std::chrono::steady_clock::now())
                          .count();
    pollfd ready{pipe, POLLIN, 0};
    const int polled = left > 0 ? poll(&ready, 1, static_cast<int>(left)) : 0;
    if (polled < 0 && errno == EINTR) continue;
    if (polled <= 0) return false;
    const ssize_t n = read(pipe, buffer, sizeof buffer);
    if (n <= 0) return true;
    text->append(buffer, static_cast<size_t>(n));
  }
}

}  // namespace

Verdict RunHere(const std::function<Verdict()>& run) {
  try {
    return run();
  } catch (const std::exception& e) {
    return Failed(std::string("an exception came out of the plugin: ") + e.what());
  } catch (...) {
    return Failed("an exception came out of the plugin");
  }
}

Verdict RunInChild(int seconds, const std::function<Verdict()>& run) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return Failed(std::strerror(errno));
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) return Failed(std::strerror(errno));
  if (child == 0) {
    close(ends[0]);
    BeChild(ends[1], run);
  }
  close(ends[1]);
  std::string text;
  const bool in_time = ReadAll(ends[0], seconds, &text);
  close(ends[0]);
  if (!in_time) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!in_time) return Failed("it was not done after " + std::to_string(seconds) + " s");
  if (WIFSIGNALED(status)) {
    return Failed("it crashed: " + std::string(strsignal(WTERMSIG(status))) + " (signal " +
                  std::to_string(WTERMSIG(status)) + ")");
  }
  if (text.empty())
    return Failed("it ended the process, with status " + std::to_string(WEXITSTATUS(status)));
  const size_t line = std::min(text.find('\n'), text.size() - 1);
  return {static_cast<CheckOutcome>(text[0] - '0'), text.substr(line + 1),
          text.substr(1, line - 1)};
}

}  // namespace textmill::core
