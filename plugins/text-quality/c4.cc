#include "plugins/text-quality/c4.h"

#include <algorithm>

#include "plugins/text-quality/characters.h"
#include "textmill/utf8.hpp"

namespace textmill::quality {
namespace {

// The size of a citation such as [12], [edit], [citation needed] at the beginning; 0 for none.
size_t CitationAt(std::string_view text) {
  for (const std::string_view word : {"[edit]", "[citation needed]"}) {
    if (text.starts_with(word)) return word.size();
  }
  size_t end = 1;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end < text.size() && text[end] == ']' ? end + 1 : 0;
}

bool EndsAsSentence(std::string_view line, std::string_view marks) {
  return !line.empty() && marks.find(line.back()) != marks.npos;
}

// The tokens of each line, one line after the other.
class TokensByLine {
 public:
  TokensByLine(std::string_view text, const std::vector<Token>& all)
      : text_(text), next_(all.data()), end_(next_ + all.size()) {}
  std::pair<const Token*, const Token*> Of(std::string_view line) {
    const size_t begin = static_cast<size_t>(line.data() - text_.data());
    while (next_ < end_ && next_->begin < begin) ++next_;
    const Token* first = next_;
    while (next_ < end_ && next_->begin < begin + line.size()) ++next_;
    return {first, next_};
  }

 private:
  std::string_view text_;
  const Token* next_;
  const Token* end_;
};

size_t Runs(const Token* first, const Token* last) {
  return static_cast<size_t>(std::count_if(
      first, last, [](const Token& token) { return (token.kind & kFirstOfRun) != 0; }));
}

// Whether there is more than so many characters between two white spaces.
bool HasLongRun(std::string_view line, double most) {
  const Characters& is = Characters::Get();
  double run = 0;
  for (size_t at = 0, size; at < line.size(); at += size) {
    run = (is.At(line, at, &size) & kSpace) != 0 ? 0 : run + 1;
    if (run > most) return true;
  }
  return false;
}

}  // namespace

std::string_view C4::WithoutCitations(std::string_view line) {
  size_t at = line.find('[');
  while (at != line.npos && CitationAt(line.substr(at)) == 0) at = line.find('[', at + 1);
  if (at == line.npos) return line;
  if (edits_ == edited_.size()) edited_.emplace_back();
  std::string& out = edited_[edits_++];
  out.assign(line, 0, at);
  while (at < line.size()) {
    const size_t size = line[at] == '[' ? CitationAt(line.substr(at)) : 0;
    if (size == 0) out += line[at];
    at += std::max<size_t>(size, 1);
  }
  return out;
}

// Of lines in their order.
bool C4::Holds(std::string_view line, Phrase phrase, bool edited) {
  const std::vector<PhraseAt>* where = &phrases_of_line_;
  size_t first = 0, begin = 0;
  if (edited) {
    FindPhrases(line, &phrases_of_line_);
  } else {
    begin = static_cast<size_t>(line.data() - text_begin_);
    while (next_phrase_ < phrases_.size() && phrases_[next_phrase_].at < begin) ++next_phrase_;
    where = &phrases_;
    first = next_phrase_;
  }
  for (size_t i = first; i < where->size() && (*where)[i].at < begin + line.size(); ++i) {
    if ((*where)[i].phrase == phrase) return true;
  }
  return false;
}

void C4::LookAsDatatrove(std::string_view text, const Tokens& tokens, const C4Options& options,
                         Signals* signals) {
  SplitLines(text, &lines_);
  FindPhrases(text, &phrases_);
  next_phrase_ = edits_ = 0;
  text_begin_ = text.data();
  kept_.clear();
  edited_.reserve(lines_.size());  // views of them stay
  double sentences = 0;
  Signals& is = *signals;
  is[kLoremIpsum] = is[kCurlyBracket] = 0;
  TokensByLine by_line(text, tokens.all());
  const bool may_be_long = tokens.longest_run() > options.max_word_length;
  for (const std::string_view whole : lines_) {
    std::string_view line = Strip(whole);
    const auto [first, last] = by_line.Of(line);
    if (options.on[kTooLongWord] && may_be_long && HasLongRun(line, options.max_word_length))
      continue;
    const std::string_view stripped = line;
    if (options.on[kCitations]) line = WithoutCitations(line);
    const bool edited = line.data() != stripped.data();
    if (options.on[kNoTerminalPunct] && (!EndsAsSentence(line, ".?!\"'") || line.ends_with("...")))
      continue;
    if (options.on[kTooFewWords] &&
        static_cast<double>(Runs(first, last)) < options.min_words_per_line)
      continue;
    if (options.lorem_ipsum && Holds(line, Phrase::kLoremIpsum, edited)) {
      is[kLoremIpsum] = 1;
      break;
    }
    if (options.on[kJavascriptLine] && Holds(line, Phrase::kJavascript, edited)) continue;
    if (options.curly_bracket && line.find('{') != line.npos) {
      is[kCurlyBracket] = 1;
      break;
    }
    if (options.on[kPolicy] && Holds(line, Phrase::kPolicy, edited)) continue;
    if (edited) {
      tokens_of_line_.SplitAsSpacy(line);
      const auto& all = tokens_of_line_.all();
      sentences += static_cast<double>(Tokens::CountSentences(all.data(), all.data() + all.size()));
    } else {
      sentences += static_cast<double>(Tokens::CountSentences(first, last));
    }
    kept_.push_back(line);
  }
  is[kSentences] = sentences;
  is[kLinesKept] = static_cast<double>(kept_.size());
}

void C4::LookAsDolma(std::string_view text, const Tokens& tokens, const C4Options& options,
                     Signals* signals) {
  SplitAtBreaks(text, &lines_);
  FindPhrases(text, &phrases_);
  kept_.clear();
  Signals& is = *signals;
  is[kLoremIpsum] = is[kJavascript] = 0;
  is[kCurlyBracket] = text.find('{') != text.npos ? 1 : 0;
  for (const PhraseAt& found : phrases_) {
    if (found.phrase == Phrase::kLoremIpsum) is[kLoremIpsum] = 1;
    if (found.phrase != Phrase::kJavascript) continue;
    const auto token = std::lower_bound(tokens.all().begin(), tokens.all().end(), found.at,
                                        [](const Token& a, size_t at) { return a.begin < at; });
    constexpr size_t kSize = std::string_view("javascript").size();
    if (token != tokens.all().end() && token->begin == found.at && token->size == kSize)
      is[kJavascript] = 1;
  }
  TokensByLine by_line(text, tokens.all());
  for (const std::string_view line : lines_) {
    const auto [first, last] = by_line.Of(line);
    if (options.on[kNoTerminalPunct] && !EndsAsSentence(Strip(line), ".?!\"")) continue;
    if (options.on[kTooFewWords] &&
        static_cast<double>(Runs(first, last)) < options.min_words_per_line)
      continue;
    kept_.push_back(line);
  }
  is[kLinesKept] = static_cast<double>(kept_.size());
}

std::string_view C4::kept_text() {
  text_.clear();
  for (const std::string_view line : kept_) {
    if (&line != kept_.data()) text_ += '\n';
    text_ += line;
  }
  return Strip(text_);
}

}  // namespace textmill::quality
