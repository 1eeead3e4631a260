// A dictionary of categories, as users own them: which words belong to which.
//
// Three forms of file are read, told apart by how they begin:
//   - LIWC (.dic): between two lines of `%` numbers and names of categories, then an entry and the
//     numbers of its categories a line, parted by tabs or blanks
//   - CSV or TSV of marks: the heading names categories, a row is an entry and its marks (LIWC-22)
//   - CSV or TSV of pairs: `word,category`, one pair a row, with that heading
// An entry is a word or several, cut as Textmill cuts words; a `*` at its end (or at its beginning)
// means anything. What is wrong with a file is thrown as an Error that names the line.
//
// Does not change once read: any thread may look.
#ifndef TEXTMILL_PLUGINS_TEXT_CATEGORY_LIST_H_
#define TEXTMILL_PLUGINS_TEXT_CATEGORY_LIST_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace textmill::text {

class CategoryList {
 public:
  struct Pattern {
    std::string word;
    bool any_before = false, any_after = false;
    bool Matches(std::string_view other) const;
  };
  struct Entry {
    std::vector<Pattern> words;
    std::vector<uint32_t> categories;
  };

  // `path` is for messages.
  static CategoryList Read(std::string_view content, const std::string& path);

  const std::vector<std::string>& categories() const { return categories_; }
  const std::vector<Entry>& entries() const { return entries_; }
  // The entries whose first word may be this one, ascending.
  std::vector<uint32_t> Beginning(std::string_view word) const;

 private:
  void ReadLiwc(std::string_view content, const std::string& path);
  void ReadTable(std::string_view content, const std::string& path);
  uint32_t Category(const std::string& name);
  void Add(const std::string& entry, std::vector<uint32_t> categories, const std::string& where);
  void Index();

  std::vector<std::string> categories_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::vector<uint32_t>> exact_, prefix_;
  std::vector<uint32_t> suffix_;  // entries that begin with anything
  size_t longest_prefix_ = 0;
};

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_CATEGORY_LIST_H_
