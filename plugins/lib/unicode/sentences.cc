#include "plugins/lib/unicode/sentences.h"

#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "plugins/lib/unicode/abbreviations.h"
#include "plugins/lib/unicode/icu.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {
namespace {

// A set of characters that runs are measured by.
class Set {
 public:
  explicit Set(const char16_t* pattern) {
    UErrorCode status = U_ZERO_ERROR;
    set_.applyPattern(pattern, status);
    CheckIcu(status);
    set_.freeze();
    for (UChar32 c = 0; c < 128; ++c) ascii_[c] = set_.contains(c);
  }
  bool Has(UChar32 c) const { return set_.contains(c); }
  // Where the run of characters of the set ends that begins at `i`.
  size_t EndOfRun(std::string_view text, size_t i) const {
    while (i < text.size() && IsAscii(text[i])) {
      if (!HasAscii(text[i])) return i;
      ++i;
    }
    return End(text, i, USET_SPAN_SIMPLE);
  }
  // Where the first of the set is, from `i` on.
  size_t Find(std::string_view text, size_t i) const {
    return End(text, i, USET_SPAN_NOT_CONTAINED);
  }
  // Where the run begins that ends at `i`.
  size_t BeginOfRun(std::string_view text, size_t i) const {
    while (i > 0 && IsAscii(text[i - 1])) {
      if (!HasAscii(text[i - 1])) return i;
      --i;
    }
    return Begin(text, i, USET_SPAN_SIMPLE);
  }
  // After the last of the set before `i`.
  size_t FindBack(std::string_view text, size_t i) const {
    while (i > 0 && IsAscii(text[i - 1])) {
      if (HasAscii(text[i - 1])) return i;
      --i;
    }
    return Begin(text, i, USET_SPAN_NOT_CONTAINED);
  }

 private:
  static bool IsAscii(char c) { return static_cast<uint8_t>(c) < 0x80; }
  bool HasAscii(char c) const { return ascii_[static_cast<uint8_t>(c)]; }
  size_t End(std::string_view text, size_t i, USetSpanCondition condition) const {
    const char* from = text.data() + i;
    return i + static_cast<size_t>(
                   set_.spanUTF8(from, static_cast<int32_t>(text.size() - i), condition));
  }
  size_t Begin(std::string_view text, size_t i, USetSpanCondition condition) const {
    return static_cast<size_t>(set_.spanBackUTF8(text.data(), static_cast<int32_t>(i), condition));
  }
  icu::UnicodeSet set_;
  bool ascii_[128];
};

struct Sets {
  Set breaks{u"[\\n\\r\\u000B\\u000C\\u2028\\u2029]"};
  Set blanks{u"[[:White_Space:][:Cc:]\\u200B\\u2060\\uFEFF]"};
  // All that Unicode counts as such but the Burmese comma; the ellipsis; marks of Khmer and
  // Tibetan; and two that Armenian and Ethiopic use.
  Set terminals{u"[[:STerm:]-[\u104A]\u2026\u17D4\u17D5\u0F0D\u0F0E\u1361\\:]"};
  Set closers{u"[[:Pe:][:Pf:][:Pi:][\"']\\u201A\\u201E]"};
  // What may be between the blank and the first letter of a sentence.
  Set openers{u"[[:Ps:][:Pi:][:Pf:][:Pd:][\"'*\\u00A1\\u00BF\\u2022]]"};
  // Of footnotes, after a sentence's end.
  Set notes{u"[\\u00B9\\u00B2\\u00B3\\u2070\\u2074-\\u2079*\\u2020\\u2021]"};
  // A sentence goes on after them.
  Set commas{u"[,;\\:\\u3001\\uFF0C\\uFF1B\\uFF1A]"};
  // What a word that ends with a full stop is cut off by.
  Set word_borders{u"[[:White_Space:][:Cc:][:Ps:][:Pi:][:Pf:][\"'/]]"};
  Set word_ends{u"[^[:L:][:M:][:N:]]"};
  static const Sets& Get() {
    static const Sets sets;
    return sets;
  }
};

UChar32 CharacterAt(std::string_view text, size_t i) {
  if (i >= text.size()) return U_SENTINEL;
  const DecodedChar c = DecodeUtf8(text.data() + i, text.data() + text.size());
  return c.valid ? static_cast<UChar32>(c.code_point) : U_SENTINEL;
}

// `i` moves to where it begins.
UChar32 CharacterBefore(std::string_view text, size_t* i) {
  if (*i == 0) return U_SENTINEL;
  const DecodedChar c = DecodeUtf8Before(text.data(), text.data() + *i);
  *i -= c.size;
  return c.valid ? static_cast<UChar32>(c.code_point) : U_SENTINEL;
}

bool IsScript(UChar32 c, std::initializer_list<UScriptCode> scripts) {
  if (c < 0x80) return false;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  return std::find(scripts.begin(), scripts.end(), script) != scripts.end();
}

// Georgian has lower case in name alone.
bool IsLower(UChar32 c) { return u_islower(c) && !(c >= 0x10D0 && c <= 0x10FF); }

bool IsDigits(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == word.npos;
}

// "U.S", "e.g", "Ph.D", "J.-C": letters, one or two at a time.
bool IsDotted(std::string_view word) {
  if (word.find('.') == word.npos) return false;
  while (!word.empty()) {
    const size_t end = std::min(word.find('.'), word.size());
    std::string_view part = word.substr(0, end);
    if (part.starts_with('-')) part.remove_prefix(1);
    if (CountCharacters(part) > 2 || !u_isalpha(CharacterAt(part, 0))) return false;
    word.remove_prefix(std::min(end + 1, word.size()));
  }
  return true;
}

// One paragraph.
class Cutter {
 public:
  Cutter(std::string_view text, size_t offset, std::vector<Span>* out)
      : text_(text), offset_(offset), out_(out) {}

  void Run() {
    for (size_t i = 0; i < text_.size();) {
      const size_t mark = sets_.terminals.Find(text_, i);
      if (mark == text_.size()) break;
      const size_t marks_end = sets_.terminals.EndOfRun(text_, mark);
      const size_t end = EndOfNotes(mark, EndOfClosers(marks_end));
      i = marks_end;
      if (!Ends(mark, marks_end, end)) continue;
      Put(end);
      i = begin_ = sets_.blanks.EndOfRun(text_, end);
    }
    if (begin_ < text_.size()) Put(text_.size());
  }

 private:
  void Put(size_t end) {
    out_->push_back(
        {static_cast<uint32_t>(offset_ + begin_), static_cast<uint32_t>(offset_ + end)});
  }

  // French has a blank before the quotation mark that closes.
  size_t EndOfClosers(size_t i) const {
    const size_t end = sets_.closers.EndOfRun(text_, i);
    const size_t quote = sets_.blanks.EndOfRun(text_, end);
    if (quote == end || CharacterAt(text_, quote) != 0xBB) return end;
    const size_t after = quote + 2;
    const bool closes = after == text_.size() || sets_.blanks.Has(CharacterAt(text_, after));
    return closes ? after : end;
  }

  // The marks of footnotes belong to the sentence before: "fell.[2][3] Then", "fell.² Then",
  // "fell.2 Then".
  size_t EndOfNotes(size_t mark, size_t i) const {
    const size_t begin = i;
    while (i < text_.size() && text_[i] == '[') {
      size_t end = i + 1;
      while (end < text_.size() && end < i + 5 && IsLetterOrDigit(text_[end])) ++end;
      if (end == i + 1 || end >= text_.size() || text_[end] != ']') return begin;
      i = end + 1;
    }
    if (i > begin) return i;
    i = sets_.notes.EndOfRun(text_, i);
    if (i > begin || text_[mark] != '.') return i;
    // Figures, after a word that is no abbreviation: not those of "p.5" and "2.0".
    while (i < text_.size() && i < begin + 3 && text_[i] >= '0' && text_[i] <= '9') ++i;
    size_t letter = mark;
    const bool word = IsLower(CharacterBefore(text_, &letter));
    const bool ends = i > begin && i < text_.size() && sets_.blanks.Has(CharacterAt(text_, i));
    if (!word || !ends) return begin;
    const size_t word_begin = std::max(begin_, sets_.word_borders.FindBack(text_, mark));
    const std::string_view before = text_.substr(word_begin, mark - word_begin);
    const bool known = FindAbbreviation(before) != Abbreviation::kNone || IsDotted(before);
    return known || CountCharacters(before) < 3 ? begin : i;
  }
  static bool IsLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  // Whether a sentence ends with the marks [mark, marks_end) and the closing quotation marks and
  // brackets up to `end`.
  bool Ends(size_t mark, size_t marks_end, size_t end) const {
    if (end == text_.size()) return true;
    const size_t next = sets_.blanks.EndOfRun(text_, end);
    const bool blank = next > end, closed = end > marks_end;
    const UChar32 follows = CharacterAt(text_, next);
    size_t last_mark = marks_end;
    const UChar32 last = CharacterBefore(text_, &last_mark);
    const bool full_stop = last == '.' || last == 0x2026;
    if (last == ':' || last == 0x1361) return blank && EndsWithColon(mark, marks_end);
    if (!full_stop && last != '!' && last != '?') {
      // Marks of scripts that need no blank. A quotation may be a part of what goes on after it.
      if (blank) return true;
      return !sets_.commas.Has(follows) && !(closed && IsScript(follows, {USCRIPT_HIRAGANA}));
    }
    if (!blank) {
      return !full_stop && IsScript(follows, {USCRIPT_HAN, USCRIPT_HIRAGANA, USCRIPT_KATAKANA});
    }
    const size_t first = sets_.openers.EndOfRun(text_, next);
    if (IsLower(CharacterAt(text_, first))) {
      // "Jeopardy! host Lee", but in a text without capitals a sentence begins with none.
      return !closed && last_mark == mark && last != 0x2026 && WithoutCapitals() &&
             (last != '.' || !AbbreviatesSmall(mark));
    }
    if (last != '.' && IsFirm(WordAt(first))) return false;  // "Yahoo! Inc."
    return last != '.' || last_mark > mark || !Abbreviates(mark, first);
  }

  static bool IsFirm(std::string_view word) {
    for (const std::string_view firm : {"Inc", "Corp", "Ltd", "Co", "LLC", "plc", "PLC", "AG"}) {
      if (word == firm) return true;
    }
    return false;
  }

  // Whether the paragraph has letters, but no capital.
  bool WithoutCapitals() const {
    if (!capitals_) {
      capitals_ = false;
      for (size_t i = 0; i < text_.size() && !*capitals_;) {
        const DecodedChar c = DecodeUtf8(text_.data() + i, text_.data() + text_.size());
        *capitals_ = u_isupper(static_cast<UChar32>(c.code_point)) != 0;
        i += c.size;
      }
    }
    return !*capitals_;
  }

  // The same as Abbreviates, in small letters.
  bool AbbreviatesSmall(size_t dot) const {
    const size_t word_begin = std::max(begin_, sets_.word_borders.FindBack(text_, dot));
    const std::string_view word = text_.substr(word_begin, dot - word_begin);
    if (CountCharacters(word) < 2 || IsDotted(word) || IsDigits(word)) return true;
    for (const std::string_view title :
         {"mr",  "mrs", "ms",  "dr",  "prof", "st",   "gov", "sen", "rep",    "gen", "lt",  "col",
          "sgt", "rev", "inc", "ltd", "co",   "corp", "vs",  "etc", "approx", "nr",  "bzw", "ca"}) {
      if (word == title) return true;
    }
    return false;
  }

  // The full stop of Armenian is often written as a colon, that of Ethiopic as two.
  bool EndsWithColon(size_t mark, size_t marks_end) const {
    const UChar32 letter = CharacterBefore(text_, &mark);
    const size_t marks = CountCharacters(text_.substr(mark, marks_end - mark)) - 1;
    return marks == 1 ? IsScript(letter, {USCRIPT_ARMENIAN})
                      : marks == 2 && IsScript(letter, {USCRIPT_ETHIOPIC});
  }

  // Whether the full stop at `dot` belongs to the word before it, seen what follows at `next`.
  bool Abbreviates(size_t dot, size_t next) const {
    const size_t word_begin = std::max(begin_, sets_.word_borders.FindBack(text_, dot));
    const std::string_view word = text_.substr(word_begin, dot - word_begin);
    if (word.empty()) return false;
    const bool initial = CountCharacters(word) == 1 && u_isalpha(CharacterAt(word, 0));
    if (IsDigits(word)) {
      if (word_begin == begin_ && word.size() <= 3) return true;  // "1. Introduction"
      return word.size() <= 2 &&
             (PrecedesOrdinal(WordBefore(word_begin)) || FollowsOrdinal(WordAt(next)));
    }
    switch (FindAbbreviation(word)) {
      case Abbreviation::kTitle:
        return true;
      case Abbreviation::kNumber:
        if (u_isdigit(CharacterAt(text_, next))) return true;
        if (!initial) return false;
        break;
      case Abbreviation::kWord:
        break;
      case Abbreviation::kNone:
        if (!initial && !IsDotted(word)) return false;
        if (initial && word_begin == begin_) return true;  // "A. Smith", "a. Introduction"
    }
    // It may end the sentence all the same: the next word tells.
    const size_t next_end = sets_.word_ends.Find(text_, next);
    return CharacterAt(text_, next_end) == '.' || !StartsSentences(WordAt(next));
  }

  std::string_view WordAt(size_t i) const {
    return text_.substr(i, sets_.word_ends.Find(text_, i) - i);
  }

  std::string_view WordBefore(size_t i) const {
    const size_t end = sets_.blanks.BeginOfRun(text_, i);
    const size_t begin = std::max(begin_, sets_.word_borders.FindBack(text_, end));
    return end > begin ? text_.substr(begin, end - begin) : std::string_view();
  }

  const Sets& sets_ = Sets::Get();
  std::string_view text_;
  size_t offset_;  // of the paragraph
  std::vector<Span>* out_;
  size_t begin_ = 0;                      // of the sentence
  mutable std::optional<bool> capitals_;  // whether the paragraph has any, once asked
};

// Calls take(begin, end) for each.
template <class Take>
void ForEachParagraph(std::string_view text, Take take) {
  const Sets& sets = Sets::Get();
  for (size_t i = 0; i < text.size();) {
    const size_t end = sets.breaks.Find(text, i);
    const std::string_view line = text.substr(0, end);
    const size_t begin = std::min(sets.blanks.EndOfRun(line, i), end);
    if (begin < end) take(begin, sets.blanks.BeginOfRun(line, end));
    i = sets.breaks.EndOfRun(text, end);
  }
}

}  // namespace

void FindParagraphs(std::string_view text, std::vector<Span>* out) {
  out->clear();
  ForEachParagraph(text, [&](size_t begin, size_t end) {
    out->push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  });
}

void FindSentences(std::string_view text, std::vector<Span>* out) {
  out->clear();
  ForEachParagraph(text, [&](size_t begin, size_t end) {
    Cutter(text.substr(begin, end - begin), begin, out).Run();
  });
}

}  // namespace textmill::unicode
