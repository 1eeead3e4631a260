#include "plugins/train/entities/corpus.h"

#include <algorithm>
#include <utility>

#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/unicode/sentences.h"
#include "textmill/error.hpp"

namespace textmill::entities {
namespace {

using unicode::Span;

[[noreturn]] void Fail(const std::string& path, size_t line, const std::string& what) {
  throw Error("`" + path + "`, line " + std::to_string(line) + ": " + what);
}

// Takes a line off the front.
std::string_view TakeLine(std::string_view* text) {
  const size_t end = std::min(text->find('\n'), text->size());
  std::string_view line = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

class ConllReader {
 public:
  ConllReader(std::string path, Types* types, Lexicon* lexicon, std::vector<LabelledDocument>* out)
      : path_(std::move(path)), types_(*types), lexicon_(*lexicon), out_(*out) {}

  void Read(std::string_view content) {
    const bool documents = content.find("-DOCSTART-") != content.npos;
    bool fresh = true;
    size_t line_number = 0;
    while (!content.empty()) {
      const std::string_view line = TakeLine(&content);
      ++line_number;
      if (line.empty()) {
        EndSentence();
        if (!documents) fresh = true;
        continue;
      }
      if (line.starts_with("-DOCSTART-")) {
        EndSentence();
        fresh = true;
        continue;
      }
      if (fresh) {
        EndSentence();
        out_.emplace_back();
        fresh = false;
      }
      Token(line, line_number);
    }
    EndSentence();
  }

 private:
  void Token(std::string_view line, size_t number) {
    const size_t tab = line.find_last_of("\t ");
    if (tab == line.npos || tab == 0) Fail(path_, number, "a token, a tab and a tag are expected");
    const std::string_view token = line.substr(0, line.find_first_of("\t "));
    const std::string_view tag = line.substr(tab + 1);
    LabelledDocument& to = out_.back();
    const auto begin = static_cast<uint32_t>(to.text.size());
    to.text += token;
    AppendGivenToken(to.text, {begin, static_cast<uint32_t>(to.text.size())}, &lexicon_,
                     &to.document);
    to.text += ' ';
    if (tag == "O") {
      CloseName();
    } else if (tag.size() > 2 && (tag[0] == 'B' || tag[0] == 'I') && tag[1] == '-') {
      const size_t type = types_.Find(tag.substr(2));
      if (!open_ || tag[0] == 'B' || name_.type != type) {
        CloseName();
        name_ = {static_cast<uint32_t>(to.labels.size()), 0, type};
        open_ = true;
      }
    } else {
      Fail(path_, number, "`" + std::string(tag) + "` is no tag: O, B-TYPE or I-TYPE");
    }
    to.labels.resize(to.document.tokens.size(), kOutside);
    if (open_) name_.end = static_cast<uint32_t>(to.labels.size());
  }
  void CloseName() {
    if (open_) MarkName(name_, &out_.back().labels);
    open_ = false;
  }
  void EndSentence() {
    if (out_.empty()) return;
    CloseName();
    LabelledDocument& to = out_.back();
    if (!to.text.empty() && to.text.back() == ' ') to.text.back() = '\n';
    to.document.EndSentence();
  }

  std::string path_;
  Types& types_;
  Lexicon& lexicon_;
  std::vector<LabelledDocument>& out_;
  Name name_{};
  bool open_ = false;
};

class MarkupReader {
 public:
  MarkupReader(std::string path, Types* types, Lexicon* lexicon, std::vector<LabelledDocument>* out)
      : path_(std::move(path)), types_(*types), lexicon_(*lexicon), out_(*out) {}

  void Read(std::string_view content) {
    bool fresh = true;
    size_t number = 0;
    while (!content.empty()) {
      const std::string_view line = TakeLine(&content);
      ++number;
      if (line.starts_with("# ")) {
        fresh = true;
        continue;
      }
      if (line.find_first_not_of(" \t") == line.npos) continue;
      if (fresh) out_.emplace_back();
      fresh = false;
      Paragraph(line, number);
    }
  }

 private:
  struct Mark {
    Span span;
    size_t type;
  };

  void Paragraph(std::string_view line, size_t number) {
    LabelledDocument& to = out_.back();
    const auto begin = static_cast<uint32_t>(to.text.size());
    marks_.clear();
    for (size_t i = 0; i < line.size();) {
      if (line[i] == ']') Fail(path_, number, "a `]` that closes nothing");
      if (line[i] != '[') {
        to.text += line[i++];
        continue;
      }
      const size_t blank = line.find(' ', i), close = line.find(']', i);
      if (close == line.npos || blank > close || blank + 1 == close) {
        Fail(path_, number, "a name is written as `[TYPE the name]`");
      }
      const std::string_view name = line.substr(blank + 1, close - blank - 1);
      const auto from = static_cast<uint32_t>(to.text.size());
      to.text += name;
      marks_.push_back({{from, static_cast<uint32_t>(to.text.size())},
                        types_.Find(line.substr(i + 1, blank - i - 1))});
      i = close + 1;
    }
    to.text += '\n';
    unicode::FindSentences(std::string_view(to.text).substr(begin), &sentences_);
    size_t mark = 0;
    for (Span sentence : sentences_) {
      sentence.begin += begin;
      sentence.end += begin;
      Sentence(sentence, &mark);
    }
  }

  // A sentence may end inside of a name; the name then ends there, too.
  void Sentence(Span sentence, size_t* mark) {
    LabelledDocument& to = out_.back();
    Document cut;
    AppendTokens(to.text, sentence, &lexicon_, &cut);
    const size_t first_mark = *mark;
    for (const Token& token : cut.tokens) {
      while (*mark < marks_.size() && marks_[*mark].span.end <= token.begin) ++*mark;
      uint32_t from = token.begin;
      for (size_t m = *mark; m < marks_.size() && marks_[m].span.begin < token.end; ++m) {
        for (const uint32_t border : {marks_[m].span.begin, marks_[m].span.end}) {
          if (border > from && border < token.end) from = Put(from, border);
        }
      }
      Put(from, token.end);
    }
    for (size_t m = first_mark; m < marks_.size() && marks_[m].span.begin < sentence.end; ++m) {
      Name name{~0U, 0, marks_[m].type};
      for (size_t i = to.labels.size(); i < to.document.tokens.size(); ++i) {
        const Token& token = to.document.tokens[i];
        if (token.begin < marks_[m].span.begin || token.end > marks_[m].span.end) continue;
        name.begin = std::min(name.begin, static_cast<uint32_t>(i));
        name.end = static_cast<uint32_t>(i + 1);
      }
      if (name.end > 0) names_.push_back(name);
    }
    // Names of sentences before, while the last one is still open.
    to.labels.resize(to.document.tokens.size(), kOutside);
    for (const Name& name : names_) MarkName(name, &to.labels);
    names_.clear();
    to.document.EndSentence();
  }
  uint32_t Put(uint32_t from, uint32_t end) {
    Document& document = out_.back().document;
    const std::string_view word = std::string_view(out_.back().text).substr(from, end - from);
    document.tokens.push_back({from, end, lexicon_.Find(word)});
    return end;
  }

  std::string path_;
  Types& types_;
  Lexicon& lexicon_;
  std::vector<LabelledDocument>& out_;
  std::vector<Mark> marks_;
  std::vector<Span> sentences_;
  std::vector<Name> names_;
};

// CoNLL files have a tab, or a blank and nothing else, before the last word of nearly every line.
bool IsConll(std::string_view content) {
  size_t tagged = 0, lines = 0;
  while (!content.empty() && lines < 100) {
    const std::string_view line = TakeLine(&content);
    if (line.empty()) continue;
    ++lines;
    const size_t last = line.find_last_of("\t ");
    if (last == line.npos) continue;
    const std::string_view tag = line.substr(last + 1);
    tagged += tag == "O" || tag.starts_with("B-") || tag.starts_with("I-");
  }
  return lines > 0 && 2 * tagged >= lines;
}

}  // namespace

size_t Types::Find(std::string_view name) {
  const auto at = std::find(names_.begin(), names_.end(), name);
  if (at != names_.end()) return static_cast<size_t>(at - names_.begin());
  if (names_.size() == kMaxTypes) {
    throw Error("there are more than " + std::to_string(kMaxTypes) + " types of names; `" +
                std::string(name) + "` is one too many");
  }
  names_.emplace_back(name);
  return names_.size() - 1;
}

std::string ReadWholeFile(const std::string& path) {
  auto stream = io::OpenStream(std::make_unique<io::StoredBytes>(io::File::Open(path)), path);
  std::string content;
  size_t size = 0;
  do {
    size = content.size();
    content.resize(size + (1 << 20));
    content.resize(size + stream->Read(content.data() + size, 1 << 20));
  } while (content.size() > size);
  return content;
}

void ParseCorpus(const std::string& path, std::string_view content, Types* types, Lexicon* lexicon,
                 std::vector<LabelledDocument>* out) {
  std::vector<LabelledDocument> documents;
  if (IsConll(content)) {
    ConllReader(path, types, lexicon, &documents).Read(content);
  } else {
    MarkupReader(path, types, lexicon, &documents).Read(content);
  }
  for (LabelledDocument& document : documents) {
    if (!document.document.tokens.empty()) out->push_back(std::move(document));
  }
}

void ReadCorpus(const std::string& path, Types* types, Lexicon* lexicon,
                std::vector<LabelledDocument>* out) {
  ParseCorpus(path, ReadWholeFile(path), types, lexicon, out);
}

std::vector<Name> NamesOf(const std::vector<Label>& labels) {
  std::vector<Name> names;
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == kOutside) continue;
    const auto at = static_cast<uint32_t>(i);
    if (!GoesOn(labels[i])) names.push_back({at, at, TypeOf(labels[i])});
    names.back().end = at + 1;
  }
  return names;
}

void MarkName(const Name& name, std::vector<Label>* labels) {
  for (size_t i = name.begin; i < name.end; ++i) {
    const Part part = name.end - name.begin == 1 ? Part::kSingle
                      : i == name.begin          ? Part::kFirst
                      : i + 1 == name.end        ? Part::kLast
                                                 : Part::kInner;
    (*labels)[i] = MakeLabel(name.type, part);
  }
}

}  // namespace textmill::entities
