#include "plugins/lib/token-model/word_features.h"

#include <algorithm>

#include "plugins/lib/hash/hash.h"
#include "textmill/utf8.hpp"

namespace textmill::token_model {
namespace {

enum Kind : uint64_t { kForm, kLower, kPrefix, kSuffix, kShape, kSigns, kLength, kClass };
constexpr size_t kMostPrefix = 4, kMostSuffix = 5, kMostShape = 8;

WordFeature Make(Kind kind, uint64_t part, std::string_view value) {
  const uint64_t seed = hash::Constant(kind * 16 + part);
  return {hash::Mix(hash::HashOn(seed, value.data(), value.size())),
          kind == kForm || kind == kLower};
}

size_t CharacterSize(std::string_view word, size_t at) {
  return DecodeUtf8(word.data() + at, word.data() + word.size()).size;
}

// A letter for each kind of character, at most two of a kind in a row: "Xx", "dd-dd".
std::string ShapeOf(std::string_view word, std::string_view lower) {
  std::string shape;
  size_t at = 0, lower_at = 0;
  while (at < word.size() && lower_at < lower.size() && shape.size() < kMostShape) {
    const size_t size = CharacterSize(word, at), lower_size = CharacterSize(lower, lower_at);
    const char c = word[at];
    char kind = c;
    if (word.substr(at, size) != lower.substr(lower_at, lower_size)) {
      kind = 'X';
    } else if (static_cast<uint8_t>(c) >= 0x80) {
      kind = 'u';
    } else if (c >= 'a' && c <= 'z') {
      kind = 'x';
    } else if (c >= '0' && c <= '9') {
      kind = 'd';
    }
    at += size;
    lower_at += lower_size;
    const size_t n = shape.size();
    if (n < 2 || shape[n - 1] != kind || shape[n - 2] != kind) shape += kind;
  }
  return shape;
}

}  // namespace

void AppendFeatures(std::string_view word, std::string_view lower, std::vector<WordFeature>* out) {
  out->push_back(Make(kForm, 0, word));
  out->push_back(Make(kLower, 0, lower));
  size_t characters = 0;
  size_t ends[kMostPrefix + 1] = {};
  for (size_t at = 0; at < lower.size(); ++characters) {
    at += CharacterSize(lower, at);
    if (characters < kMostPrefix) ends[characters + 1] = at;
  }
  for (size_t k = 1; k <= kMostPrefix && k < characters; ++k)
    out->push_back(Make(kPrefix, k, lower.substr(0, ends[k])));
  size_t at = lower.size();
  for (size_t k = 1; k <= kMostSuffix && k < characters; ++k) {
    at -= DecodeUtf8Before(lower.data(), lower.data() + at).size;
    out->push_back(Make(kSuffix, k, lower.substr(at)));
  }
  const std::string shape = ShapeOf(word, lower);
  out->push_back(Make(kShape, 0, shape));
  std::string signs = shape.substr(0, 1);
  if (shape.find('d') != shape.npos) signs += 'd';
  if (shape.find('-') != shape.npos) signs += '-';
  if (shape.find('x') == shape.npos) signs += 'U';
  out->push_back(Make(kSigns, 0, signs));
  out->push_back(Make(kLength, std::min<size_t>(characters, 12), {}));
}

WordFeature ClassFeature(uint8_t word_class) {
  const char c = static_cast<char>(word_class);
  return Make(kClass, 0, {&c, 1});
}

Case CaseOf(std::string_view word, std::string_view lower) {
  if (word == lower) return Case::kLower;
  size_t capitals = 0, small = 0, at = 0, lower_at = 0;
  bool first = false;
  while (at < word.size() && lower_at < lower.size()) {
    const size_t size = CharacterSize(word, at), lower_size = CharacterSize(lower, lower_at);
    const bool capital = word.substr(at, size) != lower.substr(lower_at, lower_size);
    if (at == 0) first = capital;
    capitals += capital;
    small += !capital && ((word[at] >= 'a' && word[at] <= 'z') || size > 1);
    at += size;
    lower_at += lower_size;
  }
  if (small == 0 && capitals > 1) return Case::kUpper;
  return first && capitals == 1 ? Case::kTitle : Case::kMixed;
}

void CaseCounts::Add(Case written, std::string_view lower) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || static_cast<uint8_t>(c) >= 0x80;
  };
  if (lower.size() < 2 || !letter(lower[0]) || !letter(lower[1])) return;
  small += written == Case::kLower;
  title += written == Case::kTitle || written == Case::kMixed;
  capitals += written == Case::kUpper;
}

SentenceKind CaseCounts::Kind() const {
  const size_t all = small + title + capitals;
  if (all == 0) return SentenceKind::kUsual;
  if (capitals * 4 >= all * 3 && all > 1) return SentenceKind::kCapitals;
  if (small == all && all > 2) return SentenceKind::kSmall;
  if ((title + capitals) * 4 >= all * 3 && all > 2) return SentenceKind::kTitle;
  return SentenceKind::kUsual;
}

uint64_t WordHash(std::string_view word) {
  return hash::HashOn(hash::kSeed, word.data(), word.size());
}

}  // namespace textmill::token_model
