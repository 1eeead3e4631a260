// Which lines of a text C4 keeps, and what it says of the text as a whole.
//
// One object a thread.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_C4_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_C4_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/text-quality/lines.h"
#include "plugins/text-quality/rules.h"
#include "plugins/text-quality/tokens.h"

namespace textmill::quality {

struct C4Options {
  std::array<bool, kLineRules> on;
  bool lorem_ipsum, curly_bracket;  // whether these end the look at a text
  double min_words_per_line, max_word_length;
};

class C4 {
 public:
  // As datatrove's C4QualityFilter; `tokens` are those of the text. Sets the signals of C4.
  void LookAsDatatrove(std::string_view text, const Tokens& tokens, const C4Options& options,
                       Signals* signals);
  // As Dolma's tagger c4_v1.
  void LookAsDolma(std::string_view text, const Tokens& tokens, const C4Options& options,
                   Signals* signals);

  // The lines that stay, put together again.
  std::string_view kept_text();
  size_t lines() const { return lines_.size(); }
  size_t lines_kept() const { return kept_.size(); }

 private:
  std::string_view WithoutCitations(std::string_view line);
  bool Holds(std::string_view line, Phrase phrase, bool edited);

  std::vector<std::string_view> lines_;
  std::vector<PhraseAt> phrases_, phrases_of_line_;
  size_t next_phrase_ = 0;
  const char* text_begin_ = nullptr;
  std::vector<std::string_view> kept_;
  std::vector<std::string> edited_;  // lines without their citations
  size_t edits_ = 0;
  Tokens tokens_of_line_;
  std::string text_;
};

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_C4_H_
