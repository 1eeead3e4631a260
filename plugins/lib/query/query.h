// A query over tokens, as it was parsed: a subset of CQL, the query language of the Corpus
// Workbench, and plain words. docs/queries.md describes it.
//
//     [word="the"%c] [pos="ADJ"]* [lemma="bridge"] within s
//     the old bridge
//
// Plain data; whoever has it owns it.
#ifndef TEXTMILL_PLUGINS_LIB_QUERY_QUERY_H_
#define TEXTMILL_PLUGINS_LIB_QUERY_QUERY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace textmill::query {

// The attribute of plain words: the word in the form in which Textmill counts it.
inline constexpr const char* kFolded = "";

// What the value of an attribute is compared with.
struct Pattern {
  enum class Kind { kRegex, kLiteral, kGlob };
  Kind kind = Kind::kRegex;
  std::string text;
  bool ignore_case = false;   // %c
  bool ignore_marks = false;  // %d
  size_t at = 0;              // its place in the query, in bytes

  bool operator==(const Pattern& other) const {
    return kind == other.kind && text == other.text && ignore_case == other.ignore_case &&
           ignore_marks == other.ignore_marks;
  }
};

// What is asked of a token, between brackets.
struct Test {
  enum class Kind { kAny, kCompare, kNot, kAnd, kOr };
  Kind kind = Kind::kAny;
  std::string attribute;  // kCompare: it equals the pattern
  Pattern pattern;
  std::vector<Test> parts;  // of kNot one

  bool operator==(const Test& other) const {
    return kind == other.kind && attribute == other.attribute && pattern == other.pattern &&
           parts == other.parts;
  }
};

// What is asked of a place between two tokens, as bits.
enum Anchor : uint8_t { kSentenceBegins = 1, kSentenceEnds = 2, kTextBegins = 4, kTextEnds = 8 };

// A run of tokens.
struct Node {
  enum class Kind { kToken, kAnchor, kSequence, kChoice, kRepeat };
  Kind kind = Kind::kSequence;
  Test test;                // kToken
  std::string label;        // kToken: a name for it, or ""
  uint8_t anchor = 0;       // kAnchor
  std::vector<Node> parts;  // of kRepeat one
  size_t least = 0;         // kRepeat
  std::optional<size_t> most;
};

// What is asked of a hit as a whole, after `::`.
struct Constraint {
  enum class Kind { kCompare, kNot, kAnd, kOr };
  // `label.attribute`; of the text when `text` is set.
  struct Side {
    std::string label, attribute;
    bool text = false;
  };
  Kind kind = Kind::kAnd;
  Side left;
  std::optional<Side> right;  // or the pattern
  Pattern pattern;
  std::vector<Constraint> parts;
};

// MU(meet ...): tokens near each other.
struct Meet {
  enum class Kind { kToken, kMeet, kUnion };
  Kind kind = Kind::kToken;
  Test test;
  std::vector<Meet> parts;
  bool sentence = false;  // kMeet: within a sentence, else from `left` to `right` tokens away
  int64_t left = 0, right = 0;
};

struct Query {
  Node pattern;
  std::optional<Meet> meet;  // instead of the pattern
  std::optional<Constraint> constraint;
  bool within_sentence = false;
  std::optional<size_t> within_tokens;  // the last token is at most so many after the first
};

}  // namespace textmill::query

#endif  // TEXTMILL_PLUGINS_LIB_QUERY_QUERY_H_
