// The stage `language.detect`: adds the columns `lang` and `lang_confidence`.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_DETECT_H_
#define TEXTMILL_PLUGINS_LANGUAGE_DETECT_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/language/cld2.h"
#include "textmill/textmill.hpp"

namespace language {

class Detect final : public textmill::Transform {
 public:
  Detect();
  void Bind(textmill::Binder& binder) override;
  void Open(const textmill_open_request& request) override;
  std::unique_ptr<textmill::Lane> NewLane() const override;
  void Process(const textmill::Batch& batch, textmill::Reply& reply,
               textmill::Lane* lane) const override;

 private:
  textmill::Param<textmill::ColumnName> column_{this, "column", textmill::ColumnName{"text"},
                                                "The column whose language is found."};
  textmill::Param<std::vector<std::string>> languages_{
      this, "languages", textmill::kOptional,
      "The languages to choose from, as codes: `[en, de, fr]`. Where you know what a corpus can "
      "hold, say so: rare languages are then no longer found by mistake. A text in another "
      "language is `und`."};
  textmill::Param<double> min_confidence_{
      this, "min_confidence", 0.0,
      "Answers with less confidence than this become `und`, with confidence 0.",
      textmill::Range{0, 1}};
  textmill::Param<textmill::Size> sample_{
      this, "sample", textmill::Size{1024},
      "How much of a long text is looked at: four pieces of it, from the beginning to the end. "
      "More "
      "is slower and hardly better; raise it for texts that mix languages.",
      textmill::Range{64, 1 << 30}};
  textmill::In<textmill::Utf8> text_{this, column_, "the text whose language is found"};
  textmill::Out<textmill::Utf8> lang_{
      this, "lang",
      "the language: its ISO 639-1 code (`en`), else ISO 639-3 (`haw`); `und` where it cannot be "
      "told"};
  textmill::Out<textmill::Float32> confidence_{this, "lang_confidence",
                                               "how sure that is, from 0 to 1; 0 for `und`"};
  textmill::Counter undetermined_{this, "undetermined"};

  std::optional<Cld2Detector> detector_;
};

}  // namespace language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_DETECT_H_
