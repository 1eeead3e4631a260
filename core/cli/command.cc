#include "core/cli/command.h"

#include <algorithm>
#include <iostream>
#include <utility>

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

std::optional<int> CommandLine::Parse(const Arguments& arguments) {
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
