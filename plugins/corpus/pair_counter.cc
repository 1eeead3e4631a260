#include "plugins/corpus/pair_counter.h"

#include <algorithm>
#include <limits>

#include "plugins/corpus/term_counts.h"
#include "plugins/corpus/term_stream.h"
#include "textmill/error.hpp"

namespace textmill::corpus {
namespace {

constexpr size_t kFetch = 12;  // places ahead

}  // namespace

PairCounter::PairCounter(const TermLog& log, const std::vector<uint32_t>& order,
                         const std::vector<uint64_t>& counts, const PairSettings& settings)
    : log_(log), order_(order), counts_(counts), settings_(settings), terms_(counts.size()) {
  places_.resize(terms_);
  count_.resize(terms_ + 1);
  seen_.resize(terms_ + 2);  // one more is written than is seen
}

// What is near a node at most. The node itself is in its windows, and left out later.
uint64_t PairCounter::RoomOf(uint32_t node) const {
  const uint64_t window = settings_.neighbours ? 1 : settings_.left + settings_.right + 1;
  const uint64_t most = std::numeric_limits<uint64_t>::max() / window;
  return std::min<uint64_t>(std::min(counts_[node], most) * window, terms_ + 1);
}

bool PairCounter::Next(const std::function<bool()>& stop) {
  pairs_.clear();
  while (pairs_.empty()) {
    if (next_ == to_) {
      if (to_ == order_.size()) return false;
      Read(stop);
    }
    if (stop()) return false;
    Gather(next_++);
  }
  return true;
}

// Chooses the next range, and puts what is near each of its nodes into near_.
void PairCounter::Read(const std::function<bool()>& stop) {
  ++passes_;
  in_near_.assign(terms_, Place());
  begin_.clear();
  const uint64_t most = settings_.memory / sizeof(uint32_t);
  uint64_t room = 0;
  for (from_ = to_; to_ < order_.size(); ++to_) {
    const uint32_t node = order_[to_];
    const uint64_t more = RoomOf(node);
    if (to_ > from_ && room + more > most) break;
    begin_.push_back(room);
    in_near_[node].at = room;
    in_near_[node].end = more == terms_ + 1 ? kCounted : room + more;
    room += more;
  }
  next_ = from_;
  near_ = memory::Pages<uint32_t>();  // first, so that there are never two
  near_.Resize(room);
  place_ = 0;
  log_.Each([&](std::span<const uint32_t> stream) {
    EachDocument(stream, [&](uint32_t, std::span<const uint32_t> document) {
      for (size_t begin = 0; begin < document.size();) {
        size_t end = begin;
        while (end < document.size() && (document[end] < kFirstMark || document[end] == kHole))
          ++end;
        ReadUnit(document.subspan(begin, end - begin));
        begin = end + 1;
      }
    });
    return !stop();
  });
}

void PairCounter::ReadUnit(std::span<const uint32_t> unit) {
  const size_t n = unit.size();
  const uint64_t base = place_ + 1;  // places are counted from 1, so that 0 is before all
  place_ += n;
  for (size_t i = 0; i < n; ++i) {
    if (i + kFetch < n && unit[i + kFetch] < kFirstMark) {
      const Place& ahead = in_near_[unit[i + kFetch]];
      if (ahead.end != 0) __builtin_prefetch(&near_[ahead.at], 1);
    }
    const uint32_t node = unit[i];
    if (node >= kFirstMark) continue;
    Place& place = in_near_[node];
    if (place.end == 0) continue;
    if (settings_.neighbours) {
      if (i + 1 < n) Put(node, place, unit.subspan(i + 1, 1));
      continue;
    }
    size_t from = i > settings_.left ? i - settings_.left : 0;
    const size_t to = std::min(n, i + settings_.right + 1);
    if (place.covered >= base + from) from = static_cast<size_t>(place.covered - base + 1);
    place.covered = base + to - 1;
    Put(node, place, unit.subspan(from, to - from));
  }
}

void PairCounter::Put(uint32_t node, Place& place, std::span<const uint32_t> near) {
  places_[node] += near.size();
  if (place.counted()) {
    uint32_t* const counts = &near_[place.at];
    for (const uint32_t term : near) {
      if (++counts[std::min<size_t>(term, terms_)] == 0 && term < terms_)
        throw Error("two words are together more than four billion times");
    }
    return;
  }
  // In a saved state that was forged, a term may be more frequent than it says.
  if (place.end - place.at < near.size()) throw Error("the saved state is damaged");
  std::copy(near.begin(), near.end(), &near_[place.at]);
  place.at += near.size();
}

void PairCounter::Gather(size_t which) {
  const uint32_t node = order_[which];
  const Place& place = in_near_[node];
  const uint64_t begin = begin_[which - from_];
  const auto take = [&](uint32_t term, uint32_t count) {
    if (term == node && !settings_.neighbours) {
      places_[node] -= count;
    } else if (count >= settings_.min_count && term < terms_) {
      pairs_.push_back({node, term, count});
    }
  };
  if (place.counted()) {
    for (uint32_t term = 0; term < terms_; ++term) {
      if (near_[begin + term] > 0) take(term, near_[begin + term]);
    }
    return;
  }
  size_t seen = 0;
  for (uint64_t i = begin; i < place.at; ++i) {
    const auto term = static_cast<uint32_t>(std::min<size_t>(near_[i], terms_));
    seen_[seen] = term;
    seen += count_[term]++ == 0;
  }
  for (size_t i = 0; i < seen; ++i) {
    take(seen_[i], count_[seen_[i]]);
    count_[seen_[i]] = 0;
  }
}

}  // namespace textmill::corpus
