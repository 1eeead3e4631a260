#include "plugins/lib/query/hit_parser.h"

#include <algorithm>
#include <utility>

#include "plugins/lib/values/nearest.h"

namespace textmill::query {
namespace {

constexpr int64_t kFarthest = 1000;

Constraint Not(Constraint of) {
  Constraint constraint;
  constraint.kind = Constraint::Kind::kNot;
  constraint.parts.push_back(std::move(of));
  return constraint;
}

}  // namespace

bool HitParser::AtWithin(bool after_plain_word) {
  const size_t begin = at_;
  bool found = TakeWord("within");
  if (found && after_plain_word) {
    SkipBlanks();
    if (IsDigit(Peek())) {
      while (IsDigit(Peek())) ++at_;
      found = TakeWord("tokens") || TakeWord("words") || !IsName(Peek());
    } else {
      found = TakeWord("sentence") || TakeWord("s") || TakeWord("text");
    }
    found = found && (SkipBlanks(), AtEnd() || Take("::") || TakeWord("within"));
  }
  at_ = begin;
  return found;
}

bool HitParser::TakeWithin(Query* query) {
  if (!TakeWord("within")) return false;
  SkipBlanks();
  if (IsDigit(Peek())) {
    query->within_tokens = static_cast<size_t>(Number("a number of tokens", kFarthest));
    if (!TakeWord("tokens")) TakeWord("words");
  } else if (TakeWord("sentence") || TakeWord("s")) {
    query->within_sentence = true;
  } else if (!TakeWord("text")) {
    throw Mistake("expected `s`, `text` or a number of tokens after `within`",
                  "To look for the word itself, put it between quotation marks.");
  }
  return true;
}

Constraint HitParser::Either() {
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

Constraint HitParser::OneConstraint() {
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

Constraint::Side HitParser::OneSide() {
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

Meet HitParser::MeetInBrackets() {
  SkipBlanks();
  const size_t begin = at_;
  Need("(", "after MU");
  SkipBlanks();
  Meet meet = Peek() == '(' || Peek() == '[' || Peek() == '"' ? MeetPart() : MeetOrUnion();
  if (!Take(")")) throw Unclosed(begin, ')');
  return meet;
}

Meet HitParser::MeetPart() {
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

Meet HitParser::MeetOrUnion() {
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

}  // namespace textmill::query
