#include "plugins/tokens/english_tokens.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "plugins/lib/unicode/white_space.h"
#include "textmill/utf8.hpp"

namespace textmill::tokens {
namespace {

using unicode::Span;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
// Bytes of other alphabets count as letters, but for the marks that MarkAt knows.
bool IsLetter(char c) { return IsLower(c) || IsUpper(c) || static_cast<uint8_t>(c) >= 0x80; }
bool IsWord(char c) { return IsLetter(c) || IsDigit(c) || c == '_'; }
char Lower(char c) { return IsUpper(c) ? static_cast<char>(c + 32) : c; }

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() && std::equal(text.begin(), text.end(), lower.begin(),
                                                   [](char a, char b) { return Lower(a) == b; });
}
bool EndsIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() &&
         EqualsIgnoringCase(text.substr(text.size() - lower.size()), lower);
}

// The size of the punctuation mark at `i`: of one byte in ASCII, else of quotation marks, dashes
// and the like; 0 where there is none.
size_t MarkAt(std::string_view text, size_t i) {
  const char c = text[i];
  if (static_cast<uint8_t>(c) < 0x80) return IsWord(c) ? 0 : 1;
  const DecodedChar d = DecodeUtf8(text.data() + i, text.data() + text.size());
  const uint32_t p = d.code_point;
  const bool mark = (p >= 0x2010 && p <= 0x205E) || p == 0xAB || p == 0xBB || p == 0xB7 ||
                    p == 0xA1 || p == 0xBF || (p >= 0x20A0 && p <= 0x20CF) || p == 0xA3 ||
                    p == 0xA5 || p == 0xA7 || (p >= 0x2190 && p <= 0x2BFF) || p >= 0x1F000;
  return mark ? d.size : 0;
}
bool IsApostrophe(std::string_view text, size_t i, size_t* size) {
  if (text[i] == '\'' || text[i] == '`') {
    *size = 1;
    return true;
  }
  *size = 3;
  return text.substr(i).starts_with("\u2019");
}

// Words that are two, and where the second begins.
struct Contraction {
  std::string_view word;
  size_t at;
};
constexpr Contraction kContractions[] = {
    {"cannot", 3}, {"gonna", 3},  {"wanna", 3},   {"gotta", 3},   {"dont", 2},     {"didnt", 3},
    {"doesnt", 4}, {"isnt", 2},   {"wasnt", 3},   {"arent", 3},   {"werent", 4},   {"havent", 4},
    {"hasnt", 3},  {"hadnt", 3},  {"wouldnt", 5}, {"couldnt", 5}, {"shouldnt", 6}, {"cant", 2},
    {"wont", 2},   {"aint", 2},   {"im", 1},      {"ive", 1},     {"youre", 3},    {"youve", 3},
    {"youll", 3},  {"theyre", 4}, {"theyve", 4},  {"weve", 2},    {"thats", 4},    {"whats", 4},
    {"theres", 5}, {"heres", 4},  {"hes", 2},     {"shes", 3},    {"lemme", 3},    {"gimme", 3},
    {"lets", 3},   {"alot", 1},   {"outta", 3},   {"dunno", 2},
};
// What stays with its hyphen before a word.
constexpr std::string_view kPrefixes[] = {
    "e",     "pre",    "post",    "non",   "anti",  "semi",  "re",    "co",     "ex",
    "mid",   "pro",    "un",      "sub",   "multi", "over",  "under", "inter",  "intra",
    "ultra", "super",  "vice",    "mini",  "micro", "macro", "neo",   "pseudo", "quasi",
    "socio", "psycho", "counter", "extra", "bi",    "tri",   "de",    "dis",    "mis",
    "trans", "para",   "geo",     "cyber", "eco",   "bio",   "x",     "t"};
constexpr std::string_view kClitics[] = {"s", "re", "ve", "ll", "d", "m"};
// Signs that stay one token.
constexpr std::string_view kFaces[] = {":)", ":(",  ";)",  ":-)", ":-(", ";-)", ":D", ":P",
                                       ":p", "=)",  "XD",  ":/",  ":-D", ":-P", ":o", ":O",
                                       "<3", "^_^", ":'(", ":?",  "b/c", "w/o", "w/"};

// By what most words are seen to be none of these.
constexpr size_t kLongestContraction = 8;
using Bytes = std::array<bool, 256>;
constexpr std::array<Bytes, kLongestContraction + 1> kEndsContraction = [] {  // by their size
  std::array<Bytes, kLongestContraction + 1> ends{};
  for (const Contraction& one : kContractions) {
    const auto last = static_cast<uint8_t>(one.word.back());
    ends[one.word.size()][last] = ends[one.word.size()][last - 32] = true;  // in either case
  }
  return ends;
}();
constexpr Bytes kBeginsFace = [] {
  Bytes begins{};
  for (const std::string_view face : kFaces) begins[static_cast<uint8_t>(face[0])] = true;
  return begins;
}();

bool IsOneOf(std::string_view word, const auto& list) {
  return std::any_of(std::begin(list), std::end(list),
                     [&](std::string_view item) { return EqualsIgnoringCase(word, item); });
}

// So far a look ahead goes, so that time is linear in pieces of any length.
constexpr size_t kLookAhead = 100;
// Longer words are debris, and stay as they are.
constexpr size_t kLongestWord = 100;

// How many bytes from the beginning are of words, or among `others`.
size_t Run(std::string_view piece, std::string_view others) {
  const size_t most = std::min(piece.size(), kLookAhead);
  size_t end = 0;
  while (end < most && (IsWord(piece[end]) || others.find(piece[end]) != others.npos)) ++end;
  return end;
}

// Where a name such as alt.animals.cat ends: three parts or more in lower case, as newsgroups have
// them; 0: it is none.
size_t NewsgroupEnd(std::string_view piece) {
  size_t parts = 0, end = 0;
  for (size_t at = 0; at < std::min(piece.size(), kLookAhead);) {
    size_t stop = at;
    while (stop < piece.size() && stop < kLookAhead && (IsLower(piece[stop]) || piece[stop] == '-'))
      ++stop;
    if (stop < at + 2) break;
    ++parts;
    end = stop;
    if (stop >= piece.size() || piece[stop] != '.') break;
    at = stop + 1;
  }
  return parts >= 3 && (end == piece.size() || !IsWord(piece[end])) ? end : 0;
}

// Where the address of the web or of mail ends that a piece without blanks begins with; 0: it does
// not.
size_t AddressEnd(std::string_view piece) {
  if (!IsWord(piece[0])) return 0;
  const size_t scheme = Run(piece, "");
  const bool web = piece.substr(scheme).starts_with("://") ||
                   (scheme == 3 && EqualsIgnoringCase(piece.substr(0, 4), "www."));
  if (web) {
    size_t end = piece.size();
    while (end > 0 &&
           std::string_view(".,;:!?)>\"']}").find(piece[end - 1]) != std::string_view::npos)
      --end;
    return end;
  }
  size_t end = Run(piece, ".-+");
  if (end < piece.size() && piece[end] == '@' && IsWord(piece[end - 1])) {
    size_t stop = end + 1 + Run(piece.substr(end + 1), ".-");
    while (stop > end + 1 && !IsWord(piece[stop - 1])) --stop;
    if (stop > end + 2) return stop;
  }
  // What a news server made of an address: ann.l...@example.com
  if (size_t name = Run(piece, "-_.");
      name > 3 && name < piece.size() && piece[name] == '@' && piece.substr(name - 3, 3) == "...") {
    const size_t stop = name + 1 + Run(piece.substr(name + 1), ".-");
    if (stop > name + 2 && IsWord(piece[stop - 1])) return stop;
  }
  if (const size_t group = NewsgroupEnd(piece); group > 0) return group;
  // A domain: the last part of it is a well-known one.
  while (end > 0 && !IsWord(piece[end - 1])) --end;
  for (const std::string_view top : {".com", ".org", ".net", ".edu", ".gov", ".info", ".co.uk"}) {
    if (end > top.size() && EndsIgnoringCase(piece.substr(0, end), top)) return end;
  }
  return 0;
}

class Cutter {
 public:
  Cutter(std::string_view text, std::vector<Span>* out)
      : text_(text), within_end_(text.size()), out_(out) {}

  // A piece without white space.
  void Piece(size_t begin, size_t end) {
    while (begin < end) {
      const std::string_view piece = text_.substr(begin, end - begin);
      if (const size_t face = Face(piece); face > 0) {
        Put(begin, begin + face);
        begin += face;
      } else if (const size_t address = AddressEnd(piece); address > 0) {
        Put(begin, begin + address);
        begin += address;
      } else if (MarkAt(text_, begin) > 0 && !BeginsWord(piece)) {
        begin = Marks(begin, end);
      } else {
        begin = Word(begin, end);
      }
    }
  }

 private:
  void Put(size_t begin, size_t end) {
    if (end > begin) out_->push_back({static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  }

  static size_t Face(std::string_view piece) {
    if (!kBeginsFace[static_cast<uint8_t>(piece[0])]) return 0;
    size_t best = 0;
    for (const std::string_view face : kFaces) {
      if (!piece.starts_with(face) || face.size() <= best) continue;
      if (piece.size() > face.size() && IsWord(piece[face.size()])) continue;
      best = face.size();
    }
    return best;
  }

  // An apostrophe or a full stop that belongs to the word after it: 's, 'em, .5.
  bool BeginsWord(std::string_view piece) const {
    if (piece[0] == '.' && piece.size() > 1 && IsDigit(piece[1])) return true;
    if (piece[0] == '+' && piece.size() > 1 && IsDigit(piece[1])) return true;
    // #harbour, @ann
    if ((piece[0] == '#' || piece[0] == '@') && piece.size() > 2 && IsLower(Lower(piece[1])) &&
        IsWord(piece[2]))
      return true;
    size_t size = 0;
    if (!IsApostrophe(piece, 0, &size) || piece[0] == '`' || piece.size() <= size) return false;
    const std::string_view rest = piece.substr(size);
    if (IsDigit(rest[0]) && rest.size() >= 2 && IsDigit(rest[1])) return true;  // '90s
    size_t end = 0;
    while (end < rest.size() && IsLetter(rest[end])) ++end;
    const std::string_view word = rest.substr(0, end);
    return IsOneOf(word, kClitics) || EqualsIgnoringCase(word, "em") ||
           EqualsIgnoringCase(word, "til") || EqualsIgnoringCase(word, "cause") ||
           EqualsIgnoringCase(word, "tis");
  }

  // Marks: a run of the same one is a token, and so is a run of `.`, `!` and `?`.
  size_t Marks(size_t begin, size_t end) {
    const size_t size = MarkAt(text_, begin);
    const std::string_view mark = text_.substr(begin, size);
    size_t at = begin + size;
    const bool ends = mark == "!" || mark == "?" || mark == ".";
    if (ends) {
      while (at < end && (text_[at] == '!' || text_[at] == '?' || text_[at] == '.')) ++at;
    } else if (mark == "-" || mark == "=") {
      while (at < end && (text_[at] == '-' || text_[at] == '=')) ++at;
    } else if (std::string_view("*_~#<>'+|^$\\").find(mark[0]) != std::string_view::npos) {
      while (at < end && text_[at] == mark[0]) ++at;
    }
    Put(begin, at);
    return at;
  }

  // What goes on as one word from `begin`, which no mark stops.
  size_t Word(size_t begin, size_t end) {
    size_t at = begin;
    if (size_t size = MarkAt(text_, at); size > 0) at += size;  // of BeginsWord
    while (at < end) {
      const size_t size = MarkAt(text_, at);
      if (size == 0) {
        ++at;
        continue;
      }
      if (!GoesOn(begin, at, size, end)) break;
      at += size;
    }
    // "U.S." and the like take their full stop.
    if (at < end && text_[at] == '.' && TakesFullStop(text_.substr(begin, at - begin), at + 1, end))
      ++at;
    Clitics(begin, at);
    return at;
  }

  // Whether a mark inside a piece is part of the word.
  bool GoesOn(size_t begin, size_t at, size_t size, size_t end) const {
    const bool last = at + size >= end;
    const char before = at > begin ? text_[at - 1] : ' ';
    const char after = last ? ' ' : text_[at + size];
    size_t apostrophe = 0;
    if (IsApostrophe(text_, at, &apostrophe))
      return !last && IsLetter(before) && IsLetter(after) && MarkAt(text_, at + size) == 0;
    switch (text_[at]) {
      case '.':
        if (IsDigit(before) && IsDigit(after)) return true;
        // The endings of files: ENRON.XLS, 20.doc.
        if (IsWord(before) && FileEnding(at + 1, end)) return true;
        // U.S, p.m, Ph.D: short parts
        return IsLetter(before) && IsLetter(after) && MarkAt(text_, at + 1) == 0 &&
               (at - begin == 1 || text_[at - 2] == '.' || at - begin == 2);
      case ',':
      case ':':
      case '/':
        return IsDigit(before) && IsDigit(after);
      case '&':
        return IsUpper(before) && IsUpper(after);
      case '@':
        return IsWord(before) && IsWord(after);
      case '_':
        return true;
      case '-': {
        if (!IsWord(after) || MarkAt(text_, at + 1) != 0 || !IsWord(before)) return false;
        const std::string_view first = text_.substr(begin, at - begin);
        if (IsDigit(before) && IsDigit(after)) {
          // Dates, telephone numbers: more than one hyphen; a range has one.
          size_t hyphens = 0, k = begin;
          for (; k < std::min(end, begin + kLookAhead) && (IsDigit(text_[k]) || text_[k] == '-');
               ++k)
            hyphens += text_[k] == '-';
          const size_t digits = first.size();
          size_t more = 0;
          while (at + 1 + more < end && IsDigit(text_[at + 1 + more])) ++more;
          return hyphens > 1 || (digits == 3 && more == 4);
        }
        return IsOneOf(first, kPrefixes) && IsLetter(after);
      }
      default:
        return false;
    }
  }

  bool FileEnding(size_t at, size_t end) const {
    size_t stop = at;
    while (stop < end && IsWord(text_[stop])) ++stop;
    static constexpr std::string_view kEndings[] = {"doc", "xls",  "pdf", "txt", "ppt",
                                                    "jpg", "gif",  "zip", "htm", "html",
                                                    "exe", "docx", "png"};
    return IsOneOf(text_.substr(at, stop - at), kEndings);
  }

  bool TakesFullStop(std::string_view word, size_t next, size_t end) const {
    static constexpr std::string_view kAbbreviated[] = {
        "Mr",   "Mrs", "Ms",  "Dr",   "Prof", "St",     "Sen",   "Rep", "Gov",  "Gen",
        "Col",  "Lt",  "Sgt", "Capt", "Rev",  "Jr",     "Sr",    "Co",  "Corp", "Ltd",
        "Inc",  "Jan", "Feb", "Mar",  "Apr",  "Aug",    "Sept",  "Sep", "Oct",  "Nov",
        "Dec",  "Mon", "Tue", "Tues", "Wed",  "Thu",    "Thurs", "Fri", "vs",   "Ave",
        "Blvd", "Rd",  "Mt",  "Ft",   "Attn", "approx", "Dept",  "Hon"};
    if (word.empty()) return false;
    if (next < end && text_[next] == '.') return false;
    if (word.size() == 1 && IsUpper(word[0]) && word[0] != 'I') return true;
    if (word.find('.') != word.npos && IsLetter(word.back()) && IsLetter(word[0])) return true;
    const bool last = next >= within_end_;  // of the sentence: its full stop
    return std::find(std::begin(kAbbreviated), std::end(kAbbreviated), word) !=
               std::end(kAbbreviated) &&
           !(last && word != "Inc" && word != "Jr" && word != "Co");
  }

  static const Contraction* ContractionOf(std::string_view word) {
    if (word.empty() || word.size() > kLongestContraction ||
        !kEndsContraction[word.size()][static_cast<uint8_t>(word.back())])
      return nullptr;
    for (const Contraction& one : kContractions) {
      if (!EqualsIgnoringCase(word, one.word)) continue;
      // "Im" and "im" are, "IM" is none.
      return word.size() == 2 && IsUpper(word[1]) ? nullptr : &one;
    }
    return nullptr;
  }
  static bool HasApostrophe(std::string_view word) {  // or what may begin one
    return std::any_of(word.begin(), word.end(),
                       [](char c) { return c == '\'' || c == '`' || c == '\xE2'; });
  }

  void Clitics(size_t begin, size_t end) {
    if (end - begin > kLongestWord) return Put(begin, end);
    const std::string_view word = text_.substr(begin, end - begin);
    if (const Contraction* const found = ContractionOf(word)) {
      Put(begin, begin + found->at);
      return Put(begin + found->at, end);
    }
    if (HasApostrophe(word)) {
      // n't, with whichever apostrophe
      for (const std::string_view apostrophe : {"'", "\u2019", "`"}) {
        const size_t at = word.rfind(apostrophe);
        if (at == word.npos || at == 0) continue;
        const std::string_view tail = word.substr(at + apostrophe.size());
        if (EqualsIgnoringCase(tail, "t") && Lower(word[at - 1]) == 'n') {
          if (at > 1) Clitics(begin, begin + at - 1);
          return Put(begin + at - 1, end);
        }
        if (IsOneOf(tail, kClitics)) {
          Clitics(begin, begin + at);
          return Put(begin + at, end);
        }
      }
    }
    // A number and its unit: 5pm, 10am, 30mg.
    size_t digits = 0;
    while (digits < word.size() && (IsDigit(word[digits]) || word[digits] == '.' ||
                                    word[digits] == ':' || word[digits] == ','))
      ++digits;
    if (digits > 0 && digits < word.size()) {
      const std::string_view unit = word.substr(digits);
      static constexpr std::string_view kUnits[] = {
          "am", "pm", "a.m.", "p.m.", "mg", "ml", "km", "kg",  "cm",  "mm", "lbs",
          "lb", "ft", "mph",  "gb",   "mb", "k",  "m",  "min", "hrs", "hr", "oz"};
      if (IsOneOf(unit, kUnits)) {
        Put(begin, begin + digits);
        return Put(begin + digits, end);
      }
    }
    Put(begin, end);
  }

  std::string_view text_;
  size_t within_end_;
  std::vector<Span>* out_;
};

}  // namespace

void CutEnglish(std::string_view text, Span within, std::vector<Span>* out) {
  Cutter cutter(text.substr(0, within.end), out);
  const char* const end = text.data() + within.end;
  for (size_t at = within.begin; at < within.end;) {
    if (const size_t blank = unicode::WhiteSpaceAt(text.data() + at, end); blank > 0) {
      at += blank;
      continue;
    }
    size_t stop = at;
    while (stop < within.end && unicode::WhiteSpaceAt(text.data() + stop, end) == 0) ++stop;
    cutter.Piece(at, stop);
    at = stop;
  }
}

}  // namespace textmill::tokens
