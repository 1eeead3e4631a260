#include "plugins/lib/query/parse.h"

#include <algorithm>
#include <utility>

#include "plugins/lib/query/hit_parser.h"
#include "textmill/utf8.hpp"

namespace textmill::query {
namespace {

constexpr size_t kLongest = 10000;  // bytes of a query
constexpr size_t kMostTimes = 1000;

// Tokens in a row, and the query as a whole.
class Parser : private HitParser {
 public:
  Parser(std::string_view query, const ParseOptions& options) : HitParser(query, options) {}

  Query Run() {
    Query query;
    if (text_.size() > kLongest)
      throw QueryError("the query is longer than " + std::to_string(kLongest) + " bytes");
    for (size_t i = 0; i < text_.size();) {
      const DecodedChar c = DecodeUtf8(text_.data() + i, text_.data() + text_.size());
      if (!c.valid) throw MistakeAt(text_, i, "the query is not UTF-8");
      i += c.size;
    }
    SkipBlanks();
    if (AtEnd()) throw QueryError("the query is empty", "Give it at least a word.");
    if (text_.substr(at_).starts_with("MU") && !IsName(Peek(2))) {
      at_ += 2;
      query.meet = MeetInBrackets();
    } else {
      query.pattern = Choice();
    }
    while (SkipBlanks(), !AtEnd()) {
      if (Take("::")) {
        if (query.constraint) throw Mistake("there is a second `::`");
        query.constraint = Either();
      } else if (!TakeWithin(&query)) {
        throw Mistake(Peek() == ')' ? "there is a `)` without its `(`"
                                    : "expected `::`, `within` or the end");
      }
    }
    return query;
  }

 private:
  Node Choice() {
    const Deeper deeper(this);
    Node choice;
    choice.kind = Node::Kind::kChoice;
    do {
      choice.parts.push_back(Sequence());
    } while (Take("|"));
    if (choice.parts.size() == 1) return std::move(choice.parts.front());
    return choice;
  }

  Node Sequence() {
    Node sequence;
    while (SkipBlanks(), BeginsAtom()) {
      if (Peek() != '[' && Peek() != '"' && Peek() != '\'' && Peek() != '(' && Peek() != '<' &&
          !AtLabel()) {
        PlainWords(&sequence);
      } else {
        Node atom = Atom();
        sequence.parts.push_back(Repeated(std::move(atom), true));
      }
    }
    if (sequence.parts.empty()) {
      throw Mistake("expected a token: a word, `\"...\"`, `[...]` or `(`",
                    Peek() == '*' || Peek() == '+' || Peek() == '?' || Peek() == '{'
                        ? "What repeats a token comes after it; any token is `[]`."
                        : "");
    }
    return sequence;
  }

  bool BeginsAtom() {
    if (AtEnd() || Peek() == '|' || Peek() == ')' || text_.substr(at_).starts_with("::"))
      return false;
    if (Peek() == ']') throw Mistake("there is a `]` without its `[`");
    if (Peek() == '+' || Peek() == '{') {
      throw Mistake("expected a token before `" + std::string(1, Peek()) + "`",
                    "What repeats a token comes after it; any token is `[]`.");
    }
    return AtLabel() || !AtWithin(after_plain_word_);
  }

  // `name:` right before what it names.
  bool AtLabel() const {
    size_t i = at_;
    if (i >= text_.size() || !BeginsName(text_[i])) return false;
    while (i < text_.size() && IsName(text_[i])) ++i;
    if (i >= text_.size() || text_[i] != ':') return false;
    ++i;
    while (i < text_.size() && IsBlank(text_[i])) ++i;
    return i < text_.size() && (text_[i] == '[' || text_[i] == '"' || text_[i] == '\'');
  }

  Node Atom() {
    if (AtLabel()) {
      const size_t begin = at_;
      const std::string label = Name("a label");
      if (label == "match" || label == "matchend")
        throw MistakeAt(text_, begin,
                        "`" + label + "` is no name for a token: it names the hit's own");
      Need(":", "after the label");
      SkipBlanks();
      Node token = Atom();
      token.label = label;
      labels_.push_back(label);
      return token;
    }
    Node node;
    node.kind = Node::Kind::kToken;
    after_plain_word_ = false;
    switch (Peek()) {
      case '[':
        node.test = InBrackets();
        return node;
      case '(': {
        const size_t begin = at_++;
        node = Choice();
        if (!Take(")")) throw Unclosed(begin, ')');
        return node;
      }
      case '<':
        return AnchorTag();
      default: {
        node.test.kind = Test::Kind::kCompare;
        node.test.attribute = "word";
        node.test.pattern = QuotedPattern();
        return node;
      }
    }
  }

  Node AnchorTag() {
    const size_t begin = at_++;
    const bool ends = Take("/");
    const std::string name = Name("the name of a region, as in <s>");
    Node node;
    node.kind = Node::Kind::kAnchor;
    if (name == "s" || name == "sentence") {
      node.anchor = ends ? kSentenceEnds : kSentenceBegins;
    } else if (name == "text") {
      node.anchor = ends ? kTextEnds : kTextBegins;
    } else {
      throw MistakeAt(text_, begin, "there are no regions `" + name + "`",
                      "There are `<s>` and `</s>` of sentences, `<text>` and `</text>`.");
    }
    Need(">", "to close the tag");
    return node;
  }

  // With the quantifier after it, if there is one.
  Node Repeated(Node node, bool after_blanks) {
    const size_t before = at_;
    if (after_blanks) SkipBlanks();
    Node repeat;
    repeat.kind = Node::Kind::kRepeat;
    const size_t begin = at_;
    switch (Peek()) {
      case '*':
        break;
      case '+':
        repeat.least = 1;
        break;
      case '?':
        repeat.most = 1;
        break;
      case '{': {
        ++at_;
        SkipBlanks();
        const bool from = Peek() != ',';
        if (from) repeat.least = Times();
        if (!Take(",")) {
          repeat.most = repeat.least;
        } else if (SkipBlanks(), Peek() != '}') {
          repeat.most = Times();
        }
        SkipBlanks();
        if (Peek() != '}') throw Unclosed(begin, '}');
        if (repeat.most && *repeat.most < repeat.least)
          throw MistakeAt(text_, begin, "the greater number comes second, as in {0,3}");
        if (repeat.most && *repeat.most == 0)
          throw MistakeAt(text_, begin, "a token that occurs no times is no token");
        break;
      }
      default:
        at_ = before;
        return node;
    }
    ++at_;
    if (node.kind == Node::Kind::kAnchor)
      throw MistakeAt(text_, begin, "where a region begins or ends cannot be repeated");
    repeat.parts.push_back(std::move(node));
    return Repeated(std::move(repeat), true);
  }
  size_t Times() {
    const int64_t n = Number("a number of repetitions", kMostTimes);
    if (n < 0) throw Mistake("a number of repetitions is not negative");
    return static_cast<size_t>(n);
  }

  // ---- plain words
  void PlainWords(Node* sequence) {
    after_plain_word_ = true;
    const size_t begin = at_;
    while (!AtEnd() && !IsBlank(Peek()) &&
           std::string_view("[]()|\"<>{}+").find(Peek()) == std::string_view::npos &&
           !text_.substr(at_).starts_with("::"))
      ++at_;
    const std::string_view plain = text_.substr(begin, at_ - begin);
    if (plain.empty()) throw Mistake("expected a token: a word, `\"...\"`, `[...]` or `(`");
    if (plain.find_first_of("=&!") != plain.npos) {
      throw MistakeAt(text_, begin, "a test of an attribute is written between brackets",
                      "As in [lemma=\"bridge\" & pos!=\"VERB\"].");
    }
    if (plain.find(".*") != plain.npos || plain.find('\\') != plain.npos) {
      throw MistakeAt(text_, begin, "a regular expression is written between quotation marks",
                      "As in \"b.*\"; in plain words, `*` is any letters and `?` one.");
    }
    if (const size_t percent = plain.rfind('%');
        percent != plain.npos && percent > 0 && percent + 1 < plain.size() &&
        plain.find_first_not_of("cdl", percent + 1) == plain.npos) {
      throw MistakeAt(text_, begin + percent, "flags are for values between quotation marks",
                      "As in \"the\"%c; plain words ignore case as it is.");
    }
    std::string marked;
    for (const char c : plain) {
      if (c == '*') {
        marked += kStar;
      } else if (c == '?') {
        marked += kAnyCharacter;
      } else {
        marked += c;
      }
    }
    const bool keep_case = options_.letter_case == ParseOptions::Case::kMatch;
    std::vector<std::string> words;
    if (options_.cut_plain) {
      words = options_.cut_plain(marked, keep_case);
    } else {
      words.push_back(marked);
    }
    if (words.empty()) {
      throw MistakeAt(text_, begin, "in " + Quoted(plain) + " there is no word",
                      "A word is made of letters and digits.");
    }
    for (std::string& word : words) {
      Node node;
      node.kind = Node::Kind::kToken;
      if (word == kStar) {
        sequence->parts.push_back(std::move(node));
        continue;
      }
      node.test.kind = Test::Kind::kCompare;
      node.test.attribute = keep_case ? "word" : kFolded;
      const bool glob = word.find(kStar) != word.npos || word.find(kAnyCharacter) != word.npos;
      node.test.pattern.kind = glob ? Pattern::Kind::kGlob : Pattern::Kind::kLiteral;
      node.test.pattern.text = std::move(word);
      node.test.pattern.at = begin;
      sequence->parts.push_back(std::move(node));
    }
    sequence->parts.back() = Repeated(std::move(sequence->parts.back()), false);
  }

  bool after_plain_word_ = true;  // what was read last is no token of CQL
};

}  // namespace

QueryError MistakeAt(std::string_view query, size_t at, const std::string& what,
                     const std::string& hint) {
  at = std::min(at, query.size());
  std::string_view rest = query.substr(at);
  const size_t character = CountCharacters(query.substr(0, at)) + 1;
  std::string message =
      "the query is wrong at character " + std::to_string(character) + ": " + what;
  if (rest.empty()) return QueryError(message + "; the query ends there", hint);
  constexpr size_t kShown = 20;
  std::string shown;
  for (size_t n = 0; n < kShown && !rest.empty(); ++n) {
    const DecodedChar c = DecodeUtf8(rest.data(), rest.data() + rest.size());
    shown += c.valid ? std::string(rest.substr(0, c.size)) : "\uFFFD";
    rest.remove_prefix(c.size);
  }
  return QueryError(message + "; there is `" + shown + (rest.empty() ? "`" : "...`"), hint);
}

Query Parse(std::string_view query, const ParseOptions& options) {
  return Parser(query, options).Run();
}

}  // namespace textmill::query
