// What makes a shell complete the program's commands, options and files: a script for each shell,
// made of the table of commands. One thread at a time, as HelpOf.
#ifndef CORE_CLI_COMPLETION_H_
#define CORE_CLI_COMPLETION_H_

#include <string>

namespace textmill::core {

std::string BashCompletion();
std::string ZshCompletion();
std::string FishCompletion();

}  // namespace textmill::core

#endif  // CORE_CLI_COMPLETION_H_
