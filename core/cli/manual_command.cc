#include <iostream>
#include <sstream>

#include "core/cli/commands.h"
#include "core/plugin/standard_output.h"

namespace textmill::core {
namespace {

// Text as troff takes it: what it would act upon is escaped.
std::string Roff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    line_begins = c == '\n';
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  return out;
}

// Paragraphs, and lines that are indented as they are.
std::string Paragraphs(std::string_view text) {
  std::string out;
  bool literal = false;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("  ") != literal && !line.empty()) {
      literal = !literal;
      out += literal ? ".nf\n" : ".fi\n";
    }
    out += line.empty() ? (literal ? "\n" : ".PP\n") : Roff(line) + "\n";
  }
  if (literal) out += ".fi\n";
  return out;
}

}  // namespace

int ManualCommand(const Arguments& arguments) {
  CommandLine line("textmill manual [OPTIONS]",
                   "Prints the manual page of the program, for `man`: textmill manual | man -l -",
                   "");
  if (const auto over = line.Parse(arguments)) return *over;
  std::ostream& out = Out();
  out << ".TH TEXTMILL 1 \"\" \"Textmill " << TEXTMILL_VERSION
      << "\" \"User Commands\"\n.SH NAME\ntextmill \\- runs text corpora through pipelines of "
         "plugins, described in YAML\n.SH SYNOPSIS\n.B textmill\n.I COMMAND\n[\\fIOPTIONS\\fR] "
         "[\\fIARGUMENT\\fR]\n.SH COMMANDS\n";
  for (const Command& command : Commands()) {
    const CommandHelp help = HelpOf(command);
    out << ".SS " << Roff(help.usage) << "\n" << Paragraphs(help.about);
    for (const OptionHelp& option : help.options) {
      out << ".TP\n.B " << Roff(option.short_name) << (option.short_name.empty() ? "" : ", ")
          << Roff(option.name) << (option.value.empty() ? "" : " " + Roff(option.value)) << "\n"
          << Roff(option.about) << "\n";
    }
  }
  out << ".SH EXIT STATUS\n.TP\n0\ndone\n.TP\n1\nthe run failed\n.TP\n2\nthe command or the "
         "pipeline is wrong\n.TP\n3\ncomplete, but with more failures than allowed\n.TP\n130\n"
         "interrupted\n.SH SEE ALSO\n"
         "Pages and ready pipelines are installed in share/doc/textmill and share/textmill.\n";
  return kExitDone;
}

}  // namespace textmill::core
