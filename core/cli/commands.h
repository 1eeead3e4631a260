// The table of all subcommands, and what each says of itself: for --help, completion in a shell
// and the manual page. Constant; any thread, but for HelpOf: one at a time.
#ifndef CORE_CLI_COMMANDS_H_
#define CORE_CLI_COMMANDS_H_

#include <span>
#include <string>
#include <vector>

#include "core/cli/command.h"

namespace textmill::core {

struct Command {
  const char* name;
  const char* about;
  int (*run)(const Arguments&);
};

std::span<const Command> Commands();

// What is given to an option or as an argument.
enum class ArgumentKind { kNone, kText, kFile, kFolder, kPipeline };

struct OptionHelp {
  std::string name;        // "--threads"
  std::string short_name;  // "-n", or ""
  std::string value;       // "N (=5)" as --help shows it, or ""
  std::string about;
  ArgumentKind takes = ArgumentKind::kNone;
};

struct CommandHelp {
  std::string usage, about;
  ArgumentKind argument = ArgumentKind::kNone;
  std::vector<OptionHelp> options;
};

CommandHelp HelpOf(const Command& command);

}  // namespace textmill::core

#endif  // CORE_CLI_COMMANDS_H_
