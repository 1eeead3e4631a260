// The languages of a text from those of its paragraphs.
//
// A paragraph of which the detector is not sure, such as a heading, counts with the sure one before
// it, at the beginning with the first sure one. Where none is sure, all count for the language that
// most speaks for. So a stray word makes no mixed text.
//
// Not thread-safe.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_MIX_H_
#define TEXTMILL_PLUGINS_LANGUAGE_MIX_H_

#include <cstddef>
#include <vector>

#include "plugins/language/guess.h"

namespace textmill::language {

class LanguageMix {
 public:
  // From this confidence on a paragraph is sure. Of many short ones, such as lines of figures, some
  // are wrong at less; most paragraphs of prose have more.
  static constexpr float kSure = 0.95F;

  struct Part {
    int language;      // -1: the paragraphs without a language
    float share;       // of the characters
    float confidence;  // mean over them; 0 for those that by themselves would be something else
  };

  // The paragraphs of a text in their order.
  void Add(Guess guess, size_t characters);
  // All languages of the text, the largest share first, the undetermined part last; empties the
  // mix. Of equal shares, the language with the smaller number comes first.
  std::vector<Part> Take();

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
