#include <simdjson.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

#include "core/cli/command.h"
#include "core/present/terminal_text.h"
#include "core/report/page.h"

namespace textmill::core {
namespace {

namespace po = boost::program_options;

// The text of a summary; says what is wrong with it.
std::optional<std::string> ReadSummary(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || file.bad()) {
    std::cerr << "error: cannot read " << Showable(path) << ": " << std::strerror(errno) << "\n";
    return std::nullopt;
  }
  simdjson::dom::parser parser;
  const simdjson::padded_string padded(text.str());
  simdjson::dom::object summary;
  bool good = parser.parse(padded).get(summary) == simdjson::SUCCESS;
  for (const char* key : {"textmill", "pipeline", "documents", "steps", "drops", "command"})
    good = good && summary[key].error() == simdjson::SUCCESS;
  if (good) return text.str();
  std::cerr << "error: " << Showable(path)
            << " is not a summary of `textmill run --summary FILE.json`\n";
  return std::nullopt;
}

}  // namespace

int ReportCommand(const Arguments& arguments) {
  CommandLine line(
      "textmill report [OPTIONS] SUMMARY.json...",
      "Makes a page of what runs did, from their summaries. What the corpus looks like "
      "is in the report that `textmill run --report FILE.html` makes.",
      "SUMMARY.json");
  line.SeveralPositionals();
  line.options().add_options()(
      "out,o", po::value<std::string>()->default_value("report.html")->value_name("FILE.html"),
      "where the page goes; -: to standard output");
  if (const auto over = line.Parse(arguments)) return *over;
  const auto paths = line.Positionals();
  if (!paths) return kExitWrong;
  std::vector<std::string> runs;
  for (const std::string& path : *paths) {
    const auto summary = ReadSummary(path);
    if (!summary) return kExitWrong;
    runs.push_back(ReportedRun(*summary, ""));
  }
  const auto& out = line.Get<std::string>("out");
  if (!MayBePage(out))
    return line.Wrong("--out " + out + ": the file exists already, and is no page; name another");
  if (Status status = WriteReport(out, ReportPage(runs)); !status) {
    std::cerr << "error: the report could not be written: " << Showable(status.error().ToString())
              << "\n";
    return 1;
  }
  return kExitDone;
}

}  // namespace textmill::core
