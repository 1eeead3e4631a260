// Characters of a query, names and numbers, and mistakes with their place: what all parts of the
// parser use. One thread at a time.
#ifndef PLUGINS_LIB_QUERY_SCANNER_H_
#define PLUGINS_LIB_QUERY_SCANNER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "plugins/lib/query/parse.h"

namespace textmill::query {

class Scanner {
 protected:
  explicit Scanner(std::string_view query) : text_(query) {}

  static bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }
  static bool BeginsName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
  static bool IsName(char c) { return BeginsName(c) || IsDigit(c) || c == '-'; }
  static std::string Quoted(std::string_view s) { return "`" + std::string(s) + "`"; }

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
  bool TakeWord(std::string_view word) {
    const size_t before = at_;
    if (Take(word) && !IsName(Peek())) return true;
    at_ = before;
    return false;
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
  // While there is one, what is read is one bracket deeper.
  struct Deeper {
    explicit Deeper(Scanner* scanner) : scanner(scanner) {
      if (++scanner->depth_ > kDeepest)
        throw scanner->Mistake("there are too many brackets inside each other");
    }
    ~Deeper() { --scanner->depth_; }
    Scanner* scanner;
  };
  QueryError Unclosed(size_t begin, char closing) const {
    if (AtEnd()) {
      return MistakeAt(text_, begin,
                       "`" + std::string(1, text_[begin]) + "` is never closed: expected `" +
                           std::string(1, closing) + "`");
    }
    return Mistake(std::string("expected `") + closing + "`");
  }

  std::string_view text_;
  size_t at_ = 0;

 private:
  static constexpr size_t kDeepest = 100;  // brackets in brackets

  size_t depth_ = 0;
};

}  // namespace textmill::query

#endif  // PLUGINS_LIB_QUERY_SCANNER_H_
