#include "core/pipeline/suggest.h"

#include <algorithm>

namespace textmill::core {
namespace {

constexpr size_t kLongest = 64;  // nobody mistypes more than that

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool SameWord(std::string_view a, std::string_view b) {
  return a.size() == b.size() && EditDistance(a, b, 0) == 0;
}

// How much may be wrong with a word of this length.
size_t Tolerance(size_t length) { return length <= 4 ? 1 : length <= 7 ? 2 : 3; }

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b, size_t limit) {
  const size_t longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  if (longer - shorter > limit) return limit + 1;
  // Rows of the table for a's prefixes: two back, one back, this one.
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, last);
    std::swap(last, row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const char x = Lower(a[i - 1]), y = Lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y)});
      if (i > 1 && j > 1 && x == Lower(b[j - 2]) && Lower(a[i - 2]) == y)
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return std::min(row[b.size()], limit + 1);
}

std::string Nearest(std::string_view word, const std::vector<std::string>& names) {
  if (word.empty() || word.size() > kLongest) return "";
  const std::string* best = nullptr;
  size_t least = Tolerance(word.size()) + 1;
  for (const std::string& name : names) {
    // A word of which nothing is left is no misspelling.
    const size_t limit = std::min(least - 1, std::max(word.size(), name.size()) - 1);
    const size_t distance = EditDistance(word, name, limit);
    if (distance > limit) continue;
    least = distance;
    best = &name;
    if (least == 0) break;
  }
  if (best != nullptr) return *best;
  for (const std::string& name : names) {
    if (word.size() >= 3 && name.size() > word.size() &&
        SameWord(word, name.substr(0, word.size())))
      return name;
    const size_t dot = name.find('.');
    if (dot == std::string::npos) continue;
    const std::string_view head = std::string_view(name).substr(0, dot);
    const std::string_view tail = std::string_view(name).substr(dot + 1);
    if (SameWord(word, tail) || SameWord(word, head)) return name;
  }
  return "";
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& names) {
  const std::string nearest = Nearest(word, names);
  return nearest.empty() ? "" : "did you mean `" + nearest + "`?";
}

std::string DidYouMeanOr(std::string_view word, const std::vector<std::string>& names,
                         const std::string& there_are) {
  const std::string nearest = DidYouMean(word, names);
  if (!nearest.empty() || names.empty()) return nearest;
  return there_are + " " + ListOf(names);
}

std::string ListOf(const std::vector<std::string>& names, size_t at_most) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i == at_most) return out + " and " + std::to_string(names.size() - i) + " more";
    out += (i > 0 ? ", `" : "`") + names[i] + "`";
  }
  return out;
}

}  // namespace textmill::core
