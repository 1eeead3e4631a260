// The stage `text.normalize`: one way to write each character.
#ifndef TEXTMILL_PLUGINS_TEXT_NORMALIZE_H_
#define TEXTMILL_PLUGINS_TEXT_NORMALIZE_H_

#include <memory>
#include <optional>

#include "plugins/lib/unicode/form.h"
#include "plugins/text/cleaner.h"
#include "textmill/textmill.hpp"

namespace textmill::text {

class Normalize final : public Transform {
 public:
  Normalize();
  void Bind(Binder& binder) override;
  std::unique_ptr<Lane> NewLane() const override;
  void Process(const Batch& batch, Reply& reply, Lane* lane) const override;

 private:
  struct Scratch;
  // Writes the text as it is to be; false when it was so before.
  bool Append(std::string_view text, BytesBuilder& to, Scratch& scratch) const;

  Param<ColumnName> column_{this, "column", ColumnName{"text"}, "The column to normalise."};
  Param<Choice> form_{
      this,
      "form",
      {"NFC", "NFKC", "none"},
      "The normal form of Unicode. NFC writes each accented letter in one way and changes nothing "
      "that can be seen. NFKC also turns ligatures, full-width letters, superscripts and the like "
      "into plain characters, which loses information. `none` leaves them."};
  Param<bool> whitespace_{
      this, "whitespace", true,
      "Tidy white space: runs of blanks (tabs, no-break, thin and ideographic spaces among them) "
      "become one space; lines lose the blanks at both ends; all line breaks (U+0085, U+2028 and "
      "U+2029 among "
      "them) become `\\n`; of "
      "several blank lines one stays; none stay at the beginning and the end of the text."};
  Param<bool> control_{
      this, "control", true,
      "Remove what cannot be seen: control characters other than white space, soft hyphens, "
      "zero-width spaces, byte order marks, marks of writing direction, fillers (U+3164 and "
      "others), "
      "tags (which hide text), variation selectors that select nothing. What spells words and "
      "emoji "
      "stays: the joiner and non-joiner (U+200D, U+200C) of Persian, Indian scripts and emoji, a "
      "variation selector after its character, the tags of a flag, and the blank of Braille "
      "(U+2800) beside other Braille."};
  Param<bool> quotes_{
      this, "quotes", false,
      "Write curly and low quotation marks and apostrophes as `\"` and `'`. Angle marks (« ») and "
      "those of Chinese and Japanese stay."};
  Param<bool> dashes_{this, "dashes", false, "Write all hyphens, dashes and minus signs as `-`."};
  Param<bool> ellipsis_{this, "ellipsis", false, "Write an ellipsis (…) as three full stops."};
  In<Utf8> in_{this, column_, "the text to normalise"};
  Out<Utf8> out_{this, "text", "the text, normalised; it takes the place of the old one"};
  Counter changed_{this, "changed"};

  std::optional<unicode::Form> normal_form_;
  std::unique_ptr<const Cleaner> cleaner_;
};

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_NORMALIZE_H_
