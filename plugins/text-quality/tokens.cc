#include "plugins/text-quality/tokens.h"

#include <algorithm>
#include <string>

#include "plugins/text-quality/address.h"
#include "plugins/text-quality/characters.h"
#include "textmill/utf8.hpp"

namespace textmill::quality {
namespace {

bool IsHigh(char c) { return static_cast<signed char>(c) < 0; }

// Units that are cut off after a digit, the longest first where one ends with another.
constexpr std::string_view kUnits[] = {
    "km\u00B2", "km\u00B3", "dm\u00B2", "dm\u00B3", "cm\u00B2", "cm\u00B3", "mm\u00B2", "mm\u00B3",
    "m\u00B2",  "m\u00B3",  "mbar",     "km/h",     "kmh",      "mph",      "hPa",      "\u00B5m",
    "\u00B5g",  "m/s",      "km",       "dm",       "cm",       "mm",       "ha",       "nm",
    "yd",       "in",       "ft",       "kg",       "mg",       "lb",       "oz",       "Pa",
    "mb",       "MB",       "kb",       "KB",       "gb",       "GB",       "tb",       "TB",
    "m",        "g",        "t",        "T",        "G",        "M",        "K",        "%"};

}  // namespace

void Tokens::Add(size_t begin, size_t end) {
  const std::string_view word = text_.substr(begin, end - begin);
  uint8_t kind = next_kind_;
  uint32_t characters = 0;
  uint16_t any = 0, all = 0xFFFF;
  bool other = false;
  uint16_t last = 0;
  for (size_t at = 0, size; at < word.size(); at += size, ++characters) {
    last = is_.At(word, at, &size);
    any |= last;
    all &= last;
    other = other || (last & kPunctuation) == 0;
  }
  if ((any & kLetter) != 0) kind |= kHasLetter;
  if (other) kind |= kIsWord;
  if ((all & kMark) != 0) kind |= kMarksOnly;
  if (characters == 1 && (last & kStop) != 0) kind |= kEndsSentence;
  tokens_.push_back(
      {static_cast<uint32_t>(begin), static_cast<uint32_t>(end - begin), characters, kind});
  next_kind_ = 0;
}

bool Tokens::AddSpecial(size_t begin, size_t end) {
  const SpecialWords::Sizes* parts = special_.Find(text_.substr(begin, end - begin));
  if (parts == nullptr) return false;
  for (const uint8_t size : *parts) {
    Add(begin, begin + size);
    begin += size;
  }
  return true;
}

// The size of what is cut off at the beginning.
size_t Tokens::PrefixAt(size_t begin, size_t end) const {
  const char c = text_[begin];
  const std::string_view word = text_.substr(begin, end - begin);
  if (IsAsciiLetter(c)) {
    if (c == 'U' && word.substr(0, 3) == "US$") return 3;
    if ((c == 'C' || c == 'A') && word.substr(1, 1) == "$") return 2;
    return 0;
  }
  if (c == '.') {
    size_t n = 1;
    while (n < word.size() && word[n] == '.') ++n;
    return n > 1 ? n : 0;
  }
  if (c == '+') return word.size() > 1 && IsDigit(word[1]) ? 0 : 1;
  size_t size;
  return (is_.At(word, 0, &size) & kPrefix) != 0 ? size : 0;
}

// The size of what is cut off at the end.
size_t Tokens::SuffixAt(size_t begin, size_t end) const {
  if (begin == end) return 0;
  const std::string_view word = text_.substr(begin, end - begin);
  const char last = word.back();
  size_t size, before_size = 0;
  const uint16_t cls = is_.Before(word, word.size(), &size);
  const size_t rest = word.size() - size;
  const auto before = [&](size_t at) {
    return at == 0 ? uint16_t{0} : is_.Before(word, at, &before_size);
  };
  if (last == '.') {
    size_t dots = 1;
    while (dots < word.size() && word[word.size() - 1 - dots] == '.') ++dots;
    if (dots > 1) return dots;
    const uint16_t one = before(rest);
    if ((one & kBeforeStop) != 0) return 1;
    if ((one & kUpper) == 0) return 0;
    const char letter = word[rest - 1];  // of a temperature
    if ((letter == 'F' || letter == 'C' || letter == 'K') &&
        word.substr(0, rest - 1).ends_with("\u00B0"))
      return 1;
    return (before(rest - before_size) & kUpper) != 0 ? 1 : 0;
  }
  if (last == 's' || last == 'S') {
    if (word.size() >= 2 && word[word.size() - 2] == '\'') return 2;
    if (word.size() >= 4 && word.substr(word.size() - 4, 3) == "\u2019") return 4;
  }
  if (size == 3 && word.substr(rest) == "\u2026")  // two of them are cut off as one
    return rest >= 3 && word.substr(rest - 3, 3) == "\u2026" ? 6 : 3;
  if ((cls & kSuffix) != 0) return size;
  if (last == '+') return rest > 0 && IsDigit(word[rest - 1]) ? 1 : 0;
  if ((cls & kCurrency) != 0) {
    if (rest >= 3 && word.substr(rest - 2) == "US$" && IsDigit(word[rest - 3])) return 3;
    if (rest >= 2 && last == '$' && (word[rest - 1] == 'C' || word[rest - 1] == 'A') &&
        IsDigit(word[rest - 2]))
      return 2;
    return rest > 0 && IsDigit(word[rest - 1]) ? size : 0;
  }
  // A unit is of five bytes at most.
  const std::string_view tail = word.substr(word.size() - std::min<size_t>(word.size(), 6));
  if (!IsDigit(last) && std::any_of(tail.begin(), tail.end(), IsDigit)) {
    for (const std::string_view unit : kUnits) {
      if (word.size() > unit.size() && word.ends_with(unit) &&
          IsDigit(word[word.size() - unit.size() - 1]))
        return unit.size();
    }
  }
  return 0;
}

// The size of what parts a word at `at`; 0 when nothing does. `begin` is where the word begins.
size_t Tokens::InfixAt(size_t begin, size_t at, size_t end) const {
  const char c = text_[at];
  size_t size = 1;
  const auto before = [&]() -> uint16_t {
    size_t n;
    return at == begin ? uint16_t{0} : is_.Before(text_.substr(begin), at - begin, &n);
  };
  const auto after = [&](size_t i) -> uint16_t {
    size_t n;
    return i >= end ? uint16_t{0} : is_.At(text_, i, &n);
  };
  const auto digit_before = [&] { return at > begin && IsDigit(text_[at - 1]); };
  if (IsHigh(c)) {
    const uint16_t cls = is_.At(text_, at, &size);
    if ((cls & kIcon) != 0) return size;
    const std::string_view sign = text_.substr(at, size);
    if (sign == "\u2026") return size;
    if (sign == "\u2013" || sign == "\u2014") {
      if ((before() & kAlpha) == 0 && !digit_before()) return 0;
      if ((after(at + size) & kAlpha) != 0) return size;
      if (sign == "\u2014" && text_.substr(at + size, size) == sign &&
          (after(at + 2 * size) & kAlpha) != 0)
        return 2 * size;
    }
    return 0;
  }
  switch (c) {
    case '.': {
      size_t dots = 1;
      while (at + dots < end && text_[at + dots] == '.') ++dots;
      if (dots > 1) return dots;
      return (before() & (kLower | kQuote)) != 0 && (after(at + 1) & (kUpper | kQuote)) != 0 ? 1
                                                                                             : 0;
    }
    case '+':
    case '*':
    case '^':
    case '-':
    case '~':
      if (c != '~' && digit_before() && at + 1 < end &&
          (IsDigit(text_[at + 1]) || text_[at + 1] == '-'))
        return 1;
      if (c != '-' && c != '~') return 0;
      if ((before() & kAlpha) == 0 && !digit_before()) return 0;
      if ((after(at + 1) & kAlpha) != 0) return 1;
      if (c == '-') {
        for (size_t n = 2; n <= 3 && at + n < end && text_[at + n - 1] == '-'; ++n) {
          if ((after(at + n) & kAlpha) != 0) return n;
        }
      }
      return 0;
    case ',':
      return (before() & kAlpha) != 0 && (after(at + 1) & kAlpha) != 0 ? 1 : 0;
    case ':':
    case '<':
    case '>':
    case '=':
    case '/':
      return ((before() & kAlpha) != 0 || digit_before()) && (after(at + 1) & kAlpha) != 0 ? 1 : 0;
    default:
      return 0;
  }
}

void Tokens::CutInside(size_t begin, size_t end) {
  size_t from = begin, at = begin;
  bool asked = false;
  while (at < end) {
    if (IsAsciiLetter(text_[at]) || IsDigit(text_[at])) {
      ++at;
      continue;
    }
    const size_t size = InfixAt(begin, at, end);
    if (size == 0) {
      at += IsHigh(text_[at]) ? DecodeUtf8(text_.data() + at, text_.data() + end).size : 1;
      continue;
    }
    if (!asked) {
      const std::string_view word = text_.substr(begin, end - begin);
      if (word.find('.') != word.npos && IsAddress(word)) break;
      asked = true;
    }
    if (at > begin) {  // at the very beginning it parts nothing
      if (at > from) Add(from, at);
      Add(at, at + size);
      from = at + size;
    }
    at += size;
  }
  if (from < end) Add(from, end);
}

void Tokens::CutRun(size_t begin, size_t end) {
  suffixes_.clear();
  for (size_t last_size = 0; begin < end && end - begin != last_size;) {
    if (special_.Find(text_.substr(begin, end - begin)) != nullptr) break;
    last_size = end - begin;
    const size_t prefix = PrefixAt(begin, end);
    if (prefix > 0 && begin + prefix < end &&
        special_.Find(text_.substr(begin + prefix, end - begin - prefix)) != nullptr) {
      Add(begin, begin + prefix);
      begin += prefix;
      break;
    }
    const size_t suffix = SuffixAt(begin + prefix, end);
    const auto cut_suffix = [&] {
      suffixes_.emplace_back(static_cast<uint32_t>(end - suffix), static_cast<uint32_t>(end));
      end -= suffix;
    };
    if (suffix > 0 && end - suffix > begin &&
        special_.Find(text_.substr(begin, end - suffix - begin)) != nullptr) {
      cut_suffix();
      break;
    }
    if (prefix > 0) {
      Add(begin, begin + prefix);
      begin += prefix;
    }
    if (suffix > 0) cut_suffix();
  }
  if (begin < end && !AddSpecial(begin, end)) CutInside(begin, end);
  for (auto cut = suffixes_.rbegin(); cut != suffixes_.rend(); ++cut) Add(cut->first, cut->second);
}

// Special words that came apart, such as "Ill." in "R-Ill.", which is first cut at the hyphen, are
// put together again. The longest comes first.
void Tokens::JoinSpecials(size_t first) {
  constexpr size_t kMost = 6;  // parts of a special word
  const size_t n = tokens_.size() - first;
  joins_.assign(n, 0);  // where one begins, how many tokens it is of; 1 inside one
  bool any = false;
  for (size_t parts = std::min(n, kMost); parts >= 2; --parts) {
    for (size_t i = 0; i + parts <= n; ++i) {
      const Token* token = &tokens_[first + i];
      const Token& last = token[parts - 1];
      const SpecialWords::Sizes* sizes =
          special_.Unknown(text_.substr(token->begin, last.begin + last.size - token->begin));
      if (sizes == nullptr || sizes->size() != parts) continue;
      bool fits = true;
      for (size_t k = 0; k < parts; ++k)
        fits = fits && token[k].size == (*sizes)[k] && joins_[i + k] == 0;
      if (!fits) continue;
      std::fill_n(joins_.begin() + static_cast<std::ptrdiff_t>(i), parts, uint8_t{1});
      joins_[i] = static_cast<uint8_t>(parts);
      any = true;
    }
  }
  if (!any) return;
  apart_.assign(tokens_.begin() + static_cast<std::ptrdiff_t>(first), tokens_.end());
  tokens_.resize(first);
  for (size_t i = 0; i < n; i += std::max<size_t>(joins_[i], 1)) {
    if (joins_[i] < 2) {
      tokens_.push_back(apart_[i]);
      continue;
    }
    const Token& last = apart_[i + joins_[i] - 1];
    next_kind_ = static_cast<uint8_t>(apart_[i].kind & (kFirstOfRun | kAfterWideSpace));
    AddSpecial(apart_[i].begin, last.begin + last.size);
  }
}

// Of ASCII letters alone.
void Tokens::AddLetters(size_t begin, size_t end) {
  const auto size = static_cast<uint32_t>(end - begin);
  tokens_.push_back({static_cast<uint32_t>(begin), size, size,
                     static_cast<uint8_t>(next_kind_ | kHasLetter | kIsWord)});
  next_kind_ = 0;
}

// A run of letters, and of letters with one sign at the end, such as a comma: most runs are. Says
// no of those that need all the rules.
bool Tokens::AddUsualRun(const Run& run) {
  size_t letters = run.end;
  if (run.others == 1) {
    const char sign = text_[--letters];
    if (letters == run.begin || (is_.byte(sign) & kSuffix) == 0) return false;
    const char before = text_[letters - 1];
    if (sign == '.' && (before < 'a' || before > 'z')) return false;
    if (special_.Find(text_.substr(run.begin, run.end - run.begin)) != nullptr) return false;
  }
  const SpecialWords::Sizes* parts = special_.Find(text_.substr(run.begin, letters - run.begin));
  if (parts != nullptr && parts->size() > 1) return false;
  AddLetters(run.begin, letters);
  if (letters < run.end) Add(letters, run.end);
  return true;
}

void Tokens::Split(std::string_view text, bool spacy) {
  text_ = text;
  tokens_.clear();
  longest_run_ = 0;
  ForEachRun(text, [&](const Run& run) {
    // A single blank is nothing to spaCy.
    next_kind_ = static_cast<uint8_t>(kFirstOfRun | (run.wide ? kAfterWideSpace : 0));
    if (run.end - run.begin > longest_run_) {
      const auto characters =
          static_cast<uint32_t>(CountCharacters(text.substr(run.begin, run.end - run.begin)));
      longest_run_ = std::max(longest_run_, characters);
    }
    if (!spacy) return run.others == 0 ? AddLetters(run.begin, run.end) : Add(run.begin, run.end);
    if (run.others <= 1 && AddUsualRun(run)) return;
    const size_t first = tokens_.size();
    CutRun(run.begin, run.end);
    if (tokens_.size() > first + 1) JoinSpecials(first);
  });
}

size_t Tokens::CountSentences(const Token* first, const Token* last) {
  if (first == last) return 0;
  size_t sentences = 1;
  bool ended = false;
  for (const Token* token = first; token < last; ++token) {
    // White space that is a token to spaCy begins the next sentence.
    if (ended && token != first && (token->kind & kAfterWideSpace) != 0) {
      ++sentences;
      ended = false;
    }
    if (ended && (token->kind & (kMarksOnly | kEndsSentence)) == 0) {
      ++sentences;
      ended = false;
    } else if ((token->kind & kEndsSentence) != 0) {
      ended = true;
    }
  }
  return sentences;
}

}  // namespace textmill::quality
