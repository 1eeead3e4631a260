// Language identification by a fastText classifier that the user owns, such as lid.176 or GlotLID.
//
// A FastTextDetector is constant once made (and restricted); any number of threads may call Detect,
// each with a Scratch of its own.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_FASTTEXT_H_
#define TEXTMILL_PLUGINS_LANGUAGE_FASTTEXT_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/lib/languages/guess.h"
#include "plugins/lib/languages/languages.h"

namespace fasttext {
class FastText;
}

namespace textmill::language {

class FastTextDetector {
 public:
  struct Scratch {
    std::string text;
    std::vector<int32_t> words, labels;
    std::vector<std::pair<float, int32_t>> predictions;
    std::vector<float> shares;  // by language
  };

  // Reads the model. Throws Error, with the file's name, for one that is damaged, of another kind,
  // or without languages among its labels. Of a text longer than `sample` bytes only so many are
  // looked at.
  FastTextDetector(const std::string& path, size_t sample);
  FastTextDetector(FastTextDetector&&) noexcept;
  ~FastTextDetector();

  // What the labels mean, sorted by code. Labels of one language, such as those of its scripts, are
  // one.
  std::span<const Language> languages() const { return languages_; }
  // Labels that name no language; a text to which the model gives one is undetermined.
  const std::vector<std::string>& strange_labels() const { return strange_labels_; }
  uint64_t bytes() const { return bytes_; }

  // Only these languages are answers, by place in languages(); all when never called.
  void Restrict(const std::vector<int>& languages);

  // `text` is UTF-8. Text that holds no language (numbers, addresses, code) is undetermined.
  Guess Detect(std::string_view text, Scratch& scratch) const;

 private:
  std::unique_ptr<fasttext::FastText> model_;
  size_t sample_;
  uint64_t bytes_ = 0;
  std::vector<std::string> codes_;  // what languages_ points into
  std::vector<Language> languages_;
  std::vector<std::string> strange_labels_;
  std::vector<int> language_of_label_;  // -1: undetermined
  std::vector<bool> allowed_;           // by place in languages(); empty: all
};

// The code that a label of a model means, as CanonicalCode knows it: `__label__en`,
// `__label__eng_Latn` and `__label__zh-Hans`. Wikipedia's `als` for Swiss German is kept apart from
// the Albanian of ISO 639-3 by the label `sq` beside it.
std::string CodeOfLabel(std::string_view label, const std::vector<std::string>& labels);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_FASTTEXT_H_
