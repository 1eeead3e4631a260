// One of the ways in which a tokenizer cuts a text into pieces.
//
// Any thread may use one, each with a scratch of its own.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_CUT_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_CUT_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "plugins/lib/unicode/white_space.h"
#include "plugins/text-tokens/categories.h"
#include "plugins/text-tokens/splitter.h"
#include "textmill/utf8.hpp"

namespace textmill::tokenizer {

// At white space, which is left out.
struct WhiteSpaceCut {};
// Around each sign.
struct SignCut {};
// At each place of `what`.
struct LiteralCut {
  enum Where { kAround, kBefore, kAfter, kLeftOut };
  std::string what;
  Where where;
};
// Blanks become `mark`, which is also put in front; cuts before each of them.
struct Metaspace {
  enum Prefix { kNever, kFirst, kAlways };  // kFirst: where the text begins
  std::string mark;
  Prefix prefix;
  bool cuts;
};
// Before a mark that comes after something else: what tokens never reach across.
struct WordCut {
  std::string mark;
};

class Cut {
 public:
  using Way = std::variant<Splitter, WhiteSpaceCut, SignCut, LiteralCut, Metaspace, WordCut>;
  explicit Cut(Way way) : way_(std::move(way)) {}
  const Way& way() const { return way_; }

  struct Scratch {
    Splitter::Scratch match;
    std::string text;
  };
  Scratch NewScratch() const {
    Scratch scratch;
    if (const auto* splitter = std::get_if<Splitter>(&way_)) scratch.match = splitter->NewScratch();
    return scratch;
  }

  // `take(piece, is_first)` for each, none of them empty. `is_first`: the text begins with it;
  // `part` is that. Throws Error, see Splitter.
  template <class Take>
  void Split(std::string_view part, bool is_first, Scratch& scratch, const Take& take) const {
    const auto give = [&](size_t begin, size_t end) {
      if (end > begin) take(part.substr(begin, end - begin), is_first && begin == 0);
    };
    if (const auto* splitter = std::get_if<Splitter>(&way_)) {
      splitter->Split(part, scratch.match, [&](std::string_view piece) {
        take(piece, is_first && piece.data() == part.data());
      });
    } else if (std::holds_alternative<WhiteSpaceCut>(way_)) {
      SplitCharacters(
          part, [](const char* p, const char* end) { return unicode::WhiteSpaceAt(p, end) > 0; },
          LiteralCut::kLeftOut, give);
    } else if (std::holds_alternative<SignCut>(way_)) {
      SplitCharacters(
          part,
          [](const char* p, const char* end) { return IsSign(DecodeUtf8(p, end).code_point); },
          LiteralCut::kAround, give);
    } else if (const auto* literal = std::get_if<LiteralCut>(&way_)) {
      SplitLiteral(part, literal->what, literal->where, give);
    } else if (const auto* word = std::get_if<WordCut>(&way_)) {
      SplitWords(part, word->mark, give);
    } else {
      SplitMetaspace(part, is_first, std::get<Metaspace>(way_), scratch.text, take);
    }
  }

 private:
  template <class Is, class Give>
  static void SplitCharacters(std::string_view part, const Is& is, LiteralCut::Where where,
                              const Give& give) {
    const char* const data = part.data();
    size_t begin = 0;
    for (size_t at = 0; at < part.size();) {
      const size_t size = DecodeUtf8(data + at, data + part.size()).size;
      if (is(data + at, data + part.size())) {
        give(begin, at);
        if (where == LiteralCut::kAround) give(at, at + size);
        begin = at + size;
      }
      at += size;
    }
    give(begin, part.size());
  }

  template <class Give>
  static void SplitLiteral(std::string_view part, const std::string& what, LiteralCut::Where where,
                           const Give& give) {
    size_t begin = 0;
    for (size_t at; (at = part.find(what, begin)) != part.npos;) {
      const size_t end = at + what.size();
      switch (where) {
        case LiteralCut::kAround:
          give(begin, at);
          give(at, end);
          break;
        case LiteralCut::kLeftOut:
          give(begin, at);
          break;
        case LiteralCut::kAfter:
          give(begin, end);
          break;
        case LiteralCut::kBefore: {
          give(begin, at);
          // Up to the next one.
          const size_t next = std::min(part.find(what, end), part.size());
          give(at, next);
          begin = next;
          continue;
        }
      }
      begin = end;
    }
    give(begin, part.size());
  }

  template <class Give>
  static void SplitWords(std::string_view part, const std::string& mark, const Give& give) {
    size_t begin = 0, at = 0, after_mark = 0;
    while ((at = part.find(mark, at)) != part.npos) {
      if (at > after_mark) {
        give(begin, at);
        begin = at;
      }
      at += mark.size();
      after_mark = at;
    }
    give(begin, part.size());
  }

  template <class Take>
  static void SplitMetaspace(std::string_view part, bool is_first, const Metaspace& way,
                             std::string& text, const Take& take) {
    if (part.empty()) return;
    text.clear();
    for (const char c : part) {
      if (c == ' ')
        text += way.mark;
      else
        text += c;
    }
    const bool may =
        way.prefix == Metaspace::kAlways || (way.prefix == Metaspace::kFirst && is_first);
    if (may && !text.starts_with(way.mark)) text.insert(0, way.mark);
    const std::string_view whole = text;
    if (!way.cuts) return take(whole, is_first);
    SplitLiteral(whole, way.mark, LiteralCut::kBefore, [&](size_t begin, size_t end) {
      if (end > begin) take(whole.substr(begin, end - begin), is_first && begin == 0);
    });
  }

  Way way_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_CUT_H_
