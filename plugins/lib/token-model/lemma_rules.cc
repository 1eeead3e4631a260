#include "plugins/lib/token-model/lemma_rules.h"

#include <algorithm>
#include <optional>

#include "plugins/lib/hash/hash.h"
#include "plugins/lib/tagger/chars.h"
#include "textmill/utf8.hpp"

namespace textmill::token_model {
namespace {

// All letters changed one by one; ASCII and what ICU maps to one character.
std::string Title(std::string_view word, std::string_view lower) {
  const size_t size = DecodeUtf8(word.data(), word.data() + word.size()).size;
  const size_t lower_size = DecodeUtf8(lower.data(), lower.data() + lower.size()).size;
  std::string first(word.substr(0, size));
  if (first.size() == 1 && first[0] >= 'a' && first[0] <= 'z')
    first[0] = static_cast<char>(first[0] - 32);
  return first + std::string(lower.substr(lower_size));
}

std::string Upper(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return out;
}

std::string Taken(LemmaScript::From from, std::string_view word, std::string_view lower) {
  switch (from) {
    case LemmaScript::kLower:
      return std::string(lower);
    case LemmaScript::kTitle:
      return word.empty() ? std::string() : Title(word, lower);
    case LemmaScript::kUpper:
      return Upper(word);
    case LemmaScript::kWithoutCommas: {
      std::string out(word);
      std::erase(out, ',');
      return out;
    }
    default:
      return std::string(word);
  }
}

}  // namespace

LemmaScript ScriptFor(std::string_view word, std::string_view lower, std::string_view lemma) {
  std::optional<LemmaScript> best;
  size_t best_cost = 0;
  // In this order: of equal ones the first.
  for (const auto from : {LemmaScript::kLower, LemmaScript::kWritten, LemmaScript::kTitle,
                          LemmaScript::kUpper, LemmaScript::kWithoutCommas}) {
    const std::string taken = Taken(from, word, lower);
    size_t same = 0;
    while (same < taken.size() && same < lemma.size() && taken[same] == lemma[same]) ++same;
    while (same > 0 && same < lemma.size() && (static_cast<uint8_t>(lemma[same]) & 0xC0) == 0x80)
      --same;
    while (same > 0 && same < taken.size() && (static_cast<uint8_t>(taken[same]) & 0xC0) == 0x80)
      --same;
    const size_t cut = taken.size() - same;
    const size_t cost = cut + lemma.size() - same;
    if (cut > 255 || (best && cost >= best_cost)) continue;
    best = LemmaScript{from, static_cast<uint8_t>(cut), std::string(lemma.substr(same))};
    best_cost = cost;
  }
  return best.value_or(LemmaScript{});
}

bool Apply(const LemmaScript& script, std::string_view word, std::string_view lower,
           std::string* lemma) {
  *lemma = Taken(script.from, word, lower);
  if (lemma->size() < script.cut) return false;
  const size_t keep = lemma->size() - script.cut;
  if (keep < lemma->size() && (static_cast<uint8_t>((*lemma)[keep]) & 0xC0) == 0x80) return false;
  lemma->resize(keep);
  *lemma += script.add;
  return !lemma->empty();
}

uint64_t WordRule(std::string_view word, uint32_t label) {
  const uint64_t seed = hash::Constant(0x10000 + label);
  return hash::Mix(hash::HashOn(seed, word.data(), word.size()));
}

uint64_t EndingRule(std::string_view lower, size_t bytes, WordKind kind, uint32_t label) {
  const uint64_t place = static_cast<uint64_t>(kind.written) * 2 + (kind.listed ? 1 : 0);
  const uint64_t seed = hash::Constant(0x20000 + static_cast<uint64_t>(label) * 8 + place);
  const std::string_view end = lower.substr(lower.size() - bytes);
  return hash::Mix(hash::HashOn(seed, end.data(), end.size()));
}

}  // namespace textmill::token_model
