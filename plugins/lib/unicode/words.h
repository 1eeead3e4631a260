// The words of a text, as all stages of Textmill count and compare them.
//
// The text is put into NFKC and its case is folded (full default folding of Unicode), and what is
// not seen and spells nothing is left out (soft hyphens, variation selectors, fillers, tags: the
// default ignorable code points of Unicode other than the zero-width space and the joiners). Then a
// word is a maximal run of letters, digits (the categories L and N) and underscores, and of the
// marks and joiners after and between them: UAX #29, but an apostrophe, a hyphen and a full stop
// part words. A mark that follows no letter is no word. It is the text as a whole that is
// normalised, not the single word: normalisation can join and part words.
//
//     Words words;
//     words.Split(text);
//     for (size_t i = 0; i < words.size(); ++i) Use(words[i]);
//
// An object owns its memory and keeps it from text to text: one for each thread (a stage's lane).
// What it gives out is valid until the next Split.
#ifndef TEXTMILL_PLUGINS_UNICODE_WORDS_H_
#define TEXTMILL_PLUGINS_UNICODE_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "plugins/lib/unicode/span.h"
#include "textmill/builder.hpp"

namespace textmill::unicode {

class Dictionary;

class Words {
 public:
  // Cuts a text. Bytes that are not UTF-8 count as U+FFFD.
  void Split(std::string_view text);
  // Does the same, and keeps for each word the bytes of `text` that it comes from.
  void SplitWithSource(std::string_view text);

  // Cuts the words of scripts that put no spaces between them, as a dictionary does. Sources are
  // no longer there.
  void CutByDictionary(Dictionary* dictionary);

  // How many words there are.
  size_t size() const { return size_; }
  // A word, normalised and folded.
  std::string_view operator[](size_t i) const { return span(i).of(folded()); }
  // Where it is in the folded text.
  const Span& span(size_t i) const { return spans()[i]; }
  const Span* spans() const { return reinterpret_cast<const Span*>(spans_.data()); }
  // Where it is in the text that was cut; after SplitWithSource only. A character that
  // normalises to more than one word belongs to each of them.
  const Span& source(size_t i) const { return reinterpret_cast<const Span*>(source_.data())[i]; }
  // The whole text, normalised and folded. At least 64 bytes beyond its end may be read.
  std::string_view folded() const { return {folded_.data(), folded_size_}; }

 private:
  struct Progress;
  template <bool kSource>
  class Cutter;

  Buffer folded_, spans_, source_;  // of their memory only what is used is written
  size_t folded_size_ = 0, size_ = 0;
  std::string scratch_[2];
  std::u32string piece_;
};

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_WORDS_H_
