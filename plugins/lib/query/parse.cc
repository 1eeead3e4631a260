#include "plugins/lib/query/parse.h"

#include <algorithm>
#include <utility>

#include "plugins/lib/values/nearest.h"
#include "textmill/utf8.hpp"

namespace textmill::query {
namespace {

constexpr size_t kLongest = 10000;  // bytes of a query
constexpr size_t kDeepest = 100;    // brackets in brackets
constexpr size_t kMostTimes = 1000;
constexpr int64_t kFarthest = 1000;

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool BeginsName(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsName(char c) { return BeginsName(c) || IsDigit(c) || c == '-'; }

std::string Quoted(std::string_view s) { return "`" + std::string(s) + "`"; }

class Parser {
 public:
  Parser(std::string_view query, const ParseOptions& options) : text_(query), options_(options) {}

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
                                    : "expected a token, `::`, `within` or the end");
      }
    }
    return query;
  }

 private:
  // ---- characters
  bool AtEnd() const { return at_ >= text_.size(); }
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void SkipBlanks() {
    while (!AtEnd() && IsBlank(Peek())) ++at_;
  }
  bool Take(std::string_view what) {
    SkipBlanks();
    if (!text_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }
  void Need(std::string_view what, const std::string& why) {
    if (!Take(what)) throw Mistake("expected `" + std::string(what) + "` " + why);
  }
  QueryError Mistake(const std::string& what, const std::string& hint = "") const {
    return MistakeAt(text_, at_, what, hint);
  }
  std::string Name(const char* what) {
    SkipBlanks();
    const size_t begin = at_;
    if (AtEnd() || !BeginsName(Peek())) throw Mistake("expected " + std::string(what));
    while (!AtEnd() && IsName(Peek())) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }
  int64_t Number(const char* what, int64_t most) {
    SkipBlanks();
    const size_t begin = at_;
    const bool negative = Peek() == '-';
    if (negative || Peek() == '+') ++at_;
    if (!IsDigit(Peek())) throw Mistake("expected " + std::string(what));
    int64_t n = 0;
    while (IsDigit(Peek())) n = std::min<int64_t>(n * 10 + (text_[at_++] - '0'), most + 1);
    if (n > most) {
      throw MistakeAt(text_, begin,
                      std::string(what) + " may be at most " + std::to_string(most) + " here");
    }
    return negative ? -n : n;
  }
  struct Deeper {
    explicit Deeper(Parser* parser) : parser(parser) {
      if (++parser->depth_ > kDeepest)
        throw parser->Mistake("there are too many brackets inside each other");
    }
    ~Deeper() { --parser->depth_; }
    Parser* parser;
  };

  // ---- tokens in a row
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
    return !AtWithin();
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

  QueryError Unclosed(size_t begin, char closing) const {
    if (AtEnd()) {
      return MistakeAt(text_, begin,
                       "`" + std::string(1, text_[begin]) + "` is never closed: expected `" +
                           std::string(1, closing) + "`");
    }
    return Mistake(std::string("expected `") + closing + "`");
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

  // ---- tests
  Test InBrackets() {
    const size_t begin = at_++;
    SkipBlanks();
    Test test;
    if (Take("]")) return test;
    test = AnyOf();
    if (!Take("]")) {
      if (AtEnd()) throw Unclosed(begin, ']');
      throw Mistake("expected `]`, `&` or `|`");
    }
    return test;
  }
  Test AnyOf() {
    const Deeper deeper(this);
    Test either;
    either.kind = Test::Kind::kOr;
    do {
      Test both;
      both.kind = Test::Kind::kAnd;
      do {
        both.parts.push_back(One());
      } while (Take("&"));
      either.parts.push_back(both.parts.size() == 1 ? std::move(both.parts[0]) : std::move(both));
    } while (Take("|"));
    if (either.parts.size() == 1) return Test(std::move(either.parts[0]));
    return either;
  }
  static Test Not(Test of) {
    Test test;
    test.kind = Test::Kind::kNot;
    test.parts.push_back(std::move(of));
    return test;
  }
  Test One() {
    const Deeper deeper(this);
    SkipBlanks();
    if (Peek() == '!' && Peek(1) != '=') {
      ++at_;
      return Not(One());
    }
    if (Peek() == '(') {
      const size_t begin = at_++;
      Test test = AnyOf();
      if (!Take(")")) throw Unclosed(begin, ')');
      return test;
    }
    if (Peek() == '"' || Peek() == '\'') {
      Test test;
      test.kind = Test::Kind::kCompare;
      test.attribute = "word";
      test.pattern = QuotedPattern();
      return test;
    }
    const size_t begin = (SkipBlanks(), at_);
    Test test;
    test.kind = Test::Kind::kCompare;
    test.attribute = Name("the name of an attribute, as in [word=\"the\"]");
    CheckAttribute(test.attribute, begin);
    const bool equal = Equal();
    test.pattern = QuotedPattern();
    return equal ? test : Not(std::move(test));
  }
  void CheckAttribute(const std::string& name, size_t begin) const {
    const auto& names = options_.attributes;
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    std::string hint = values::NearestHint(name, names);
    if (!options_.attribute_hint.empty() && !hint.starts_with("did"))
      hint += ". " + options_.attribute_hint;
    throw MistakeAt(text_, begin, "tokens have no attribute " + Quoted(name), hint);
  }
  // True for `=`, false for `!=`.
  bool Equal() {
    SkipBlanks();
    if (Take("!=")) return false;
    if (!Take("=")) throw Mistake("expected `=` or `!=`");
    if (Peek() == '=') throw Mistake("expected one `=` only");
    return true;
  }

  Pattern QuotedPattern() {
    SkipBlanks();
    const char quote = Peek();
    const size_t begin = at_;
    if (quote != '"' && quote != '\'')
      throw Mistake("expected a value between quotation marks, as in \"the\"");
    Pattern pattern;
    pattern.at = begin;
    for (++at_;; ++at_) {
      if (AtEnd()) throw MistakeAt(text_, begin, "the quotation mark is never closed");
      if (Peek() == quote) {
        if (Peek(1) != quote) break;
        ++at_;
      } else if (Peek() == '\\' && at_ + 1 < text_.size()) {
        if (Peek(1) != quote) pattern.text += '\\';
        ++at_;
      }
      pattern.text += Peek();
    }
    ++at_;
    if (pattern.text.empty()) throw MistakeAt(text_, begin, "the value is empty");
    if (options_.letter_case == ParseOptions::Case::kIgnore) pattern.ignore_case = true;
    Flags(&pattern);
    if (pattern.kind == Pattern::Kind::kRegex && !IsRegex(pattern.text))
      pattern.kind = Pattern::Kind::kLiteral;
    return pattern;
  }
  static bool IsRegex(const std::string& text) {
    return text.find_first_of(".*+?()[]{}|^$\\") != text.npos;
  }
  void Flags(Pattern* pattern) {
    const size_t before = at_;
    SkipBlanks();
    if (Peek() != '%') {
      at_ = before;
      return;
    }
    ++at_;
    const size_t begin = at_;
    for (; !AtEnd() && IsName(Peek()); ++at_) {
      switch (Peek()) {
        case 'c':
          pattern->ignore_case = true;
          break;
        case 'd':
          pattern->ignore_marks = true;
          break;
        case 'l':
          pattern->kind = Pattern::Kind::kLiteral;
          break;
        default:
          throw Mistake("there is no flag `" + std::string(1, Peek()) + "`", kFlags);
      }
    }
    if (at_ == begin) throw Mistake("expected a flag after `%`", kFlags);
  }
  static constexpr const char* kFlags =
      "%c ignores case, %d accents, %l takes the value as it is written.";

  // ---- of the hit as a whole
  bool AtWithin() const {
    std::string_view rest = text_.substr(at_);
    if (!rest.starts_with("within") || rest.size() < 7 || !IsBlank(rest[6])) return false;
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n", 6), rest.size()));
    size_t end = 0;
    while (end < rest.size() && IsName(rest[end])) ++end;
    const std::string_view word = rest.substr(0, end);
    const bool number = !word.empty() && word.find_first_not_of("0123456789") == word.npos;
    if (word != "s" && word != "sentence" && word != "text" && !number) return false;
    const size_t next = rest.find_first_not_of(" \t\r\n", end);
    return number || next == rest.npos || rest.substr(next).starts_with("::") ||
           rest.substr(next).starts_with("within ");
  }
  bool TakeWithin(Query* query) {
    if (!AtWithin()) return false;
    Take("within");
    SkipBlanks();
    if (!IsDigit(Peek())) {
      query->within_sentence |= Name("a region") != "text";
      return true;
    }
    query->within_tokens = static_cast<size_t>(Number("a number of tokens", kFarthest));
    if (!Take("tokens")) Take("words");
    return true;
  }

  Constraint Either() {
    const Deeper deeper(this);
    Constraint either;
    either.kind = Constraint::Kind::kOr;
    do {
      Constraint both;
      both.kind = Constraint::Kind::kAnd;
      do {
        both.parts.push_back(OneConstraint());
      } while (Take("&"));
      either.parts.push_back(std::move(both));
    } while (Take("|"));
    if (either.parts.size() == 1) return Constraint(std::move(either.parts[0]));
    return either;
  }
  static Constraint Not(Constraint of) {
    Constraint constraint;
    constraint.kind = Constraint::Kind::kNot;
    constraint.parts.push_back(std::move(of));
    return constraint;
  }
  Constraint OneConstraint() {
    const Deeper deeper(this);
    SkipBlanks();
    if (Peek() == '!' && Peek(1) != '=') {
      ++at_;
      return Not(OneConstraint());
    }
    if (Peek() == '(') {
      const size_t begin = at_++;
      Constraint inner = Either();
      if (!Take(")")) throw Unclosed(begin, ')');
      return inner;
    }
    Constraint compare;
    compare.kind = Constraint::Kind::kCompare;
    compare.left = OneSide();
    const bool equal = Equal();
    SkipBlanks();
    if (Peek() == '"' || Peek() == '\'') {
      compare.pattern = QuotedPattern();
    } else {
      compare.right = OneSide();
    }
    return equal ? compare : Not(std::move(compare));
  }
  Constraint::Side OneSide() {
    SkipBlanks();
    const size_t begin = at_;
    Constraint::Side side;
    side.label = Name("the name of a token, as in match.lemma");
    Need(".", "and the name of an attribute");
    const size_t attribute = at_;
    side.attribute = Name("the name of an attribute");
    const bool own = side.label == "match" || side.label == "matchend";
    if (!own && std::find(labels_.begin(), labels_.end(), side.label) == labels_.end()) {
      std::vector<std::string> names = labels_;
      names.insert(names.end(), {"match", "matchend"});
      throw MistakeAt(text_, begin, "no token of the query is called " + Quoted(side.label),
                      values::NearestHint(side.label, names));
    }
    if (own && side.attribute.starts_with("text_")) {
      side.text = true;
      side.attribute.erase(0, 5);
      const auto& names = options_.text_attributes;
      if (std::find(names.begin(), names.end(), side.attribute) == names.end()) {
        throw MistakeAt(text_, attribute + 5, "texts have no column " + Quoted(side.attribute),
                        values::NearestHint(side.attribute, names));
      }
      return side;
    }
    CheckAttribute(side.attribute, attribute);
    return side;
  }

  // ---- MU
  Meet MeetInBrackets() {
    SkipBlanks();
    const size_t begin = at_;
    Need("(", "after MU");
    SkipBlanks();
    Meet meet = Peek() == '(' || Peek() == '[' || Peek() == '"' ? MeetPart() : MeetOrUnion();
    if (!Take(")")) throw Unclosed(begin, ')');
    return meet;
  }
  Meet MeetPart() {
    const Deeper deeper(this);
    SkipBlanks();
    if (Peek() == '(') {
      const size_t begin = at_++;
      Meet meet = MeetOrUnion();
      if (!Take(")")) throw Unclosed(begin, ')');
      return meet;
    }
    Meet token;
    if (Peek() == '[') {
      token.test = InBrackets();
    } else {
      token.test.kind = Test::Kind::kCompare;
      token.test.attribute = "word";
      token.test.pattern = QuotedPattern();
    }
    return token;
  }
  Meet MeetOrUnion() {
    SkipBlanks();
    Meet meet;
    if (Take("union")) {
      meet.kind = Meet::Kind::kUnion;
      meet.parts.push_back(MeetPart());
      meet.parts.push_back(MeetPart());
      return meet;
    }
    if (!Take("meet")) throw Mistake("expected `meet` or `union`");
    meet.kind = Meet::Kind::kMeet;
    meet.parts.push_back(MeetPart());
    meet.parts.push_back(MeetPart());
    SkipBlanks();
    if (BeginsName(Peek())) {
      const size_t begin = at_;
      if (const std::string name = Name("a region"); name != "s" && name != "sentence") {
        throw MistakeAt(text_, begin, "there are no regions `" + name + "`",
                        "Say `s`, or how far left and right: -5 5.");
      }
      meet.sentence = true;
      return meet;
    }
    const size_t begin = at_;
    meet.left = Number("`s`, or a number of tokens", kFarthest);
    meet.right = Number("a second number of tokens", kFarthest);
    if (meet.right < meet.left)
      throw MistakeAt(text_, begin, "the greater number comes second, as in -5 5");
    return meet;
  }

  std::string_view text_;
  const ParseOptions& options_;
  size_t at_ = 0, depth_ = 0;
  std::vector<std::string> labels_;
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
