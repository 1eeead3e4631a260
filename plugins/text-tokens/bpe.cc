#include "plugins/text-tokens/bpe.h"

#include <algorithm>

#include "textmill/utf8.hpp"

namespace textmill::tokenizer {
namespace {

// Up to so many symbols are looked through for the next merge; more have a heap.
constexpr size_t kShort = 64;

uint64_t PairKey(Bpe::Id left, Bpe::Id right) { return (uint64_t{left} << 32) | right; }

bool OccursInUtf8(int byte) { return byte < 0xC0 || (byte > 0xC1 && byte < 0xF5); }

}  // namespace

bool Bpe::AddToken(std::string_view bytes, Id id) {
  return taken_.emplace(id, true).second && ids_.emplace(std::string(bytes), id).second;
}

bool Bpe::AddMerge(Id left, Id right, uint32_t rank, Id merged) {
  return merges_.emplace(PairKey(left, right), Merge{rank, merged}).second;
}

std::optional<Bpe::Id> Bpe::IdOf(std::string_view bytes) const {
  const auto found = ids_.find(absl::string_view(bytes.data(), bytes.size()));
  if (found == ids_.end()) return {};
  return found->second;
}

std::optional<uint8_t> Bpe::Finish() {
  taken_ = {};
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const std::optional<Id> id = IdOf({&c, 1});
    if (id)
      bytes_[static_cast<size_t>(byte)] = *id;
    else if (OccursInUtf8(byte))
      return static_cast<uint8_t>(byte);
  }
  return {};
}

void Bpe::FinishWithCharacters(const std::optional<std::array<Id, 256>>& bytes,
                               std::optional<Id> unknown, bool fused) {
  taken_ = {};
  characters_ = true;
  has_bytes_ = bytes.has_value();
  if (bytes) bytes_ = *bytes;
  unknown_ = unknown;
  fused_ = fused;
}

const Bpe::Merge* Bpe::MergeOf(Id left, Id right) const {
  const auto found = merges_.find(PairKey(left, right));
  return found == merges_.end() ? nullptr : &found->second;
}

void Bpe::Encode(std::string_view piece, Scratch& scratch, std::vector<Id>* ids) const {
  scratch.known_.Append(piece, ids, [&] { EncodeAnew(piece, scratch, ids); });
}

void Bpe::BeginWithCharacters(std::string_view piece, Scratch& scratch) const {
  std::vector<Scratch::Symbol>& symbols = scratch.symbols_;
  bool was_unknown = false;
  for (const char *p = piece.data(), *end = p + piece.size(); p < end;) {
    const std::string_view c(p, DecodeUtf8(p, end).size);
    p += c.size();
    if (const std::optional<Id> id = IdOf(c)) {
      symbols.push_back({*id, kNoRank, 0, 0});
      was_unknown = false;
    } else if (has_bytes_) {
      for (const char byte : c)
        symbols.push_back({bytes_[static_cast<uint8_t>(byte)], kNoRank, 0, 0});
    } else if (unknown_ && !(was_unknown && fused_)) {
      symbols.push_back({*unknown_, kNoRank, 0, 0});
      was_unknown = true;
    }
  }
}

void Bpe::EncodeAnew(std::string_view piece, Scratch& scratch, std::vector<Id>* ids) const {
  if (piece.empty()) return;
  if (whole_pieces_) {
    if (const std::optional<Id> id = IdOf(piece)) return ids->push_back(*id);
  }
  std::vector<Scratch::Symbol>& symbols = scratch.symbols_;
  symbols.clear();
  if (characters_) {
    BeginWithCharacters(piece, scratch);
    if (symbols.empty()) return;
  } else {
    for (const char c : piece) symbols.push_back({bytes_[static_cast<uint8_t>(c)], kNoRank, 0, 0});
  }
  for (size_t i = 0; i + 1 < symbols.size(); ++i)
    symbols[i].rank = RankOf(symbols[i].id, symbols[i + 1].id);
  if (symbols.size() <= kShort) {
    MergeShort(scratch);
    for (const Scratch::Symbol& symbol : symbols) ids->push_back(symbol.id);
    return;
  }
  MergeLong(scratch);
  for (uint32_t i = 0; i != kNone; i = symbols[i].next) ids->push_back(symbols[i].id);
  // What one long piece took is not kept for ever.
  if (symbols.capacity() > (1 << 16)) {
    std::vector<Scratch::Symbol>().swap(symbols);
    std::vector<Scratch::Candidate>().swap(scratch.heap_);
  }
}

void Bpe::MergeShort(Scratch& scratch) const {
  std::vector<Scratch::Symbol>& symbols = scratch.symbols_;
  for (;;) {
    const auto lowest =
        std::min_element(symbols.begin(), symbols.end(),
                         [](const auto& a, const auto& b) { return a.rank < b.rank; });
    if (lowest->rank == kNoRank) return;
    lowest->id = MergeOf(lowest->id, (lowest + 1)->id)->merged;
    symbols.erase(lowest + 1);
    lowest->rank = lowest + 1 == symbols.end() ? kNoRank : RankOf(lowest->id, (lowest + 1)->id);
    if (lowest != symbols.begin()) (lowest - 1)->rank = RankOf((lowest - 1)->id, lowest->id);
  }
}

void Bpe::MergeLong(Scratch& scratch) const {
  std::vector<Scratch::Symbol>& symbols = scratch.symbols_;
  std::vector<Scratch::Candidate>& heap = scratch.heap_;
  const auto later = [](const Scratch::Candidate& a, const Scratch::Candidate& b) {
    return a.rank != b.rank ? a.rank > b.rank : a.at > b.at;
  };
  heap.clear();
  const auto n = static_cast<uint32_t>(symbols.size());
  for (uint32_t i = 0; i < n; ++i) {
    symbols[i].prev = i == 0 ? kNone : i - 1;
    symbols[i].next = i + 1 == n ? kNone : i + 1;
    if (symbols[i].rank != kNoRank)
      heap.push_back({symbols[i].rank, i, symbols[i].id, symbols[i + 1].id});
  }
  std::make_heap(heap.begin(), heap.end(), later);
  const auto offer = [&](uint32_t at) {
    const uint32_t next = symbols[at].next;
    if (next == kNone) return;
    const uint32_t rank = RankOf(symbols[at].id, symbols[next].id);
    if (rank == kNoRank) return;
    heap.push_back({rank, at, symbols[at].id, symbols[next].id});
    std::push_heap(heap.begin(), heap.end(), later);
  };
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), later);
    const Scratch::Candidate best = heap.back();
    heap.pop_back();
    Scratch::Symbol& left = symbols[best.at];
    // Since then, one of the two was merged with another. (A symbol that is gone has no id.)
    if (left.id != best.left || left.next == kNone || symbols[left.next].id != best.right) continue;
    Scratch::Symbol& right = symbols[left.next];
    left.id = MergeOf(best.left, best.right)->merged;
    right.id = kNone;
    left.next = right.next;
    if (left.next != kNone) symbols[left.next].prev = best.at;
    if (left.prev != kNone) offer(left.prev);
    offer(best.at);
  }
}

}  // namespace textmill::tokenizer
