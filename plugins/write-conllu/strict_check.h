// For tests: what the validator of Universal Dependencies asks of a file's format (levels 1 and 2),
// but for trees, which a file that is tagged and not parsed has none of.
#ifndef PLUGINS_WRITE_CONLLU_STRICT_CHECK_H_
#define PLUGINS_WRITE_CONLLU_STRICT_CHECK_H_

#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace textmill::write_conllu {

// The first thing that is wrong, with its line; "" when nothing is.
inline std::string StrictCheck(const std::string& file) {
  static const std::set<std::string> kUpos = {"ADJ",   "ADP",   "ADV", "AUX",  "CCONJ", "DET",
                                              "INTJ",  "NOUN",  "NUM", "PART", "PRON",  "PROPN",
                                              "PUNCT", "SCONJ", "SYM", "VERB", "X",     "_"};
  static const std::regex kWord("[1-9][0-9]*"), kRange("([1-9][0-9]*)-([1-9][0-9]*)"),
      kSentenceId("# sent_id = [^\\s/]+"), kFeatures("_|[A-Z0-9][^=|]*=[^=|]+(\\|[^=|]+=[^=|]+)*");
  if (!file.empty() && !file.ends_with("\n\n")) return "the file does not end with an empty line";
  std::set<std::string> ids;
  std::string text, joined;
  bool has_id = false, has_text = false, any = false, space = false;
  int words = 0, range_end = 0, lines = 0;
  std::istringstream in(file);
  for (std::string line; std::getline(in, line);) {
    ++lines;
    const auto wrong = [&](const std::string& why) {
      return "line " + std::to_string(lines) + ": " + why + ": " + line;
    };
    if (line.find('\r') != line.npos) return wrong("a carriage return");
    if (line.empty()) {
      if (words == 0) return wrong("a sentence without words");
      if (!has_id || !has_text) return wrong("no sent_id or no text");
      if (range_end > words) return wrong("a range that is cut off");
      if (text != joined) return wrong("text `" + text + "` is not `" + joined + "`");
      words = range_end = 0;
      has_id = has_text = any = space = false;
      joined.clear();
      continue;
    }
    if (line[0] == '#') {
      if (any) return wrong("a comment among words");
      if (line.starts_with("# sent_id")) {
        if (!std::regex_match(line, kSentenceId)) return wrong("a bad sent_id");
        if (has_id || !ids.insert(line).second) return wrong("a second sent_id");
        has_id = true;
      } else if (line.starts_with("# text = ")) {
        text = line.substr(9);
        if (has_text || text.empty() || text.back() == ' ') return wrong("a bad text");
        has_text = true;
      }
      continue;
    }
    any = true;
    std::vector<std::string> columns;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) columns.push_back(cell);
    if (columns.size() != 10 || line.back() == '\t') return wrong("not ten columns");
    for (size_t i = 0; i < 10; ++i) {
      const std::string& cell = columns[i];
      if (cell.empty()) return wrong("an empty column");
      if (cell.front() == ' ' || cell.back() == ' ' || cell.find("  ") != cell.npos)
        return wrong("blanks at an end, or two of them");
      if (cell.find(' ') != cell.npos && i != 1 && i != 2 && i != 9) return wrong("a blank");
    }
    std::set<std::string> attributes;
    std::istringstream misc(columns[9]);
    for (std::string item; std::getline(misc, item, '|');) {
      if (item.empty()) return wrong("an empty item in MISC");
      if (!attributes.insert(item.substr(0, item.find('='))).second)
        return wrong("a repeated item");
    }
    const bool joins = columns[9].find("SpaceAfter=No") != std::string::npos;
    std::smatch range;
    if (std::regex_match(columns[0], range, kRange)) {
      const int first = std::stoi(range[1]), last = std::stoi(range[2]);
      if (first != words + 1 || last <= first || first <= range_end) return wrong("a bad range");
      range_end = last;
      for (size_t i = 2; i < 9; ++i) {
        if (columns[i] != "_") return wrong("a range that says more than its form");
      }
      joined += (space ? " " : "") + columns[1];
      space = !joins;
      continue;
    }
    if (!std::regex_match(columns[0], kWord) || std::stoi(columns[0]) != words + 1)
      return wrong("a bad number");
    ++words;
    if (kUpos.count(columns[3]) == 0) return wrong("a bad UPOS");
    if (!std::regex_match(columns[5], kFeatures)) return wrong("bad features");
    if (words <= range_end) {
      if (joins) return wrong("SpaceAfter inside a multiword token");
      continue;
    }
    joined += (space ? " " : "") + columns[1];
    space = !joins;
  }
  return "";
}

}  // namespace textmill::write_conllu

#endif  // PLUGINS_WRITE_CONLLU_STRICT_CHECK_H_
