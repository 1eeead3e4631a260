#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "core/cli/command.h"
#include "core/cli/duplicate_lookup.h"
#include "core/cli/side_by_side.h"
#include "core/cli/terminal_width.h"
#include "core/plugin/standard_output.h"
#include "core/present/terminal_text.h"
#include "textmill/conventions.h"

namespace textmill::core {
namespace {

namespace po = boost::program_options;

std::string Percent(size_t part, size_t all) {
  char text[32];
  std::snprintf(text, sizeof text, "%.0f %%",
                all == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(all));
  return text;
}

void Print(const FoundDuplicate& found, const SideBySideOptions& options) {
  Out() << Showable(found.id) << " repeats " << Showable(found.of);
  if (found.similarity) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", *found.similarity);
    Out() << ", similarity " << text;
  }
  if (!found.step.empty())
    Out() << "; dropped by step `" << Showable(found.step) << "` as " << Showable(found.reason);
  Out() << "\n";
  const std::vector<DiffPart> parts = DiffWords(found.text, found.other_text);
  size_t shared = 0, left = 0, right = 0;
  for (const DiffPart& part : parts) {
    shared += part.same ? part.left_words : 0;
    left += part.left_words;
    right += part.right_words;
  }
  Out() << "shared: " << shared << " words, " << Percent(shared, left) << " of the " << left
        << " on the left, " << Percent(shared, right) << " of the " << right << " on the right\n\n";
  const size_t column = (std::max<size_t>(options.width, 43) - 3) / 2;
  const std::string head = Showable(found.id + " (" + found.file + ")");
  const std::string other = Showable(found.of + " (" + found.other_file + ")");
  const auto lines = Wrap(head, column), others = Wrap(other, column);
  for (size_t i = 0; i < std::max(lines.size(), others.size()); ++i) {
    const std::string line = i < lines.size() ? lines[i] : "";
    Out() << line << std::string(column - std::min(column, Columns(line)) + 3, ' ')
          << (i < others.size() ? others[i] : "") << "\n";
  }
  Out() << std::string(column, '-') << "   " << std::string(column, '-') << "\n"
        << SideBySide(parts, options);
}

}  // namespace

int ExplainDuplicateCommand(const Arguments& arguments) {
  CommandLine line(
      "textmill explain-duplicate [OPTIONS] RUN_OUTPUT ID",
      "Shows a document that a run removed or marked as a duplicate beside the one that it "
      "repeats, with\nwhat they share and where they differ. RUN_OUTPUT is the folder that the run "
      "wrote to, or the file\nthat its `dropped:` names.",
      "RUN_OUTPUT");
  line.SecondPositional("ID");
  line.options().add_options()(
      "against", po::value<std::vector<std::string>>()->composing()->value_name("FILE"),
      "look for the other document here first; may be given several times")(
      "step", po::value<std::string>()->default_value("")->value_name("ID"),
      "the step that removed it, when several might have")(
      "column", po::value<std::string>()->default_value(TEXTMILL_COLUMN_TEXT)->value_name("NAME"),
      "where the text is")("full", "show long shared passages in full")(
      "width", po::value<int>()->value_name("N"), "columns to use; default: as the terminal has");
  if (const auto over = line.Parse(arguments)) return *over;
  const auto output = line.Positional();
  const auto id = output ? line.Second() : std::nullopt;
  if (!output || !id) return kExitWrong;
  SideBySideOptions options;
  options.width = TerminalWidth(100);
  if (line.Has("width")) {
    if (line.Get<int>("width") < 43) return line.Wrong("--width takes a number from 43 on");
    options.width = static_cast<size_t>(line.Get<int>("width"));
  }
  options.full = line.Has("full");
  options.color = isatty(StandardOutput()) == 1;

  const auto files = RunOutputs(*output);
  if (!files) {
    std::cerr << "error: " << Showable(files.error().ToString()) << "\n";
    return kExitWrong;
  }
  DuplicateQuestion question{
      *id, line.Get<std::string>("step"), line.Get<std::string>("column"), *files, {}};
  if (line.Has("against")) question.against = line.Get<std::vector<std::string>>("against");
  const auto found = FindDuplicate(question);
  if (!found) {
    std::cerr << "error: " << Showable(found.error().ToString()) << "\n";
    return kExitWrong;
  }
  Print(*found, options);
  return kExitDone;
}

}  // namespace textmill::core
