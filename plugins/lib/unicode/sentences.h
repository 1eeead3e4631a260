// Cuts a text into paragraphs or sentences, by rules that need no knowledge of its language.
//
// A paragraph is a line with something in it. A sentence ends with its paragraph, or after a full
// stop, question or exclamation mark or ellipsis of any script and the quotation marks and brackets
// that close after it. Abbreviations, initials and decimal numbers do not end one.
//
// Ranges leave out the blanks around them. They ascend, do not overlap, and begin and end between
// characters. Any thread may call.
#ifndef TEXTMILL_PLUGINS_UNICODE_SENTENCES_H_
#define TEXTMILL_PLUGINS_UNICODE_SENTENCES_H_

#include <string_view>
#include <vector>

#include "plugins/lib/unicode/span.h"

namespace textmill::unicode {

// Each replaces what `out` holds.
void FindParagraphs(std::string_view text, std::vector<Span>* out);
void FindSentences(std::string_view text, std::vector<Span>* out);

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_SENTENCES_H_
