#include "plugins/concordance/plain_words.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "plugins/lib/simd/block.h"
#include "plugins/lib/unicode/dictionary.h"
#include "plugins/lib/unicode/fold_table.h"
#include "textmill/utf8.hpp"

namespace textmill::concordance {
namespace {

using simd::kBlock;
using simd::LowBits;

constexpr size_t kLongest = 60;  // of a word, so that it ends in the next block at the latest

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool IsSpelled(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Adds the words of a pattern; false where it is more than words in a row.
bool AddWords(const query::Node& node, std::vector<PlainWords::Word>* words) {
  if (node.kind == query::Node::Kind::kSequence) {
    return std::all_of(node.parts.begin(), node.parts.end(),
                       [&](const query::Node& part) { return AddWords(part, words); });
  }
  const query::Test& test = node.test;
  const bool folded = test.attribute == query::kFolded;
  if (node.kind != query::Node::Kind::kToken || test.kind != query::Test::Kind::kCompare ||
      (!folded && test.attribute != "word") ||
      test.pattern.kind != query::Pattern::Kind::kLiteral || test.pattern.ignore_marks)
    return false;
  PlainWords::Word word{test.pattern.text, folded || test.pattern.ignore_case};
  if (word.text.empty() || word.text.size() > kLongest ||
      !std::all_of(word.text.begin(), word.text.end(), IsSpelled))
    return false;
  if (word.any_case) {
    std::string lower = word.text;
    std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
    if (folded && lower != word.text) return false;  // nothing folded is like this
    word.text = lower;
  }
  words->push_back(std::move(word));
  return true;
}

}  // namespace

bool PlainWords::Word::IsAt(const char* p) const {
  if (!any_case) return std::memcmp(p, text.data(), text.size()) == 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (Lower(p[i]) != text[i]) return false;
  }
  return true;
}

std::optional<PlainWords> PlainWords::Of(const query::Query& query, bool by_dictionary) {
  PlainWords plain{{}, by_dictionary};
  if (query.meet || query.constraint || query.within_sentence || query.within_tokens ||
      !AddWords(query.pattern, &plain.words) || plain.words.empty())
    return std::nullopt;
  return plain;
}

bool PlainFinder::Find(std::string_view text, size_t context, std::vector<Place>* places) {
  places->clear();
  if (!MarkWords(text)) return false;
  const PlainWords::Word& first = wanted_.words[0];
  const size_t n = first.text.size();
  const char letter = static_cast<char>(first.text[0] | 0x20);
  for (size_t at = 0; at < text.size(); at += kBlock) {
    const size_t k = at / kBlock;
    uint64_t may_be = Begins(k) & (Ends(k) >> n | Ends(k + 1) << (kBlock - n));
    if (may_be == 0) continue;
    const size_t left = text.size() - at;
    may_be &= simd::Block(text.data() + at, std::min(left, kBlock)).EqualInAnyCase(letter);
    for (; may_be != 0; may_be &= may_be - 1) {
      auto place = HitAt(text, at + static_cast<size_t>(std::countr_zero(may_be)));
      if (!place) continue;
      if (context > 0) {
        place->left = WordsBefore(place->begin, context);
        place->right = WordsAfter(place->end, context);
      }
      places->push_back(*place);
    }
  }
  return true;
}

std::optional<Place> PlainFinder::HitAt(std::string_view text, size_t begin) const {
  size_t end = begin;
  for (const PlainWords::Word& word : wanted_.words) {
    if (end != begin) {  // on to the next word
      size_t k = end / kBlock;
      uint64_t begins = Begins(k) & ~LowBits(end % kBlock);
      while (begins == 0 && k + 1 < bits_.size()) begins = Begins(++k);
      if (begins == 0) return std::nullopt;
      end = k * kBlock + static_cast<size_t>(std::countr_zero(begins));
    }
    const size_t n = word.text.size();
    if (text.size() - end < n || !EndsAt(end + n) || !word.IsAt(text.data() + end))
      return std::nullopt;
    end += n;
  }
  return Place{begin, begin, end, end};
}

// False where that cannot be said of each character by itself.
bool PlainFinder::MarkWords(std::string_view text) {
  bits_.assign(text.size() / kBlock + 2, 0);
  size_t next = 0;  // the byte after the last character beyond ASCII
  for (size_t at = 0; at < text.size(); at += kBlock) {
    const simd::Block block(text.data() + at, std::min(text.size() - at, kBlock));
    bits_[at / kBlock] |= block.AsciiWord();
    uint64_t high = block.NotAscii() & ~LowBits(next > at ? next - at : 0);
    for (; high != 0; high &= ~LowBits(next - at)) {
      const size_t begin = at + static_cast<size_t>(std::countr_zero(high));
      const DecodedChar c = DecodeUtf8(text.data() + begin, text.data() + text.size());
      next = begin + c.size;
      if (!c.valid) continue;
      const auto word = IsOfWord(text.substr(begin, c.size), c.code_point);
      if (!word) return false;
      for (size_t i = begin; *word && i < next; ++i) bits_[i / kBlock] |= uint64_t{1} << i % kBlock;
    }
  }
  return true;
}

std::optional<bool> PlainFinder::IsOfWord(std::string_view character, uint32_t code_point) const {
  const unicode::FoldTable table = unicode::FoldTable::Get();
  const unicode::CodePoint is = table[code_point];
  if (is.joiner() || is.continues()) return std::nullopt;
  std::string_view folded = character;
  bool word = is.word();
  if (is.mapped()) {
    const unicode::Mapping& to = table.mapping(is);
    folded = {table.folded(to), to.size};
    const uint64_t all = LowBits(to.size), words = to.words & all;
    word = words == all;
    if (folded.empty() || to.marks > 0 || (words != 0 && !word)) return std::nullopt;
    for (const PlainWords::Word& wanted : wanted_.words) {
      if (wanted.text.find(folded) != std::string::npos) return std::nullopt;
    }
  }
  if (word && wanted_.by_dictionary && unicode::Dictionary::Knows(folded)) return std::nullopt;
  return word;
}

// Where the n-th word before a place begins; the first one, where there are fewer.
size_t PlainFinder::WordsBefore(size_t at, size_t n) const {
  size_t found = at;
  for (size_t k = at / kBlock + 1; k-- > 0;) {
    uint64_t begins = Begins(k);
    if (k == at / kBlock) begins &= LowBits(at % kBlock);
    if (begins == 0) continue;
    const auto here = static_cast<size_t>(std::popcount(begins));
    if (here >= n) {
      for (; n > 1; --n) begins &= ~std::bit_floor(begins);
      return k * kBlock + 63 - static_cast<size_t>(std::countl_zero(begins));
    }
    n -= here;
    found = k * kBlock + static_cast<size_t>(std::countr_zero(begins));
  }
  return found;
}

// Where the n-th word after a place has ended; the last one, where there are fewer.
size_t PlainFinder::WordsAfter(size_t at, size_t n) const {
  size_t found = at;
  for (size_t k = at / kBlock; k < bits_.size(); ++k) {
    uint64_t ends = Ends(k);
    if (k == at / kBlock) ends &= ~LowBits(at % kBlock + 1);
    if (ends == 0) continue;
    const auto here = static_cast<size_t>(std::popcount(ends));
    if (here >= n) {
      for (; n > 1; --n) ends &= ends - 1;
      return k * kBlock + static_cast<size_t>(std::countr_zero(ends));
    }
    n -= here;
    found = k * kBlock + 63 - static_cast<size_t>(std::countl_zero(ends));
  }
  return found;
}

}  // namespace textmill::concordance
