// Finds the hits of a query among the tokens of a text, in time linear in the tokens.
//
// How: from the last token to the first, for each state of the automaton that can take the token,
// where the run that begins there ends (at the nearest or the farthest token). No start is tried
// twice, so `[]*` costs no more than a word. Only queries that compare labelled tokens with each
// other, and `longest` runs within a number of tokens, try each start by itself, for a bounded
// number of tokens.
//
// A Matcher is shared by all threads once it is made; a Finder belongs to one (a stage's lane).
#ifndef TEXTMILL_PLUGINS_LIB_QUERY_MATCHER_H_
#define TEXTMILL_PLUGINS_LIB_QUERY_MATCHER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/query/automaton.h"
#include "plugins/lib/query/parse.h"
#include "plugins/lib/query/query.h"
#include "plugins/lib/query/token_classes.h"

namespace textmill::query {

// Which of the runs that match are hits. For each token at which one begins, `kLongest` takes the
// longest, the others the shortest; of these,
enum class Strategy {
  kLongest,      // those that are not part of another
  kStandard,     // of those with one end, the longest
  kShortest,     // those that no other is part of
  kTraditional,  // all
};

// A hit, in tokens: [begin, end).
struct Hit {
  uint32_t begin, end;
  bool operator==(const Hit&) const = default;
};

// The tokens of a text.
struct Tokens {
  std::vector<uint32_t> classes;
  std::vector<bool> begins_sentence;  // as many
  // The value of a token's attribute, and of a column of the text; for constraints alone.
  std::function<std::string_view(size_t token, size_t attribute)> value;
  std::function<std::string_view(const std::string& column)> text_value;
};

class Matcher {
 public:
  // Throws QueryError.
  Matcher(std::string_view query, const ParseOptions& options, Strategy strategy);
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;

  // The attributes of tokens that are asked for.
  const std::vector<std::string>& attributes() const { return tests_.attributes(); }
  // The columns of texts that are asked for.
  const std::vector<std::string>& text_columns() const { return text_columns_; }
  bool needs_sentences() const { return needs_sentences_; }
  const Query& query() const { return query_; }
  TokenClasses NewClasses() const { return TokenClasses(&tests_, state_tests_); }

 private:
  friend class Finder;
  struct Compared;  // a constraint, compiled
  std::unique_ptr<Compared> Compile(const Constraint& constraint, std::string_view query);
  void CompileMeet(const Meet& meet);

  Query query_;
  Strategy strategy_;
  TokenTests tests_;
  Automaton automaton_;
  std::vector<uint32_t> state_tests_;  // the test of each state
  std::vector<size_t> meet_tests_;     // and of each token of MU
  std::vector<std::string> labels_;    // that the constraint speaks of
  std::vector<int> state_labels_;      // of each state; -1: none
  std::shared_ptr<const Compared> compared_;
  std::vector<std::string> text_columns_;
  bool needs_sentences_ = false, by_start_ = false, of_text_alone_ = false;
};

class Finder {
 public:
  explicit Finder(const Matcher* matcher);
  ~Finder();
  Finder(const Finder&) = delete;
  Finder& operator=(const Finder&) = delete;

  // Replaces what `hits` holds; they ascend.
  void Find(const Tokens& tokens, const TokenClasses& classes, std::vector<Hit>* hits);
  // Whether a text can have hits at all, as far as its columns say.
  bool TextWillDo(const Tokens& tokens) const;
  // How often a start had more ways to go on than are followed; see docs/queries.md.
  int64_t cut_off() const { return cut_off_; }

 private:
  struct Thread;
  bool HoldsAt(const Tokens& tokens, size_t gap, uint8_t anchors) const;
  void FindBackwards(const Tokens& tokens, const TokenClasses& classes, bool farthest);
  std::optional<uint32_t> FindFrom(const Tokens& tokens, const TokenClasses& classes,
                                   uint32_t start);
  std::vector<uint32_t> Meeting(const Meet& meet, const Tokens& tokens, const TokenClasses& classes,
                                size_t* at) const;
  void Choose(std::vector<Hit>* hits) const;

  const Matcher& matcher_;
  std::vector<int64_t> ends_, next_ends_;  // by state; -1: none
  std::vector<uint16_t> live_;             // states with an end in next_ends_
  std::vector<Hit> found_;
  std::vector<Thread> threads_, next_threads_;
  int64_t cut_off_ = 0;
};

}  // namespace textmill::query

#endif  // TEXTMILL_PLUGINS_LIB_QUERY_MATCHER_H_
