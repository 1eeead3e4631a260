#include "plugins/lib/language-model/detector.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "plugins/lib/language-model/model.h"
#include "plugins/lib/language-model/rows.h"
#include "plugins/lib/language-model/unknown_language.h"
#include "plugins/lib/languages/holds_language.h"
#include "plugins/lib/languages/languages.h"

namespace textmill::language {
namespace {

constexpr size_t kBlock = 4;  // words, after which it may be enough
constexpr size_t kMostLanguages = 256;
// An answer that is less sure is checked for being one about words at all.
constexpr float kBeyondDoubt = 0.9F;
// The most for texts of names alone; the least for a table: a text with a figure to three words.
constexpr float kMostOfNames = 0.85F, kLeastOfTable = 0.12F;
constexpr size_t kWordsAFigure = 3;
// How much words say, in this order.
enum WordKind { kPlainWord, kCapitalWord, kShortWord };
// How far a language may lag: what is further behind stays there, as do those that are no answers.
constexpr int16_t kLost = 16000;

// `text`, or pieces of it from the beginning to the end, cut at spaces where there are some.
std::string_view Sample(std::string_view text, size_t bytes, std::string& out) {
  if (text.size() <= bytes) return text;
  constexpr size_t kPieces = 4, kLongestWord = 32;
  const size_t piece = bytes / kPieces;
  out.clear();
  for (size_t i = 0; i < kPieces; ++i) {
    const size_t limit =
        i + 1 == kPieces ? text.size() : (text.size() - piece) * (i + 1) / (kPieces - 1);
    size_t begin = (text.size() - piece) * i / (kPieces - 1);
    size_t end = std::min(begin + piece, text.size());
    if (begin > 0) {
      const size_t space = text.substr(begin, std::min(kLongestWord, end - begin)).find(' ');
      if (space != std::string_view::npos) begin += space;
    }
    while (begin < end && (text[begin] & 0xC0) == 0x80) ++begin;
    if (end < limit) {
      const size_t space = text.substr(begin, end - begin).rfind(' ');
      if (space != std::string_view::npos && begin + space + kLongestWord > end)
        end = begin + space;
    }
    while (end > begin && end < text.size() && (text[end] & 0xC0) == 0x80) --end;
    out += '\n';
    out.append(text, begin, end - begin);
  }
  return out;
}

// e^-(i / kSteps), by multiplication alone: the same on every machine.
constexpr size_t kSteps = 64, kTable = 12 * kSteps;
const std::array<float, kTable>& Exponentials() {
  static const auto table = [] {
    std::array<float, kTable> out{};
    double e = 1;
    for (float& value : out) {
      value = static_cast<float>(e);
      e *= 0.98449643700540841;  // e^(-1/64)
    }
    return out;
  }();
  return table;
}

// Between the lengths that the model tells, in 1/256.
uint32_t Sharpness(const Script& script, uint32_t letters) {
  const size_t last = script.sharpness.size() - 1;
  if (letters == 0) return script.sharpness[last];
  const auto length = static_cast<size_t>(std::bit_width(letters) - 1);
  if (length >= last) return script.sharpness[last];
  const uint32_t low = script.sharpness[length], high = script.sharpness[length + 1];
  const uint32_t above = letters - (1U << length);
  return (low * ((1U << length) - above) + high * above) >> length;
}

}  // namespace

BuiltinDetector::Scratch::Scratch() = default;
BuiltinDetector::Scratch::~Scratch() = default;
BuiltinDetector::Scratch::Scratch(Scratch&&) noexcept = default;
BuiltinDetector::Scratch& BuiltinDetector::Scratch::operator=(Scratch&&) noexcept = default;

BuiltinDetector::BuiltinDetector(size_t sample_bytes, const Model& model)
    : sample_bytes_(sample_bytes), model_(model) {
  std::vector<int> all(BuiltinLanguages().size());
  for (size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
  Restrict(all);
}

void BuiltinDetector::Restrict(const std::vector<int>& languages) {
  for (Group g = 0; g < kGroups; ++g) {
    slots_[g].clear();
    const auto& in_script = model_.script(g).languages;
    const auto& priors = model_.script(g).priors;
    const size_t size = RowSize(in_script.size());
    starts_[g].assign(size, kLost);
    least_[g].assign(size, kLost);
    const int16_t most = priors.empty() ? 0 : *std::max_element(priors.begin(), priors.end());
    for (size_t s = 0; s < in_script.size(); ++s) {
      if (std::find(languages.begin(), languages.end(), in_script[s]) != languages.end()) {
        slots_[g].push_back(static_cast<uint8_t>(s));
        starts_[g][s] = priors.empty() ? int16_t{0} : static_cast<int16_t>(most - priors[s]);
        least_[g][s] = 0;
      }
    }
  }
}

// Adds how far each language lags behind by these words of the group, none by more than `most`.
void BuiltinDetector::AddWords(std::span<const Words::Word* const> words, Group group, uint8_t most,
                               Scratch& scratch, int16_t* lags) const {
  const size_t size = starts_[group].size();
  const ScoreTable& table = model_.Table(group);
  WordCache& cache = scratch.caches[group];
  // Words that were not met of late wait for their scores together.
  std::array<const uint8_t*, kBlock> known;
  std::array<ScoreTable::Search, kBlock> searches;
  std::array<uint64_t, kBlock> unknown;
  size_t n_known = 0, n_unknown = 0;
  for (const Words::Word* word : words) {
    if (const uint8_t* const row = cache.Find(word->hash); row != nullptr) {
      constexpr size_t kLine = 64;
      for (size_t i = 0; i < size; i += kLine) __builtin_prefetch(row + i);
      known[n_known++] = row;
    } else {
      table.Ask(scratch.words.characters(*word), searches[n_unknown]);
      unknown[n_unknown++] = word->hash;
    }
  }
  for (size_t i = 0; i < n_unknown; ++i) table.Find(searches[i]);
  for (size_t i = 0; i < n_known; ++i) Rows().add_lags(known[i], most, size, lags);
  for (size_t i = 0; i < n_unknown; ++i) {
    std::array<int16_t, kMostLanguages> scores;
    std::fill_n(scores.begin(), size, int16_t{0});
    table.Add(searches[i], scores.data());
    uint8_t* const row = cache.Add(unknown[i]);
    Rows().lags(scores.data(), model_.script(group).languages.size(), size, row);
    Rows().add_lags(row, most, size, lags);
  }
}

// Adds up how far each language lags behind, over the words of a group, until the answer is beyond
// doubt. Words are taken from all over the text, those with a capital last. Returns how many
// letters they have.
uint32_t BuiltinDetector::AddUp(Group group, Scratch& scratch, int16_t* lags) const {
  std::copy(starts_[group].begin(), starts_[group].end(), lags);
  uint32_t letters = 0;
  const auto words = scratch.words.words();
  const size_t step = words.size() / 16 + 1;
  WordCache& cache = scratch.caches[group];
  if (!cache.made()) cache = WordCache(starts_[group].size());
  for (size_t w = 0; w < words.size(); w += step) cache.Ask(words[w].hash);
  // Names and quotations are of other languages: in a text of more than a few words, no single one
  // decides, least of all one with a capital where not most words have one, or an abbreviation;
  // those count twice at most.
  constexpr size_t kFewWords = 3, kFewWithCapitals = 2;
  constexpr int kMostLead[] = {7 * kScoreUnit, 2 * kScoreUnit, kScoreUnit / 2};
  const size_t capitals = scratch.words.capitals();
  const bool alike = capitals == 0 || capitals * 10 > words.size() * 7;
  scratch.seen.fill(0);
  std::array<const Words::Word*, kBlock> block;
  for (const int kind : {kPlainWord, kCapitalWord, kShortWord}) {
    const bool few = words.size() <= (kind == kCapitalWord ? kFewWithCapitals : kFewWords);
    const auto most = static_cast<uint8_t>(few ? 255 : kMostLead[kind]);
    const uint32_t before = letters;
    size_t in_block = 0;
    for (size_t first = 0; first < step; ++first) {
      for (size_t w = first; w < words.size(); w += step) {
        const Words::Word& word = words[w];
        if (word.group != group) continue;
        const int is = word.abbreviation        ? kShortWord
                       : !alike && word.capital ? kCapitalWord
                                                : kPlainWord;
        if (is != kind || (kind != kPlainWord && !few && scratch.SeenTwice(word.hash))) continue;
        block[in_block++] = &word;
        letters += word.size;
        if (in_block < kBlock) continue;
        in_block = 0;
        AddWords(block, group, most, scratch, lags);
        if (IsSure(group, letters, lags)) return letters;
      }
    }
    if (letters == before) continue;
    AddWords({block.data(), in_block}, group, most, scratch, lags);
    if (IsSure(group, letters, lags)) break;
  }
  return letters;
}

// Puts the leader at 0. True when nothing that is still to come would change the answer.
bool BuiltinDetector::IsSure(Group group, uint32_t letters, int16_t* lags) const {
  constexpr uint32_t kNats = 7;
  const uint32_t sharpness = std::max(1U, Sharpness(model_.script(group), letters));
  const auto lead =
      static_cast<int16_t>(std::min<uint32_t>(kNats * 256 * kScoreUnit / sharpness, kLost - 1));
  const auto& least = least_[group];
  return Rows().settle(least.data(), kLost, lead, least.size(), lags) == 1;
}

Guess BuiltinDetector::Detect(std::string_view utf8, Scratch& scratch) const {
  scratch.words.Read(Sample(utf8, sample_bytes_, scratch.sample), model_.letters());
  const Group group = scratch.words.MainGroup([&](Group g) { return !slots_[g].empty(); });
  if (group == kNoLetter) return {};
  if (group == kLatin && scratch.words.LooksLikeCode()) return {};
  const uint32_t letters = scratch.words.letters(group);
  const size_t words = scratch.words.words().size();
  const Script& script = model_.script(group);
  const auto is_unknown = [&](int language) {
    const std::string_view code = BuiltinLanguages()[static_cast<size_t>(language)].code;
    return IsOfUnknownLanguage(utf8, code);
  };
  if (script.languages.size() == 1) {
    if (is_unknown(script.languages[0])) return {};
    const auto n = static_cast<float>(letters);
    return {script.languages[0], 1 - 1 / (1 + n * n)};
  }
  alignas(16) std::array<int16_t, kMostLanguages> lags;
  const uint32_t scored = AddUp(group, scratch, lags.data());
  const uint32_t sharpness = Sharpness(script, scored);
  // Most lag too far behind the best, which is at 0, to count.
  const auto most = static_cast<int16_t>(
      std::min<uint64_t>(kTable * 256 * kScoreUnit / (kSteps * sharpness + 1), INT16_MAX));
  const auto& least = least_[group];
  std::array<uint8_t, kMostLanguages> near;
  const size_t n = Rows().within(lags.data(), most, least.size(), near.data());
  const auto& exponentials = Exponentials();
  const uint8_t* best = nullptr;
  float sum = 0;
  for (const uint8_t& slot : std::span(near).first(n)) {
    if (least[slot] > 0) continue;  // no answer
    const auto lag = static_cast<uint64_t>(lags[slot]);
    if (lag == 0 && best == nullptr) best = &slot;
    const uint64_t step = lag * sharpness * kSteps / (256 * kScoreUnit);
    if (step < kTable) sum += exponentials[step];
  }
  float confidence = 1 / sum;
  // Names are of all languages, and in a table there is little else.
  if (scratch.words.AllNames()) confidence = std::min(confidence, kMostOfNames);
  if (scratch.words.figures() * kWordsAFigure >= words && confidence < kLeastOfTable) return {};
  // Program code and the like may look a little like some language.
  if (confidence < kBeyondDoubt && !HoldsLanguage(utf8)) return {};
  if (is_unknown(script.languages[*best])) return {};
  return {script.languages[*best], confidence};
}

}  // namespace textmill::language
