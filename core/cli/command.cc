#include "core/cli/command.h"

#include <algorithm>
#include <iostream>
#include <sstream>
#include <string_view>
#include <utility>

#include "core/cli/commands.h"
#include "core/pipeline/suggest.h"
#include "core/plugin/standard_output.h"
#include "core/present/terminal_text.h"
#include "core/result.h"

namespace textmill::core {

namespace po = boost::program_options;

CommandLine::CommandLine(std::string usage, std::string about, std::string positional)
    : usage_(std::move(usage)),
      about_(std::move(about)),
      positional_(std::move(positional)),
      options_("Options", 100) {
  options_.add_options()("help,h", "show this and leave");
}

CommandHelp* CommandLine::asked_for_help = nullptr;

std::optional<int> CommandLine::Parse(const Arguments& arguments) {
  if (asked_for_help != nullptr) {
    *asked_for_help = Help();
    return kExitDone;
  }
  po::options_description all;
  all.add(options_);
  po::positional_options_description places;
  if (several_) {
    all.add_options()(positional_.c_str(), po::value<std::vector<std::string>>());
    places.add(positional_.c_str(), -1);
  } else if (!positional_.empty()) {
    all.add_options()(positional_.c_str(), po::value<std::string>());
    places.add(positional_.c_str(), 1);
  }
  if (!second_.empty()) {
    all.add_options()(second_.c_str(), po::value<std::string>());
    places.add(second_.c_str(), 1);
  }
  try {
    // No guessing of shortened options: a script shall not change its meaning with a new release.
    const int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(places).style(style).run(),
              values_);
    po::notify(values_);
  } catch (const po::too_many_positional_options_error&) {
    return Wrong(positional_.empty() ? "no argument is expected here"
                 : second_.empty()
                     ? "one " + positional_ + " is expected, but there are several"
                     : positional_ + " and " + second_ + " are expected, but there is more");
  } catch (const po::unknown_option& e) {
    std::vector<std::string> names;
    for (const auto& option : options_.options()) names.push_back("--" + option->long_name());
    return Wrong(WithHint("there is no option `" + e.get_option_name() + "`",
                          DidYouMean(e.get_option_name(), names)));
  } catch (const po::error& e) {
    return Wrong(e.what());
  }
  if (!Has("help")) return {};
  Out() << "usage: " << usage_ << "\n\n" << about_ << "\n\n" << options_;
  return kExitDone;
}

namespace {

// By the name that usage lines have for it: "PIPELINE.yaml", "FILE...", "DIR", "N (=5)".
ArgumentKind KindOf(std::string_view name) {
  name = name.substr(0, name.find(' '));
  const auto has = [&](std::string_view part) { return name.find(part) != name.npos; };
  if (name.empty()) return ArgumentKind::kNone;
  if (has("=")) return ArgumentKind::kText;
  if (has("PIPELINE")) return ArgumentKind::kPipeline;
  if (has("FILE") || has("SUMMARY") || has("OUTPUT")) return ArgumentKind::kFile;
  return name == "DIR" ? ArgumentKind::kFolder : ArgumentKind::kText;
}

}  // namespace

CommandHelp CommandLine::Help() const {
  CommandHelp help{usage_, about_, KindOf(positional_), {}};
  // Of several, the last: the files of a query.
  std::istringstream words(usage_.substr(usage_.find(']') + 1));
  for (std::string word; words >> word;)
    if (KindOf(word) != ArgumentKind::kText) help.argument = KindOf(word);
  for (const auto& option : options_.options()) {
    OptionHelp& added = help.options.emplace_back();
    added.name = "--" + option->long_name();
    const std::string shown =
        option->canonical_display_name(po::command_line_style::allow_dash_for_short);
    if (shown.size() == 2) added.short_name = shown;
    added.about = option->description();
    if (option->semantic()->max_tokens() == 0) continue;
    added.value = option->format_parameter();
    // One that may go without its value takes it after `=` only.
    if (option->semantic()->min_tokens() > 0) added.takes = KindOf(added.value);
  }
  return help;
}

CommandHelp HelpOf(const Command& command) {
  CommandHelp help;
  CommandLine::asked_for_help = &help;
  command.run({});
  CommandLine::asked_for_help = nullptr;
  return help;
}

std::optional<std::string> CommandLine::Argument(const std::string& name) const {
  if (Has(name)) return Get<std::string>(name);
  Wrong("no " + name + " was given");
  return {};
}

std::vector<std::string> CommandLine::List(const std::string& option) const {
  const auto& list = Get<std::string>(option);
  std::vector<std::string> items;
  for (size_t begin = 0; begin <= list.size();) {
    const size_t end = std::min(list.find(',', begin), list.size());
    if (end > begin) items.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return items;
}

std::optional<std::vector<std::string>> CommandLine::Positionals() const {
  if (Has(positional_)) return Get<std::vector<std::string>>(positional_);
  Wrong("no " + positional_ + " was given");
  return {};
}

int CommandLine::Wrong(const std::string& message) const {
  std::cerr << "textmill: " << ShowableLines(message) << "\nusage: " << usage_ << "\n";
  return kExitWrong;
}

void AddPluginPath(CommandLine* line) {
  line->options().add_options()(
      "plugin-path", po::value<std::vector<std::string>>()->composing()->value_name("DIR"),
      "look for plugins here first; may be given several times");
}

std::vector<std::string> PluginFolders(const CommandLine& line) {
  std::vector<std::string> given;
  if (line.Has("plugin-path")) given = line.Get<std::vector<std::string>>("plugin-path");
  return Registry::Folders(given);
}

Registry LoadRegistry(const CommandLine& line) { return Registry::Load(PluginFolders(line)); }

void AddPipelineOptions(CommandLine* line) {
  AddPluginPath(line);
  line->options().add_options()(
      "set", po::value<std::vector<std::string>>()->composing()->value_name("ID.PARAM=VALUE"),
      "change a parameter of a step; may be given several times")(
      "overwrite", "replace outputs that are there already");
}

}  // namespace textmill::core
