// The tokens of a text, with what a query asks of them: its words, as all of Textmill counts them,
// or the tokens of a column that holds their places in the text beside parts of speech, lemmas and
// the like.
//
// One object for each thread (a stage's lane). What it gives out is valid until the next text.
#ifndef TEXTMILL_PLUGINS_CONCORDANCE_TEXT_TOKENS_H_
#define TEXTMILL_PLUGINS_CONCORDANCE_TEXT_TOKENS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/query/matcher.h"
#include "plugins/lib/unicode/dictionary.h"
#include "plugins/lib/unicode/span.h"
#include "plugins/lib/unicode/words.h"
#include "plugins/lib/values/token_column.h"
#include "textmill/textmill.hpp"

namespace textmill::concordance {

using values::TokenColumn;

class TextTokens {
 public:
  // `column`: or nullptr for words. `by_dictionary`: words of scripts without spaces.
  TextTokens(const query::Matcher* matcher, const TokenColumn* column, bool by_dictionary);

  // Cuts a text into its words.
  void SetWords(std::string_view text);
  // Takes the tokens of a row. Throws when they are not in the text, or not in its order.
  void SetColumn(std::string_view text, const ListView& list, int64_t row);

  const query::Tokens& tokens() const { return tokens_; }
  query::Tokens& tokens() { return tokens_; }
  const query::TokenClasses& classes() const { return classes_; }
  size_t size() const { return tokens_.classes.size(); }
  // Where a token is in the text.
  const unicode::Span& span(size_t token) const { return spans_at_[token]; }
  // A token as words are compared.
  std::string_view folded(size_t token);

 private:
  size_t CutByDictionary(std::string_view text);
  void MarkSentences(std::string_view text);
  std::string_view Folded(std::string_view word);
  std::string_view Value(size_t token, size_t attribute);

  const query::Matcher& matcher_;
  const TokenColumn* column_;
  bool by_dictionary_;
  query::TokenClasses classes_;
  query::Tokens tokens_;
  std::string_view text_;
  unicode::Words words_, single_;
  unicode::Dictionary dictionary_;
  std::vector<unicode::Span> spans_, folded_spans_, sentences_;
  // Where tokens are, in the text and in its folded form: in the vectors or in words_.
  const unicode::Span *spans_at_ = nullptr, *folded_at_ = nullptr;
  std::vector<uint32_t> cut_ends_;
  // For each attribute of the query: kFoldedForm, kWritten, or the member of the column.
  std::vector<int64_t> attributes_;
  std::vector<std::string_view> values_;
  std::vector<BytesView> members_;
  int64_t first_item_ = 0;
};

// Cuts the plain words of a query as a text is cut; see query::ParseOptions.
std::vector<std::string> CutPlain(std::string_view plain, bool keep_case, bool by_dictionary);

}  // namespace textmill::concordance

#endif  // TEXTMILL_PLUGINS_CONCORDANCE_TEXT_TOKENS_H_
