// The training texts, as words and by script.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_TRAIN_CORPUS_H_
#define TEXTMILL_PLUGINS_LANGUAGE_TRAIN_CORPUS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plugins/lib/language-model/words.h"

namespace textmill::language {

using Sentence = std::vector<uint32_t>;  // indices into ScriptCorpus::words

struct ScriptCorpus {
  Group group = kNoLetter;
  std::vector<int> languages;  // by slot: index into BuiltinLanguages()
  std::vector<std::u32string> words;
  std::vector<std::vector<Sentence>> sentences;  // by slot
  std::vector<std::vector<double>> shares;       // beside them: how much each counts
  std::vector<std::vector<Sentence>> held_out;   // by slot: not trained on, for the confidence
};

// Reads `code<TAB>text` files, plain or gzip. A sentence goes to the script that most of its
// letters are in; a language has those scripts that at least one in twenty of its sentences are in.
// Throws std::runtime_error.
std::vector<ScriptCorpus> ReadCorpus(const std::vector<std::string>& files, const Letters& letters);

// All lines of such a file.
std::vector<std::pair<std::string, std::string>> ReadLabelled(const std::string& path);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_TRAIN_CORPUS_H_
