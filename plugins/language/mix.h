// The languages of a text from those of its paragraphs.
//
// A paragraph of which the detector is not sure, such as a heading, counts with the sure one before
// it, at the beginning with the first sure one. Where none is sure, all count for the language of
// the text as a whole, else for the one that most speaks for. So a stray word makes no mixed text.
//
// Not thread-safe.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_MIX_H_
#define TEXTMILL_PLUGINS_LANGUAGE_MIX_H_

#include <cstddef>
#include <vector>

#include "plugins/lib/languages/guess.h"

namespace textmill::language {

class LanguageMix {
 public:
  // From this confidence on a paragraph is sure. Of short ones, such as headings and lines of
  // figures, there are many, so that more is asked of them.
  static constexpr float kSure = 0.8F, kSureOfShort = 0.98F;
  static constexpr size_t kShort = 60;  // characters

  struct Part {
    int language;      // -1: the paragraphs without a language
    float share;       // of the characters
    float confidence;  // mean over them; 0 for those that by themselves would be something else
  };

  // The paragraphs of a text in their order.
  void Add(Guess guess, size_t characters);
  // There are paragraphs, and none is sure.
  bool InDoubt() const { return !doubts_.empty(); }
  // All languages of the text, the largest share first, the undetermined part last; empties the
  // mix. Of equal shares, the language with the smaller number comes first. `whole` is asked for
  // where the mix is in doubt: what the text is when it is not taken apart.
  std::vector<Part> Take(Guess whole = {});

  // The language with the largest share, undetermined where there is none. Its confidence is that
  // of its part, times its share of what has a language.
  static Guess Main(const std::vector<Part>& parts);

 private:
  struct Sum {
    int language;
    double characters, agreeing;  // the latter weighted by the confidence in this language
  };
  static Sum& Of(std::vector<Sum>& sums, int language);
  void CountDoubtsFor(int language);

  std::vector<Sum> sums_;
  std::vector<Sum> doubts_;  // by their own language, until a paragraph is sure
  double undetermined_ = 0;
  int last_sure_ = -1;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_MIX_H_
