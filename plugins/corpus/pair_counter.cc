#include "plugins/corpus/pair_counter.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "plugins/corpus/term_counts.h"
#include "plugins/corpus/term_stream.h"
#include "plugins/lib/hash/hash.h"
#include "textmill/error.hpp"

namespace textmill::corpus {
namespace {

constexpr size_t kLeastSlots = 4096;
// Of the memory; the rest is for what is kept while the table is cut.
constexpr double kTableShare = 0.66;

}  // namespace

PairCounter::PairCounter(const TermLog& log, const std::vector<uint32_t>& order,
                         const std::vector<uint64_t>& counts, const PairSettings& settings)
    : log_(log), order_(order), counts_(counts), settings_(settings) {
  rank_.assign(counts.size(), UINT32_MAX);
  for (size_t i = 0; i < order.size(); ++i) rank_[order[i]] = static_cast<uint32_t>(i);
  covered_.assign(counts.size(), 0);
  places_.assign(counts.size(), 0);
  // No more slots than there can be pairs.
  uint64_t of_nodes = 0;
  for (const uint32_t node : order) of_nodes += counts[node];
  const uint64_t window = settings.neighbours ? 1 : settings.left + settings.right;
  const uint64_t most = std::min<uint64_t>(of_nodes * window, UINT64_MAX / 4) * 2;
  const auto memory = static_cast<size_t>(static_cast<double>(settings.memory) * kTableShare);
  table_.Resize(
      std::max(kLeastSlots, static_cast<size_t>(std::min<uint64_t>(memory / sizeof(Pair), most))));
}

size_t PairCounter::SlotOf(uint32_t node, uint32_t collocate) const {
  const uint64_t hash = hash::Mix((uint64_t{node} << 32 | collocate) ^ seed_);
  return static_cast<size_t>((static_cast<unsigned __int128>(hash) * table_.size()) >> 64);
}

void PairCounter::Add(uint32_t node, uint32_t collocate) {
  __builtin_prefetch(&table_[SlotOf(node, collocate)], 1);
  pending_[n_pending_] = {node, collocate, 1};
  if (++n_pending_ == kPending) AddPending();
}

void PairCounter::AddPending() {
  const size_t n = n_pending_;
  n_pending_ = 0;
  if ((used_ + n) * 10 > table_.size() * 8) Shrink();
  for (size_t i = 0; i < n; ++i) {
    const Pair& pair = pending_[i];
    if (rank_[pair.node] < end_) Insert(pair, SlotOf(pair.node, pair.collocate));
  }
}

void PairCounter::Insert(const Pair& pair, size_t slot) {
  while (true) {
    Pair& at = table_[slot];
    if (at.count == 0) {
      at = pair;
      ++used_;
      return;
    }
    if (at.node == pair.node && at.collocate == pair.collocate) {
      if (at.count > UINT32_MAX - pair.count)
        throw Error("two words are together more than four billion times");
      at.count += pair.count;
      return;
    }
    if (++slot == table_.size()) slot = 0;
  }
}

// Forgets the later half of the nodes.
void PairCounter::Shrink() {
  std::vector<uint64_t> of_rank(end_ - begin_);
  for (size_t i = 0; i < table_.size(); ++i) {
    if (table_[i].count > 0) ++of_rank[rank_[table_[i].node] - begin_];
  }
  uint64_t kept = 0;
  size_t end = begin_;
  while (end < end_ && (end == begin_ || kept + of_rank[end - begin_] <= table_.size() * 4 / 10))
    kept += of_rank[end++ - begin_];
  std::vector<Pair> keep;
  keep.reserve(kept);
  for (size_t i = 0; i < table_.size(); ++i) {
    if (table_[i].count > 0 && rank_[table_[i].node] < end) keep.push_back(table_[i]);
  }
  end_ = end;
  // One node alone may have more collocates than there is room for: they get it.
  const size_t slots = kept * 10 > table_.size() * 6 ? table_.size() * 2 : table_.size();
  table_ = memory::Pages<Pair>();
  table_.Resize(slots);
  used_ = 0;
  for (const Pair& pair : keep) Insert(pair, SlotOf(pair.node, pair.collocate));
}

void PairCounter::CountUnit(std::span<const uint32_t> unit) {
  const size_t n = unit.size();
  const uint64_t base = place_ + 1;  // places are counted from 1, so that 0 is before all
  place_ += n;
  for (size_t i = 0; i < n; ++i) {
    const uint32_t node = unit[i];
    if (node >= kFirstMark) continue;
    const uint32_t rank = rank_[node];
    if (rank < begin_ || rank >= end_) continue;
    if (settings_.neighbours) {
      if (i + 1 == n) continue;
      ++places_[node];
      const uint32_t next = unit[i + 1];
      if (next < kFirstMark && counts_[next] >= settings_.min_count) Add(node, next);
      continue;
    }
    size_t from = i > settings_.left ? i - settings_.left : 0;
    const size_t to = std::min(n, i + settings_.right + 1);
    if (covered_[node] >= base + from) from = static_cast<size_t>(covered_[node] - base + 1);
    covered_[node] = base + to - 1;
    uint64_t places = 0;
    for (size_t j = from; j < to; ++j) {
      const uint32_t collocate = unit[j];
      if (collocate == node) continue;
      ++places;
      if (collocate < kFirstMark && counts_[collocate] >= settings_.min_count) Add(node, collocate);
    }
    places_[node] += places;
  }
}

bool PairCounter::Next(const std::function<bool()>& stop) {
  begin_ = end_;
  if (begin_ >= order_.size()) {
    pairs_ = 0;
    return false;
  }
  ++passes_;
  uint64_t occurrences = 0;
  for (end_ = begin_; end_ < order_.size() && (end_ == begin_ || occurrences < wide_); ++end_) {
    occurrences += counts_[order_[end_]];
    places_[order_[end_]] = 0;
  }
  if (pairs_ > 0 || used_ > 0) std::memset(table_.data(), 0, table_.bytes());
  used_ = pairs_ = 0;
  log_.Each([&](std::span<const uint32_t> stream) {
    EachDocument(stream, [&](uint32_t, std::span<const uint32_t> document) {
      for (size_t begin = 0; begin < document.size();) {
        size_t end = begin;
        while (end < document.size() && (document[end] < kFirstMark || document[end] == kHole))
          ++end;
        CountUnit(document.subspan(begin, end - begin));
        begin = end + 1;
      }
    });
    return !stop();
  });
  AddPending();
  uint64_t counted = 0;
  for (size_t i = begin_; i < end_; ++i) counted += counts_[order_[i]];
  // Rarer nodes have more different collocates, so the next pass holds fewer occurrences.
  const double room =
      static_cast<double>(table_.size()) * 0.6 / static_cast<double>(std::max<size_t>(used_, 1));
  if (end_ < order_.size() || wide_ != SIZE_MAX)
    wide_ = static_cast<size_t>(std::min(1e18, static_cast<double>(counted) * room)) + 1;
  Gather();
  return true;
}

// Puts what is frequent enough in front, in the order of the nodes.
void PairCounter::Gather() {
  for (size_t i = 0; i < table_.size(); ++i) {
    if (table_[i].count >= settings_.min_count) {
      const Pair pair = table_[i];
      table_[pairs_++] = pair;
    }
  }
  std::sort(table_.data(), table_.data() + pairs_, [&](const Pair& a, const Pair& b) {
    return rank_[a.node] != rank_[b.node] ? rank_[a.node] < rank_[b.node]
                                          : a.collocate < b.collocate;
  });
}

}  // namespace textmill::corpus
