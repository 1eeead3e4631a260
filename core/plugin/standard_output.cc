#include "core/plugin/standard_output.h"

#include <fcntl.h>
#include <unistd.h>

#include <ext/stdio_filebuf.h>
#include <iostream>

namespace textmill::core {
namespace {

int own = STDOUT_FILENO;

// High enough that code which closes "all" descriptors of a small number does not meet it.
constexpr int kHighCopy = 200;

struct OutStream {
  __gnu_cxx::stdio_filebuf<char> buffer{own, std::ios::out};
  std::ostream stream{&buffer};
};

}  // namespace

void KeepStandardOutput() {
  int copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, kHighCopy);
  if (copy < 0) copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return;  // it is closed, or there are no more descriptors
  own = copy;
  dup2(STDERR_FILENO, STDOUT_FILENO);
}

int StandardOutput() { return own; }

std::ostream& Out() {
  if (own == STDOUT_FILENO) return std::cout;
  static auto& out = *new OutStream;  // flushed by who writes, at the latest in main
  return out.stream;
}

}  // namespace textmill::core
