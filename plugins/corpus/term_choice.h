// The parameters that say what a stage of the corpus counts, and the reading of it: the words of a
// text, the values of a column, the items of a list; and which of them are left out.
//
// Belongs to its stage. Read is const and called on many threads, each with a scratch of its own.
#ifndef TEXTMILL_PLUGINS_CORPUS_TERM_CHOICE_H_
#define TEXTMILL_PLUGINS_CORPUS_TERM_CHOICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "plugins/corpus/term_stream.h"
#include "plugins/lib/unicode/dictionary.h"
#include "plugins/lib/unicode/span.h"
#include "plugins/lib/unicode/words.h"
#include "textmill/textmill.hpp"

namespace textmill::corpus {

// What the map of a parameter has under a name; nullptr where it is not given.
const Value* Member(const Value& map, std::string_view name);

// A column whose values can be taken as text.
class ValueColumn {
 public:
  enum class Kind { kString, kBool, kInteger, kStrings, kStructs };
  // Throws where the column cannot be counted.
  static Kind KindOf(const Field& column);
  void Bind(Binder& binder, const Field& column) {
    kind = KindOf(column);
    slot = binder.Use(column.name);
  }
  bool is_list() const { return kind == Kind::kStrings || kind == Kind::kStructs; }
  // The value of a row, which is not a list, as text; nothing where it is null. `digits` may hold
  // what is returned.
  std::optional<std::string_view> At(const Batch& batch, int64_t row, std::string& digits) const;

  Kind kind = Kind::kString;
  int slot = -1;
};

class TermChoice {
 public:
  struct Scratch {
    unicode::Words words;
    unicode::Dictionary dictionary;
    std::vector<unicode::Span> sentences;
    std::string digits, folded;
    std::vector<std::string_view> terms;  // of a text, and their numbers
    std::vector<uint32_t> numbers;
    std::vector<char> kept;  // by the number of a term in the batch: 1 kept, 2 left out
  };
  // Marks that a stage wants between the terms.
  struct Marks {
    bool lines = false, sentences = false;
  };

  // With `of: column` and n-grams where `counts` is true.
  TermChoice(StageBase* stage, bool counts);
  void Bind(Binder& binder, Marks marks);
  // Reads the lists of `where`.
  void Open();
  // Puts the terms of a document into `to`; returns how many words were too long.
  int64_t Read(const Batch& batch, int64_t row, Scratch& scratch, BatchTerms& to) const;
  // How a term of a list given by the user is written in the corpus: folded where words are.
  std::string Folded(std::string_view term) const;

  // A term that `where` does not leave out, as Folded gives it.
  void Exempt(const std::string& term) { exempt_.insert(term); }

  bool ngrams() const { return of_ && *of_ == "ngrams"; }

 private:
  void BindMember(const Field& column);
  bool IsExempt(std::string_view term) const;
  bool Keeps(std::string_view term) const;
  // The number of a term of the batch, or the mark of one that does not count.
  uint32_t Kept(uint32_t number, Scratch& scratch, const BatchTerms& of) const;
  void Put(std::string_view term, Scratch& scratch, BatchTerms& to) const;
  int64_t ReadText(std::string_view text, Scratch& scratch, BatchTerms& to) const;

  std::optional<Param<Choice>> of_;
  Param<Choice> cut_;
  Param<ColumnName> column_;
  Param<std::string> member_;
  Param<Value> where_;

  Marks marks_;
  bool is_text_ = true;
  ValueColumn value_;
  int64_t member_index_ = -1, pos_index_ = -1;
  bool filters_ = false;
  size_t min_length_ = 0, max_length_ = SIZE_MAX;
  std::unordered_set<std::string> stop_, only_, pos_, exempt_;
};

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_TERM_CHOICE_H_
