// What a tokenizer does to a text before it cuts it, step by step.
//
// Built by one thread; then any thread may use one.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_NORMALIZER_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_NORMALIZER_H_

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plugins/lib/unicode/form.h"
#include "plugins/text-tokens/charsmap.h"

namespace textmill::tokenizer {

// The steps, by what they do.
struct Prepend {  // unless the text is empty
  std::string what;
};
struct Replace {
  std::string what, with;
};
struct ReplaceBlanks {  // two or more of them
  std::string with;
};
struct Strip {  // white space
  bool left, right;
};
struct Lowercase {};
struct Decompose {};  // into NFD, or NFKD, but for the order of marks
struct DecomposeMore {};
struct StripAccents {};  // all marks
struct Bert {
  bool clean, space_ideographs, strip_accents, lowercase;
};

class Normalizer {
 public:
  using Step =
      std::variant<unicode::Form, std::shared_ptr<const Charsmap>, Prepend, Replace, ReplaceBlanks,
                   Strip, Lowercase, Decompose, DecomposeMore, StripAccents, Bert>;
  void Add(Step step) { steps_.push_back(std::move(step)); }
  // Whether a text may lose what is at its beginning.
  bool may_take_beginning() const;

  // The text after all steps: itself, or in `out`. `spare` is for what is between. Throws Error
  // where it would be many times as long.
  std::string_view Apply(std::string_view text, std::string* out, std::string* spare) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_NORMALIZER_H_
