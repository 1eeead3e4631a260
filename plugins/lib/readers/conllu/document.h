// A document of CoNLL-U: its sentences, the text that they were cut from, and where in it the words
// are.
//
// One object for each thread (a stage's lane); what it gives points into the content that was taken
// and is valid until the next is.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_CONLLU_DOCUMENT_H_
#define TEXTMILL_PLUGINS_LIB_READERS_CONLLU_DOCUMENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/conllu/sentences.h"

namespace textmill::conllu {

struct Token {
  uint32_t begin, end;  // in the text, in bytes
  uint32_t sentence;
  const Word* word;
  const MultiWord* multiword;  // that it is part of; or nullptr
};

class Document {
 public:
  // Replaces what is here. False when a line is broken.
  bool Take(std::string_view content);
  const std::string& fault() const { return fault_; }
  size_t fault_line() const { return fault_line_; }  // of the content, from 0

  const std::string& text() const { return text_; }
  const std::vector<Token>& tokens() const { return tokens_; }
  // The value of a comment before the first sentence.
  std::optional<std::string_view> Comment(std::string_view key) const;
  bool empty() const { return sentences_ == 0; }
  // Sentences whose comment `text` has other words, and is passed over.
  int64_t other_texts() const { return other_texts_; }

 private:
  void AddSentence(const Sentence& sentence, uint32_t number);
  bool AddByText(const Sentence& sentence, std::string_view text, uint32_t number);
  void AddBySpaces(const Sentence& sentence, uint32_t number);
  void AddWords(const Sentence& sentence, uint32_t number, size_t first, const MultiWord* multi,
                size_t begin, std::string_view form);

  std::vector<Sentence> pool_;  // the first sentences_ of them are the document's
  size_t sentences_ = 0;
  std::string text_, fault_;
  std::string gap_;            // after the last word so far
  bool gap_is_given_ = false;  // by `SpacesAfter`
  size_t fault_line_ = 0;
  std::vector<Token> tokens_;
  int64_t other_texts_ = 0;
};

}  // namespace textmill::conllu

#endif  // TEXTMILL_PLUGINS_LIB_READERS_CONLLU_DOCUMENT_H_
