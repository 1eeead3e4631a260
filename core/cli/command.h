// The subcommands. Each parses its own arguments (without the program's and its own name), does its
// work, and returns the exit status: 0 done, 1 the run failed, 2 the command or the pipeline is
// wrong, 3 more failures than allowed, 130 interrupted. Results go to stdout or files, all for
// people to stderr.
#ifndef CORE_CLI_COMMAND_H_
#define CORE_CLI_COMMAND_H_

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/plugin/registry.h"

namespace textmill::core {

using Arguments = std::vector<std::string>;

int RunCommand(const Arguments& arguments);
int ReportCommand(const Arguments& arguments);
int CheckCommand(const Arguments& arguments);
int ExplainCommand(const Arguments& arguments);
int PreviewCommand(const Arguments& arguments);
int HeadCommand(const Arguments& arguments);
int CountCommand(const Arguments& arguments);
int KwicCommand(const Arguments& arguments);
int ExplainDuplicateCommand(const Arguments& arguments);
int LockCommand(const Arguments& arguments);
int NewPluginCommand(const Arguments& arguments);
int PluginsCommand(const Arguments& arguments);
int SearchCommand(const Arguments& arguments);
int SchemaCommand(const Arguments& arguments);
int TestPluginCommand(const Arguments& arguments);
int CompletionCommand(const Arguments& arguments);
int ManualCommand(const Arguments& arguments);

// ---- Shared by the commands

struct CommandHelp;

inline constexpr int kExitDone = 0;
inline constexpr int kExitWrong = 2;

// A command's options, and at most two positional arguments.
class CommandLine {
 public:
  // `usage`: "textmill run [OPTIONS] PIPELINE.yaml", `about`: a sentence or two. `positional` is
  // the argument's name in the options, or "".
  CommandLine(std::string usage, std::string about, std::string positional);

  // A second positional argument, after the first.
  void SecondPositional(std::string name) { second_ = std::move(name); }
  // The positional argument may be given any number of times.
  void SeveralPositionals() { several_ = true; }

  boost::program_options::options_description& options() { return options_; }
  // Parses; an exit status when the command is over already (--help, or a mistake that was
  // reported).
  std::optional<int> Parse(const Arguments& arguments);
  bool Has(const std::string& option) const { return values_.count(option) > 0; }
  template <class T>
  const T& Get(const std::string& option) const {
    return values_[option].as<T>();
  }
  // The items of an option that is given as `a,b,c`.
  std::vector<std::string> List(const std::string& option) const;
  // The positional argument; reports it and returns nothing when it was not given.
  std::optional<std::string> Positional() const { return Argument(positional_); }
  std::optional<std::string> Second() const { return Argument(second_); }
  // All of them; at least one.
  std::optional<std::vector<std::string>> Positionals() const;
  // Says what is wrong with the command, and how to get help.
  int Wrong(const std::string& message) const;

  // While this is not null, Parse writes there what the command says of itself, and the command is
  // over.
  static CommandHelp* asked_for_help;

 private:
  CommandHelp Help() const;
  std::optional<std::string> Argument(const std::string& name) const;

  std::string usage_, about_, positional_, second_;
  bool several_ = false;
  boost::program_options::options_description options_;
  boost::program_options::variables_map values_;
};

// --plugin-path, for all commands that need plugins.
void AddPluginPath(CommandLine* line);
Registry LoadRegistry(const CommandLine& line);
std::vector<std::string> PluginFolders(const CommandLine& line);
// --set and --overwrite, for those that read a pipeline.
void AddPipelineOptions(CommandLine* line);

}  // namespace textmill::core

#endif  // CORE_CLI_COMMAND_H_
