// The lines of a document in CoNLL-U.
//
// A DocumentLines belongs to one thread (a stage's lane); what it gives is valid until the next
// document.
#ifndef PLUGINS_WRITE_CONLLU_DOCUMENT_LINES_H_
#define PLUGINS_WRITE_CONLLU_DOCUMENT_LINES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/values/token_column.h"
#include "textmill/textmill.hpp"

namespace textmill::write_conllu {

struct DocumentHeader {
  std::string_view id, title, date;  // empty: not known
};

// Which members of a token are which columns; -1: none.
struct DocumentColumns {
  DocumentColumns() = default;
  explicit DocumentColumns(const values::TokenColumn& tokens);

  int64_t form = -1, lemma = -1, upos = -1, xpos = -1, feats = -1, head = -1, deprel = -1,
          deps = -1, misc = -1, multiword = -1;
};

class DocumentLines {
 public:
  DocumentLines(const values::TokenColumn* tokens, const DocumentColumns* columns)
      : tokens_(*tokens), columns_(*columns) {}

  // Replaces what is here by a document with at least one token. "", or why there are no lines.
  std::string Make(const DocumentHeader& header, std::string_view text, const ListView& list,
                   int64_t row);
  const std::string& text() const { return lines_; }
  int64_t sentences() const { return sentences_; }

 private:
  struct Token {
    size_t begin, end;           // bytes of the text
    uint64_t from, to;           // characters
    size_t gap;                  // where the white space after it ends
    int64_t item;                // of the list
    std::string_view multiword;  // the member of that name
  };

  std::string TakeTokens(std::string_view text, const ListView& list, int64_t row);
  void AddSentence(const DocumentHeader& header, std::string_view text, const StructView& items,
                   size_t begin, size_t end);
  void AddWord(std::string_view text, const StructView& items, size_t token, size_t number,
               bool in_multiword);
  // The end of the words that are written together with the first one.
  size_t MultiWordEnd(std::string_view text, size_t begin, size_t end) const;
  void AddForm(std::string_view text, const StructView& items, const Token& token);
  void AddColumn(const StructView& items, int64_t member, const Token& token);
  // What MISC says of a piece of the text that begins with one token and ends with another.
  void AddMisc(std::string_view text, std::string_view other, const Token& first, const Token& last,
               bool spaces);

  const values::TokenColumn& tokens_;
  const DocumentColumns& columns_;
  std::vector<Token> taken_;
  std::vector<int64_t> numbers_;  // of their sentences
  std::string lines_, sentence_id_;
  int64_t sentences_ = 0;
};

}  // namespace textmill::write_conllu

#endif  // PLUGINS_WRITE_CONLLU_DOCUMENT_LINES_H_
