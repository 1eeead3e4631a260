// The stage `text.dictionary`: how many words of a text belong to the categories of a dictionary.
#ifndef TEXTMILL_PLUGINS_TEXT_DICTIONARY_H_
#define TEXTMILL_PLUGINS_TEXT_DICTIONARY_H_

#include <memory>
#include <string>
#include <vector>

#include "plugins/text/category_list.h"
#include "textmill/textmill.hpp"

namespace textmill::text {

class Dictionary final : public Transform {
 public:
  Dictionary();
  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  struct Scratch;
  struct Hits {
    int64_t count = 0, negated = 0;
  };
  void Count(std::string_view text, Scratch& scratch) const;

  Param<InputFile> file_{this, "file", kRequired,
                         "The dictionary: a LIWC file (.dic), or a CSV or TSV file with a heading, "
                         "either `word,category` or an entry and a column for each category."};
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to look at."};
  Param<std::vector<std::string>> categories_{
      this, "categories", kOptional,
      "Categories that get a column of their own, with their count: `[posemo, negemo]`."};
  Param<std::vector<std::string>> negations_{
      this, "negations", kOptional,
      "Words that turn what follows into its opposite; English ones unless given."};
  Param<int64_t> negation_window_{
      this, "negation_window", 3,
      "How many words after a negation, in the same sentence, count as `negated`.", Range{0, 100}};
  Param<Choice> cut_{this,
                     "words",
                     {"auto", "runs"},
                     "What a word is where a script writes no spaces: `auto` cuts by the "
                     "dictionaries of ICU, `runs` takes all between two punctuation marks."};
  In<Utf8> text_{this, column_, "the text that is looked at"};
  Out<List> found_{this,
                   ListOf("dictionary", StructOf("item", {{"category", "u", {}, {}},
                                                          {"count", "l", {}, {}},
                                                          {"negated", "l", {}, {}},
                                                          {"share", "g", {}, {}}})),
                   "for each category of the dictionary that occurs: how many words (or runs of "
                   "words) belong to it, how many of them are negated, and the count as a share of "
                   "all words"};
  Out<Int64> words_{this, "dictionary_words", "how many words the text has"};
  Out<Int64> known_{this, "dictionary_known", "how many of them are in the dictionary"};

  std::vector<int> columns_;  // of `categories`
  CategoryList list_;
  std::vector<int64_t> category_numbers_;  // of `categories`
  std::vector<std::string> negators_;
};

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_DICTIONARY_H_
