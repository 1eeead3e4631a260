// The words of a text as datatrove counts them, which takes spaCy's rules for English, or as Dolma
// does: what is between white space.
//
// The rules of spaCy: between white space, signs are cut off at both ends of a word one by one, a
// full stop only after a small letter, two capitals, a digit or a sign; then words are cut at
// hyphens between letters and the like; an address stays whole; some words are special
// (special_words.h).
//
// One object a thread; what it holds is valid until the next text.
#ifndef TEXTMILL_PLUGINS_TEXT_QUALITY_TOKENS_H_
#define TEXTMILL_PLUGINS_TEXT_QUALITY_TOKENS_H_

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/text-quality/characters.h"
#include "plugins/text-quality/runs.h"
#include "plugins/text-quality/special_words.h"

namespace textmill::quality {

enum TokenKind : uint8_t {
  kHasLetter = 1,
  kIsWord = 2,           // not of punctuation alone
  kMarksOnly = 4,        // spaCy's is_punct
  kEndsSentence = 8,     // a full stop or the like by itself
  kFirstOfRun = 16,      // the first after white space
  kAfterWideSpace = 32,  // after white space that is more than a blank
};

struct Token {
  uint32_t begin, size;
  uint32_t characters;
  uint8_t kind;

  std::string_view of(std::string_view text) const { return text.substr(begin, size); }
};

class Tokens {
 public:
  Tokens() : Tokens(SpecialWords::Get()) {}
  explicit Tokens(const SpecialWords& special) : is_(Characters::Get()), special_(special) {}

  void SplitAsSpacy(std::string_view text) { Split(text, true); }
  void SplitAtSpace(std::string_view text) { Split(text, false); }

  const std::vector<Token>& all() const { return tokens_; }
  // How long the longest run between white space is, in characters.
  uint32_t longest_run() const { return longest_run_; }

  // Sentences of the tokens [first, last), as spaCy's sentencizer cuts them.
  static size_t CountSentences(const Token* first, const Token* last);

 private:
  void Split(std::string_view text, bool spacy);
  void CutRun(size_t begin, size_t end);
  void CutInside(size_t begin, size_t end);
  void JoinSpecials(size_t first);
  size_t PrefixAt(size_t begin, size_t end) const;
  size_t SuffixAt(size_t begin, size_t end) const;
  size_t InfixAt(size_t begin, size_t at, size_t end) const;
  bool AddSpecial(size_t begin, size_t end);
  void Add(size_t begin, size_t end);
  void AddLetters(size_t begin, size_t end);
  bool AddUsualRun(const Run& run);

  const Characters& is_;
  const SpecialWords& special_;
  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<std::pair<uint32_t, uint32_t>> suffixes_;
  std::vector<Token> apart_;  // of JoinSpecials
  std::vector<uint8_t> joins_;
  uint8_t next_kind_ = 0;  // of the first token of a run
  uint32_t longest_run_ = 0;
};

}  // namespace textmill::quality

#endif  // TEXTMILL_PLUGINS_TEXT_QUALITY_TOKENS_H_
