// How it goes: ASCII is taken 64 bytes at a time. Everything else goes by code point through
// FoldTable, which knows what each becomes when no joiner follows. Where joiners follow (accents
// apart from their letter, vowel signs), the piece between two normalisation boundaries is already
// normal in most scripts; where it is not, ICU normalises it. Pieces between boundaries normalise
// by themselves, so the result is that of the whole text.
#include "plugins/lib/unicode/words.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>
#include <utility>
#include <vector>

#include "plugins/lib/simd/block.h"
#include "plugins/lib/unicode/dictionary.h"
#include "plugins/lib/unicode/fold_table.h"
#include "plugins/lib/unicode/icu.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

constexpr size_t kWordPiece = 4096;  // bytes of text that room is made for at once
constexpr size_t kMostGrowth = 12;   // bytes that a byte of text can become (U+FDFA: 33 of 3)
constexpr size_t kSlack = 128;       // and what a block or a mapping may write beyond

struct AsciiTables {
  char lower[128];
  bool word[128];
};
constexpr AsciiTables kAscii = [] {
  AsciiTables t{};
  for (int c = 0; c < 128; ++c) {
    const bool upper = c >= 'A' && c <= 'Z';
    t.lower[c] = static_cast<char>(upper ? c + 32 : c);
    t.word[c] = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  }
  return t;
}();

// Writes 64 bytes in lower case, and says which are not ASCII and which belong to words.
struct AsciiBlock {
  uint64_t high, words;

  AsciiBlock(const char* in, char* out) {
    const simd::Block block(in);
    block.Lower().Store(out);
    high = block.NotAscii();
    words = block.AsciiWord();
  }
};

inline bool EightAscii(const char* p) {
  uint64_t v;
  std::memcpy(&v, p, sizeof v);
  return (v & 0x8080808080808080) == 0;
}

constexpr CodePoint kPlain{CodePoint::kNormal};
constexpr CodePoint kUnknown{CodePoint::kJoiner};

// What is not UTF-8 reads as U+FFFD. `i` moves on.
inline char32_t Next(std::string_view text, size_t& i) {
  const DecodedChar c = DecodeUtf8(text.data() + i, text.data() + text.size());
  i += c.size;
  return static_cast<char32_t>(c.code_point);
}
// The same, backwards.
inline char32_t Previous(std::string_view text, size_t& i) {
  const DecodedChar c = DecodeUtf8Before(text.data(), text.data() + i);
  i -= c.size;
  return static_cast<char32_t>(c.code_point);
}

}  // namespace

// How far a text is cut. Words are kept as edges: at each edge a word begins or ends, so an odd
// number of edges means that the last word is still open. Handed on by value, so that it stays in
// registers.
struct Words::Progress {
  size_t in = 0, out = 0, edges = 0;
  char* folded = nullptr;
  uint32_t* edge = nullptr;
  uint32_t* source = nullptr;
  bool joiners = false;  // there were some

  bool inside() const { return (edges & 1) != 0; }
};

template <bool kSource>
class Words::Cutter {
 public:
  Cutter(std::string_view text, Words* to)
      : text_(text), to_(to), nfkc_(Nfkc()), table_(FoldTable::Get()) {}

  void Run() {
    Progress p;
    do {
      p = MakeRoom(p, kWordPiece);
      const size_t end = std::min(text_.size(), p.in + kWordPiece);
      while (p.in < end) {
        p = Ascii(p, end);
        p = Mixed(p, end);
      }
    } while (p.in < text_.size());
    if (p.inside()) Edge(p, 0, p.in);
    if (p.joiners) TrimJoiners(p);
    to_->size_ = p.edges / 2;
    to_->folded_size_ = p.out;
  }

 private:
  // Room for what `n` bytes of text can become.
  Progress MakeRoom(Progress p, size_t n) {
    const size_t most = p.out + n * kMostGrowth + kSlack;
    if (most > UINT32_MAX) throw std::length_error("a text of more than 4 GiB cannot be cut");
    const size_t edges = (p.edges + n * kMostGrowth + kSlack) * sizeof(uint32_t);
    to_->folded_.Reserve(most);
    to_->spans_.Reserve(edges);
    p.folded = to_->folded_.data();
    p.edge = reinterpret_cast<uint32_t*>(to_->spans_.data());
    if (kSource) {
      to_->source_.Reserve(edges);
      p.source = reinterpret_cast<uint32_t*>(to_->source_.data());
    }
    return p;
  }
  static void Edge(Progress& p, size_t ahead, size_t source) {
    p.edge[p.edges] = static_cast<uint32_t>(p.out + ahead);
    if (kSource) p.source[p.edges] = static_cast<uint32_t>(source);
    ++p.edges;
  }

  // Joiners belong to what they join: at the end of a word they are left out.
  void TrimJoiners(const Progress& p) const {
    for (size_t e = 1; e < p.edges; e += 2) {
      while (EndsInJoiner({p.folded, p.edge[e]})) {
        p.edge[e] -= 3;
        if (!kSource) continue;
        size_t end = p.source[e];
        while (end > p.source[e - 1] && !EndsInJoiner(text_.substr(0, end))) Previous(text_, end);
        p.source[e] = static_cast<uint32_t>(end - 3);
      }
    }
  }
  static bool EndsInJoiner(std::string_view text) {
    return text.ends_with("\xE2\x80\x8C") || text.ends_with("\xE2\x80\x8D");
  }

  // Up to the first byte that is not ASCII.
  Progress Ascii(Progress p, size_t end) const {
    size_t n = 64;
    while (n == 64 && p.in < end) {
      char tail[64];
      const char* in = text_.data() + p.in;
      const size_t left = text_.size() - p.in;
      if (left < 64) {
        n = left;
        std::memset(tail, 0, sizeof tail);
        std::memcpy(tail, in, left);
        in = tail;
      }
      const AsciiBlock block(in, p.folded + p.out);
      if (block.high != 0) n = static_cast<size_t>(std::countr_zero(block.high));
      uint64_t edges = (block.words ^ (block.words << 1 | (p.edges & 1))) & simd::LowBits(n);
      for (; edges != 0; edges &= edges - 1) {
        const size_t k = static_cast<size_t>(std::countr_zero(edges));
        Edge(p, k, p.in + k);
      }
      p.in += n;
      p.out += n;
    }
    return p;
  }

  // Character by character, until there is a longer piece of ASCII.
  Progress Mixed(Progress p, size_t end) {
    const FoldTable table = table_;
    const bool after_ascii = p.in > 0 && static_cast<uint8_t>(text_[p.in - 1]) < 0x80;
    CodePoint last = after_ascii ? kPlain : kUnknown;
    while (p.in < end) {
      const char* in = text_.data() + p.in;
      const size_t left = text_.size() - p.in;
      const uint8_t byte = static_cast<uint8_t>(*in);
      if (byte < 0x80) {
        if (left >= 8 && EightAscii(in)) return p;
        if (kAscii.word[byte] != p.inside()) Edge(p, 0, p.in);
        p.folded[p.out++] = kAscii.lower[byte];
        ++p.in;
        last = kPlain;
        continue;
      }
      const DecodedChar decoded = DecodeUtf8(in, in + left);
      if (!decoded.valid) {
        if (p.inside()) Edge(p, 0, p.in);
        std::memcpy(p.folded + p.out, "\xEF\xBF\xBD", 3);
        p.in += decoded.size;
        p.out += 3;
        last = kPlain;
        continue;
      }
      const CodePoint c = table[decoded.code_point];
      if (c.joiner()) {
        // A single one that is in its place after a normal character changes nothing.
        const bool in_place = last.normal() && !last.joiner() && c.normal();
        if (!in_place || c.combining_class() == 0) {
          p = Joiners(p);
          last = kUnknown;
          continue;
        }
      }
      Put(p, table, c, in, decoded.size, {p.in, p.in, p.in + decoded.size});
      p.in += decoded.size;
      last = c;
    }
    return p;
  }

  // Where in the text a character comes from: what a word gets that begins in it, one that ends
  // before it, and one that ends in it.
  struct Origin {
    size_t begin, before, end;
  };

  static void Put(Progress& p, const FoldTable& table, CodePoint c, const char* bytes, size_t size,
                  Origin origin) {
    if (!c.mapped()) {
      const bool word = c.word() || (c.continues() && p.inside());
      if (word != p.inside()) Edge(p, 0, p.inside() ? origin.before : origin.begin);
      char* out = p.folded + p.out;
      if (size == 1) {
        *out = *bytes;
      } else {  // two short copies that may overlap: one of a variable length would be a call
        std::memcpy(out, bytes, 2);
        std::memcpy(out + size - 2, bytes + size - 2, 2);
      }
      p.out += size;
      p.joiners = p.joiners || (c.continues() && EndsInJoiner({bytes, size}));
      return;
    }
    const Mapping& to = table.mapping(c);
    std::memcpy(p.folded + p.out, table.folded(to), 16);
    if (to.size > 16) std::memcpy(p.folded + p.out, table.folded(to), 64);
    const uint64_t words = p.inside() ? to.words : to.words & ~simd::LowBits(to.marks);
    uint64_t edges = (words ^ (words << 1 | (p.edges & 1))) & simd::LowBits(to.size);
    for (; edges != 0; edges &= edges - 1) {
      const size_t k = static_cast<size_t>(std::countr_zero(edges));
      Edge(p, k, !p.inside() ? origin.begin : k == 0 ? origin.before : origin.end);
    }
    p.out += to.size;
  }

  // At a joiner: takes all that follow. Unless they are normal as they are, the character before
  // them is taken back, and normalised together with them.
  [[gnu::noinline]] Progress Joiners(Progress p) {
    std::u32string& piece = to_->piece_;
    piece.clear();
    size_t begin = p.in, end = p.in;
    size_t done = 0;  // bytes of the piece in the folded text
    while (begin > 0) {
      const char32_t c = Previous(text_, begin);
      const CodePoint is = table_[c];
      done += is.mapped() ? table_.mapping(is).size : U8_LENGTH(c);
      piece.insert(piece.begin(), c);
      if (!is.joiner()) break;  // there is one at most, for Mixed puts no second
    }
    for (size_t next = end; next < text_.size(); end = next) {
      const char32_t c = Next(text_, next);
      if (!table_[c].joiner()) break;
      piece += c;
    }
    p = MakeRoom(p, end - begin + kWordPiece);
    if (IsNormal(piece)) {
      while (p.in < end) {
        size_t next = p.in;
        const CodePoint c = table_[Next(text_, next)];
        Put(p, table_, c, text_.data() + p.in, next - p.in, {p.in, p.in, next});
        p.in = next;
      }
      return p;
    }
    p.out -= done;
    while (p.edges > 0 && p.edge[p.edges - 1] >= p.out) --p.edges;
    if (!Join(&piece)) Normalise(&piece);
    for (size_t before = begin; const char32_t c : piece) {
      char bytes[4];
      const auto n = static_cast<size_t>(EncodeUtf8(c, bytes) - bytes);
      Put(p, table_, table_[c], bytes, n, {begin, before, end});
      before = end;
    }
    p.in = end;
    return p;
  }

  // Whether NFKC leaves a piece as it is; it may not see that it does.
  bool IsNormal(std::u32string_view piece) const {
    int last_class = 0;
    for (const char32_t c : piece) {
      const CodePoint is = table_[c];
      const int order = is.combining_class();
      if (!is.normal() || (is.joiner() && order == 0) || order < last_class) return false;
      last_class = order;
    }
    return true;
  }

  // NFKC of the pieces that are most common: each joiner joins what is before it, or there is only
  // one, and it does not. False for all others.
  bool Join(std::u32string* piece) const {
    char32_t joined = piece->front();
    if (table_[joined].joiner() || !table_[joined].atomic()) return false;
    int last_class = 0;
    for (size_t i = 1; i < piece->size(); ++i) {
      const char32_t c = (*piece)[i];
      const int order = table_[c].combining_class();
      if (!table_[c].atomic() || (order > 0 && order < last_class)) return false;
      const UChar32 both = nfkc_.composePair(static_cast<UChar32>(joined), static_cast<UChar32>(c));
      if (both < 0) return piece->size() == 2;
      joined = static_cast<char32_t>(both);
      last_class = order;
    }
    piece->assign(1, joined);
    return true;
  }

  // NFKC of any piece.
  void Normalise(std::u32string* piece) {
    if (piece->size() > kManyMarks) OrderMarks(nfkc_, piece);
    std::string& in = to_->scratch_[0];
    std::string& out = to_->scratch_[1];
    in.clear();
    out.clear();
    for (const char32_t c : *piece) AppendUtf8(c, &in);
    UErrorCode status = U_ZERO_ERROR;
    icu::StringByteSink<std::string> sink(&out);
    nfkc_.normalizeUTF8(0, in, sink, nullptr, status);
    CheckIcu(status);
    piece->clear();
    for (size_t i = 0; i < out.size();) *piece += Next(out, i);
  }

  std::string_view text_;
  Words* to_;
  const icu::Normalizer2& nfkc_;
  FoldTable table_;
};

void Words::Split(std::string_view text) { Cutter<false>(text, this).Run(); }

void Words::CutByDictionary(Dictionary* dictionary) {
  // Mostly there is nothing to cut: the scripts are beyond U+0800.
  uint8_t greatest = 0;
  for (const char c : folded()) greatest = std::max(greatest, static_cast<uint8_t>(c));
  if (greatest < 0xE0) return;
  Buffer cut;
  size_t n = 0;
  std::vector<uint32_t> ends;
  for (size_t i = 0; i < size_; ++i) {
    const Span word = span(i);
    ends.clear();
    if (Dictionary::Knows(word.of(folded()))) dictionary->Cut(word.of(folded()), &ends);
    if (ends.empty()) ends.push_back(word.end - word.begin);
    cut.Reserve((n + ends.size()) * sizeof(Span));
    uint32_t begin = word.begin;
    for (const uint32_t end : ends) {
      const Span part{begin, word.begin + end};
      std::memcpy(cut.data() + n++ * sizeof part, &part, sizeof part);
      begin = part.end;
    }
  }
  spans_ = std::move(cut);
  size_ = n;
}

void Words::SplitWithSource(std::string_view text) { Cutter<true>(text, this).Run(); }

}  // namespace textmill::unicode
