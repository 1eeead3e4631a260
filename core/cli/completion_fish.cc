#include <sstream>
#include <string_view>

#include "core/cli/commands.h"
#include "core/cli/completion.h"

namespace textmill::core {
namespace {

std::string FishQuoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

// What is completed where a value or an argument is meant; "" where nothing is known of it.
const char* FilesOf(ArgumentKind kind) {
  switch (kind) {
    case ArgumentKind::kFile:
      return " -F";
    case ArgumentKind::kFolder:
      return " -a '(__fish_complete_directories (commandline -ct))'";
    case ArgumentKind::kPipeline:
      return " -a '(__textmill_pipelines)'";
    default:
      return "";
  }
}

constexpr const char* kFishBegin =
    R"(# Completion of textmill in fish, printed by `textmill completion fish`.
function __textmill_is
    set -l words (commandline -opc)
    test "$words[2]" = "$argv[1]"
end
function __textmill_pipelines
    __fish_complete_path (commandline -ct) | string match -r '^.*(?:/|\.ya?ml)(?:\t.*)?$'
end
complete -c textmill -f
complete -c textmill -n '__textmill_is ""' -l help -d 'show the commands and leave'
complete -c textmill -n '__textmill_is ""' -l version -d 'show the version and leave'
)";

}  // namespace

std::string FishCompletion() {
  std::ostringstream out;
  out << kFishBegin;
  for (const Command& command : Commands()) {
    const std::string here =
        std::string("complete -c textmill -n '__textmill_is ") + command.name + "'";
    const CommandHelp help = HelpOf(command);
    out << "complete -c textmill -n '__textmill_is \"\"' -a " << command.name << " -d "
        << FishQuoted(command.about) << "\n";
    if (const std::string files = FilesOf(help.argument); !files.empty())
      out << here << files << "\n";
    for (const OptionHelp& option : help.options) {
      out << here << " -l " << option.name.substr(2);
      if (!option.short_name.empty()) out << " -s " << option.short_name.substr(1);
      if (option.takes != ArgumentKind::kNone)
        out << (option.takes == ArgumentKind::kFile ? " -r" : " -x") << FilesOf(option.takes);
      out << " -d " << FishQuoted(option.about) << "\n";
    }
  }
  return out.str();
}

}  // namespace textmill::core
