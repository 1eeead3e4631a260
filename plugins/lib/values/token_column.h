// A column of tokens: a list of structs with `begin` and `end`, bytes of the text, and more about
// each token. Whatever made it, these members are known by their names.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_TOKEN_COLUMN_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_TOKEN_COLUMN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "textmill/textmill.hpp"

namespace textmill::values {

// The column as Textmill's own stages make it: begin, end, sentence, pos, tag, lemma.
Field TokensField(const std::string& name = "tokens");
enum TokenMember : size_t {
  kTokenBegin,
  kTokenEnd,
  kTokenSentence,
  kTokenPos,
  kTokenTag,
  kTokenLemma,
  kTokenMembers
};

// Where the members of a column are.
struct TokenColumn {
  int slot = -1;
  int64_t begin = -1, end = -1, sentence = -1;          // members; sentence: -1 where there is none
  std::vector<std::pair<std::string, int64_t>> values;  // members that are text, by their names
  std::string begin_format, end_format, sentence_format;

  // Throws when the column is of another kind.
  static TokenColumn Of(const Field& column);
  // The member of that name that is text; -1: there is none.
  int64_t ValueAt(const std::string& name) const;
};

// A number of a member; nothing where it is null.
std::optional<int64_t> NumberAt(const StructView& items, int64_t member, const std::string& format,
                                int64_t i);

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_TOKEN_COLUMN_H_
