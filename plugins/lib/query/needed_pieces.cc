#include "plugins/lib/query/needed_pieces.h"

#include <algorithm>
#include <bit>
#include <bitset>
#include <cstdint>

#include "plugins/lib/query/value_pattern.h"
#include "plugins/lib/simd/block.h"
#include "plugins/lib/unicode/fold_table.h"
#include "textmill/utf8.hpp"

namespace textmill::query {
namespace {

constexpr size_t kShortest = 2;  // a single letter is in every text
constexpr size_t kMost = 8;

using Pieces = std::vector<std::string>;  // one of these is needed
using Needs = std::vector<Pieces>;        // each of these is needed; empty: nothing

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
      i += i + 1 < text.size() && text[i + 1] == '^' ? 2 : 1;
      const size_t first = i;  // a `]` may come first
      for (; i < text.size() && (i == first || text[i] != ']'); ++i) i += text[i] == '\\';
    }
  }
  end_run();
  return longest.size() < kShortest ? "" : longest;
}

size_t Shortest(const Pieces& pieces) {
  size_t shortest = SIZE_MAX;
  for (const std::string& piece : pieces) shortest = std::min(shortest, piece.size());
  return shortest;
}

Needs Needed(const Test& test);
Needs Needed(const Node& node);
Needs Needed(const Meet& meet);

// Of what is needed, the set that the fewest texts will have; empty when nothing is.
Pieces Rarest(const Needs& needs) {
  const Pieces* best = nullptr;
  for (const Pieces& pieces : needs) {
    if (best == nullptr || Shortest(pieces) > Shortest(*best)) best = &pieces;
  }
  return best != nullptr ? *best : Pieces();
}

// What is needed where one of several parts is there: one piece of any of them.
template <class Parts>
Needs OneOf(const Parts& parts) {
  Pieces all;
  for (const auto& part : parts) {
    const Pieces pieces = Rarest(Needed(part));
    if (pieces.empty()) return {};
    all.insert(all.end(), pieces.begin(), pieces.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all.size() <= kMost ? Needs{all} : Needs();
}
template <class Parts>
Needs AllOf(const Parts& parts) {
  Needs all;
  for (const auto& part : parts) {
    for (Pieces& pieces : Needed(part)) {
      if (std::find(all.begin(), all.end(), pieces) == all.end()) all.push_back(std::move(pieces));
    }
  }
  return all;
}

Needs Needed(const Test& test) {
  switch (test.kind) {
    case Test::Kind::kCompare: {
      if (test.attribute != kFolded && test.attribute != "word") return {};
      std::string run = LongestRun(test.pattern);
      if (run.empty()) return {};
      return {{std::move(run)}};
    }
    case Test::Kind::kOr:
      return OneOf(test.parts);
    case Test::Kind::kAnd:
      return AllOf(test.parts);
    default:
      return {};
  }
}

Needs Needed(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kToken:
      return Needed(node.test);
    case Node::Kind::kAnchor:
      return {};
    case Node::Kind::kSequence:
      return AllOf(node.parts);
    case Node::Kind::kChoice:
      return OneOf(node.parts);
    case Node::Kind::kRepeat:
      return node.least > 0 ? Needed(node.parts.front()) : Needs();
  }
  return {};
}

Needs Needed(const Meet& meet) {
  switch (meet.kind) {
    case Meet::Kind::kToken:
      return Needed(meet.test);
    case Meet::Kind::kMeet:
      return AllOf(meet.parts);
    case Meet::Kind::kUnion:
      return OneOf(meet.parts);
  }
  return {};
}

// Which characters become ASCII letters or digits, or nothing.
class HiddenAscii {
 public:
  HiddenAscii() {
    for (uint32_t c = 0x80; c < kNear; ++c) near_[c] = Far(c);
  }
  bool operator[](uint32_t c) const { return c < kNear ? near_[c] : Far(c); }

 private:
  bool Far(uint32_t c) const {
    const unicode::CodePoint is = table_[c];
    if (!is.mapped()) return false;
    const unicode::Mapping& to = table_.mapping(is);
    const std::string_view folded(table_.folded(to), to.size);
    return folded.empty() || std::any_of(folded.begin(), folded.end(), IsPiece);
  }

  static constexpr uint32_t kNear = 0x10000;
  const unicode::FoldTable table_ = unicode::FoldTable::Get();
  std::bitset<kNear> near_;
};

bool SameIgnoringCase(const char* text, std::string_view piece) {
  for (size_t i = 0; i < piece.size(); ++i) {
    if (Lower(text[i]) != piece[i]) return false;
  }
  return true;
}

}  // namespace

NeededPieces::NeededPieces(const Query& query)
    : pieces_(query.meet ? Needed(*query.meet) : Needed(query.pattern)) {
  // What is likely to be missing is looked for first.
  std::stable_sort(pieces_.begin(), pieces_.end(),
                   [](const Pieces& a, const Pieces& b) { return Shortest(a) > Shortest(b); });
  if (pieces_.size() > kMost) pieces_.resize(kMost);
}

bool NeededPieces::MayHaveHits(std::string_view text) const {
  const bool all = std::all_of(pieces_.begin(), pieces_.end(), [text](const Pieces& pieces) {
    return std::any_of(pieces.begin(), pieces.end(),
                       [text](const std::string& piece) { return HoldsIgnoringCase(text, piece); });
  });
  return all || HasHiddenAscii(text);
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
  static const HiddenAscii hidden;
  for (size_t at = 0; at < text.size(); at += simd::kBlock) {
    const simd::Block block(text.data() + at, std::min(text.size() - at, simd::kBlock));
    uint64_t first = block.Mask([](__m128i b) { return simd::AtLeast(b, 0xC2); });  // bytes
    for (; first != 0; first &= first - 1) {
      const size_t i = at + static_cast<size_t>(std::countr_zero(first));
      const uint32_t c = DecodeUtf8(text.data() + i, text.data() + text.size()).code_point;
      if (hidden[c]) return true;
    }
  }
  return false;
}

}  // namespace textmill::query
