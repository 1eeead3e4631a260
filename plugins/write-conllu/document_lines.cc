#include "plugins/write-conllu/document_lines.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "plugins/lib/conllu/sentences.h"
#include "plugins/lib/conllu/spaces.h"
#include "plugins/lib/unicode/characters.h"
#include "plugins/lib/unicode/white_space.h"
#include "textmill/scripts.hpp"
#include "textmill/utf8.hpp"

namespace textmill::write_conllu {
namespace {

bool IsControl(char c) { return static_cast<uint8_t>(c) < 0x20 || c == 0x7F; }

// A value as a column holds it: no tabs or line ends, one blank where there is white space, or none
// at all. `_` when nothing is left.
void AppendValue(std::string_view value, bool blanks, std::string* to) {
  const size_t before = to->size();
  bool blank = false;
  for (const char c : value) {
    if (c == ' ' || IsControl(c)) {
      blank = true;
      continue;
    }
    if (blank && to->size() > before) *to += blanks ? ' ' : '_';
    blank = false;
    *to += c;
  }
  if (to->size() == before) *to += '_';
}

// A comment's value: one line.
void AppendLine(std::string_view value, std::string* to) {
  for (const char c : value) *to += IsControl(c) ? ' ' : c;
  *to += '\n';
}

// A sentence's id has no blanks, and no `/`, which has a meaning there.
std::string SentencePrefix(std::string_view id) {
  std::string out;
  for (size_t at = 0; at < id.size();) {
    const size_t blank = unicode::WhiteSpaceAt(id.data() + at, id.data() + id.size());
    const size_t size = std::max<size_t>(blank, 1);
    if (blank == 0 && !IsControl(id[at]) && id[at] != '/' && id[at] != '%') {
      out += id[at++];
      continue;
    }
    for (const size_t end = at + size; at < end; ++at) {
      constexpr const char* kDigits = "0123456789ABCDEF";
      const auto byte = static_cast<uint8_t>(id[at]);
      out += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return out.empty() ? "s" : out;
}

// Letters of a script that writes blanks between words.
bool IsOfLetters(std::string_view word) {
  bool letters = false;
  for (size_t at = 0; at < word.size();) {
    const DecodedChar c = DecodeUtf8(word.data() + at, word.data() + word.size());
    if (WrittenWithoutSpaces(c.code_point)) return false;
    letters = letters || (c.code_point | 0x20) - 'a' < 26 ||
              (c.code_point >= 0x80 && unicode::CountKinds(word.substr(at, c.size)).letters > 0);
    at += c.size;
  }
  return letters;
}

bool BetweenCharacters(std::string_view text, size_t at) {
  return at == text.size() || (static_cast<uint8_t>(text[at]) & 0xC0) != 0x80;
}

size_t AfterBlanks(std::string_view text, size_t at, size_t end) {
  while (at < end) {
    const size_t blank = unicode::WhiteSpaceAt(text.data() + at, text.data() + end);
    if (blank == 0) break;
    at += blank;
  }
  return at;
}

}  // namespace

DocumentColumns::DocumentColumns(const values::TokenColumn& tokens)
    : form(tokens.ValueAt("form")),
      lemma(tokens.ValueAt("lemma")),
      upos(tokens.ValueAt("pos")),
      xpos(tokens.ValueAt("tag")),
      feats(tokens.ValueAt("feats")),
      head(tokens.ValueAt("head")),
      deprel(tokens.ValueAt("deprel")),
      deps(tokens.ValueAt("deps")),
      misc(tokens.ValueAt("misc")),
      multiword(tokens.ValueAt("multiword")) {}

std::string DocumentLines::TakeTokens(std::string_view text, const ListView& list, int64_t row) {
  const auto items = list.Items<StructView>();
  std::optional<BytesView> multiwords;
  if (columns_.multiword >= 0) multiwords = items.Member<BytesView>(columns_.multiword);
  taken_.clear();
  numbers_.clear();
  size_t before = 0;
  for (int64_t i = list.begin(row); i < list.end(row); ++i) {
    const auto begin = values::NumberAt(items, tokens_.begin, tokens_.begin_format, i);
    const auto end = values::NumberAt(items, tokens_.end, tokens_.end_format, i);
    const auto size = static_cast<int64_t>(text.size());
    const bool fits = begin && end && *begin >= static_cast<int64_t>(before) && *end >= *begin &&
                      *end <= size && BetweenCharacters(text, static_cast<size_t>(*begin)) &&
                      BetweenCharacters(text, static_cast<size_t>(*end));
    if (!fits) {
      return "token " + std::to_string(i - list.begin(row) + 1) +
             " is not at a place in the text, or before the token that it comes after";
    }
    before = static_cast<size_t>(*begin);
    taken_.push_back({static_cast<size_t>(*begin), static_cast<size_t>(*end), 0, 0, 0, i,
                      multiwords ? (*multiwords)[i] : std::string_view()});
    numbers_.push_back(
        tokens_.sentence < 0
            ? 0
            : values::NumberAt(items, tokens_.sentence, tokens_.sentence_format, i).value_or(0));
  }
  // Characters, counted once from the first to the last: tokens begin one after the other.
  size_t at = 0;
  uint64_t characters = 0;
  for (size_t i = 0; i < taken_.size(); ++i) {
    Token& token = taken_[i];
    characters += CountCharacters(text.substr(at, token.begin - at));
    at = token.begin;
    token.from = characters;
    token.to = token.from + CountCharacters(text.substr(token.begin, token.end - token.begin));
    const size_t next = i + 1 < taken_.size() ? taken_[i + 1].begin : text.size();
    token.gap = AfterBlanks(text, token.end, std::max(next, token.end));
  }
  return "";
}

std::string DocumentLines::Make(const DocumentHeader& header, std::string_view text,
                                const ListView& list, int64_t row) {
  lines_.clear();
  sentences_ = 0;
  std::string why = TakeTokens(text, list, row);
  if (!why.empty()) return why;
  lines_ += "# newdoc id = ";
  AppendLine(header.id, &lines_);
  sentence_id_ = SentencePrefix(header.id);
  const auto items = list.Items<StructView>();
  for (size_t begin = 0; begin < taken_.size();) {
    size_t end = begin + 1;
    while (end < taken_.size() && numbers_[end] == numbers_[begin]) ++end;
    AddSentence(header, text, items, begin, end);
    begin = end;
  }
  return "";
}

void DocumentLines::AddSentence(const DocumentHeader& header, std::string_view text,
                                const StructView& items, size_t begin, size_t end) {
  const auto comment = [this](const char* key, std::string_view value) {
    if (value.empty()) return;
    (lines_ += "# ") += key;
    AppendLine(value, &(lines_ += " = "));
  };
  if (sentences_ == 0) {
    comment("title", header.title);
    comment("date", header.date);
  } else {
    const std::string_view gap =
        text.substr(taken_[begin - 1].end,
                    std::max(taken_[begin].begin, taken_[begin - 1].end) - taken_[begin - 1].end);
    if (std::count(gap.begin(), gap.end(), '\n') > 1) lines_ += "# newpar\n";
  }
  ++sentences_;
  lines_ += "# sent_id = " + sentence_id_ + "-" + std::to_string(sentences_) + "\n# text = ";
  for (size_t i = begin; i < end; ++i) {
    const size_t stop = MultiWordEnd(text, i, end);
    const Token &first = taken_[i], &last = taken_[stop - 1];
    if (stop > i + 1) {
      AppendValue(text.substr(first.begin, last.end - first.begin), true, &lines_);
    } else {
      AddForm(text, items, first);
    }
    if (stop < end && taken_[stop].begin > last.end) lines_ += ' ';
    i = stop - 1;
  }
  lines_ += '\n';
  for (size_t i = begin, stop; i < end; i = stop) {
    stop = MultiWordEnd(text, i, end);
    const bool several = stop > i + 1;
    if (several) {
      const Token &first = taken_[i], &last = taken_[stop - 1];
      lines_ += std::to_string(i - begin + 1) + "-" + std::to_string(stop - begin) + "\t";
      AppendValue(text.substr(first.begin, last.end - first.begin), true, &lines_);
      lines_ += "\t_\t_\t_\t_\t_\t_\t_\t";
      AddMisc(text, {}, first, last, true);
    }
    for (size_t word = i; word < stop; ++word)
      AddWord(text, items, word, word - begin + 1, several);
  }
  lines_ += '\n';
}

size_t DocumentLines::MultiWordEnd(std::string_view text, size_t begin, size_t end) const {
  const auto word = [&](const Token& token) {
    return text.substr(token.begin, token.end - token.begin);
  };
  size_t stop = begin + 1;
  if (columns_.multiword >= 0) {
    const Token& first = taken_[begin];
    while (!first.multiword.empty() && stop < end && taken_[stop].multiword == first.multiword &&
           (taken_[stop].begin == taken_[stop - 1].end ||
            taken_[stop].begin == taken_[stop - 1].begin))
      ++stop;
    return stop;
  }
  for (; stop < end; ++stop) {
    const Token &before = taken_[stop - 1], &next = taken_[stop];
    if (next.begin < before.end && next.end == before.end) continue;  // at the same place
    if (next.begin != before.end || !IsOfLetters(word(before)) || !IsOfLetters(word(next))) break;
  }
  return stop;
}

void DocumentLines::AddWord(std::string_view text, const StructView& items, size_t token,
                            size_t number, bool in_multiword) {
  const Token& one = taken_[token];
  lines_ += std::to_string(number);
  lines_ += '\t';
  AddForm(text, items, one);
  lines_ += '\t';
  if (columns_.lemma < 0 || items.Member<BytesView>(columns_.lemma).IsNull(one.item)) {
    lines_ += '_';
  } else {
    AppendValue(items.Member<BytesView>(columns_.lemma)[one.item], true, &lines_);
  }
  for (const int64_t member : {columns_.upos, columns_.xpos, columns_.feats, columns_.head,
                               columns_.deprel, columns_.deps})
    AddColumn(items, member, one);
  lines_ += '\t';
  const std::string_view other =
      columns_.misc < 0 ? std::string_view() : items.Member<BytesView>(columns_.misc)[one.item];
  AddMisc(text, other, one, one, !in_multiword);
}

void DocumentLines::AddForm(std::string_view text, const StructView& items, const Token& token) {
  std::string_view form = text.substr(token.begin, token.end - token.begin);
  if (columns_.form >= 0) {
    const std::string_view other = items.Member<BytesView>(columns_.form)[token.item];
    if (!other.empty()) form = other;
  }
  AppendValue(form, true, &lines_);
}

void DocumentLines::AddColumn(const StructView& items, int64_t member, const Token& token) {
  lines_ += '\t';
  AppendValue(member < 0 ? std::string_view() : items.Member<BytesView>(member)[token.item], false,
              &lines_);
}

void DocumentLines::AddMisc(std::string_view text, std::string_view other, const Token& first,
                            const Token& last, bool spaces) {
  while (!other.empty()) {
    const size_t end = std::min(other.find('|'), other.size());
    const std::string_view item = other.substr(0, end);
    const std::string_view name = item.substr(0, std::min(item.find('='), item.size()));
    if (name != "SpaceAfter" && name != "SpacesAfter" && name != "SpacesBefore" &&
        name != "TokenRange" && !item.empty()) {
      AppendValue(item, false, &lines_);
      lines_ += '|';
    }
    other.remove_prefix(std::min(end + 1, other.size()));
  }
  if (spaces) {
    const bool ends_text = &last == &taken_.back();
    const std::string_view gap = text.substr(last.end, last.gap - last.end);
    if (&first == &taken_[0]) {
      const size_t blanks = AfterBlanks(text, 0, first.begin);
      if (blanks > 0 && blanks == first.begin) {
        conllu::AppendEscaped(text.substr(0, blanks), &(lines_ += "SpacesBefore="));
        lines_ += '|';
      }
    }
    const bool joined = !ends_text && (&last)[1].begin <= last.end;
    if (joined) {
      lines_ += "SpaceAfter=No|";
    } else if (!gap.empty() && (gap != " " || ends_text)) {
      conllu::AppendEscaped(gap, &(lines_ += "SpacesAfter="));
      lines_ += '|';
    }
  }
  lines_ += "TokenRange=" + std::to_string(first.from) + ":" + std::to_string(last.to) + "\n";
}

}  // namespace textmill::write_conllu
