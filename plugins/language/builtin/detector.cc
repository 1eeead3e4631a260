#include "plugins/language/builtin/detector.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "plugins/language/builtin/model.h"

namespace textmill::language {
namespace {

constexpr size_t kCachedWords = 8192;  // of a script, a power of two
constexpr size_t kMostLanguages = 256;
// The score of a language that is not to be an answer, before any word.
constexpr int32_t kNever = -(1 << 30);

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
  const auto length = static_cast<size_t>(std::bit_width(letters) - 1);
  const size_t last = script.sharpness.size() - 1;
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
    starts_[g].assign(Model::Stride(in_script.size()), kNever);
    for (size_t s = 0; s < in_script.size(); ++s) {
      if (std::find(languages.begin(), languages.end(), in_script[s]) != languages.end()) {
        slots_[g].push_back(static_cast<uint8_t>(s));
        starts_[g][s] = priors.empty() ? 0 : priors[s];
      }
    }
  }
}

// Adds up the scores of the words of a group, until the answer is beyond doubt. Words are taken
// from all over the text. Returns how many letters they have.
uint32_t BuiltinDetector::AddUp(Group group, Scratch& scratch, int32_t* scores) const {
  const Script& script = model_.script(group);
  const size_t slots = script.languages.size(), stride = Model::Stride(slots);
  std::copy(starts_[group].begin(), starts_[group].end(), scores);
  Scratch::Cache& cache = scratch.caches[group];
  if (cache.hashes.empty()) {
    cache.hashes.resize(kCachedWords);
    cache.scores.resize(kCachedWords * stride);
  }
  // Scores of a few words fit into 16 bits.
  constexpr size_t kBlock = 4;
  constexpr int kMost = 0x7FFF / kBlock;
  alignas(16) std::array<int16_t, kMostLanguages> block;
  std::fill(block.begin(), block.begin() + static_cast<long>(stride), int16_t{0});
  size_t in_block = 0;
  uint32_t letters = 0;
  const auto words = scratch.words.words();
  const size_t step = words.size() / 16 + 1;
  // Names and quotations are of other languages: in a text of many words, no single one decides.
  constexpr size_t kFewWords = 5;
  constexpr int kMostLead = 10 * kScoreUnit;
  const bool many = words.size() > kFewWords;
  for (size_t first = 0; first < step; ++first) {
    for (size_t w = first; w < words.size(); w += step) {
      const Words::Word& word = words[w];
      if (word.group != group) continue;
      const uint64_t hash = word.hash + (many ? 1 : 0);
      const size_t place = hash >> 32 & (kCachedWords - 1);
      int16_t* const row = &cache.scores[place * stride];
      if (cache.hashes[place] != hash) {
        std::fill(row, row + stride, int16_t{0});
        model_.Add(scratch.words.characters(word), group, row);
        const int top = *std::max_element(row, row + slots);
        const auto least = static_cast<int16_t>(many ? std::max(top - kMostLead, -kMost) : -kMost);
        for (size_t i = 0; i < stride; ++i) row[i] = std::clamp(row[i], least, int16_t{kMost});
        cache.hashes[place] = hash;
      }
      for (size_t i = 0; i < stride; ++i) block[i] = static_cast<int16_t>(block[i] + row[i]);
      letters += word.size;
      if (++in_block < kBlock) continue;
      for (size_t i = 0; i < stride; ++i) {
        scores[i] += block[i];
        block[i] = 0;
      }
      in_block = 0;
      if (IsSure(group, letters, scores)) return letters;
    }
  }
  for (size_t i = 0; i < stride; ++i) scores[i] += block[i];
  return letters;
}

// Nothing that is still to come would change the answer. `scores` is a row.
bool BuiltinDetector::IsSure(Group group, uint32_t letters, const int32_t* scores) const {
  constexpr uint32_t kNats = 9;
  const uint32_t sharpness = std::max(1U, Sharpness(model_.script(group), letters));
  const auto lead = static_cast<int32_t>(kNats * 256 * kScoreUnit / sharpness);
  const size_t stride = starts_[group].size();
  int32_t best = INT32_MIN;
  for (size_t i = 0; i < stride; ++i) best = std::max(best, scores[i]);
  int32_t near = 0;  // the best among them
  for (size_t i = 0; i < stride; ++i) near += scores[i] > best - lead ? 1 : 0;
  return near == 1;
}

Guess BuiltinDetector::Detect(std::string_view utf8, Scratch& scratch) const {
  scratch.words.Read(Sample(utf8, sample_bytes_, scratch.sample), model_.letters());
  const Group group = scratch.words.MainGroup([&](Group g) { return !slots_[g].empty(); });
  if (group == kNoLetter) return {};
  if (group == kLatin && scratch.words.LooksLikeCode()) return {};
  const uint32_t letters = scratch.words.letters(group);
  const Script& script = model_.script(group);
  if (script.languages.size() == 1) {
    const auto n = static_cast<float>(letters);
    return {script.languages[0], 1 - 1 / (1 + n * n)};
  }
  std::array<int32_t, kMostLanguages> scores;
  const uint32_t scored = AddUp(group, scratch, scores.data());
  uint8_t best = slots_[group][0];
  for (const uint8_t slot : slots_[group]) {
    if (scores[slot] > scores[best]) best = slot;
  }
  const uint32_t sharpness = Sharpness(script, scored);
  float sum = 0;
  for (const uint8_t slot : slots_[group]) {
    const uint64_t below = static_cast<uint64_t>(scores[best] - scores[slot]) * sharpness;
    const uint64_t step = below * kSteps / (256 * kScoreUnit);
    if (step < kTable) sum += Exponentials()[step];
  }
  return {script.languages[best], 1 / sum};
}

}  // namespace textmill::language
