#include "plugins/lib/query/token_parser.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "plugins/lib/values/nearest.h"

namespace textmill::query {
namespace {

constexpr const char* kFlags = "%c ignores case, %d accents, %l takes the value as it is written.";

Test Not(Test of) {
  Test test;
  test.kind = Test::Kind::kNot;
  test.parts.push_back(std::move(of));
  return test;
}

bool IsRegex(const std::string& text) { return text.find_first_of(".*+?()[]{}|^$\\") != text.npos; }

}  // namespace

Test TokenParser::InBrackets() {
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

Test TokenParser::AnyOf() {
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

Test TokenParser::One() {
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
  const bool equal = Equal();
  CheckAttribute(test.attribute, begin);
  test.pattern = QuotedPattern();
  return equal ? test : Not(std::move(test));
}

void TokenParser::CheckAttribute(const std::string& name, size_t begin) const {
  const auto& names = options_.attributes;
  if (std::find(names.begin(), names.end(), name) != names.end()) return;
  std::string hint = values::NearestHint(name, names);
  if (!options_.attribute_hint.empty() && !hint.starts_with("did"))
    hint += ". " + options_.attribute_hint;
  throw MistakeAt(text_, begin, "tokens have no attribute " + Quoted(name), hint);
}

bool TokenParser::Equal() {
  SkipBlanks();
  if (Take("!=")) return false;
  if (!Take("=")) throw Mistake("expected `=` or `!=`");
  if (Peek() == '=') throw Mistake("expected one `=` only");
  return true;
}

Pattern TokenParser::QuotedPattern() {
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

void TokenParser::Flags(Pattern* pattern) {
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

}  // namespace textmill::query
