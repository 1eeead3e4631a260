#include "core/expr/parser.h"

#include <string>
#include <utility>

#include "core/expr/cursor.h"
#include "core/expr/function.h"
#include "core/expr/operand.h"
#include "core/expr/slips.h"

namespace textmill::core::expr {
namespace {

using TokenKind = Token::Kind;

constexpr const char* kAfterTest = "`and`, `or` or the end of the expression";

Op OpOf(TokenKind kind) {
  return static_cast<Op>(static_cast<int>(kind) - static_cast<int>(TokenKind::kEq));
}

Node Over(Node::Kind kind, Node part) {
  Node node{kind, part.begin, part.end};
  node.parts.push_back(std::move(part));
  return node;
}

Node Two(Node::Kind kind, Node left, Node right) {
  Node node{kind, left.begin, right.end};
  node.parts.push_back(std::move(left));
  node.parts.push_back(std::move(right));
  return node;
}

// In place of a test of `left` that could not be read: all that is checked of it is its name.
Node HalfTest(Node left) {
  const bool name = left.kind == Node::Kind::kColumn || left.kind == Node::Kind::kLength;
  if (name) return Over(Node::Kind::kIsNull, std::move(left));
  if (left.parts.empty()) left.kind = Node::Kind::kError;
  return left;
}

class Parser {
 public:
  Parser(std::string_view expression, std::vector<ExprError>* errors) : in_(expression, errors) {}

  Node Run() {
    if (in_.At(TokenKind::kEnd)) {
      in_.Fail("the expression is empty", "write a condition such as lang == \"en\"");
      return {};
    }
    Node all = Or();
    if (in_.At(TokenKind::kClose)) in_.Fail("there is no ( for this )");
    if (!in_.At(TokenKind::kEnd)) in_.Unexpected(kAfterTest);
    return all;
  }

 private:
  bool TooDeep() {
    if (depth_ < kMaxDepth) return false;
    in_.Fail("this is nested more than " + std::to_string(kMaxDepth) + " deep");
    return true;
  }

  Node Or() { return Chain(Node::Kind::kOr, TokenKind::kOr, &Parser::And); }
  Node And() { return Chain(Node::Kind::kAnd, TokenKind::kAnd, &Parser::Not); }

  Node Chain(Node::Kind kind, TokenKind link, Node (Parser::*next)()) {
    Node first = (this->*next)();
    if (!in_.At(link)) return first;
    Node chain = Over(kind, std::move(first));
    while (in_.Accept(link)) chain.parts.push_back((this->*next)());
    chain.end = chain.parts.back().end;
    return chain;
  }

  Node Not() {
    if (!in_.At(TokenKind::kNot)) return Test();
    const size_t begin = in_.Take().begin;
    if (TooDeep()) return {};
    ++depth_;
    Node node = Over(Node::Kind::kNot, Not());
    node.begin = begin;
    --depth_;
    return node;
  }

  Node Test() {
    Node left = Value();
    if (in_.failed()) return HalfTest(std::move(left));
    OperatorWord();
    Node test;
    if (in_.AtComparison()) {
      test = Comparison(std::move(left));
    } else if (in_.At(TokenKind::kIn) || in_.At(TokenKind::kMatches)) {
      test = InOrMatches(std::move(left));
    } else if (in_.At(TokenKind::kNot)) {
      test = NotTest(std::move(left));
    } else if (in_.At(TokenKind::kIs)) {
      test = Is(std::move(left));
    } else if (AtEndOfTest()) {
      return left;
    } else {
      in_.Unexpected("an operator such as `==` or `in` after " + InBackquotes(in_.Source(left)),
                     OddTokenHint());
      return HalfTest(std::move(left));
    }
    if (!AtEndOfTest()) in_.Unexpected(kAfterTest, OddTokenHint());
    return test;
  }

  bool AtEndOfTest() const {
    switch (in_.Here().kind) {
      case TokenKind::kEnd:
      case TokenKind::kAnd:
      case TokenKind::kOr:
      case TokenKind::kClose:
      case TokenKind::kListClose:
      case TokenKind::kComma:
        return true;
      default:
        return false;
    }
  }

  // What may be meant by a token that is not an operator.
  std::string OddTokenHint() const {
    const Token& token = in_.Here();
    if (token.kind != TokenKind::kName) return "";
    const std::string_view meant = NearestOperator(token.text);
    return meant.empty() ? "" : "did you mean " + InBackquotes(meant) + "?";
  }

  // A word where an operator must be becomes the operator that was meant.
  void OperatorWord() {
    if (!in_.At(TokenKind::kName)) return;
    const Token& token = in_.Here();
    const auto meant = OperatorMeant(token.text);
    if (!meant) return;
    in_.Slip(token.begin, "there is no operator " + InBackquotes(token.text),
             "write " + InBackquotes(meant->instead));
    in_.BecomeOperator(meant->kind);
  }

  Node Comparison(Node left) {
    const Token& op = in_.Take();
    Node right = Value();
    Node test = Compare(std::move(left), op, right);
    if (!in_.AtComparison()) return test;
    Node chain = Over(Node::Kind::kAnd, std::move(test));  // 1 < x < 2
    while (in_.AtComparison()) {
      const Token& next = in_.Take();
      Node last = Value();
      if (chain.parts.size() == 1) {
        in_.Slip(next.begin, "comparisons do not chain",
                 "write " + in_.Source(chain) + " and " + in_.Source(right) + " " +
                     in_.Source(next) + " " + in_.Source(last));
      }
      chain.parts.push_back(Compare(std::move(right), next, last));
      right = std::move(last);
    }
    return chain;
  }

  Node Compare(Node left, const Token& op, Node right) {
    if (left.kind == Node::Kind::kNull) std::swap(left, right);
    if (right.kind == Node::Kind::kNull && left.kind != Node::Kind::kNull) {
      const std::string is = op.kind == TokenKind::kNe ? " is not null" : " is null";
      const bool equality = op.kind == TokenKind::kEq || op.kind == TokenKind::kNe;
      in_.Slip(op.begin, "a comparison with null is never true",
               equality ? "write " + in_.Source(left) + is : "ask by `is null` or `is not null`");
      return HalfTest(std::move(left));
    }
    Node node = Two(Node::Kind::kCompare, std::move(left), std::move(right));
    node.op = OpOf(op.kind);
    return node;
  }

  Node NotTest(Node left) {
    const Token& no = in_.Take();
    OperatorWord();
    if (in_.At(TokenKind::kIn) || in_.At(TokenKind::kMatches))
      return Over(Node::Kind::kNot, InOrMatches(std::move(left)));
    if (in_.At(TokenKind::kNull)) {
      in_.Slip(no.begin, "`not null` has no meaning here",
               "write " + in_.Source(left) + " is not null");
      in_.Take();
    } else {
      in_.Unexpected("`in` or `matches` after `not`");
    }
    return HalfTest(std::move(left));
  }

  Node Is(Node left) {
    const Token& is = in_.Take();
    const bool negated = in_.Accept(TokenKind::kNot);
    if (in_.At(TokenKind::kNull)) {
      Node node = Over(Node::Kind::kIsNull, std::move(left));
      node.end = in_.Take().end;
      return negated ? Over(Node::Kind::kNot, std::move(node)) : node;
    }
    if (AtEndOfTest()) {
      in_.Unexpected("`null` or `not null`");
      return HalfTest(std::move(left));
    }
    const bool other_test = in_.At(TokenKind::kIn) || in_.At(TokenKind::kMatches);
    in_.Slip(is.begin, "`is` asks for null alone",
             other_test ? "leave `is` out" : std::string("write `") + (negated ? "!=`" : "==`"));
    if (other_test) return InOrMatches(std::move(left));
    return Compare(std::move(left), Token{TokenKind::kEq, is.begin, is.end}, Value());
  }

  Node InOrMatches(Node left) {
    const Token& op = in_.Take();
    if (op.kind == TokenKind::kIn) {
      if (in_.At(TokenKind::kName)) return Two(Node::Kind::kIn, std::move(left), Single());
      Node test = Over(Node::Kind::kIn, std::move(left));
      ReadList(&in_, &test);
      return test;
    }
    if (in_.At(TokenKind::kSlash)) {
      in_.Fail("a pattern is written in quotation marks", "write matches \"...\"");
      return HalfTest(std::move(left));
    }
    if (in_.At(TokenKind::kText))
      return Two(Node::Kind::kMatches, std::move(left), LeafOf(Node::Kind::kText, in_.Take()));
    in_.Unexpected("a pattern in quotation marks");
    return HalfTest(std::move(left));
  }

  Node Value() {
    Node left = Product();
    while (in_.At(TokenKind::kPlus) || in_.At(TokenKind::kDash))
      left = Calculation(std::move(left), &Parser::Product);
    return left;
  }

  Node Product() {
    Node left = Single();
    while (in_.At(TokenKind::kTimes) || in_.At(TokenKind::kSlash) || in_.At(TokenKind::kPercent))
      left = Calculation(std::move(left), &Parser::Single);
    return left;
  }

  Node Calculation(Node left, Node (Parser::*next)()) {
    const std::string sign = in_.Source(in_.Take());
    if (++calculations_ > kMostCalculations) {
      in_.Fail("there are more than " + std::to_string(kMostCalculations) + " signs + - * / %");
      return left;
    }
    Node node = Two(Node::Kind::kArith, std::move(left), (this->*next)());
    node.text = sign;
    return node;
  }

  Node Single() {
    if (in_.At(TokenKind::kDash)) {
      const size_t begin = in_.Take().begin;
      if (TooDeep()) return {};
      ++depth_;
      Node node = Over(Node::Kind::kMinus, Single());
      node.begin = begin;
      --depth_;
      return node;
    }
    if (in_.At(TokenKind::kOpen)) return Parentheses();
    if (in_.At(TokenKind::kListOpen)) {
      in_.Fail("only `in` can be followed by a list", "write `in` instead of a comparison");
      return {};
    }
    const bool name = in_.At(TokenKind::kName);
    if (name && in_.Ahead().kind == TokenKind::kOpen && FindFunction(in_.Here().text) != nullptr)
      return Call();
    Node node = name ? ReadName(&in_) : ReadLiteral(&in_);
    if (!name && node.kind == Node::Kind::kError) in_.Unexpected("a column or a value");
    if (in_.At(TokenKind::kDot)) in_.Fail("`.length` follows the name of a column");
    return node;
  }

  Node Call() {
    Node node = LeafOf(Node::Kind::kCall, in_.Take());
    const Token& open = in_.Take();
    if (TooDeep()) return {};
    ++depth_;
    while (!in_.At(TokenKind::kClose)) {
      node.parts.push_back(Or());
      if (in_.failed()) break;
      if (in_.At(TokenKind::kClose) || in_.Accept(TokenKind::kComma)) continue;
      if (in_.At(TokenKind::kEnd)) {
        in_.FailAt(open, "this ( is never closed", "end it with )");
      } else {
        in_.Unexpected("a comma or )");
      }
      break;
    }
    --depth_;
    if (in_.failed()) {
      node.kind = Node::Kind::kError;
      return node;
    }
    node.end = in_.Take().end;
    if (in_.At(TokenKind::kDot))
      in_.Fail("`.length` follows the name of a column", "write length(...)");
    return node;
  }

  Node Parentheses() {
    if (TooDeep()) return {};
    const Token& open = in_.Take();
    ++depth_;
    Node node = Or();
    --depth_;
    if (in_.At(TokenKind::kEnd)) in_.FailAt(open, "this ( is never closed", "end it with )");
    if (!in_.At(TokenKind::kClose)) in_.Unexpected("`and`, `or` or )");
    if (in_.failed()) return node;
    node.begin = open.begin;
    node.end = in_.Take().end;
    if (in_.At(TokenKind::kDot)) in_.Fail("`.length` follows the name of a column");
    return node;
  }

  Cursor in_;
  int depth_ = 0, calculations_ = 0;
};

}  // namespace

Node Parse(std::string_view expression, std::vector<ExprError>* errors) {
  return Parser(expression, errors).Run();
}

}  // namespace textmill::core::expr
