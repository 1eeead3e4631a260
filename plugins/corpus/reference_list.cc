#include "plugins/corpus/reference_list.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>

#include "plugins/lib/io/table_reader.h"

namespace textmill::corpus {
namespace {

constexpr uint64_t kMostWords = 9'000'000'000'000'000;  // doubles are exact so far

}  // namespace

ReferenceList ReadReferenceList(const std::string& path, uint64_t size, size_t n_words,
                                const TermChoice& choice) {
  const auto wrong = [&](const std::string& what) {
    return Error("the reference list " + path + " " + what).Parameter("reference.file");
  };
  std::ifstream file(path, std::ios::binary);
  if (!file) throw wrong("cannot be read");
  std::stringstream content;
  content << file.rdbuf();
  std::string text = content.str();
  if (text.compare(0, 3, "\xEF\xBB\xBF") == 0) text.erase(0, 3);
  const bool tabs = text.substr(0, text.find('\n')).find('\t') != text.npos;
  entities::TableReader reader(
      text, tabs ? entities::TableReader::Format::kTsv : entities::TableReader::Format::kCsv);
  const auto number = [](const std::string& cell) -> std::optional<uint64_t> {
    uint64_t n = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), n);
    if (error != std::errc() || end != cell.data() + cell.size()) return std::nullopt;
    return n;
  };
  ReferenceList list;
  size_t term_cell = 0, count_cell = 1, unlike = 0;
  uint64_t sum = 0;
  std::string example;
  std::vector<std::string> cells;
  for (bool first = true; reader.Next(&cells); first = false) {
    if (cells.size() == 1 && cells[0].empty()) continue;
    if (!cells.empty() && !cells.back().empty() && cells.back().back() == '\r')
      cells.back().pop_back();
    if (first && !(cells.size() > 1 && number(cells[1]))) {  // the heading
      for (size_t i = 0; i < cells.size(); ++i) {
        if (cells[i] == "value" || cells[i] == "word" || cells[i] == "term") term_cell = i;
        if (cells[i] == "count" || cells[i] == "frequency" || cells[i] == "freq" || cells[i] == "f")
          count_cell = i;
      }
      continue;
    }
    const auto n = count_cell < cells.size() ? number(cells[count_cell]) : std::nullopt;
    if (!n || term_cell >= cells.size())
      throw wrong("has no count in line " + std::to_string(reader.line()))
          .Hint("A line is a word and a whole number, parted by a comma or a tab.");
    std::string term = choice.Folded(cells[term_cell]);
    const auto blanks = static_cast<size_t>(std::count(term.begin(), term.end(), ' '));
    if (term.empty() || blanks + 1 != n_words) {
      if (unlike++ == 0) example = cells[term_cell];
      term = cells[term_cell];
    }
    list.terms.emplace_back(std::move(term), *n);
    if (*n > kMostWords - sum)
      throw wrong("counts more than " + std::to_string(kMostWords) + " words by line " +
                  std::to_string(reader.line()));
    sum += *n;
  }
  if (list.terms.empty()) throw wrong("is empty");
  if (sum == 0 && size == 0) throw wrong("counts no words: all its counts are 0");
  list.size = size == 0 ? sum : size;
  if (list.size < sum)
    throw Error("the reference list " + path + " has a size of " + std::to_string(size) +
                ", but its counts are " + std::to_string(sum) + " together")
        .Parameter("reference.size");
  if (unlike > 0) {
    list.warning = std::to_string(unlike) + " of " + std::to_string(list.terms.size()) +
                   " entries of the reference list " + path +
                   " are not words as Textmill cuts them, such as `" + example +
                   "`: the list has another tokenisation, and counts of such words do not compare";
  }
  return list;
}

}  // namespace textmill::corpus
