// How many columns the terminal has that the standard output goes to. Any thread.
#ifndef CORE_CLI_TERMINAL_WIDTH_H_
#define CORE_CLI_TERMINAL_WIDTH_H_

#include <cstddef>

namespace textmill::core {

// `otherwise` where it is no terminal, or does not say.
size_t TerminalWidth(size_t otherwise);

}  // namespace textmill::core

#endif  // CORE_CLI_TERMINAL_WIDTH_H_
