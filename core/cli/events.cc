#include "core/cli/events.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>

#include "core/pipeline/remembers.h"
#include "core/present/json_text.h"
#include "core/present/terminal_text.h"
#include "textmill/type.hpp"

namespace textmill::core {
namespace {

constexpr std::string_view kFront = "{\"event\":";

// Whether opening the file anew would destroy something that is no events of an earlier run. The
// option is so easily given a wrong name, and the file is emptied before anything else is known.
bool HoldsSomethingElse(const char* path) {
  struct stat found;
  if (stat(path, &found) != 0 || !S_ISREG(found.st_mode) || found.st_size == 0) return false;
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return true;
  char front[kFront.size()];
  const ssize_t n = read(file, front, sizeof front);
  close(file);
  return n < 0 || std::string_view(front, static_cast<size_t>(n)) != kFront;
}

}  // namespace

void Events::AddOption(CommandLine* line) {
  line->options().add_options()(
      "events", boost::program_options::value<std::string>()->value_name("FILE"),
      "for programs: write mistakes, progress and summary as lines of JSON");
}

std::unique_ptr<Events> Events::Open(const CommandLine& line) {
  if (!line.Has("events")) return std::unique_ptr<Events>(new Events(-1));
  const auto& path = line.Get<std::string>("events");
  if (path == "-") {
    std::cerr << "textmill: --events takes a file, or /dev/fd/N for a descriptor that is open; "
                 "standard output is for documents\n";
    return nullptr;
  }
  if (HoldsSomethingElse(path.c_str())) {
    std::cerr << "textmill: --events " << Showable(path)
              << ": the file exists already, and does not hold events; remove it, or take another "
                 "name\n";
    return nullptr;
  }
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file >= 0) return std::unique_ptr<Events>(new Events(file));
  std::cerr << "textmill: --events " << Showable(path) << ": " << std::strerror(errno) << "\n";
  return nullptr;
}

Events::~Events() {
  if (file_ >= 0) close(file_);
}

void Events::Write(const std::string& line) {
  std::string one_line;
  for (size_t i = 0; i < line.size(); ++i) {
    one_line += line[i];
    if (line[i] != '\n')
      continue;  // which is between tokens alone, and so is what comes before them
    one_line.pop_back();
    i = line.find_first_not_of(' ', i + 1) - 1;
  }
  one_line += '\n';
  const std::lock_guard lock(mutex_);
  std::string_view rest = one_line;
  while (file_ >= 0 && !rest.empty()) {
    const ssize_t n = write(file_, rest.data(), rest.size());
    if (n > 0) {
      rest.remove_prefix(static_cast<size_t>(n));
    } else if (n < 0 && errno != EINTR) {
      errno_ = errno;
      close(file_);
      file_ = -1;
    }
  }
}

std::string Events::error() {
  const std::lock_guard lock(mutex_);
  return errno_ == 0 ? "" : std::strerror(errno_);
}

void Events::Tell(const char* event, const Problem& problem) {
  if (!on()) return;
  Write(JsonObject({{"event", JsonString(event)},
                    {"file", JsonString(problem.place.file)},
                    {"line", JsonNumber(int64_t{problem.place.line})},
                    {"column", JsonNumber(int64_t{problem.place.column})},
                    {"message", JsonString(problem.Message())},
                    {"hint", JsonString(problem.hint)}}));
}

void Events::Tell(const Plan& plan) {
  if (!on()) return;
  std::vector<std::string> steps, columns;
  for (const Step& step : plan.steps)
    steps.push_back(JsonObject({{"id", JsonString(step.id)},
                                {"uses", JsonString(step.uses)},
                                {"remembers", Remembers(step) ? "true" : "false"}}));
  for (const Step& step : plan.steps) {
    if (step.table_of) continue;  // of a table: the documents are those of the step before
    columns.clear();
    for (const Field& field : step.output)
      columns.push_back(
          JsonObject({{"name", JsonString(field.name)}, {"type", JsonString(TypeName(field))}}));
  }
  Write(JsonObject({{"event", JsonString("plan")},
                    {"name", JsonString(plan.name)},
                    {"steps", JsonArray(steps)},
                    {"columns", JsonArray(columns)}}));
}

void Events::Tell(const ProgressState& state) {
  if (!on()) return;
  Write(JsonObject({{"event", JsonString("progress")},
                    {"documents", JsonNumber(state.documents)},
                    {"bytes", JsonNumber(state.bytes)},
                    {"total_bytes", JsonNumber(state.total_bytes)},
                    {"pass", JsonNumber(int64_t{state.pass})},
                    {"passes", JsonNumber(int64_t{state.passes})},
                    {"seconds", JsonNumber(state.seconds + state.since)},
                    {"text", JsonString(ProgressLine(state, 1000))}}));
}

void Events::TellSummary(const std::string& json) {
  if (on()) Write(JsonObject({{"event", JsonString("summary")}, {"summary", json}}));
}

void Events::TellError(const std::string& message) {
  if (on()) Write(JsonObject({{"event", JsonString("error")}, {"message", JsonString(message)}}));
}

}  // namespace textmill::core
