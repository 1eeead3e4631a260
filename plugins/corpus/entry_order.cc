#include "plugins/corpus/entry_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace textmill::corpus {
namespace {

constexpr unsigned kDigit = 11;  // bits
constexpr uint64_t kDigits = uint64_t{1} << kDigit;

struct Row {
  uint64_t words;  // ranks of the first ones, as many as there is room for
  uint32_t entry;
  uint32_t count;  // or UINT32_MAX, where it is greater
};

// Sorts by one digit, and leaves rows with the same one in their order.
template <class Digit>
void SortByDigit(std::vector<Row>* rows, std::vector<Row>* other, Digit digit) {
  std::array<size_t, kDigits> begin{};
  for (const Row& row : *rows) ++begin[digit(row)];
  size_t before = 0;
  for (size_t& at : begin) before += std::exchange(at, before);
  for (const Row& row : *rows) (*other)[begin[digit(row)]++] = row;
  rows->swap(*other);
}

// Sorts by a number of so many bits.
template <class Number>
void SortBy(std::vector<Row>* rows, std::vector<Row>* other, unsigned bits, Number number) {
  for (unsigned shift = 0; shift < bits; shift += kDigit) {
    SortByDigit(rows, other, [&](const Row& row) { return number(row) >> shift & (kDigits - 1); });
  }
}

unsigned BitsOf(size_t numbers) { return numbers < 2 ? 1 : std::bit_width(numbers - 1); }

}  // namespace

void SortEntries(const NgramTable& table, const std::vector<uint32_t>& ranks,
                 const std::vector<uint32_t>& group_rank, std::vector<uint32_t>* entries) {
  const size_t n = table.n();
  const unsigned width = BitsOf(ranks.size());
  const size_t first_words = std::min<size_t>(n, 64 / width);
  std::vector<Row> rows(entries->size()), other(entries->size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const uint32_t entry = (*entries)[i];
    const uint32_t* const terms = table.terms(entry);
    uint64_t words = 0;
    for (size_t k = 0; k < first_words; ++k) words = words << width | ranks[terms[k]];
    rows[i] = {words, entry,
               static_cast<uint32_t>(std::min<uint64_t>(table.count(entry), UINT32_MAX))};
  }
  SortBy(&rows, &other, width * static_cast<unsigned>(first_words),
         [](const Row& row) { return row.words; });

  // Counts that are one digit, the greatest first; the others, which are few, by themselves.
  const auto few = [](const Row& row) { return row.count < kDigits - 1; };
  SortByDigit(&rows, &other,
              [&](const Row& row) { return few(row) ? kDigits - 1 - row.count : 0; });
  std::stable_sort(
      rows.begin(), std::find_if(rows.begin(), rows.end(), few),
      [&](const Row& a, const Row& b) { return table.count(a.entry) > table.count(b.entry); });
  if (group_rank.size() > 1) {
    SortBy(&rows, &other, BitsOf(group_rank.size()),
           [&](const Row& row) { return uint64_t{group_rank[table.group(row.entry)]}; });
  }

  // Longer n-grams that begin with the same words.
  const auto alike = [&](const Row& a, const Row& b) {
    return a.words == b.words && table.count(a.entry) == table.count(b.entry) &&
           table.group(a.entry) == table.group(b.entry);
  };
  for (size_t begin = 0; first_words < n && begin < rows.size();) {
    size_t end = begin + 1;
    while (end < rows.size() && alike(rows[begin], rows[end])) ++end;
    std::sort(rows.begin() + static_cast<std::ptrdiff_t>(begin),
              rows.begin() + static_cast<std::ptrdiff_t>(end), [&](const Row& a, const Row& b) {
                const uint32_t *x = table.terms(a.entry), *y = table.terms(b.entry);
                for (size_t k = first_words; k < n; ++k) {
                  if (x[k] != y[k]) return ranks[x[k]] < ranks[y[k]];
                }
                return false;
              });
    begin = end;
  }
  for (size_t i = 0; i < rows.size(); ++i) (*entries)[i] = rows[i].entry;
}

}  // namespace textmill::corpus
