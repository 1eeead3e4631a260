#include "plugins/concordance/text_tokens.h"

#include <algorithm>

#include "plugins/lib/unicode/sentences.h"
#include "textmill/utf8.hpp"

namespace textmill::concordance {
namespace {

constexpr int64_t kFoldedForm = -1, kWritten = -2;

bool BetweenCharacters(std::string_view text, int64_t at) {
  return at == static_cast<int64_t>(text.size()) ||
         (static_cast<unsigned char>(text[static_cast<size_t>(at)]) & 0xC0) != 0x80;
}

}  // namespace

TextTokens::TextTokens(const query::Matcher* matcher, const TokenColumn* column, bool by_dictionary)
    : matcher_(*matcher),
      column_(column),
      by_dictionary_(by_dictionary),
      classes_(matcher->NewClasses()) {
  for (const std::string& name : matcher_.attributes()) {
    if (name == query::kFolded || name == "word") {
      attributes_.push_back(name == query::kFolded ? kFoldedForm : kWritten);
      continue;
    }
    for (const auto& [member_name, member] : column_->values) {
      if (member_name == name) attributes_.push_back(member);
    }
  }
  values_.resize(attributes_.size());
  tokens_.value = [this](size_t token, size_t attribute) { return Value(token, attribute); };
}

void TextTokens::SetWords(std::string_view text) {
  text_ = text;
  classes_.Trim();
  words_.SplitWithSource(text);
  size_t n = words_.size();
  spans_at_ = n > 0 ? &words_.source(0) : nullptr;
  folded_at_ = words_.spans();
  if (by_dictionary_) n = CutByDictionary(text);
  tokens_.classes.resize(n);
  if (attributes_.size() == 1) {
    const bool fold = attributes_[0] == kFoldedForm;
    const std::string_view from = fold ? words_.folded() : text;
    const unicode::Span* const spans = fold ? folded_at_ : spans_at_;
    for (size_t i = 0; i < n; ++i) tokens_.classes[i] = classes_.Of(spans[i].of(from));
  } else {
    for (size_t i = 0; i < n; ++i) {
      for (size_t a = 0; a < values_.size(); ++a) values_[a] = Value(i, a);
      tokens_.classes[i] = classes_.Of(values_);
    }
  }
  if (matcher_.needs_sentences()) MarkSentences(text);
}

// The words of scripts without spaces; gives the number of tokens. Where in the text the parts of
// such a word are is known by their characters, which are as many there as in the folded text, but
// for the rarest words.
size_t TextTokens::CutByDictionary(std::string_view text) {
  const std::string_view folded = words_.folded();
  const bool may_be_cut = std::any_of(folded.begin(), folded.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0xE0;  // these scripts begin at U+0E00
  });
  size_t first = may_be_cut ? 0 : words_.size();
  while (first < words_.size() && !unicode::Dictionary::Knows(words_[first])) ++first;
  if (first == words_.size()) return first;
  spans_.assign(spans_at_, spans_at_ + first);
  folded_spans_.assign(folded_at_, folded_at_ + first);
  for (size_t i = first; i < words_.size(); ++i) {
    const std::string_view word = words_[i];
    cut_ends_.clear();
    if (unicode::Dictionary::Knows(word)) dictionary_.Cut(word, &cut_ends_);
    const unicode::Span whole = words_.source(i), whole_folded = words_.span(i);
    const std::string_view source = whole.of(text);
    if (cut_ends_.size() < 2 || CountCharacters(source) != CountCharacters(word)) {
      spans_.push_back(whole);
      folded_spans_.push_back(whole_folded);
      continue;
    }
    uint32_t begin = 0, at = 0, source_begin = 0, source_at = 0;
    for (const uint32_t end : cut_ends_) {
      while (at < end) {
        at += static_cast<uint32_t>(DecodeUtf8(word.data() + at, word.data() + word.size()).size);
        source_at += static_cast<uint32_t>(
            DecodeUtf8(source.data() + source_at, source.data() + source.size()).size);
      }
      spans_.push_back({whole.begin + source_begin, whole.begin + source_at});
      folded_spans_.push_back({whole_folded.begin + begin, whole_folded.begin + end});
      begin = end;
      source_begin = source_at;
    }
  }
  spans_at_ = spans_.data();
  folded_at_ = folded_spans_.data();
  return spans_.size();
}

void TextTokens::SetColumn(std::string_view text, const ListView& list, int64_t row) {
  text_ = text;
  classes_.Trim();
  const auto items = list.Items<StructView>();
  members_.assign(attributes_.size(), {});
  for (size_t a = 0; a < attributes_.size(); ++a) {
    if (attributes_[a] >= 0) members_[a] = items.Member<BytesView>(attributes_[a]);
  }
  spans_.clear();
  tokens_.classes.clear();
  tokens_.begins_sentence.clear();
  first_item_ = list.begin(row);
  std::optional<int64_t> sentence;
  int64_t before = 0;
  for (int64_t i = first_item_; i < list.end(row); ++i) {
    const auto begin = values::NumberAt(items, column_->begin, column_->begin_format, i);
    const auto end = values::NumberAt(items, column_->end, column_->end_format, i);
    const bool fits = begin && end && *begin >= before && *end >= *begin &&
                      *end <= static_cast<int64_t>(text.size()) &&
                      BetweenCharacters(text, *begin) && BetweenCharacters(text, *end);
    if (!fits) {
      throw Error("token " + std::to_string(i - first_item_ + 1) +
                  " is not at a place in the text, or before the token that it comes after")
          .Hint("`begin` and `end` are bytes of the text, and ascend.");
    }
    before = *begin;
    spans_.push_back({static_cast<uint32_t>(*begin), static_cast<uint32_t>(*end)});
    spans_at_ = spans_.data();
    for (size_t a = 0; a < values_.size(); ++a) values_[a] = Value(spans_.size() - 1, a);
    tokens_.classes.push_back(classes_.Of(values_));
    if (column_->sentence < 0) continue;
    const auto number = values::NumberAt(items, column_->sentence, column_->sentence_format, i);
    tokens_.begins_sentence.push_back(i == first_item_ || number != sentence);
    sentence = number;
  }
  spans_at_ = spans_.data();
  if (column_->sentence < 0 && matcher_.needs_sentences()) MarkSentences(text);
}

void TextTokens::MarkSentences(std::string_view text) {
  unicode::FindSentences(text, &sentences_);
  tokens_.begins_sentence.assign(size(), false);
  size_t at = 0;
  for (size_t i = 0; i < size(); ++i) {
    const size_t before = at;
    while (at < sentences_.size() && sentences_[at].end <= span(i).begin) ++at;
    tokens_.begins_sentence[i] = i == 0 || at != before;
  }
}

std::string_view TextTokens::Folded(std::string_view word) {
  single_.Split(word);
  return single_.folded();
}

std::string_view TextTokens::folded(size_t token) {
  return column_ == nullptr ? folded_at_[token].of(words_.folded()) : Folded(span(token).of(text_));
}

std::string_view TextTokens::Value(size_t token, size_t attribute) {
  switch (attributes_[attribute]) {
    case kFoldedForm:
      return folded(token);
    case kWritten:
      return span(token).of(text_);
    default:
      return members_[attribute][first_item_ + static_cast<int64_t>(token)];
  }
}

std::vector<std::string> CutPlain(std::string_view plain, bool keep_case, bool by_dictionary) {
  unicode::Words words;
  std::vector<std::string> out;
  words.SplitWithSource(plain);
  unicode::Dictionary dictionary;
  std::vector<uint32_t> ends;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string word(keep_case ? words.source(i).of(plain) : words[i]);
    const bool glob =
        word.find(query::kStar) != word.npos || word.find(query::kAnyCharacter) != word.npos;
    ends.clear();
    if (by_dictionary && !glob && unicode::Dictionary::Knows(word)) dictionary.Cut(word, &ends);
    if (ends.empty()) ends.push_back(static_cast<uint32_t>(word.size()));
    uint32_t begin = 0;
    for (const uint32_t end : ends) {
      out.push_back(word.substr(begin, end - begin));
      begin = end;
    }
  }
  return out;
}

}  // namespace textmill::concordance
