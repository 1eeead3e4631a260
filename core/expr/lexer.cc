#include "core/expr/lexer.h"

#include <cstdio>
#include <utility>

#include "core/expr/ascii.h"

namespace textmill::core::expr {
namespace {

using TokenKind = Token::Kind;

// `instead` is what to write for an operator that other languages have.
struct Symbol {
  std::string_view written;
  TokenKind kind;
  const char* instead = nullptr;
};

// Longer ones come before those they begin with.
constexpr Symbol kSymbols[] = {
    {"===", TokenKind::kEq, "=="}, {"!==", TokenKind::kNe, "!="},
    {"==", TokenKind::kEq},        {"!=", TokenKind::kNe},
    {"<=", TokenKind::kLe},        {">=", TokenKind::kGe},
    {"<>", TokenKind::kNe, "!="},  {"=>", TokenKind::kGe, ">="},
    {"=<", TokenKind::kLe, "<="},  {"&&", TokenKind::kAnd, "and"},
    {"||", TokenKind::kOr, "or"},  {"=~", TokenKind::kMatches, "matches"},
    {"≠", TokenKind::kNe, "!="},   {"≤", TokenKind::kLe, "<="},
    {"≥", TokenKind::kGe, ">="},   {"<", TokenKind::kLt},
    {">", TokenKind::kGt},         {"(", TokenKind::kOpen},
    {")", TokenKind::kClose},      {"[", TokenKind::kListOpen},
    {"]", TokenKind::kListClose},  {",", TokenKind::kComma},
    {".", TokenKind::kDot},        {"=", TokenKind::kEq, "=="},
    {"&", TokenKind::kAnd, "and"}, {"|", TokenKind::kOr, "or"},
    {"!", TokenKind::kNot, "not"}, {"~", TokenKind::kMatches, "matches"},
    {"+", TokenKind::kPlus},       {"-", TokenKind::kDash},
    {"*", TokenKind::kTimes},      {"/", TokenKind::kSlash},
    {"%", TokenKind::kPercent},
};

constexpr std::pair<std::string_view, TokenKind> kWords[] = {
    {"and", TokenKind::kAnd},   {"or", TokenKind::kOr},       {"not", TokenKind::kNot},
    {"in", TokenKind::kIn},     {"is", TokenKind::kIs},       {"matches", TokenKind::kMatches},
    {"true", TokenKind::kTrue}, {"false", TokenKind::kFalse}, {"null", TokenKind::kNull},
};

// Pairs of typographic quotation marks: a text that one of a group opens, another of it ends.
constexpr std::string_view kDoubleQuotes[] = {"“", "”", "„", "«", "»"};
constexpr std::string_view kSingleQuotes[] = {"‘", "’", "‚", "‹", "›"};

constexpr std::string_view kInTimes = ":+-.";

bool BeginsName(char c) { return IsLetter(c) || c == '_'; }
bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

class Lexer {
 public:
  Lexer(std::string_view text, std::vector<ExprError>* errors) : text_(text), errors_(errors) {}

  std::vector<Token> Run() {
    do {
      SkipSpace();
      begin_ = at_;
      Next();
    } while (tokens_.back().kind != TokenKind::kEnd && tokens_.back().kind != TokenKind::kBad);
    return std::move(tokens_);
  }

 private:
  bool StartsWith(std::string_view part) const { return text_.substr(at_).starts_with(part); }
  char Peek(size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  Token& Push(TokenKind kind, std::string text = "") {
    tokens_.push_back({kind, begin_, at_, std::move(text)});
    return tokens_.back();
  }
  void Error(size_t position, std::string message, std::string hint = "") {
    errors_->push_back({position, std::move(message), std::move(hint)});
  }
  void Bad(std::string message, std::string hint = "") {
    Error(begin_, std::move(message), std::move(hint));
    Push(TokenKind::kBad);
  }

  void SkipSpace() {
    static constexpr std::string_view kNoBreakSpace = "\u00A0";
    for (;;) {
      if (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos) {
        ++at_;
      } else if (StartsWith(kNoBreakSpace)) {
        at_ += kNoBreakSpace.size();
      } else {
        return;
      }
    }
  }

  void Next() {
    if (at_ == text_.size()) {
      Push(TokenKind::kEnd);
      return;
    }
    const char c = text_[at_];
    if (c == '"' || c == '\'') return Text(c);
    if (c == '`') return Backquoted();
    if (AtNumber()) return Number();
    if (Typographic(kDoubleQuotes) || Typographic(kSingleQuotes)) return;
    for (const Symbol& symbol : kSymbols) {
      if (!StartsWith(symbol.written)) continue;
      at_ += symbol.written.size();
      if (symbol.instead != nullptr) {
        Error(begin_, "there is no operator `" + std::string(symbol.written) + "`",
              std::string("write `") + symbol.instead + "`");
      }
      Push(symbol.kind);
      return;
    }
    if (BeginsName(c) || !IsAscii(c)) return Name();
    Meaningless(c);
  }

  void Meaningless(char c) {
    if (c > ' ' && c < '\x7f') return Bad("`" + std::string(1, c) + "` has no meaning here");
    char code[8];
    std::snprintf(code, sizeof code, "0x%02x", static_cast<unsigned>(c) & 0xff);
    Bad(std::string("the byte ") + code + " has no meaning here");
  }

  void Text(char quote) {
    std::string value;
    size_t odd_escape = Token::kNone;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (text_[at_] != '\\' || at_ + 1 == text_.size()) {
        value += text_[at_];
        continue;
      }
      const char escaped = text_[++at_];
      if (escaped == '\\' || escaped == '"' || escaped == '\'') {
        value += escaped;
      } else if (escaped == 'n' || escaped == 't' || escaped == 'r') {
        value += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : '\r';
      } else {
        value += '\\';
        value += escaped;
        if (odd_escape == Token::kNone) odd_escape = at_ - 1;
      }
    }
    if (at_ == text_.size()) {
      return Bad("this text does not end", std::string("end it with ") + quote);
    }
    ++at_;
    Push(TokenKind::kText, std::move(value)).odd_escape = odd_escape;
  }

  bool Typographic(const std::string_view (&marks)[5]) {
    size_t opening = 0;
    for (std::string_view mark : marks) {
      if (StartsWith(mark)) opening = mark.size();
    }
    if (opening == 0) return false;
    size_t closing = text_.npos, closing_size = 0;
    for (std::string_view mark : marks) {
      const size_t found = text_.find(mark, at_ + opening);
      if (found < closing) closing = found, closing_size = mark.size();
    }
    if (closing == text_.npos) {
      Bad("this text does not end", "write it in straight quotation marks: \"...\"");
      return true;
    }
    const std::string value(text_.substr(at_ + opening, closing - at_ - opening));
    at_ = closing + closing_size;
    Error(begin_, "quotation marks of this kind have no meaning here",
          "write straight ones: \"" + value + "\"");
    Push(TokenKind::kText, value);
    return true;
  }

  void Backquoted() {
    const size_t end = text_.find('`', at_ + 1);
    if (end == text_.npos) return Bad("this name does not end", "end it with `");
    const std::string name(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    if (name.empty()) return Bad("there is no name between these backquotes");
    Push(TokenKind::kName, name);
  }

  // Whether the last token ends a value, so that `-` takes something from it.
  bool BehindValue() const {
    if (tokens_.empty()) return false;
    switch (tokens_.back().kind) {
      case TokenKind::kName:
      case TokenKind::kText:
      case TokenKind::kNumber:
      case TokenKind::kClose:
      case TokenKind::kListClose:
        return true;
      default:
        return false;
    }
  }

  // Those without a digit before the point are numbers, too, that lack one.
  bool AtNumber() const {
    const size_t sign = Peek(0) == '-' && !BehindValue() ? 1 : 0;
    return IsDigit(Peek(sign)) || (Peek(sign) == '.' && IsDigit(Peek(sign + 1)));
  }

  // 2024-06-05T10:00:00Z, without its quotation marks
  bool Date() {
    static constexpr std::string_view kShape = "dddd-dd-dd";
    for (size_t i = 0; i < kShape.size(); ++i)
      if (kShape[i] == 'd' ? !IsDigit(Peek(i)) : Peek(i) != kShape[i]) return false;
    at_ += kShape.size();
    while (IsDigit(Peek(0)) || BeginsName(Peek(0)) ||
           (Peek(0) != '\0' && kInTimes.find(Peek(0)) != kInTimes.npos))
      ++at_;
    const std::string value(text_.substr(begin_, at_ - begin_));
    Error(begin_, "a date is written in quotation marks", "write \"" + value + "\"");
    Push(TokenKind::kText, value);
    return true;
  }

  void Number() {
    if (Date()) return;
    if (text_[at_] == '-') ++at_;
    const bool bare_point = text_[at_] == '.';
    SkipDigits();
    if (Peek(0) == '.' && IsDigit(Peek(1))) {
      ++at_;
      SkipDigits();
    }
    if (LowerAscii(Peek(0)) == 'e') {
      const size_t sign = Peek(1) == '-' || Peek(1) == '+' ? 1 : 0;
      if (IsDigit(Peek(1 + sign))) {
        at_ += 1 + sign;
        SkipDigits();
      }
    }
    const size_t end = at_;
    while (BeginsName(Peek(0)) || IsDigit(Peek(0)) || Peek(0) == '.') ++at_;
    std::string written(text_.substr(begin_, at_ - begin_));
    if (at_ != end) {
      return Bad("`" + written + "` is not a number", "a text is written in quotation marks");
    }
    if (bare_point) {
      written.insert(written.find('.'), "0");
      Error(begin_, "a number begins with a digit", "write " + written);
    }
    Push(TokenKind::kNumber, std::move(written));
  }
  void SkipDigits() {
    while (IsDigit(Peek(0))) ++at_;
  }

  // Names with a dash or letters beyond ASCII need backquotes, but are taken for what they are.
  void Name() {
    bool plain = true;
    for (;;) {
      const char c = Peek(0);
      if (at_ == text_.size()) break;
      const bool dash = c == '-' && BeginsName(Peek(1));
      if (!BeginsName(c) && !IsDigit(c) && !dash && (IsAscii(c) || AtSign())) break;
      if (dash || !IsAscii(c)) plain = false;
      ++at_;
    }
    std::string name(text_.substr(begin_, at_ - begin_));
    std::string lower = name;
    for (char& c : lower) c = LowerAscii(c);
    if (name == "None" || name == "nil") lower = "null";
    for (const auto& [word, kind] : kWords) {
      if (lower != word) continue;
      if (name != word) {
        Error(begin_, "`" + name + "` has no meaning here",
              "write `" + lower + "`; a column of that name is written in backquotes");
      }
      Push(kind);
      return;
    }
    Push(TokenKind::kName, std::move(name)).plain = plain;
  }
  // At something beyond ASCII that is not part of a name.
  bool AtSign() const {
    for (const Symbol& symbol : kSymbols) {
      if (!IsAscii(symbol.written[0]) && StartsWith(symbol.written)) return true;
    }
    for (std::string_view mark : kDoubleQuotes) {
      if (StartsWith(mark)) return true;
    }
    for (std::string_view mark : kSingleQuotes) {
      if (StartsWith(mark)) return true;
    }
    return StartsWith("\u00A0");
  }

  const std::string_view text_;
  std::vector<ExprError>* const errors_;
  std::vector<Token> tokens_;
  size_t at_ = 0, begin_ = 0;
};

}  // namespace

std::vector<Token> Tokenize(std::string_view expression, std::vector<ExprError>* errors) {
  return Lexer(expression, errors).Run();
}

}  // namespace textmill::core::expr
