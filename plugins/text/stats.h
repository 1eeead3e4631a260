// The stage `text.stats`: the length of a text in several measures.
#ifndef TEXTMILL_PLUGINS_TEXT_STATS_H_
#define TEXTMILL_PLUGINS_TEXT_STATS_H_

#include <memory>

#include "textmill/textmill.hpp"

namespace textmill::text {

class Stats final : public Transform {
 public:
  Stats();
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to measure."};
  Param<Choice> cut_{this,
                     "words",
                     {"auto", "runs"},
                     "What a word is where a script writes no spaces: `auto` cuts by the "
                     "dictionaries of ICU, `runs` takes all between two punctuation marks."};
  In<Utf8> text_{this, column_, "the text that is measured"};
  Out<Int64> characters_{this, "characters", "characters (code points), blanks included"};
  Out<Int64> words_{this, "words",
                    "words: runs of letters, marks, digits and underscores; see `words` above"};
  Out<Int64> sentences_{this, "sentences", "sentences, as `text.split` cuts them"};
  Out<Float32> letter_share_{this, "letter_share",
                             "share of the letters among all characters that are no blanks, from 0 "
                             "to 1; null where there are none"};
  Out<Float32> mean_word_length_{this, "mean_word_length",
                                 "characters a word on average; null where there is no word"};
};

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_STATS_H_
