// The stage `language.detect`: adds the columns `lang` and `lang_confidence`.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_DETECT_H_
#define TEXTMILL_PLUGINS_LANGUAGE_DETECT_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "plugins/language/cld2.h"
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
  Param<ColumnName> column_{this, "column", ColumnName{"text"},
                            "The column whose language is found."};
  Param<std::vector<std::string>> languages_{
      this, "languages", kOptional,
      "The languages to choose from, as codes: `[en, de, fr]`. Where you know what a corpus can "
      "hold, say so: rare languages are then no longer found by mistake. A text in another "
      "language is `und`."};
  Param<double> min_confidence_{
      this, "min_confidence", 0.0,
      "Answers with less confidence than this become `und`, with confidence 0.", Range{0, 1}};
  Param<Size> sample_{
      this, "sample", Size{1024},
      "How much of a long text is looked at: four pieces of it, from the beginning to the end. "
      "More "
      "is slower and hardly better; raise it for texts that mix languages.",
      Range{64, 1 << 30}};
  In<Utf8> text_{this, column_, "the text whose language is found"};
  Out<Utf8> lang_{
      this, "lang",
      "the language: its ISO 639-1 code (`en`), else ISO 639-3 (`haw`); `und` where it cannot be "
      "told"};
  Out<Float32> confidence_{this, "lang_confidence", "how sure that is, from 0 to 1; 0 for `und`"};
  Counter undetermined_{this, "undetermined"};

  std::optional<Cld2Detector> detector_;
};

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_DETECT_H_
