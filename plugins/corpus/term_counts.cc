#include "plugins/corpus/term_counts.h"

#include <algorithm>
#include <cstring>

#include "plugins/corpus/entry_order.h"
#include "plugins/lib/values/saved_count.h"
#include "textmill/error.hpp"

namespace textmill::corpus {
namespace {

constexpr size_t kMadeAtOnce = size_t{1} << 16;  // terms of n-grams with gaps
constexpr uint32_t kMostDocuments = 0x7FFFFFFF;  // a power of two, less one

void SaveStrings(const Interner& strings, StateWriter& to) {
  to.Put(static_cast<uint64_t>(strings.size()));
  for (size_t i = 0; i < strings.size(); ++i) to.PutBytes(strings[i]);
}

std::vector<uint32_t> MergeStrings(StateReader& later, Interner* strings) {
  std::vector<uint32_t> numbers;
  for (auto n = later.Take<uint64_t>(); n > 0; --n)
    numbers.push_back(strings->Number(later.TakeBytes()));
  return numbers;
}

}  // namespace

void Ngrams::Each(std::span<const uint32_t> document, const Use& use) {
  found_.clear();
  made_.clear();
  for (size_t begin = 0; begin < document.size();) {
    if (document[begin] >= kFirstMark) {
      ++begin;
      continue;
    }
    size_t end = begin;
    while (end < document.size() && document[end] < kFirstMark) ++end;
    if (skip_ == 0) {
      for (size_t i = begin; i + n_ <= end; ++i) found_.push_back(&document[i]);
    } else {
      for (size_t i = begin; i + n_ <= end; ++i)
        Skip(document.subspan(begin, end - begin), i - begin, use);
    }
    begin = end;
  }
  skip_ == 0 ? use(found_) : GiveMade(use);
}

void Ngrams::GiveMade(const Use& use) {
  found_.clear();
  for (size_t i = 0; i < made_.size(); i += n_) found_.push_back(&made_[i]);
  use(found_);
  made_.clear();
}

void Ngrams::Skip(std::span<const uint32_t> run, size_t first, const Use& use) {
  picked_.assign(1, run[first]);
  // Places of the terms that are picked, as an odometer of gaps.
  const auto go_on = [&](auto& self, size_t last, size_t left) -> void {
    if (picked_.size() == n_) {
      made_.insert(made_.end(), picked_.begin(), picked_.end());
      if (made_.size() >= kMadeAtOnce) GiveMade(use);
      return;
    }
    for (size_t gap = 0; gap <= left && last + 1 + gap < run.size(); ++gap) {
      picked_.push_back(run[last + 1 + gap]);
      self(self, last + 1 + gap, left - gap);
      picked_.pop_back();
    }
  };
  go_on(go_on, first, skip_);
}

void TermCounts::Start(const std::vector<int64_t>& sizes, size_t skip) {
  tables_.clear();
  ngrams_.clear();
  for (const int64_t n : sizes) {
    tables_.emplace_back(static_cast<size_t>(n));
    ngrams_.emplace_back(static_cast<size_t>(n), n > 1 ? skip : 0);
  }
  totals_.assign(sizes.size(), {});
}

void TermCounts::Add(std::span<const uint32_t> stream) {
  EachDocument(stream, [&](uint32_t group, std::span<const uint32_t> document) {
    if (group >= in_group_.size()) in_group_.resize(group + 1);
    ++in_group_[group];
    for (size_t k = 0; k < tables_.size(); ++k) {
      if (group >= totals_[k].size()) totals_[k].resize(group + 1);
      if (tables_[k].IsDense(group)) {
        totals_[k][group] += tables_[k].CountTerms(group, document, document_);
        continue;
      }
      ngrams_[k].Each(document, [&](const std::vector<const uint32_t*>& found) {
        totals_[k][group] += found.size();
        tables_[k].Count(group, found, document_);
      });
    }
    // Documents are told apart from their neighbours only, so the number may begin anew.
    document_ = (document_ + 1) & kMostDocuments;
  });
}

int64_t TermCounts::memory() const {
  int64_t bytes = 0;
  for (const NgramTable& table : tables_) bytes += table.memory();
  return bytes;
}

std::vector<uint32_t> TermCounts::Sorted(size_t k, const std::vector<uint32_t>& ranks,
                                         const std::vector<uint32_t>& group_rank,
                                         uint64_t min_count, uint64_t min_documents,
                                         SortScratch* scratch) const {
  const NgramTable& table = tables_[k];
  std::vector<uint32_t> sorted;
  sorted.reserve(table.size());
  for (uint32_t i = 0; i < table.size(); ++i) {
    if (table.count(i) >= min_count && table.documents(i) >= min_documents) sorted.push_back(i);
  }
  SortEntries(table, ranks, group_rank, &sorted, scratch);
  return sorted;
}

void TermCounts::Save(StateWriter& to) const {
  to.Put(document_);
  to.Put(static_cast<uint64_t>(in_group_.size()));
  for (const uint64_t n : in_group_) to.Put(n);
  for (size_t k = 0; k < tables_.size(); ++k) {
    to.Put(static_cast<uint64_t>(totals_[k].size()));
    for (const uint64_t n : totals_[k]) to.Put(n);
    const NgramTable& table = tables_[k];
    to.Put(static_cast<uint64_t>(table.size()));
    for (size_t i = 0; i < table.size(); ++i) {
      to.PutRaw(table.terms(i), table.n() * sizeof(uint32_t));
      to.Put(table.group(i));
      to.Put(table.count(i));
      to.Put(table.documents(i));
    }
  }
}

void TermCounts::Merge(StateReader& later, const Renumbering& of) {
  const auto number = [](const std::vector<uint32_t>& numbers, uint64_t old) {
    if (old >= numbers.size()) throw Error("the saved state is damaged");
    return numbers[old];
  };
  const auto add = [&](std::vector<uint64_t>& to) {  // by group
    const auto n = later.Take<uint64_t>();
    for (uint64_t old = 0; old < n; ++old) {
      const uint32_t group = number(of.groups, old);
      if (group >= to.size()) to.resize(group + 1);
      to[group] = values::TakeCount(later, to[group]);
    }
  };
  document_ = (document_ + later.Take<uint32_t>()) & kMostDocuments;
  add(in_group_);
  for (size_t k = 0; k < tables_.size(); ++k) {
    add(totals_[k]);
    std::vector<uint32_t> ngram(tables_[k].n());
    for (auto n = later.Take<uint64_t>(); n > 0; --n) {
      later.TakeRaw(ngram.data(), ngram.size() * sizeof(uint32_t));
      for (uint32_t& term : ngram) term = number(of.terms, term);
      const uint32_t group = number(of.groups, later.Take<uint32_t>());
      const auto count = values::TakeCount<uint64_t>(later);
      tables_[k].Add(group, ngram.data(), count, later.Take<uint32_t>());
    }
  }
}

std::string NgramText(const Interner& terms, const uint32_t* ngram, size_t n) {
  std::string text;
  for (size_t i = 0; i < n; ++i) text.append(i > 0 ? " " : "").append(terms[ngram[i]]);
  return text;
}

void AppendNgram(const Interner& terms, const uint32_t* ngram, size_t n, BytesBuilder& to) {
  size_t size = n;
  for (size_t i = 0; i < n; ++i) size += terms[ngram[i]].size();
  char* const begin = to.Room(size + Interner::kSpare);
  char* at = begin;
  for (size_t i = 0; i < n; ++i) {
    const std::string_view term = terms[ngram[i]];
    if (i > 0) *at++ = ' ';
    // Most terms are copied in one go, with what is after them.
    if (term.size() <= Interner::kSpare) {
      std::memcpy(at, term.data(), Interner::kSpare);
    } else {
      std::memcpy(at, term.data(), term.size());
    }
    at += term.size();
  }
  to.Wrote(static_cast<size_t>(at - begin));
  to.EndValue();
}

std::vector<uint32_t> Ranks(const Interner& strings) {
  // Mostly the first eight bytes decide, which are beside the number.
  struct Place {
    uint64_t begin;
    uint32_t number;
  };
  std::vector<Place> order(strings.size());
  for (uint32_t i = 0; i < order.size(); ++i) {
    const std::string_view string = strings[i];
    uint64_t begin = 0;
    if (!string.empty()) std::memcpy(&begin, string.data(), std::min<size_t>(string.size(), 8));
    order[i] = {__builtin_bswap64(begin), i};
  }
  std::sort(order.begin(), order.end(), [&](const Place& a, const Place& b) {
    return a.begin != b.begin ? a.begin < b.begin : strings[a.number] < strings[b.number];
  });
  std::vector<uint32_t> ranks(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) ranks[order[i].number] = i;
  return ranks;
}

void SaveTerms(const CorpusTerms& corpus, StateWriter& to) {
  SaveStrings(corpus.groups, to);
  SaveStrings(corpus.terms, to);
}

Renumbering MergeTerms(StateReader& later, CorpusTerms* corpus) {
  Renumbering numbers;
  numbers.groups = MergeStrings(later, &corpus->groups);
  numbers.terms = MergeStrings(later, &corpus->terms);
  return numbers;
}

}  // namespace textmill::corpus
