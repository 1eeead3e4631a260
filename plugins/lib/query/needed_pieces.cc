#include "plugins/lib/query/needed_pieces.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>

#include "plugins/lib/query/value_pattern.h"
#include "plugins/lib/simd/block.h"
#include "plugins/lib/unicode/fold_table.h"
#include "textmill/utf8.hpp"

namespace textmill::query {
namespace {

constexpr size_t kShortest = 2;  // a single letter is in every text
constexpr size_t kMost = 8;

using Pieces = std::vector<std::string>;  // one of these is needed

bool IsPiece(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The longest run of ASCII letters and digits that each value which fits must have.
std::string LongestRun(const Pattern& pattern) {
  const std::string text = Composed(pattern.text);
  if (pattern.ignore_marks) return "";
  const bool regex = pattern.kind == Pattern::Kind::kRegex;
  if (regex && (text.find_first_of("|(") != text.npos || text.find("[:") != text.npos)) return "";
  std::string longest, run;
  const auto end_run = [&] {
    if (run.size() > longest.size()) longest = run;
    run.clear();
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (IsPiece(c)) {
      run += Lower(c);
      continue;
    }
    if (regex && !run.empty() && (c == '*' || c == '?' || c == '{')) run.pop_back();
    end_run();
    if (!regex) continue;
    if (c == '\\') {
      // A class such as \d, or \x41, \pL, \Q...: what it takes is not followed up.
      if (i + 1 < text.size() && IsPiece(text[i + 1])) return "";
      ++i;
    } else if (c == '{') {
      i = std::min(text.find('}', i), text.size());
    } else if (c == '[') {
      i += i + 1 < text.size() && text[i + 1] == '^' ? 2 : 1;  // a `]` may come first
      i = std::min(text.find(']', i + 1), text.size());
    }
  }
  end_run();
  return longest.size() < kShortest ? "" : longest;
}

std::optional<Pieces> Needed(const Test& test) {
  switch (test.kind) {
    case Test::Kind::kCompare: {
      if (test.attribute != kFolded && test.attribute != "word") return std::nullopt;
      std::string run = LongestRun(test.pattern);
      if (run.empty()) return std::nullopt;
      return Pieces{std::move(run)};
    }
    case Test::Kind::kOr: {
      Pieces all;
      for (const Test& part : test.parts) {
        auto needed = Needed(part);
        if (!needed) return std::nullopt;
        all.insert(all.end(), needed->begin(), needed->end());
      }
      return all;
    }
    case Test::Kind::kAnd: {
      for (const Test& part : test.parts) {
        if (auto needed = Needed(part)) return needed;
      }
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

size_t Shortest(const Pieces& pieces) {
  size_t shortest = SIZE_MAX;
  for (const std::string& piece : pieces) shortest = std::min(shortest, piece.size());
  return shortest;
}

// Of two that are both needed, the one that fewer texts will have.
void Better(std::optional<Pieces>* best, std::optional<Pieces> other) {
  if (other && other->size() <= kMost && (!*best || Shortest(*other) > Shortest(**best)))
    *best = std::move(other);
}

std::optional<Pieces> Needed(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kToken:
      return Needed(node.test);
    case Node::Kind::kAnchor:
      return std::nullopt;
    case Node::Kind::kSequence: {
      std::optional<Pieces> best;
      for (const Node& part : node.parts) Better(&best, Needed(part));
      return best;
    }
    case Node::Kind::kChoice: {
      Pieces all;
      for (const Node& part : node.parts) {
        auto needed = Needed(part);
        if (!needed) return std::nullopt;
        all.insert(all.end(), needed->begin(), needed->end());
      }
      return all;
    }
    case Node::Kind::kRepeat:
      if (node.least == 0) return std::nullopt;
      return Needed(node.parts.front());
  }
  return std::nullopt;
}

std::optional<Pieces> Needed(const Meet& meet) {
  if (meet.kind == Meet::Kind::kToken) return Needed(meet.test);
  auto a = Needed(meet.parts[0]), b = Needed(meet.parts[1]);
  if (meet.kind == Meet::Kind::kMeet) {
    Better(&a, std::move(b));
    return a;
  }
  if (!a || !b) return std::nullopt;
  a->insert(a->end(), b->begin(), b->end());
  return a;
}

bool SameIgnoringCase(const char* text, std::string_view piece) {
  for (size_t i = 0; i < piece.size(); ++i) {
    if (Lower(text[i]) != piece[i]) return false;
  }
  return true;
}

}  // namespace

NeededPieces::NeededPieces(const Query& query) {
  const auto needed = query.meet ? Needed(*query.meet) : Needed(query.pattern);
  if (!needed) return;
  pieces_ = *needed;
  std::sort(pieces_.begin(), pieces_.end());
  pieces_.erase(std::unique(pieces_.begin(), pieces_.end()), pieces_.end());
  if (pieces_.size() > kMost) pieces_.clear();
}

bool NeededPieces::MayHaveHits(std::string_view text) const {
  if (pieces_.empty()) return true;
  for (const std::string& piece : pieces_) {
    if (HoldsIgnoringCase(text, piece)) return true;
  }
  return HasHiddenAscii(text);
}

bool HoldsIgnoringCase(std::string_view text, std::string_view piece) {
  const size_t n = piece.size();
  if (n == 0) return true;
  if (text.size() < n) return false;
  const char* p = text.data();
  const char* const last = p + text.size() - n;  // where it may begin at the latest
  // Bit 0x20 is set in all digits and lower-case letters: letters of both cases are equal with it.
  const auto low = [](char c) { return static_cast<char>(c | 0x20); };
  const char first_byte = low(piece.front()), last_byte = low(piece.back());
  for (; last - p >= static_cast<std::ptrdiff_t>(simd::kBlock); p += simd::kBlock) {
    uint64_t both = simd::Block(p).EqualInAnyCase(first_byte);
    both &= simd::Block(p + n - 1).EqualInAnyCase(last_byte);
    for (; both != 0; both &= both - 1) {
      if (SameIgnoringCase(p + std::countr_zero(both), piece)) return true;
    }
  }
  for (; p <= last; ++p) {
    if (low(*p) == first_byte && SameIgnoringCase(p, piece)) return true;
  }
  return false;
}

bool HasHiddenAscii(std::string_view text) {
  const unicode::FoldTable table = unicode::FoldTable::Get();
  for (size_t i = 0; i < text.size();) {
    const size_t left = text.size() - i;
    const uint64_t high = simd::Block(text.data() + i, std::min(left, simd::kBlock)).NotAscii();
    if (high == 0) {
      i += std::min(left, simd::kBlock);
      continue;
    }
    i += static_cast<size_t>(std::countr_zero(high));
    while (i < text.size() && static_cast<unsigned char>(text[i]) >= 0x80) {
      const DecodedChar c = DecodeUtf8(text.data() + i, text.data() + text.size());
      i += c.size;
      const unicode::CodePoint is = table[c.valid ? c.code_point : 0xFFFD];
      if (!is.mapped()) continue;
      const unicode::Mapping& to = table.mapping(is);
      const std::string_view folded(table.folded(to), to.size);
      if (folded.empty() || std::any_of(folded.begin(), folded.end(), IsPiece)) return true;
    }
  }
  return false;
}

}  // namespace textmill::query
