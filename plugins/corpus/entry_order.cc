#include "plugins/corpus/entry_order.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <utility>

namespace textmill::corpus {
namespace {

constexpr unsigned kDigit = 11;  // bits
constexpr uint64_t kDigits = uint64_t{1} << kDigit;

using Row = SortScratch::Row;

// Sorts by one digit, and leaves rows with the same one in their order.
template <class Digit>
void SortByDigit(std::span<Row>* rows, std::span<Row>* other, Digit digit) {
  std::array<size_t, kDigits> begin{};
  for (const Row& row : *rows) ++begin[digit(row)];
  size_t before = 0;
  for (size_t& at : begin) before += std::exchange(at, before);
  for (const Row& row : *rows) (*other)[begin[digit(row)]++] = row;
  std::swap(*rows, *other);
}

// Sorts by a number of so many bits.
template <class Number>
void SortBy(std::span<Row>* rows, std::span<Row>* other, unsigned bits, Number number) {
  for (unsigned shift = 0; shift < bits; shift += kDigit) {
    SortByDigit(rows, other, [&](const Row& row) { return number(row) >> shift & (kDigits - 1); });
  }
}

unsigned BitsOf(size_t numbers) { return numbers < 2 ? 1 : std::bit_width(numbers - 1); }

}  // namespace

void SortEntries(const NgramTable& table, const std::vector<uint32_t>& ranks,
                 const std::vector<uint32_t>& group_rank, std::vector<uint32_t>* entries,
                 SortScratch* scratch) {
  const size_t n = table.n();
  const unsigned width = BitsOf(ranks.size());
  const size_t first_words = std::min<size_t>(n, 64 / width);
  if (scratch->rows.size() < entries->size()) {
    scratch->rows = memory::Pages<Row>(entries->size());
    scratch->other = memory::Pages<Row>(entries->size());
  }
  std::span<Row> rows(scratch->rows.data(), entries->size());
  std::span<Row> other(scratch->other.data(), entries->size());
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
