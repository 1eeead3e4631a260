// Where documents end in CoNLL-U: after the words `# newdoc` of the next one and the blank or line
// end that shows that they are these, or, where each sentence is a document, after the empty line.
//
// So a record but the first begins with the rest of its `# newdoc` line, if there is any, and one
// but the last ends with the beginning of the next one's: an end is never found later than it is,
// and so pieces of a stream can be scanned one after the other. Used by one thread at a time.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_CONLLU_DOCUMENT_ENDS_H_
#define TEXTMILL_PLUGINS_LIB_READERS_CONLLU_DOCUMENT_ENDS_H_

#include <string_view>

#include "plugins/lib/io/record_ends.h"

namespace textmill::conllu {

class DocumentEnds final : public io::RecordEnds {
 public:
  void CutSentences(bool on) { sentences_ = on; }

  void Restart() override { state_ = sentences_ ? kLineBegins : kInLine; }
  size_t Last(std::string_view more) override;
  size_t First(std::string_view more) override;

 private:
  // In a line; at its beginning; after so many characters of `#newdoc`, between which blanks are.
  enum : int { kInLine = -1, kLineBegins = 0 };
  size_t Scan(std::string_view more, bool to_first);
  bool Ends(char c);

  bool sentences_ = false;
  int state_ = kInLine;
};

// A record without the beginning of the next one's `# newdoc`.
std::string_view WithoutNext(std::string_view record);

}  // namespace textmill::conllu

#endif  // TEXTMILL_PLUGINS_LIB_READERS_CONLLU_DOCUMENT_ENDS_H_
