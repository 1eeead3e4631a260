#include "plugins/lib/conllu/sentences.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace textmill::conllu {
namespace {

constexpr size_t kColumns = 10;

std::string_view Trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// A whole number without a sign that is all of the text.
bool IsNumber(std::string_view text, uint32_t* number) {
  const auto end = std::from_chars(text.data(), text.data() + text.size(), *number);
  return !text.empty() && end.ec == std::errc() && end.ptr == text.data() + text.size();
}

std::string Quoted(std::string_view text) {
  constexpr size_t kMost = 40;
  std::string out = "`";
  for (const char c : text.substr(0, kMost)) out += static_cast<uint8_t>(c) < 0x80 ? c : '?';
  return out + (text.size() > kMost ? "...`" : "`");
}

}  // namespace

std::optional<std::string_view> CommentOf(const Sentence& sentence, std::string_view key) {
  for (const std::string_view comment : sentence.comments) {
    if (!comment.starts_with(key)) continue;
    const std::string_view rest = Trimmed(comment.substr(key.size()));
    if (rest.starts_with("=")) return Trimmed(rest.substr(1));
    if (comment.size() == key.size()) return std::string_view();
  }
  return {};
}

std::optional<std::string_view> ValueOf(std::string_view column, std::string_view name) {
  while (!column.empty()) {
    const size_t end = std::min(column.find('|'), column.size());
    const std::string_view item = column.substr(0, end);
    if (item.size() > name.size() && item.starts_with(name) && item[name.size()] == '=')
      return item.substr(name.size() + 1);
    column.remove_prefix(std::min(end + 1, column.size()));
  }
  return {};
}

bool Sentences::TakeLine(std::string_view* line) {
  if (at_ >= content_.size()) return false;
  const size_t end = std::min(content_.find('\n', at_), content_.size());
  *line = content_.substr(at_, end - at_);
  if (line->ends_with('\r')) line->remove_suffix(1);
  at_ = end + 1;
  ++lines_;
  return true;
}

bool Sentences::Fail(std::string fault) {
  fault_ = std::move(fault);
  return false;
}

bool Sentences::TakeRow(std::string_view line, Sentence* sentence) {
  std::array<std::string_view, kColumns> columns;
  size_t n = 0;
  for (size_t at = 0; at <= line.size(); ++n) {
    const size_t end = std::min(line.find('\t', at), line.size());
    if (n < kColumns) columns[n] = line.substr(at, end - at);
    at = end + 1;
  }
  if (n != kColumns) {
    return Fail("it has " + std::to_string(n) + (n == 1 ? " column" : " columns") +
                " between tabs, not 10");
  }
  for (size_t i = 0; i < kColumns; ++i) {
    if (columns[i].empty())
      return Fail("its column " + std::to_string(i + 1) + " is empty; what is not known is `_`");
  }
  const std::string_view id = columns[0];
  const auto next = static_cast<uint32_t>(sentence->words.size() + 1);
  const uint32_t ends = sentence->multiwords.empty() ? 0 : sentence->multiwords.back().end;
  uint32_t first = 0, second = 0;
  if (const size_t hyphen = id.find('-'); hyphen != id.npos) {
    if (!IsNumber(id.substr(0, hyphen), &first) || !IsNumber(id.substr(hyphen + 1), &second) ||
        second < first)
      return Fail("its first column is " + Quoted(id) + ", which is no range of words");
    if (first != next || first <= ends)
      return Fail("the words " + Quoted(id) + " do not begin with the next one, which is " +
                  std::to_string(next));
    sentence->multiwords.push_back({first - 1, second, columns[1], columns[9]});
    return true;
  }
  if (const size_t dot = id.find('.'); dot != id.npos) {  // an empty node: no word of the text
    if (IsNumber(id.substr(0, dot), &first) && IsNumber(id.substr(dot + 1), &second) &&
        first + 1 == next)
      return true;
    return Fail("its first column is " + Quoted(id) + ", which is no empty node here");
  }
  if (!IsNumber(id, &first)) return Fail("its first column is " + Quoted(id) + ", not a number");
  if (first != next)
    return Fail("its number is " + Quoted(id) + ", and the next one is " + std::to_string(next));
  for (size_t i = 2; i < kColumns; ++i) {
    const bool itself = i == 2 && columns[1] == "_";  // the word `_`
    if (columns[i] == "_" && !itself) columns[i] = {};
  }
  sentence->words.push_back({columns[1], columns[2], columns[3], columns[4], columns[5], columns[6],
                             columns[7], columns[8], columns[9]});
  return true;
}

bool Sentences::Next(Sentence* sentence) {
  sentence->comments.clear();
  sentence->words.clear();
  sentence->multiwords.clear();
  std::string_view line;
  bool any = false;
  while (fault_.empty() && TakeLine(&line)) {
    if (line.empty()) {
      if (!any) continue;  // more than one between two sentences
      break;
    }
    any = true;
    if (line[0] == '#') {
      sentence->comments.push_back(Trimmed(line.substr(1)));
    } else if (!TakeRow(line, sentence)) {
      return false;
    }
  }
  if (any && !sentence->multiwords.empty() &&
      sentence->multiwords.back().end > sentence->words.size())
    return Fail("the sentence ends before the last word of a range");
  return any && fault_.empty();
}

}  // namespace textmill::conllu
