#include "plugins/text-quality/measure.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "plugins/lib/hash/hash.h"
#include "plugins/text-quality/characters.h"
#include "plugins/text-quality/count.h"
#include "textmill/utf8.hpp"

namespace textmill::quality {
namespace {

constexpr std::string_view kEllipsis = "\u2026";

double Share(size_t part, size_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

// The words that Gopher looks for. Each has a cell of its own, found without a branch: nearly every
// word of a text is asked.
class FrequentWords {
 public:
  constexpr FrequentWords() {
    uint8_t bit = 1;
    for (const std::string_view word : {"the", "be", "to", "of", "and", "that", "have", "with"}) {
      uint32_t letters = 0;
      for (size_t i = 0; i < word.size(); ++i) letters |= static_cast<uint32_t>(word[i]) << (8 * i);
      Cell& cell = cells_[Place(letters, word.size())];
      if (cell.bit != 0) throw "two words in one cell";
      cell = {letters, static_cast<uint32_t>(word.size()), bit};
      bit = static_cast<uint8_t>(bit << 1);
    }
  }
  // The bit of the word of `size` bytes, at least one, that is there; 0 for any other.
  uint8_t At(std::string_view text, size_t begin, size_t size) const {
    uint32_t letters = 0;
    if (text.size() - begin >= 4) {
      std::memcpy(&letters, text.data() + begin, 4);
      letters &= ~uint32_t{0} >> (8 * (4 - std::min<size_t>(size, 4)));
    } else {
      std::memcpy(&letters, text.data() + begin, size);
    }
    const Cell& cell = cells_[Place(letters, size)];
    return cell.letters == letters && cell.size == size ? cell.bit : uint8_t{0};
  }

 private:
  struct Cell {
    uint32_t letters = 0, size = 0;
    uint8_t bit = 0;
  };
  static constexpr size_t Place(uint32_t letters, size_t size) {
    return ((letters & 0xFF) + 3 * size) % 32;
  }
  Cell cells_[32] = {};
};
constexpr FrequentWords kFrequent;

// What two strings that are equal have in common; most that are not differ in it.
uint64_t Sketch(std::string_view s) {
  uint64_t first = 0, last = 0;
  if (s.size() >= 8) {
    std::memcpy(&first, s.data(), 8);
    std::memcpy(&last, s.data() + s.size() - 8, 8);
  } else if (!s.empty()) {
    std::memcpy(&first, s.data(), s.size());
  }
  return hash::Spread(first) + (last ^ s.size());
}

}  // namespace

void Measure::Start(std::string_view text) {
  text_ = text;
  characters_ = CountCharacters(text);
  ascii_ = characters_ == text.size();
  has_words_ = has_runs_ = false;
  signals_.fill(kNothing);
}

void Measure::NeedWords() {
  if (has_words_) return;
  has_words_ = true;
  if (options_.like == Like::kDolma) {
    tokens_.SplitAtSpace(text_);
  } else {
    tokens_.SplitAsSpacy(text_);
  }
}

void Measure::NeedRuns() {
  NeedWords();
  if (has_runs_) return;
  has_runs_ = true;
  repetition_.Look(text_, tokens_.all());
}

void Measure::Look(Book book) {
  const bool dolma = options_.like == Like::kDolma;
  switch (book) {
    case Book::kGopherQuality:
      return dolma ? GopherQualityAsDolma() : GopherQuality();
    case Book::kGopherRepetition:
      return dolma ? GopherRepetitionAsDolma() : GopherRepetition();
    case Book::kC4:
      NeedWords();
      return dolma ? c4_.LookAsDolma(text_, tokens_, options_.c4, &signals_)
                   : c4_.LookAsDatatrove(text_, tokens_, options_.c4, &signals_);
    case Book::kFineWeb:
      return FineWeb();
    case Book::kMc4:
      return LongLines();
    case Book::kRedPajama:
      return;
  }
}

void Measure::GopherQuality() {
  NeedWords();
  size_t words = 0, in_words = 0, with_letter = 0;
  unsigned frequent = 0;
  for (const Token& token : tokens_.all()) {
    const bool word = (token.kind & kIsWord) != 0;
    words += word ? 1 : 0;
    in_words += word ? token.characters : 0;
    with_letter += (token.kind & kHasLetter) != 0 ? 1 : 0;
    frequent |= kFrequent.At(text_, token.begin, token.size);
  }
  const size_t all = tokens_.all().size();
  Signals& is = signals_;
  is[kWords] = static_cast<double>(words);
  if (words > 0) is[kMeanWordLength] = Share(in_words, words);
  is[kStopWords] = static_cast<double>(std::popcount(frequent));
  if (all > 0) {
    is[kHashes] = Share(static_cast<size_t>(std::count(text_.begin(), text_.end(), '#')), all);
    is[kEllipses] = Share(Count(text_, "...") + Count(text_, kEllipsis), all);
    is[kAlphaWords] = Share(with_letter, all);
  }
  SplitLines(text_, &pieces_);
  size_t bullets = 0, ellipses = 0;
  for (const std::string_view line : pieces_) {
    const std::string_view stripped = Strip(line);
    if (stripped.starts_with("\u2022") || stripped.starts_with('-')) ++bullets;
    if (stripped.ends_with("...") || stripped.ends_with(kEllipsis)) ++ellipses;
  }
  if (!pieces_.empty()) {
    is[kBulletLines] = Share(bullets, pieces_.size());
    is[kEllipsisLines] = Share(ellipses, pieces_.size());
  }
}

void Measure::GopherQualityAsDolma() {
  NeedWords();
  if (text_.empty()) {  // Dolma gives such a text zeros
    for (const Signal s :
         {kWords, kMeanWordLength, kHashes, kAlphaWords, kStopWords, kBulletLines, kEllipsisLines})
      signals_[s] = 0;
    return;
  }
  size_t with_letter = 0, with_symbol = 0, frequent = 0;
  lengths_.clear();
  for (const Token& token : tokens_.all()) {
    const std::string_view word = token.of(text_);
    lengths_.push_back(token.characters);
    if ((token.kind & kHasLetter) != 0) ++with_letter;
    if (word.find('#') != word.npos || word.find(kEllipsis) != word.npos) ++with_symbol;
    if (kFrequent.At(text_, token.begin, token.size) != 0) ++frequent;
  }
  const size_t words = lengths_.size(), half = words / 2;
  Signals& is = signals_;
  is[kWords] = static_cast<double>(words);
  is[kMeanWordLength] = 0;
  if (words > 0) {
    const auto middle = lengths_.begin() + static_cast<std::ptrdiff_t>(half);
    std::nth_element(lengths_.begin(), middle, lengths_.end());
    is[kMeanWordLength] = *middle;
    if (words % 2 == 0)
      is[kMeanWordLength] = (*std::max_element(lengths_.begin(), middle) + *middle) / 2.0;
  }
  is[kHashes] = Share(with_symbol, std::max<size_t>(words, 1));
  is[kAlphaWords] = Share(with_letter, std::max<size_t>(words, 1));
  is[kStopWords] = static_cast<double>(frequent);
  SplitAtBreaks(text_, &pieces_);
  size_t bullets = 0, ellipses = 0;
  for (const std::string_view line : pieces_) {
    if (line.starts_with('*') || line.starts_with('-')) ++bullets;
    if (line.ends_with(kEllipsis)) ++ellipses;
  }
  is[kBulletLines] = Share(bullets, pieces_.size());
  is[kEllipsisLines] = Share(ellipses, pieces_.size());
}

Measure::Repeated Measure::Repeats(const std::vector<std::string_view>& strings) {
  Repeated repeated;
  twice_.Clear(strings.size());
  for (const std::string_view s : strings) twice_.Add(Sketch(s));
  interner_.Clear(strings.size(), text_.data() + text_.size());
  for (const std::string_view s : strings) {
    if (!twice_.MayBe(Sketch(s))) continue;
    const size_t known = interner_.size();
    if (interner_.Number(s) == known) continue;
    ++repeated.strings;
    repeated.characters += ascii_ ? s.size() : CountCharacters(s);
  }
  return repeated;
}

void Measure::GopherRepetition() {
  Signals& is = signals_;
  is[kCharacters] = static_cast<double>(characters_);
  if (text_.empty()) return;
  SplitAtRuns(Strip(text_), 2, &pieces_);
  Repeated repeated = Repeats(pieces_);
  is[kDupParagraphs] = Share(repeated.strings, pieces_.size());
  is[kDupParagraphCharacters] = Share(repeated.characters, characters_);
  SplitAtRuns(text_, 1, &pieces_);
  repeated = Repeats(pieces_);
  is[kDupLines] = Share(repeated.strings, pieces_.size());
  is[kDupLineCharacters] = Share(repeated.characters, characters_);
  NeedRuns();
  for (int n = 2; n <= 4; ++n) {
    const Repetition::Top top = repetition_.MostFrequent(n);
    if (top.count == 0) continue;
    const uint64_t between = static_cast<uint64_t>(n) - 1;  // blanks, as datatrove joins them
    is[kTop2 + n - 2] = Share(top.count * (top.characters + between), characters_);
  }
  for (int n = 5; n <= 10; ++n)
    is[kDup5 + n - 5] = Share(repetition_.RepeatedCharacters(n), characters_);
}

void Measure::GopherRepetitionAsDolma() {
  Signals& is = signals_;
  is[kCharacters] = static_cast<double>(characters_);
  if (text_.empty()) return;
  NeedRuns();
  size_t in_words = 0;
  for (const Token& token : tokens_.all()) in_words += token.characters;
  for (int n = 2; n <= 10; ++n) {
    const Repetition::Top top = repetition_.MostFrequent(n);
    if (top.count == 0) continue;
    if (n <= 4) {
      is[kTop2 + n - 2] = Share(top.count * top.characters, std::max<size_t>(in_words, 1));
    } else {
      is[kDup5 + n - 5] = Share(repetition_.CharactersOfRepeated(n),
                                std::max<uint64_t>(repetition_.CharactersOfAll(n), 1));
    }
  }
  SplitAtBreaks(text_, &pieces_);
  interner_.Clear(pieces_.size(), text_.data() + text_.size());
  lengths_.clear();
  counts_.clear();
  for (const std::string_view line : pieces_) {
    const uint32_t number = interner_.Number(line);
    if (number == counts_.size()) {
      counts_.push_back(0);
      lengths_.push_back(static_cast<uint32_t>(ascii_ ? line.size() : CountCharacters(line)));
    }
    ++counts_[number];
  }
  size_t lines = 0, characters = 0;
  for (size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] < 2) continue;
    lines += counts_[i];
    characters += size_t{counts_[i]} * lengths_[i];
  }
  is[kDupLines] = Share(lines, pieces_.size());
  is[kDupLineCharacters] = Share(characters, std::max<size_t>(in_words, 1));
}

void Measure::FineWeb() {
  Signals& is = signals_;
  const Characters& characters = Characters::Get();
  SplitAtBreaks(text_, &pieces_);
  const size_t breaks = pieces_.size() - 1;
  pieces_.erase(std::remove_if(pieces_.begin(), pieces_.end(),
                               [](std::string_view line) { return StripLeft(line).empty(); }),
                pieces_.end());
  const size_t lines = pieces_.size();
  is[kFullLines] = static_cast<double>(lines);
  if (lines == 0) return;
  size_t ended = 0, small = 0;
  const double most = options_.settings[kShortLineLength];
  for (const std::string_view line : pieces_) {
    size_t size;
    if ((characters.Before(line, line.size(), &size) & kTerminal) != 0) ++ended;
    // No more than four bytes are a character.
    if (static_cast<double>(line.size()) <= 4 * most + 4 &&
        static_cast<double>(CountCharacters(line)) <= most)
      ++small;
  }
  is[kLinePunctuation] = Share(ended, lines);
  is[kShortLines] = Share(small, lines);
  is[kDupLineShare] = Share(Repeats(pieces_).characters, characters_ - breaks);
  NeedWords();
  if (!tokens_.all().empty()) is[kNewLines] = Share(breaks, tokens_.all().size());
}

void Measure::LongLines() {
  SplitAtBreaks(text_, &pieces_);
  const double least = options_.settings[kParagraphLength];
  signals_[kLongLines] =
      static_cast<double>(std::count_if(pieces_.begin(), pieces_.end(), [&](std::string_view line) {
        return static_cast<double>(CountCharacters(line)) >= least;
      }));
}

}  // namespace textmill::quality
