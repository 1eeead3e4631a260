// Sentences in CoNLL-U, the format of Universal Dependencies: comments, then a line for each word
// with ten columns between tabs, then an empty line. Columns that say nothing hold `_`.
//
// A Sentences belongs to one thread; what it gives points into the content, which the caller keeps.
#ifndef TEXTMILL_PLUGINS_LIB_CONLLU_SENTENCES_H_
#define TEXTMILL_PLUGINS_LIB_CONLLU_SENTENCES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::conllu {

// What is `_` in the file is empty here, but for the form.
struct Word {
  std::string_view form, lemma, upos, xpos, feats, head, deprel, deps, misc;
};

// Words that are written as one, as `don't`: they are [begin, end) of the sentence's.
struct MultiWord {
  uint32_t begin, end;
  std::string_view form, misc;
};

struct Sentence {
  std::vector<std::string_view> comments;  // without `#` and the blanks around
  std::vector<Word> words;                 // without empty nodes (`8.1`)
  std::vector<MultiWord> multiwords;       // ascending
};

// What a comment `key = value` says; nothing where there is none of that key. `newpar` by itself
// has an empty value.
std::optional<std::string_view> CommentOf(const Sentence& sentence, std::string_view key);
// The value of `name=value` in a column MISC or FEATS.
std::optional<std::string_view> ValueOf(std::string_view column, std::string_view name);

class Sentences {
 public:
  explicit Sentences(std::string_view content) : content_(content) {}
  // The next sentence, which may be of comments alone at the end; false when there is none, or a
  // line is broken.
  bool Next(Sentence* sentence);
  // Why there is no next one: "it has 3 columns, not 10"; empty at the end.
  const std::string& fault() const { return fault_; }
  // The line, from 0, that was read last: the broken one, if one is.
  size_t line() const { return lines_ > 0 ? lines_ - 1 : 0; }

 private:
  bool TakeLine(std::string_view* line);
  bool TakeRow(std::string_view line, Sentence* sentence);
  bool Fail(std::string fault);

  std::string_view content_;
  size_t at_ = 0, lines_ = 0;
  std::string fault_;
};

}  // namespace textmill::conllu

#endif  // TEXTMILL_PLUGINS_LIB_CONLLU_SENTENCES_H_
