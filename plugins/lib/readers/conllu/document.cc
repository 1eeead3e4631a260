#include "plugins/lib/readers/conllu/document.h"

#include "plugins/lib/conllu/spaces.h"
#include "plugins/lib/unicode/white_space.h"

namespace textmill::conllu {
namespace {

size_t AfterBlanks(std::string_view text, size_t at) {
  while (at < text.size()) {
    const size_t blank = unicode::WhiteSpaceAt(text.data() + at, text.data() + text.size());
    if (blank == 0) break;
    at += blank;
  }
  return at;
}

// Calls `take(form, misc, first word, multiword or nullptr)` for each word or run of words that
// the text has in one piece.
template <class Take>
void ForPieces(const Sentence& sentence, const Take& take) {
  size_t word = 0;
  const auto words_to = [&](size_t end) {
    for (; word < end; ++word) {
      const Word& one = sentence.words[word];
      if (!take(one.form, one.misc, word, nullptr)) return false;
    }
    return true;
  };
  for (const MultiWord& multi : sentence.multiwords) {
    if (!words_to(multi.begin) || !take(multi.form, multi.misc, word, &multi)) return;
    word = multi.end;
  }
  words_to(sentence.words.size());
}

bool SaysSpaces(const Sentence& sentence) {
  bool says = false;
  ForPieces(sentence, [&](std::string_view, std::string_view misc, size_t, const MultiWord*) {
    says = ValueOf(misc, "SpacesAfter") || ValueOf(misc, "SpacesBefore");
    return !says;
  });
  return says;
}

}  // namespace

std::optional<std::string_view> Document::Comment(std::string_view key) const {
  if (sentences_ == 0) return {};
  return CommentOf(pool_[0], key);
}

bool Document::Take(std::string_view content) {
  sentences_ = 0;
  text_.clear();
  gap_.clear();
  gap_is_given_ = false;
  fault_.clear();
  tokens_.clear();
  other_texts_ = 0;
  Sentences sentences(content);
  while (true) {
    if (sentences_ == pool_.size()) pool_.emplace_back();
    Sentence& next = pool_[sentences_];
    if (!sentences.Next(&next)) break;
    if (!next.words.empty()) ++sentences_;
  }
  fault_ = sentences.fault();
  fault_line_ = sentences.line();
  if (!fault_.empty()) return false;
  for (size_t i = 0; i < sentences_; ++i) AddSentence(pool_[i], static_cast<uint32_t>(i));
  if (gap_is_given_) text_ += gap_;
  return true;
}

void Document::AddSentence(const Sentence& sentence, uint32_t number) {
  const bool paragraph = !gap_is_given_ && gap_ == " " && CommentOf(sentence, "newpar");
  text_ += paragraph ? "\n\n" : gap_;
  const auto text = CommentOf(sentence, "text");
  if (text && !SaysSpaces(sentence)) {
    if (AddByText(sentence, *text, number)) return;
    ++other_texts_;
  }
  AddBySpaces(sentence, number);
}

// Adds the words of a piece that is in the text from `begin`: each where it is, or all with the
// whole of it, as `au` that is `à le`.
void Document::AddWords(const Sentence& sentence, uint32_t number, size_t first,
                        const MultiWord* multi, size_t begin, std::string_view form) {
  const auto place = [](size_t at) { return static_cast<uint32_t>(at); };
  const size_t end = multi != nullptr ? multi->end : first + 1;
  size_t at = 0;
  bool in_pieces = true;
  for (size_t i = first; i < end; ++i) {
    const std::string_view part = sentence.words[i].form;
    in_pieces = in_pieces && form.substr(at).starts_with(part);
    at += in_pieces ? part.size() : 0;
  }
  in_pieces = in_pieces && at == form.size();
  at = begin;
  for (size_t i = first; i < end; ++i) {
    const Word& word = sentence.words[i];
    const size_t size = in_pieces ? word.form.size() : form.size();
    tokens_.push_back({place(at), place(at + size), number, &word, multi});
    if (in_pieces) at += size;
  }
}

// The words are found in what the comment `text` says. False when they are not.
bool Document::AddByText(const Sentence& sentence, std::string_view text, uint32_t number) {
  const size_t tokens = tokens_.size();
  size_t at = 0;
  bool found = true;
  std::string_view last_misc;
  ForPieces(sentence,
            [&](std::string_view form, std::string_view misc, size_t word, const MultiWord* multi) {
              at = AfterBlanks(text, at);
              found = text.substr(at).starts_with(form);
              if (!found) return false;
              AddWords(sentence, number, word, multi, text_.size() + at, form);
              at += form.size();
              last_misc = misc;
              return true;
            });
  if (!found || AfterBlanks(text, at) < text.size()) {
    tokens_.resize(tokens);
    return false;
  }
  text_ += text;
  gap_ = ValueOf(last_misc, "SpaceAfter") == "No" ? "" : " ";
  gap_is_given_ = false;
  return true;
}

// The text is put together from the words.
void Document::AddBySpaces(const Sentence& sentence, uint32_t number) {
  bool first = true;
  ForPieces(sentence,
            [&](std::string_view form, std::string_view misc, size_t word, const MultiWord* multi) {
              if (!first) text_ += gap_;
              first = false;
              if (const auto before = ValueOf(misc, "SpacesBefore"))
                AppendUnescaped(*before, &text_);
              AddWords(sentence, number, word, multi, text_.size(), form);
              text_ += form;
              gap_.clear();
              const auto after = ValueOf(misc, "SpacesAfter");
              gap_is_given_ = after.has_value();
              if (after) {
                AppendUnescaped(*after, &gap_);
              } else if (ValueOf(misc, "SpaceAfter") != "No") {
                gap_ = " ";
              }
              return true;
            });
}

}  // namespace textmill::conllu
