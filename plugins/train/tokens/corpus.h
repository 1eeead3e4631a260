// What the trainer learns from: treebanks in CoNLL-U, text of tokens without annotation, and
// lexicons.
#ifndef TEXTMILL_PLUGINS_TRAIN_TOKENS_CORPUS_H_
#define TEXTMILL_PLUGINS_TRAIN_TOKENS_CORPUS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/token-model/model.h"

namespace textmill::token_model {

struct AnnotatedWord {
  std::string form, lemma;  // lemma: empty where it is not known
  Label label;
};
using AnnotatedSentence = std::vector<AnnotatedWord>;

// All of these read plain or compressed files, and throw Error with file and line of what is wrong.
//
// The sentences of a treebank.
std::vector<AnnotatedSentence> ReadTreebank(const std::string& path);
// The tokens of text that is cut already: the first column of each line, an empty line after each
// sentence. Lines that begin with `#` or `-DOCSTART-` are passed over.
std::vector<AnnotatedSentence> ReadTokens(const std::string& path);
// Words in lower case and the class of each, between tabs; classes are any names.
void ReadLexicon(const std::string& path, std::map<std::string, std::string>* classes);
// Words in lower case with a tag (XPOS) and the lemma, between tabs.
std::vector<AnnotatedWord> ReadLemmas(const std::string& path);

// The same of a file's content.
std::vector<AnnotatedSentence> ParseTreebank(const std::string& path, std::string_view content);
std::vector<AnnotatedSentence> ParseTokens(std::string_view content);

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_TRAIN_TOKENS_CORPUS_H_
