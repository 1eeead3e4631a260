#include "core/expr/operand.h"

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "core/expr/function.h"
#include "core/expr/nearest.h"
#include "core/expr/slips.h"

namespace textmill::core::expr {
namespace {

using TokenKind = Token::Kind;

Node Broken(const Token& token) { return Node{Node::Kind::kError, token.begin, token.end}; }

Node LengthOf(Node column, const Token& last) {
  column.kind = Node::Kind::kLength;
  column.end = last.end;
  return column;
}

void LengthSlip(Cursor* at, size_t position, const std::string& column) {
  at->Slip(position, "lengths are asked for by `.length`", "write " + column + ".length");
}

// Passes the parentheses of something that looks like a function. `subject`: what comes before the
// point of `text.lower()`, or "".
Node NoFunction(Cursor* at, Node name, const std::string& function, const std::string& subject) {
  std::vector<std::string> names;
  for (const Function& known : Functions()) names.emplace_back(known.name);
  const std::string nearest =
      FindFunction(function) != nullptr ? function : NearestName(function, names);
  std::string hint = "the functions are " + ListOf(names, "`");
  if (!nearest.empty()) {
    hint = subject.empty() ? "did you mean `" + nearest + "`?"
                           : "write " + nearest + "(" + subject + ", ...)";
    if (!subject.empty() && std::strlen(FindFunction(nearest)->takes) == 1)
      hint = "write " + nearest + "(" + subject + ")";
  } else if (MeansMatches(function)) {
    hint = "write " + (subject.empty() ? "COLUMN" : subject) + " matches \"PATTERN\"";
  }
  at->Slip(name.begin, "there is no function " + InBackquotes(function), hint);
  for (int open = 0; !at->At(TokenKind::kEnd) && !at->At(TokenKind::kBad);) {
    if (at->At(TokenKind::kOpen)) ++open;
    if (at->Take().kind == TokenKind::kClose && --open <= 0) break;
  }
  name.kind = Node::Kind::kError;
  name.end = at->Last().end;
  return name;
}

// len(text)
Node MaybeLength(Cursor* at, const Node& name) {
  if (MeansLength(name.text) && at->Ahead().kind == TokenKind::kName) {
    at->Take();
    Node column = LeafOf(Node::Kind::kColumn, at->Take());
    if (at->At(TokenKind::kClose)) {
      LengthSlip(at, name.begin, at->Source(column));
      column.begin = name.begin;
      return LengthOf(std::move(column), at->Take());
    }
  }
  return NoFunction(at, name, name.text, "");
}

// text.length()
Node Method(Cursor* at, Node column, const Token& member) {
  if (MeansLength(member.text) && at->Ahead().kind == TokenKind::kClose) {
    LengthSlip(at, member.begin, at->Source(column));
    at->Take();
    return LengthOf(std::move(column), at->Take());
  }
  const std::string name = at->Source(column);
  return NoFunction(at, std::move(column), member.text, name);
}

// One value of a list.
Node Item(Cursor* at) {
  const Token& token = at->Here();
  if (token.kind == TokenKind::kName) {
    at->Slip(token.begin, "a list holds values, and " + InBackquotes(token.text) + " is a name",
             "a text is written in quotation marks: \"" + token.text + "\"");
    return Broken(at->Take());
  }
  if (token.kind == TokenKind::kNull) {
    at->Slip(token.begin, "null is in no list", "ask for it by `is null`");
    return Broken(at->Take());
  }
  Node item = ReadLiteral(at);
  if (item.kind == Node::Kind::kError) at->Unexpected("a value");
  return item;
}

// What comes after `in` is not a list.
void NoList(Cursor* at, Node* in) {
  const Token& token = at->Here();
  if (token.kind == TokenKind::kText || token.kind == TokenKind::kNumber) {
    at->Slip(token.begin, "`in` looks into a list",
             "write [" + at->Source(token) + "], or == instead of in");
    in->parts.push_back(Item(at));
    in->end = in->parts.back().end;
  } else if (token.kind == TokenKind::kName && in->parts[0].kind == Node::Kind::kText) {
    at->Fail("`in` looks for the value of a column in a list",
             "write " + at->Source(token) + " in [" + at->Source(in->parts[0]) + "]");
  } else {
    at->Unexpected("a list such as [\"en\", \"de\"]",
                   token.kind == TokenKind::kName ? "write [\"" + token.text + "\"]" : "");
  }
}

}  // namespace

Node LeafOf(Node::Kind kind, const Token& token) {
  Node node{kind, token.begin, token.end, token.text};
  node.plain = token.plain;
  node.odd_escape = token.odd_escape;
  return node;
}

Node ReadName(Cursor* at) {
  Node node = LeafOf(Node::Kind::kColumn, at->Take());
  if (at->At(TokenKind::kOpen)) return MaybeLength(at, node);
  while (at->Accept(TokenKind::kDot)) {
    if (!at->At(TokenKind::kName)) {
      at->Unexpected("`length`", "a name with a point in it is written in backquotes");
      return node;
    }
    const Token& member = at->Take();
    if (at->At(TokenKind::kOpen)) return Method(at, std::move(node), member);
    if (!at->At(TokenKind::kDot) && MeansLength(member.text)) {
      if (member.text != "length") LengthSlip(at, member.begin, at->Source(node));
      return LengthOf(std::move(node), member);
    }
    // A column's name, maybe, that needs backquotes.
    node.text += "." + member.text;
    node.plain = false;
    node.end = member.end;
  }
  return node;
}

Node ReadLiteral(Cursor* at) {
  switch (at->Here().kind) {
    case TokenKind::kText:
      return LeafOf(Node::Kind::kText, at->Take());
    case TokenKind::kNumber:
      return LeafOf(Node::Kind::kNumber, at->Take());
    case TokenKind::kTrue:
      return LeafOf(Node::Kind::kTrue, at->Take());
    case TokenKind::kFalse:
      return LeafOf(Node::Kind::kFalse, at->Take());
    case TokenKind::kNull:
      return LeafOf(Node::Kind::kNull, at->Take());
    default:
      return Broken(at->Here());
  }
}

void ReadList(Cursor* at, Node* in) {
  const Token& open = at->Here();
  if (open.kind != TokenKind::kListOpen && open.kind != TokenKind::kOpen) return NoList(at, in);
  const TokenKind close = open.kind == TokenKind::kOpen ? TokenKind::kClose : TokenKind::kListClose;
  if (open.kind == TokenKind::kOpen)
    at->Slip(open.begin, "a list is written in square brackets", "write [ ... ]");
  at->Take();
  while (!at->At(close)) {
    in->parts.push_back(Item(at));
    if (at->failed()) return;
    if (at->At(close) || at->Accept(TokenKind::kComma)) continue;
    if (at->At(TokenKind::kEnd)) return at->FailAt(open, "this list does not end", "end it with ]");
    return at->Unexpected("a comma or the end of the list");
  }
  in->end = at->Take().end;
  if (in->parts.size() == 1)
    at->Slip(open.begin, "this list is empty: no value is in it", "name at least one value");
}

}  // namespace textmill::core::expr
