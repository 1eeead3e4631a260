#include "plugins/text/category_list.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "plugins/lib/io/table_reader.h"
#include "plugins/lib/unicode/words.h"
#include "textmill/error.hpp"

namespace textmill::text {
namespace {

std::string WithoutBlanks(std::string_view s) {
  const size_t begin = s.find_first_not_of(" \t\r");
  if (begin == s.npos) return "";
  return std::string(s.substr(begin, s.find_last_not_of(" \t\r") + 1 - begin));
}

Error Wrong(const std::string& where, const std::string& what) {
  return Error("the dictionary " + where + ": " + what).Parameter("file");
}

}  // namespace

bool CategoryList::Pattern::Matches(std::string_view other) const {
  if (other.size() < word.size()) return false;
  if (any_before && any_after) return other.find(word) != other.npos;
  if (any_after) return other.compare(0, word.size(), word) == 0;
  if (any_before) return other.compare(other.size() - word.size(), word.size(), word) == 0;
  return other == word;
}

CategoryList CategoryList::Read(std::string_view content, const std::string& path) {
  if (content.substr(0, 3) == "\xEF\xBB\xBF") content.remove_prefix(3);
  CategoryList list;
  const size_t begin = content.find_first_not_of(" \t\r\n");
  if (begin == content.npos) throw Wrong(path, "it is empty");
  if (content[begin] == '%') {
    list.ReadLiwc(content, path);
  } else {
    list.ReadTable(content, path);
  }
  if (list.entries_.empty()) throw Wrong(path, "it has no entries");
  list.Index();
  return list;
}

uint32_t CategoryList::Category(const std::string& name) {
  const auto at = std::find(categories_.begin(), categories_.end(), name);
  if (at == categories_.end()) categories_.push_back(name);
  return static_cast<uint32_t>(std::find(categories_.begin(), categories_.end(), name) -
                               categories_.begin());
}

void CategoryList::ReadLiwc(std::string_view content, const std::string& path) {
  std::istringstream lines{std::string(content)};
  std::map<std::string, uint32_t> numbers;
  size_t number = 0;
  int marks = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::string where = path + ":" + std::to_string(++number);
    line = WithoutBlanks(line);
    if (line.empty()) continue;
    if (line == "%") {
      ++marks;
      continue;
    }
    if (marks == 0) throw Wrong(where, "categories begin after a line with `%`");
    if (marks == 1) {
      const size_t end = line.find_first_of(" \t");
      const std::string id = line.substr(0, end);
      const std::string name =
          end == line.npos ? "" : WithoutBlanks(std::string_view(line).substr(end));
      if (name.empty()) throw Wrong(where, "the category " + id + " has no name");
      if (numbers.contains(id))
        throw Wrong(where, "there are two categories with the number " + id);
      if (std::find(categories_.begin(), categories_.end(), name) != categories_.end())
        throw Wrong(where, "there are two categories called `" + name + "`");
      numbers[id] = Category(name);
      continue;
    }
    // The entry may have blanks in it: what comes after it are numbers, to the end of the line.
    size_t end = line.find('\t');
    if (end == line.npos) {
      end = line.size();
      while (true) {
        const size_t blank = line.find_last_of(' ', end == 0 ? 0 : end - 1);
        if (blank == line.npos) break;
        const std::string id = WithoutBlanks(std::string_view(line).substr(blank, end - blank));
        if (!id.empty() && !numbers.contains(id)) break;  // empty: two blanks beside each other
        end = blank;
      }
    }
    std::vector<uint32_t> categories;
    std::istringstream rest(line.substr(end));
    for (std::string id; rest >> id;) {
      const auto at = numbers.find(id);
      if (at == numbers.end()) throw Wrong(where, "there is no category with the number " + id);
      categories.push_back(at->second);
    }
    if (categories.empty())
      throw Wrong(where, "`" + WithoutBlanks(line.substr(0, end)) + "` has no category");
    Add(WithoutBlanks(line.substr(0, end)), std::move(categories), where);
  }
  if (marks < 2) throw Wrong(path, "the list of categories does not end with a line of `%`");
}

void CategoryList::ReadTable(std::string_view content, const std::string& path) {
  const bool tabs = content.substr(0, content.find('\n')).find('\t') != content.npos;
  entities::TableReader reader(
      content, tabs ? entities::TableReader::Format::kTsv : entities::TableReader::Format::kCsv);
  std::vector<std::string> heading, cells;
  const auto tidy = [](std::vector<std::string>& row) {
    for (std::string& cell : row) cell = WithoutBlanks(cell);
  };
  reader.Next(&heading);
  tidy(heading);
  if (heading.size() < 2)
    throw Wrong(path, "its heading has one column; a dictionary has words and categories");
  const bool pairs = heading.size() == 2 && (heading[1] == "category" || heading[1] == "Category");
  if (!pairs) {
    for (size_t i = 1; i < heading.size(); ++i) {
      if (heading[i].empty()) throw Wrong(path + ":1", "a category has no name");
      if (std::find(heading.begin() + 1, heading.begin() + static_cast<std::ptrdiff_t>(i),
                    heading[i]) != heading.begin() + static_cast<std::ptrdiff_t>(i))
        throw Wrong(path + ":1", "there are two categories called `" + heading[i] + "`");
      Category(heading[i]);
    }
  }
  while (reader.Next(&cells)) {
    tidy(cells);
    if (cells.size() == 1 && cells[0].empty()) continue;
    const std::string where = path + ":" + std::to_string(reader.line());
    if (cells.size() > heading.size()) throw Wrong(where, "more cells than the heading has");
    std::vector<uint32_t> categories;
    if (pairs) {
      if (cells.size() < 2 || cells[1].empty())
        throw Wrong(where, "`" + cells[0] + "` has no category");
      categories.push_back(Category(cells[1]));
    } else {
      for (size_t i = 1; i < cells.size(); ++i) {
        if (!cells[i].empty() && cells[i] != "0")
          categories.push_back(static_cast<uint32_t>(i - 1));
      }
    }
    if (!categories.empty()) Add(cells[0], std::move(categories), where);
  }
}

void CategoryList::Add(const std::string& entry, std::vector<uint32_t> categories,
                       const std::string& where) {
  Entry made;
  std::istringstream parts(entry);
  unicode::Words words;
  for (std::string part; parts >> part;) {
    const bool before = part.size() > 1 && part.front() == '*';
    const bool after = part.size() > 1 && part.back() == '*';
    const std::string_view core = std::string_view(part).substr(
        before ? 1 : 0, part.size() - (before ? 1 : 0) - (after ? 1 : 0));
    if (core.find('*') != core.npos)
      throw Wrong(where, "in `" + entry + "` a `*` is neither at the beginning nor at the end");
    words.Split(core);
    for (size_t i = 0; i < words.size(); ++i) {
      made.words.push_back(
          {std::string(words[i]), before && i == 0, after && i + 1 == words.size()});
    }
  }
  if (made.words.empty()) return;  // a smiley: no word of a text is like it
  made.categories = std::move(categories);
  entries_.push_back(std::move(made));
}

void CategoryList::Index() {
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const Pattern& first = entries_[i].words[0];
    if (first.any_before) {
      suffix_.push_back(i);
    } else if (first.any_after) {
      prefix_[first.word].push_back(i);
      longest_prefix_ = std::max(longest_prefix_, first.word.size());
    } else {
      exact_[first.word].push_back(i);
    }
  }
}

std::vector<uint32_t> CategoryList::Beginning(std::string_view word) const {
  std::vector<uint32_t> out;
  const auto take = [&](const auto& from, std::string_view key) {
    const auto at = from.find(std::string(key));
    if (at != from.end()) out.insert(out.end(), at->second.begin(), at->second.end());
  };
  take(exact_, word);
  for (size_t n = 0; n <= std::min(word.size(), longest_prefix_); ++n)
    take(prefix_, word.substr(0, n));
  for (const uint32_t i : suffix_) {
    if (entries_[i].words[0].Matches(word)) out.push_back(i);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace textmill::text
