// textmill: the command line.
#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

#include "core/cli/commands.h"
#include "core/pipeline/suggest.h"
#include "core/plugin/crash_report.h"
#include "core/plugin/plugin_call.h"
#include "core/plugin/standard_output.h"
#include "core/present/terminal_text.h"
#include "core/result.h"

// Of gcc's coverage, where the program is built with it.
extern "C" void __gcov_dump() __attribute__((weak));  // NOLINT(bugprone-reserved-identifier)

namespace {

using textmill::core::Arguments;
using textmill::core::Command;

void PrintHelp(std::ostream& out) {
  out << "Textmill runs text corpora through pipelines of plugins, described in YAML.\n\n"
         "usage: textmill COMMAND [OPTIONS] [ARGUMENT]\n\n";
  for (const Command& command : textmill::core::Commands()) {
    out << "  " << command.name << std::string(19 - std::strlen(command.name), ' ') << command.about
        << "\n";
  }
  out << "\ntextmill COMMAND --help tells more; textmill --version prints the version.\n";
}

int Main(const Arguments& arguments) {
  if (arguments.empty()) {
    PrintHelp(std::cerr);
    return textmill::core::kExitWrong;
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    PrintHelp(textmill::core::Out());
    return 0;
  }
  if (name == "--version") {
    textmill::core::Out() << "textmill " << TEXTMILL_VERSION << "\n";
    return 0;
  }
  const Arguments rest(arguments.begin() + 1, arguments.end());
  for (const Command& command : textmill::core::Commands()) {
    if (name != command.name) continue;
    if (rest.size() == 1 && rest.front() == "--version") {
      textmill::core::Out() << "textmill " << TEXTMILL_VERSION << "\n";
      return 0;
    }
    return command.run(rest);
  }
  std::vector<std::string> names;
  for (const Command& command : textmill::core::Commands()) names.emplace_back(command.name);
  const std::string hint = textmill::core::DidYouMean(name, names);
  std::cerr << "textmill: "
            << textmill::core::Showable(
                   textmill::core::WithHint("there is no command `" + name + "`", hint))
            << "\n\n";
  PrintHelp(std::cerr);
  return textmill::core::kExitWrong;
}

// A file that the program opens must not become standard output: what is closed of descriptors 0
// to 2 is opened so that using it fails as if it were closed.
void OpenClosedDescriptors() {
  for (int fd = 0; fd <= 2; ++fd) {
    if (fcntl(fd, F_GETFD) >= 0) continue;
    // The lowest that is free.
    (void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

// The exit status, when what was printed has come through; else 1.
int WithOutput(int status) {
  errno = 0;
  std::ostream& out = textmill::core::Out();
  out.flush();
  const bool printed = out.good() && std::cout.flush().good() && std::fflush(stdout) == 0;
  if (printed) return status;
  std::cerr << "textmill: cannot write to standard output"
            << (errno != 0 ? std::string(": ") + std::strerror(errno) : "") << "\n";
  return status != 0 ? status : 1;
}

// What plugins have left to be done at exit is not: it could crash, hang or end the program with
// another status once all is done and said.
[[noreturn]] void Leave(int status) {
  std::fflush(nullptr);
  if (__gcov_dump != nullptr) __gcov_dump();  // which lines tests reached
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  std::exit(status);  // with what they found
#else
  _exit(status);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  // A batch's columns are some MiB each. Left to itself, malloc gives each of them back to the
  // system, and half of a fast run would go into page faults.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  // A reader that goes away, or a file that may grow no more, is an error of the write, reported
  // like any other.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  OpenClosedDescriptors();
  textmill::core::KeepStandardOutput();
  textmill::core::NoteProcess();
  textmill::core::InstallCrashReport();
  try {
    Leave(WithOutput(Main(Arguments(argv + 1, argv + argc))));
  } catch (const std::bad_alloc&) {
    std::cerr << "textmill: there is not enough memory\n";
    Leave(1);
  } catch (const std::exception& e) {
    std::cerr << "textmill: " << textmill::core::Showable(e.what()) << "\n";
    Leave(1);
  }
}
