// How well languages and names are found on tests/data, which is small and ours: enough to notice
// that something broke. What is measured on real text needs the data of tests/data/MANIFEST.tsv.
#include <map>
#include <set>
#include <tuple>

#include "tests/program.h"

namespace textmill::tests {
namespace {

using QualityTest = ProgramTest;

const fs::path kData = fs::path(TEXTMILL_SOURCE_DIR) / "tests/data";

std::vector<std::string> Cells(const std::string& line, char separator) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, separator);) cells.push_back(cell);
  return cells;
}

TEST_F(QualityTest, Languages) {
  for (const auto& [engine, least] : {std::pair{"builtin", 0.97}, {"cld2", 0.92}}) {
    Write("p.yaml", "textmill: 1\nname: languages\nsteps:\n  - uses: read.csv\n    with: { path: " +
                        (kData / "languages.tsv").string() +
                        ", separator: tab, header: false, columns: [title, text] }\n"
                        "  - uses: language.detect\n    with: { engine: " +
                        engine +
                        " }\n  - uses: write.csv\n    with: { path: out.csv, columns: [title, "
                        "lang] }\n");
    const Ended ended = Here("\"$T\" run p.yaml --overwrite");
    ASSERT_EQ(ended.status, 0) << ended.err;
    const std::vector<std::string> lines = Lines(ReadFile(At("out.csv")));
    ASSERT_GT(lines.size(), 80u);
    size_t right = 0;
    std::string wrong;
    for (size_t i = 1; i < lines.size(); ++i) {
      const std::vector<std::string> cells = Cells(lines[i], ',');
      cells.at(0) == cells.at(1) ? void(++right) : void(wrong += lines[i] + "\n");
    }
    EXPECT_GE(static_cast<double>(right), least * static_cast<double>(lines.size() - 1))
        << engine << "\n"
        << wrong;
  }
}

// Text with names in brackets: "[PER Anna Berg] left [LOC Lisbon]."
using Name = std::tuple<size_t, size_t, std::string>;  // begin, end, type
std::pair<std::string, std::set<Name>> WithoutMarks(const std::string& marked) {
  std::string text;
  std::set<Name> names;
  for (size_t at = 0; at < marked.size();) {
    if (marked[at] != '[') {
      text += marked[at++];
      continue;
    }
    const size_t blank = marked.find(' ', at), end = marked.find(']', at);
    const std::string name = marked.substr(blank + 1, end - blank - 1);
    names.emplace(text.size(), text.size() + name.size(), marked.substr(at + 1, blank - at - 1));
    text += name;
    at = end + 1;
  }
  return {text, names};
}

TEST_F(QualityTest, Names) {
  std::vector<std::string> marked;
  for (const std::string& line : Lines(ReadFile(kData / "names.txt"))) {
    if (line.starts_with("# ")) {
      marked.emplace_back();
    } else if (!line.empty()) {
      marked.back() += line + "\n";
    }
  }
  ASSERT_GE(marked.size(), 8u);
  std::map<std::string, std::set<Name>> wanted;  // by id
  for (size_t i = 0; i < marked.size(); ++i) {
    const auto [text, names] = WithoutMarks(marked[i]);
    const std::string id = "in/" + std::to_string(i) + ".txt";
    Write(id, text);
    wanted[id] = names;
  }
  Write("p.yaml",
        "textmill: 1\nname: names\nsteps:\n  - uses: read.text\n    with: { path: \"in/*.txt\" }\n"
        "  - uses: entities.tag\n  - uses: write.csv\n"
        "    with: { path: out.csv, rows: entities, columns: [id] }\n");
  const Ended ended = Here("\"$T\" run p.yaml");
  ASSERT_EQ(ended.status, 0) << ended.err;
  const std::set<std::string> types = {"PER", "ORG", "LOC", "MISC"};
  size_t found = 0, right = 0, all = 0;
  std::string wrong;
  for (const auto& [id, names] : wanted) all += names.size();
  for (const std::string& line : Lines(ReadFile(At("out.csv")))) {
    const std::vector<std::string> cells = Cells(line, ',');
    if (cells.size() < 4 || types.count(cells[3]) == 0) continue;
    ++found;
    const bool is =
        wanted[cells[0]].count({std::stoul(cells[1]), std::stoul(cells[2]), cells[3]}) > 0;
    right += is;
    if (!is) wrong += line + "\n";
  }
  const double f1 = 2 * static_cast<double>(right) / static_cast<double>(found + all);
  std::printf("names: %zu wanted, %zu found, %zu right, F1 %.3f\n", all, found, right, f1);
  EXPECT_GE(f1, 0.85) << wrong;
}

}  // namespace
}  // namespace textmill::tests
