// Lists of function words: articles, pronouns, prepositions, conjunctions, auxiliaries, particles.
// Written for Textmill from the grammars of the languages. Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_CORPUS_STOP_WORDS_H_
#define TEXTMILL_PLUGINS_CORPUS_STOP_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

namespace textmill::corpus {

// The words of a language by its code (ISO 639-1, such as "en"); none when there is no list.
std::vector<std::string> StopWords(std::string_view language);
// For messages: "ar, cs, da, ...".
std::string StopWordLanguages();

}  // namespace textmill::corpus

#endif  // TEXTMILL_PLUGINS_CORPUS_STOP_WORDS_H_
