// What the tagger knows of a word by itself: its form, its beginning, its end, its shape, and the
// class that a lexicon gives it. A feature is a 64-bit number, the hash of its kind and value.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_WORD_FEATURES_H_
#define TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_WORD_FEATURES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::token_model {

struct WordFeature {
  uint64_t hash;
  bool of_form;  // the form itself: what is not known of words that were never seen
};

// Models hold hashes of features: it changes whenever others come out here.
inline constexpr uint32_t kFeatureRevision = 1;

// Appends the features of a word. `lower`: the word in lower case.
void AppendFeatures(std::string_view word, std::string_view lower, std::vector<WordFeature>* out);
// The feature of a class of a lexicon.
WordFeature ClassFeature(uint8_t word_class);

// How a word is written.
enum class Case : uint8_t { kLower, kTitle, kUpper, kMixed };
Case CaseOf(std::string_view word, std::string_view lower);

// How the words of a sentence are written, of those that have letters: most as usual, none with a
// capital, all or nearly all with one, all in capitals.
enum class SentenceKind : uint8_t { kUsual, kSmall, kTitle, kCapitals };
inline constexpr size_t kSentenceKinds = 4;
// What a sentence is made of.
struct CaseCounts {
  size_t small = 0, title = 0, capitals = 0;  // words of more than one letter

  void Add(Case written, std::string_view lower);
  SentenceKind Kind() const;
};

// The hash of a word, as the tables of a model have it.
uint64_t WordHash(std::string_view word);

}  // namespace textmill::token_model

#endif  // TEXTMILL_PLUGINS_LIB_TOKEN_MODEL_WORD_FEATURES_H_
