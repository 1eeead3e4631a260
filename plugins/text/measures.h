// The stage `text.measures`: how rich a text's vocabulary is, and how hard it is to read.
#ifndef TEXTMILL_PLUGINS_TEXT_MEASURES_H_
#define TEXTMILL_PLUGINS_TEXT_MEASURES_H_

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "textmill/textmill.hpp"

namespace textmill::text {

class Measures final : public Transform {
 public:
  Measures();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  struct Scratch;
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to measure."};
  Param<std::vector<std::string>> measures_{
      this, "measures", kOptional,
      "Which of the columns below to make, such as `[ttr, mtld, flesch]`; all unless given."};
  Param<int64_t> window_{this, "window", 50,
                         "How many words the windows of `mattr` and the segments of `msttr` have.",
                         Range{1, 1e9}};
  Param<double> threshold_{this, "threshold", 0.72,
                           "The type-token ratio at which a stretch of `mtld` ends.",
                           Range{0.01, 0.99}};
  Param<int64_t> draws_{this, "draws", 42, "How many words `hdd` draws.", Range{1, 10000}};
  Param<Choice> language_{
      this,
      "language",
      {"en", "de", "es", "fr", "it", "nl", "pt", "ru"},
      "Whose form of Flesch's formula is taken, and whose spelling syllables are counted by: "
      "English has rules of its own, in the others a run of vowels is a syllable."};
  Param<Choice> cut_{this,
                     "words",
                     {"auto", "runs"},
                     "What a word is where a script writes no spaces: `auto` cuts by the "
                     "dictionaries of ICU, `runs` takes all between two punctuation marks."};
  In<Utf8> text_{this, column_, "the text that is measured"};
  std::deque<Out<Int64>> counts_;
  std::deque<Out<Float64>> values_;
  Out<Utf8> why_{this, "measures_why",
                 "why cells of this document are empty, or not quite what their name says; null "
                 "where there is nothing to say"};
};

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_MEASURES_H_
