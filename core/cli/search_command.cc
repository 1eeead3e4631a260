// search: documents of a database that match a query, each with a piece of its text.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "core/cli/colours.h"
#include "core/cli/command.h"
#include "core/cli/full_text.h"
#include "core/plugin/standard_output.h"
#include "core/present/terminal_text.h"
#include "core/run/numbers.h"
#include "textmill/json.hpp"
#include "textmill/utf8.hpp"

namespace textmill::core {
namespace {

namespace po = boost::program_options;

// The snippet with something round each match.
std::string Marked(const TextHit& hit, const char* before, const char* after) {
  std::string out;
  size_t at = 0;
  for (const auto& [begin, end] : hit.matches) {
    out += Showable(std::string_view(hit.snippet).substr(at, begin - at));
    out += before + Showable(std::string_view(hit.snippet).substr(begin, end - begin)) + after;
    at = end;
  }
  return out + Showable(std::string_view(hit.snippet).substr(at));
}

void PrintForPeople(const TextHit& hit, bool color) {
  std::string head;
  for (const auto& value : hit.values) {
    if (value) head += (head.empty() ? "" : "  ") + Showable(*value);
  }
  if (head.empty()) head = "row " + std::to_string(hit.rowid);
  Out() << (color ? kFaint + head + kPlain : head) << "\n    "
        << (color ? Marked(hit, kBoldRed, kPlain) : Marked(hit, "[", "]")) << "\n";
}

void PrintLine(const TextHit& hit) {
  std::string line;
  for (const auto& value : hit.values) line += Showable(value.value_or("")) + "\t";
  if (hit.values.empty()) line = std::to_string(hit.rowid) + "\t";
  Out() << line << Marked(hit, "[", "]") << "\n";
}

void PrintJson(const TextHit& hit, const std::vector<std::string>& columns) {
  Buffer line;
  const auto raw = [&](const std::string& text) { line.Append(text.data(), text.size()); };
  raw("{\"rowid\":" + std::to_string(hit.rowid));
  for (size_t i = 0; i < columns.size(); ++i) {
    raw(",");
    AppendJsonString(columns[i], line);
    raw(":");
    if (hit.values[i]) {
      AppendJsonString(*hit.values[i], line);
    } else {
      raw("null");
    }
  }
  raw(",\"score\":");
  AppendNumber(hit.score, line);
  raw(",\"snippet\":");
  AppendJsonString(hit.snippet, line);
  raw(",\"matches\":[");
  for (size_t i = 0; i < hit.matches.size(); ++i) {
    raw((i > 0 ? ",[" : "[") + std::to_string(hit.matches[i].first) + "," +
        std::to_string(hit.matches[i].second) + "]");
  }
  raw("]}");
  Out() << ShowableJson({line.data(), line.size()}) << "\n";
}

int Fail(const Error& error) {
  std::cerr << "error: " << Showable(error.ToString()) << "\n";
  return kExitWrong;
}

}  // namespace

int SearchCommand(const Arguments& arguments) {
  CommandLine line(
      "textmill search [OPTIONS] FILE.db QUERY",
      "Finds documents by their words in a database that write.sqlite made, the best first. Words\n"
      "are all to be there, in any case; \"the old bridge\" is a phrase, bridg* a beginning; AND, "
      "OR,\n"
      "NOT and brackets combine; NEAR(bridge ferry, 10) is within 10 words; title: bridge looks "
      "in\n"
      "one column. A word with a mark in it is put in quotation marks: '\"well-known\"'.",
      "FILE.db");
  line.SecondPositional("QUERY");
  line.options().add_options()("limit,n", po::value<int64_t>()->default_value(10)->value_name("N"),
                               "so many documents at most; 0: all")(
      "columns", po::value<std::string>()->value_name("NAMES"),
      "columns of the documents to show; default: id,title, as far as there are such")(
      "words", po::value<int64_t>()->default_value(24)->value_name("N"),
      "words of text to show of each, 1 to 64")(
      "index", po::value<std::string>()->default_value("")->value_name("NAME"),
      "the full-text index, where there are several")(
      "json", "as JSON, one document a line; matches are bytes of the snippet");
  if (const auto over = line.Parse(arguments)) return *over;
  const auto path = line.Positional();
  if (!path) return kExitWrong;
  const auto query = line.Second();
  if (!query) return kExitWrong;
  const auto limit = line.Get<int64_t>("limit"), words = line.Get<int64_t>("words");
  if (limit < 0) return line.Wrong("--limit takes a number that is not negative");
  if (words < 1 || words > 64) return line.Wrong("--words takes a number from 1 to 64");
  if (query->find_first_not_of(" \t\n") == query->npos) return line.Wrong("the query is empty");

  auto index = FullText::Open(*path, line.Get<std::string>("index"));
  if (!index) return Fail(index.error());
  std::vector<std::string> columns;
  const std::vector<std::string>& known = index->columns();
  const auto there = [&](const std::string& name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  for (const std::string& name :
       line.Has("columns") ? line.List("columns") : std::vector<std::string>{"id", "title"}) {
    if (there(name)) {
      columns.push_back(name);
    } else if (line.Has("columns")) {
      std::string names;
      for (const std::string& one : known) names += (names.empty() ? "" : ", ") + one;
      return Fail({"the documents have no column `" + name + "`",
                   "the columns are " + (names.empty() ? "none" : names)});
    }
  }
  const auto count = index->Count(*query);
  if (!count) return Fail(count.error());
  const auto hits = index->Find(*query, limit, columns, static_cast<int>(words));
  if (!hits) return Fail(hits.error());

  const bool terminal = isatty(StandardOutput()) == 1;
  const char* const no_color = std::getenv("NO_COLOR");
  const bool color = terminal && (no_color == nullptr || *no_color == '\0');
  for (const TextHit& hit : *hits) {
    if (line.Has("json")) {
      PrintJson(hit, columns);
    } else if (terminal) {
      PrintForPeople(hit, color);
    } else {
      PrintLine(hit);
    }
  }
  const auto shown = static_cast<int64_t>(hits->size());
  if (shown < *count) std::cerr << "the best " << WithCommas(shown) << " of ";
  std::cerr << WithCommas(*count) << (*count == 1 ? " document" : " documents") << "\n";
  if (*count == 0 && index->of_trigrams() && CountCharacters(*query) < 3)
    std::cerr << "the index is of pieces of three characters: shorter queries find nothing\n";
  return kExitDone;
}

}  // namespace textmill::core
