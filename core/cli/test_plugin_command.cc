#include <filesystem>
#include <iostream>

#include "core/cli/command.h"
#include "core/conformance/conformance.h"
#include "core/pipeline/yaml/yaml_tree.h"
#include "core/plugin/standard_output.h"

namespace textmill::core {

namespace po = boost::program_options;

namespace {

// "name=value", or what is within the braces of a map in YAML.
bool AddParameters(const std::string& text, YamlNode* with) {
  const size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  const bool assigns =
      equals != text.npos && !name.empty() &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == name.npos;
  const std::string yaml = assigns ? name + ": " + text.substr(equals + 1) : "{" + text + "}";
  std::vector<Problem> problems;
  const auto tree = ReadYaml(yaml, "--with", &problems);
  if (!tree || !problems.empty() || tree->kind != YamlNode::Kind::kMap) return false;
  with->kind = YamlNode::Kind::kMap;
  with->items.insert(with->items.end(), tree->items.begin(), tree->items.end());
  return true;
}

}  // namespace

int TestPluginCommand(const Arguments& arguments) {
  CommandLine line(
      "textmill test-plugin [OPTIONS] FILE.so",
      "Tries out whether a plugin keeps the promises of the interface, each check in a "
      "process of its own,\n"
      "and says what was expected and how to fix it. Exit status 1 when a check fails.",
      "FILE.so");
  line.options().add_options()("in-process", "run the checks in this process, for a debugger")(
      "json", "print the report as JSON")(
      "only", po::value<std::string>()->default_value("")->value_name("NAME"),
      "run the checks whose name begins so, as process.batches")(
      "stage", po::value<std::string>()->default_value("")->value_name("STAGE"),
      "test this stage alone")("seed", po::value<uint64_t>()->default_value(1)->value_name("N"),
                               "of the made-up documents")(
      "with", po::value<std::vector<std::string>>()->value_name("PARAMETERS"),
      "values for parameters, as NAME=VALUE or as YAML: 'table: t, limit: 3'; may be repeated")(
      "input", po::value<std::string>()->default_value("")->value_name("FILE"),
      "a file for stages that read one, in place of files that are made up")(
      "timeout", po::value<int>()->default_value(60)->value_name("SECONDS"),
      "how long a check may take");
  if (const auto over = line.Parse(arguments)) return *over;
  const std::optional<std::string> file = line.Positional();
  if (!file) return kExitWrong;
  if (!std::filesystem::exists(*file)) return line.Wrong("there is no file " + *file);
  ConformanceOptions options;
  options.in_process = line.Has("in-process");
  options.only = line.Get<std::string>("only");
  options.stage = line.Get<std::string>("stage");
  options.seed = line.Get<uint64_t>("seed");
  options.seconds = line.Get<int>("timeout");
  options.input = line.Get<std::string>("input");
  if (!options.input.empty() && !std::filesystem::is_regular_file(options.input))
    return line.Wrong("there is no file " + options.input);
  if (line.Has("with")) {
    for (const std::string& text : line.Get<std::vector<std::string>>("with")) {
      if (!AddParameters(text, &options.with))
        return line.Wrong("--with takes NAME=VALUE, or YAML as 'name: value', not `" + text + "`");
    }
  }
  if (options.seconds < 1) return line.Wrong("--timeout takes a number of seconds from 1 on");
  const ConformanceReport report = TestPlugin(*file, options);
  if (!report.knows_stage) return line.Wrong("the plugin has no stage `" + options.stage + "`");
  Out() << (line.Has("json") ? ReportJson(report) : ReportText(report));
  return report.Count(CheckOutcome::kFailed) == 0 ? kExitDone : 1;
}

}  // namespace textmill::core
