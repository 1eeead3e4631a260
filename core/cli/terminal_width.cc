#include "core/cli/terminal_width.h"

#include <sys/ioctl.h>

#include "core/plugin/standard_output.h"

namespace textmill::core {

size_t TerminalWidth(size_t otherwise) {
  winsize size{};
  const bool known = ioctl(StandardOutput(), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : otherwise;
}

}  // namespace textmill::core
