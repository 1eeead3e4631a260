// The stage `language.detect`: adds the columns `lang` and `lang_confidence`, and `langs` for the
// languages of the paragraphs.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_DETECT_H_
#define TEXTMILL_PLUGINS_LANGUAGE_DETECT_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/language/engine.h"
#include "plugins/language/mix.h"
#include "plugins/lib/languages/languages.h"
#include "textmill/textmill.hpp"

namespace textmill::language {

class Detect final : public Transform {
 public:
  Detect();
  void Bind(Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  struct Scratch;

  void CheckModelIsGiven() const;
  std::vector<int> Allowed() const;
  void OpenFastText();
  Guess Ask(std::string_view text, Scratch& scratch) const;
  Guess AskByParagraph(std::string_view text, Scratch& scratch, Reply& reply) const;
  std::string_view CodeOf(int language) const;

  Param<ColumnName> column_{this, "column", ColumnName{"text"},
                            "The column whose language is found."};
  Param<Choice> engine_{
      this, "engine", {"builtin", "cld2", "fasttext"}, "What finds it; see above."};
  Param<InputFile> model_{
      this, "model", kOptional,
      "With `engine: fasttext`: the file of the model, `.bin` or `.ftz`, such as `lid.176.ftz`."};
  Param<std::vector<std::string>> languages_{
      this, "languages", kOptional,
      "The languages to choose from, as codes: `[en, de, fr]`. Where you know what a corpus can "
      "hold, say so: rare languages are then no longer found by mistake."};
  Param<double> min_confidence_{
      this, "min_confidence", 0.0,
      "Answers with less confidence than this become `und`, with confidence 0. With `per: "
      "paragraph`, the answers for paragraphs.",
      Range{0, 1}};
  Param<Size> sample_{
      this, "sample", Size{1024},
      "How much of a long text is looked at, in pieces from its beginning to its end. More is "
      "slower and hardly better; for texts that mix languages there is `per: paragraph`, and then "
      "this is of each paragraph.",
      Range{64, 1 << 30}};
  Param<Choice> per_{this,
                     "per",
                     {"document", "paragraph"},
                     "What has one language: `paragraph` finds that of each paragraph and adds "
                     "`langs`. A paragraph is a line with something in it."};
  In<Utf8> text_{this, column_, "the text whose language is found"};
  Out<Utf8> lang_{
      this, "lang",
      "the language: its ISO 639-1 code (`en`), else ISO 639-3 (`haw`); `und` where it cannot be "
      "known"};
  Out<Float32> confidence_{this, "lang_confidence", "how sure that is, from 0 to 1; 0 for `und`"};
  Out<List> langs_;
  Counter undetermined_{this, "undetermined"};

  std::span<const Language> known_;  // what the engine can give, by code
  std::unique_ptr<Engine> detector_;
};

// For the reference page: engines, confidence, mixed texts, codes.
std::string DetectDescription();

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_DETECT_H_
