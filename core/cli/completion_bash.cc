#include <sstream>

#include "core/cli/commands.h"
#include "core/cli/completion.h"

namespace textmill::core {
namespace {

// The part that is the same for all commands. `=` is a word of its own to bash.
constexpr const char* kBashEnd = R"(  esac
  if [[ $current == = ]]; then current=; fi
  if [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
  if [[ " $files " == *" $before "* ]]; then
    kind=file
  elif [[ " $folders " == *" $before "* ]]; then
    kind=folder
  elif [[ " $texts " == *" $before "* ]]; then
    return
  elif [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags $files $folders $texts" -- "$current")
    return
  fi
  compopt -o filenames 2>/dev/null
  case $kind in
    pipeline)
      mapfile -t COMPREPLY < <(compgen -f -X '!*.y*ml' -- "$current"; compgen -d -- "$current") ;;
    file) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    folder) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
  esac
}
complete -F _textmill textmill
)";

const char* NameOf(ArgumentKind value) {
  switch (value) {
    case ArgumentKind::kFile:
      return "file";
    case ArgumentKind::kFolder:
      return "folder";
    case ArgumentKind::kPipeline:
      return "pipeline";
    default:
      return "";
  }
}

std::string OptionsThatTake(const CommandHelp& help, ArgumentKind value) {
  std::string names;
  for (const OptionHelp& option : help.options) {
    if (option.takes != value) continue;
    for (const std::string& name : {option.name, option.short_name})
      if (!name.empty()) names += (names.empty() ? "" : " ") + name;
  }
  return names;
}

}  // namespace

std::string BashCompletion() {
  std::ostringstream out;
  out << "# Completion of textmill in bash, printed by `textmill completion bash`.\n_textmill() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local kind= flags= files= folders= texts=\n"
         "  COMPREPLY=()\n"
         "  if ((COMP_CWORD == 1)); then\n    mapfile -t COMPREPLY < <(compgen -W \"";
  for (const Command& command : Commands()) out << command.name << ' ';
  out << "--help --version\" -- \"$current\")\n    return\n  fi\n  case ${COMP_WORDS[1]} in\n";
  for (const Command& command : Commands()) {
    const CommandHelp help = HelpOf(command);
    out << "    " << command.name << ")\n      kind=" << NameOf(help.argument) << "\n      flags='"
        << OptionsThatTake(help, ArgumentKind::kNone) << "'\n      files='"
        << OptionsThatTake(help, ArgumentKind::kFile) << "'\n      folders='"
        << OptionsThatTake(help, ArgumentKind::kFolder) << "'\n      texts='"
        << OptionsThatTake(help, ArgumentKind::kText) << "' ;;\n";
  }
  out << kBashEnd;
  return out.str();
}

}  // namespace textmill::core
