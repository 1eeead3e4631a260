// Cuts text at the matches of a pattern: each match is a piece, and so is what is between two.
//
// Any thread may use one, each with a scratch of its own.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_SPLITTER_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_SPLITTER_H_

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <memory>
#include <string_view>

#include "plugins/text-tokens/patterns.h"
#include "textmill/error.hpp"

namespace textmill::tokenizer {

class Splitter {
 public:
  explicit Splitter(const Pattern& pattern);

  struct FreeMatch {
    void operator()(pcre2_match_data* match) const { pcre2_match_data_free(match); }
  };
  using Scratch = std::unique_ptr<pcre2_match_data, FreeMatch>;
  Scratch NewScratch() const;

  // `text` is valid UTF-8. Throws Error when a match takes more than PCRE2 allows.
  template <class Take>
  void Split(std::string_view text, const Scratch& scratch, const Take& take) const {
    size_t at = 0, begin = 0, end = 0;
    while (Next(text, at, scratch.get(), &begin, &end)) {
      if (begin > at) take(text.substr(at, begin - at));
      take(text.substr(begin, end - begin));
      at = end;
    }
    if (at < text.size()) take(text.substr(at));
  }

 private:
  struct FreeCode {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  };
  bool Next(std::string_view text, size_t from, pcre2_match_data* match, size_t* begin,
            size_t* end) const;

  std::unique_ptr<pcre2_code, FreeCode> code_;
  bool compiled_ = false;  // to machine code
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_SPLITTER_H_
