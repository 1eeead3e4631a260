#include "plugins/train/language/pieces.h"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <map>

#include "plugins/lib/language-model/model_data.h"

namespace textmill::language {
namespace {

// A word as its n-grams are taken from it. Empty where it does not occur: it is of languages left
// out, or held out.
std::u32string Bordered(const ScriptCorpus& corpus, size_t word, uint32_t tokens) {
  std::u32string text;
  if (tokens == 0) return text;
  const bool borders = HasBorders(corpus.group);
  if (borders) text += static_cast<char32_t>(kBorder);
  text += corpus.words[word];
  if (borders) text += static_cast<char32_t>(kBorder);
  return text;
}

}  // namespace

// Fills slots and counts of a level's n-grams; `places_` tells where they occur.
void Pieces::CountLanguages(const std::vector<std::vector<Type>>& types, size_t k) {
  Ngrams::Level& level = ngrams_.levels[k];
  std::vector<double> counts(level.size());
  std::vector<uint32_t> seen;
  level.entries.assign(level.size() + 1, 0);
  // Twice over all words: how many languages each n-gram has, then which.
  for (int round = 0; round < 2; ++round) {
    std::vector<uint32_t> next = level.entries;
    for (size_t s = 0; s < types.size(); ++s) {
      for (const Type& type : types[s]) {
        for (size_t p = place_starts_[type.word]; p < place_starts_[type.word + 1]; ++p) {
          const uint32_t i = places_[p];
          if (i == kNone) continue;
          if (counts[i] == 0) seen.push_back(i);
          counts[i] += type.weight;
        }
      }
      for (const uint32_t i : seen) {
        if (round == 0) {
          ++level.entries[i + 1];
        } else {
          level.slots[next[i]] = static_cast<uint8_t>(s);
          level.counts[next[i]++] = NearestCountStep(counts[i]);
        }
        counts[i] = 0;
      }
      seen.clear();
    }
    if (round > 0) continue;
    for (size_t i = 0; i < level.size(); ++i) level.entries[i + 1] += level.entries[i];
    level.slots.resize(level.entries.back());
    level.counts.resize(level.entries.back());
  }
}

size_t Pieces::LevelOf(size_t piece) const {
  size_t k = 0;
  while (k < ngrams_.levels.size() && piece >= firsts_[k + 1]) ++k;
  return k;
}

std::u32string Pieces::Spelling(size_t piece, const ScriptCorpus& corpus) const {
  size_t k = LevelOf(piece);
  if (k == ngrams_.levels.size()) return corpus.words[word(piece)];
  std::u32string out(k + 1, U' ');
  for (size_t i = piece - firsts_[k];; i = ngrams_.levels[k].prefix[i], --k) {
    out[k] = ngrams_.characters[ngrams_.levels[k].last[i]];
    if (k == 0) return out;
  }
}

Pieces::Pieces(const ScriptCorpus& corpus, const std::vector<std::vector<Type>>& types,
               const PieceSettings& settings) {
  const auto& least = HasBorders(corpus.group) ? settings.least_words : settings.least_words_in_han;
  std::vector<uint32_t> tokens(corpus.words.size());
  for (const auto& of_language : types) {
    for (const Type& type : of_language) tokens[type.word] += type.tokens;
  }
  ngrams_.slots = corpus.languages.size();
  ngrams_.levels.resize(settings.longest);
  firsts_ = {0};
  std::vector<std::vector<uint32_t>> by_level;
  for (size_t k = 0; k < settings.longest; ++k) {
    if (k == 0) {
      MakeCharacters(corpus, tokens, least[1]);
    } else {
      MakeLevel(k, by_level[0], least[k + 1]);
    }
    firsts_.push_back(firsts_.back() + ngrams_.levels[k].size());
    CountLanguages(types, k);
    by_level.push_back(places_);
  }
  ngrams_.levels.back().children.assign(ngrams_.levels.back().size() + 1, 0);
  MakeWords(corpus, tokens, settings.least_tokens, by_level);
  places_ = {};
}

// The first level: characters that at least so many words have.
void Pieces::MakeCharacters(const ScriptCorpus& corpus, const std::vector<uint32_t>& tokens,
                            uint32_t least) {
  std::map<char32_t, uint32_t> characters;
  for (size_t w = 0; w < corpus.words.size(); ++w) {
    for (const char32_t c : Bordered(corpus, w, tokens[w])) ++characters[c];
  }
  std::erase_if(characters, [&](const auto& c) { return c.second < least; });
  Ngrams::Level& level = ngrams_.levels[0];
  for (auto& [c, number] : characters) {
    number = static_cast<uint32_t>(ngrams_.characters.size());
    ngrams_.characters.push_back(c);
    level.last.push_back(static_cast<uint16_t>(number));
    level.prefix.push_back(0);
    level.suffix.push_back(0);
  }
  place_starts_.push_back(0);
  for (size_t w = 0; w < corpus.words.size(); ++w) {
    for (const char32_t c : Bordered(corpus, w, tokens[w])) {
      const auto it = characters.find(c);
      places_.push_back(it == characters.end() ? kNone : it->second);
    }
    place_starts_.push_back(places_.size());
  }
}

// A level from the one before: an n-gram there, and the character after it.
void Pieces::MakeLevel(size_t k, const std::vector<uint32_t>& characters, uint32_t least) {
  Ngrams::Level& before = ngrams_.levels[k - 1];
  Ngrams::Level& level = ngrams_.levels[k];
  const auto for_each = [&](auto to) {
    for (size_t w = 0; w + 1 < place_starts_.size(); ++w) {
      for (size_t p = place_starts_[w]; p + k < place_starts_[w + 1]; ++p) {
        if (places_[p] == kNone || places_[p + 1] == kNone) continue;
        to(p, uint64_t{places_[p]} << 32 | characters[p + k]);
      }
    }
  };
  absl::flat_hash_map<uint64_t, uint32_t> words;  // how many have it
  for_each([&](size_t, uint64_t key) { ++words[key]; });
  std::vector<uint64_t> keys;
  for (const auto& [key, count] : words) {
    if (count >= least) keys.push_back(key);
  }
  std::sort(keys.begin(), keys.end());
  before.children.assign(before.size() + 1, 0);
  for (size_t i = 0; i < keys.size(); ++i) {
    words[keys[i]] = static_cast<uint32_t>(i);
    level.prefix.push_back(static_cast<uint32_t>(keys[i] >> 32));
    level.last.push_back(static_cast<uint16_t>(keys[i]));
    ++before.children[level.prefix.back() + 1];
  }
  for (size_t i = 0; i < before.size(); ++i) before.children[i + 1] += before.children[i];
  level.suffix.assign(level.size(), 0);
  std::vector<uint32_t> places(places_.size(), kNone);
  for_each([&](size_t p, uint64_t key) {
    const uint32_t i = words[key];
    if (i >= keys.size() || keys[i] != key) return;  // a count, not a place
    places[p] = i;
    level.suffix[i] = places_[p + 1];
  });
  places_ = std::move(places);
}

// Which pieces each word is made of.
void Pieces::MakeWords(const ScriptCorpus& corpus, const std::vector<uint32_t>& tokens,
                       uint32_t least_tokens, const std::vector<std::vector<uint32_t>>& by_level) {
  starts_.push_back(0);
  for (size_t w = 0; w < corpus.words.size(); ++w) {
    for (size_t p = place_starts_[w]; p < place_starts_[w + 1]; ++p) {
      for (size_t k = ShortestLength(corpus.group) - 1; k < by_level.size(); ++k) {
        if (by_level[k][p] == kNone) break;
        of_words_.push_back(static_cast<uint32_t>(firsts_[k] + by_level[k][p]));
      }
    }
    starts_.push_back(of_words_.size());
    wholes_.push_back(kNone);
    if (tokens[w] >= least_tokens) {
      wholes_.back() = static_cast<uint32_t>(firsts_.back() + words_.size());
      words_.push_back(static_cast<uint32_t>(w));
    }
  }
}

}  // namespace textmill::language
