#include <sstream>
#include <string_view>

#include "core/cli/commands.h"
#include "core/cli/completion.h"

namespace textmill::core {
namespace {

// Within single quotes; a backslash is put before each of `special`.
std::string ZshQuoted(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (special.find(c) != special.npos) out += '\\';
    out += c;
  }
  return out;
}

const char* ActionOf(ArgumentKind kind) {
  switch (kind) {
    case ArgumentKind::kFile:
      return "_files";
    case ArgumentKind::kFolder:
      return "_files -/";
    case ArgumentKind::kPipeline:
      return "_files -g \"*.(yaml|yml)(-.)\"";
    default:
      return " ";
  }
}

// As _arguments takes it: '*--threads=[how many threads]:N: '. Each may be given again, for some
// may.
void AppendOption(const OptionHelp& option, std::ostream& out) {
  for (const std::string& name : {option.name, option.short_name}) {
    if (name.empty()) continue;
    const bool takes = option.takes != ArgumentKind::kNone;
    const bool is_short = name == option.short_name;
    out << " \\\n        '*" << name << (takes ? (is_short ? "+" : "=") : "") << "["
        << ZshQuoted(option.about, "\\[]") << "]";
    if (takes)
      out << ":" << ZshQuoted(option.value.substr(0, option.value.find(' ')), "\\:") << ":"
          << ActionOf(option.takes);
    out << "'";
  }
}

}  // namespace

std::string ZshCompletion() {
  std::ostringstream out;
  out << "#compdef textmill\n# Completion of textmill in zsh, printed by `textmill completion "
         "zsh`.\n"
         "_textmill() {\n  local curcontext=\"$curcontext\"\n  local -a commands=(";
  for (const Command& command : Commands())
    out << "\n    '" << command.name << ":" << ZshQuoted(command.about, "\\:") << "'";
  out << ")\n  if ((CURRENT == 2)); then\n    _describe command commands\n"
         "    _arguments '--help[show the commands and leave]' '--version[show the version and "
         "leave]'\n    return\n  fi\n"
         "  shift words\n  ((CURRENT--))\n  case $words[1] in\n";
  for (const Command& command : Commands()) {
    const CommandHelp help = HelpOf(command);
    out << "    " << command.name << ")\n      _arguments";
    for (const OptionHelp& option : help.options) AppendOption(option, out);
    if (help.argument != ArgumentKind::kNone && help.argument != ArgumentKind::kText)
      out << " \\\n        '*:file:" << ActionOf(help.argument) << "'";
    out << " ;;\n";
  }
  out << "  esac\n}\n"
         "if [[ $funcstack[1] == _textmill ]]; then _textmill \"$@\"; else compdef _textmill "
         "textmill; "
         "fi\n";
  return out.str();
}

}  // namespace textmill::core
