#include <string_view>

#include "core/cli/command.h"
#include "core/cli/completion.h"
#include "core/plugin/standard_output.h"

namespace textmill::core {
namespace {

constexpr struct {
  std::string_view name;
  std::string (*script)();
} kShells[] = {{"bash", BashCompletion}, {"zsh", ZshCompletion}, {"fish", FishCompletion}};

}  // namespace

int CompletionCommand(const Arguments& arguments) {
  CommandLine line("textmill completion [OPTIONS] SHELL",
                   "Prints what makes a shell complete commands, options and files. SHELL is bash, "
                   "zsh or fish:\n\n"
                   "  source <(textmill completion bash)    in ~/.bashrc\n"
                   "  source <(textmill completion zsh)     in ~/.zshrc, after compinit\n"
                   "  textmill completion fish | source     in ~/.config/fish/config.fish",
                   "SHELL");
  if (const auto over = line.Parse(arguments)) return *over;
  const auto shell = line.Positional();
  if (!shell) return kExitWrong;
  for (const auto& [name, script] : kShells) {
    if (*shell != name) continue;
    Out() << script();
    return kExitDone;
  }
  return line.Wrong("there is no completion for `" + *shell + "`; bash, zsh and fish have one");
}

}  // namespace textmill::core
