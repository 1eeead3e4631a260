#include "plugins/entities/patterns/expression_start.h"

#include <algorithm>

#include "plugins/entities/patterns/char_set.h"

namespace textmill::entities {
namespace {

constexpr size_t kUnbounded = ExpressionStart::kUnbounded;

// Reads an expression and makes an automaton of it, as far as its first bytes need one. Throws
// Unknown where it meets what it does not know.
class Reader {
 public:
  struct Unknown {};

  explicit Reader(std::string_view expression) : in_(expression) {}

  ExpressionStart Read() {
    const Fragment all = Alternation();
    if (at_ < in_.size()) throw Unknown();
    return {automaton_.FirstBytes(all, kMostStart), all.longest};
  }

 private:
  using Fragment = ByteAutomaton::Fragment;

  bool Next(std::string_view what) {
    if (!in_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }
  char Take() {
    if (at_ >= in_.size()) throw Unknown();
    return in_[at_++];
  }

  Fragment Of(CharSet chars) {
    if (fold_) chars.Fold();
    return automaton_.Character(chars);
  }

  Fragment Alternation() {
    Fragment out = Sequence();
    while (Next("|")) out = automaton_.Either(out, Sequence());
    return out;
  }

  Fragment Sequence() {
    Fragment out = automaton_.Nothing();
    while (at_ < in_.size() && in_[at_] != '|' && in_[at_] != ')')
      out = automaton_.Then(out, Repeated());
    return out;
  }

  Fragment Repeated() {
    const size_t from = at_;
    Fragment one = Atom();
    size_t least = 1, most = 1;
    if (!Operator(&least, &most)) return one;
    const size_t after = at_;
    const bool bounded = most < kUnbounded && one.longest * most < kUnbounded;
    const size_t longest = bounded ? one.longest * most : kUnbounded;
    // What is asked for, each a copy of its own; then as many more as there may be.
    Fragment out = automaton_.Nothing();
    for (size_t i = 0; i < std::min(least, kMostStart); ++i) {
      if (i > 0) {
        at_ = from;
        one = Atom();
      }
      out = automaton_.Then(out, one);
    }
    if (most > least || least > kMostStart) {
      at_ = from;
      const Fragment more = Atom();
      out = automaton_.ThenPerhaps(out, more, most == least + 1 && least <= kMostStart);
    }
    at_ = after;
    out.longest = longest;
    return out;
  }

  // *, +, ?, {2}, {2,}, {2,5}, each with a ? after it or not.
  bool Operator(size_t* least, size_t* most) {
    if (Next("*")) {
      *least = 0;
      *most = kUnbounded;
    } else if (Next("+")) {
      *most = kUnbounded;
    } else if (Next("?")) {
      *least = 0;
    } else if (!Counted(least, most)) {
      return false;
    }
    Next("?");
    return true;
  }
  bool Counted(size_t* least, size_t* most) {
    const size_t from = at_;
    const auto number = [&](size_t* to) {
      const size_t digits = at_;
      for (*to = 0; at_ < in_.size() && in_[at_] >= '0' && in_[at_] <= '9' && at_ < digits + 5;) {
        *to = *to * 10 + static_cast<size_t>(in_[at_++] - '0');
      }
      return at_ > digits;
    };
    if (Next("{") && number(least)) {
      *most = *least;
      if (Next(",") && !number(most)) *most = kUnbounded;
      if (Next("}")) return true;
    }
    at_ = from;  // a brace like any other
    *least = *most = 1;
    return false;
  }

  Fragment Atom() {
    const char c = Take();
    switch (c) {
      case '(':
        return Group();
      case '[':
        return Of(Class());
      case '.':
        return Of(CharSet::All());
      case '^':
      case '$':
        return automaton_.Nothing();
      case '\\':
        if (Next("b") || Next("B") || Next("A") || Next("z")) return automaton_.Nothing();
        return Of(Escape());
      default:
        return Literal(c);
    }
  }

  Fragment Literal(char c) {
    if (static_cast<unsigned char>(c) < 0x80) {
      CharSet chars;
      chars.ascii.set(static_cast<size_t>(c));
      return Of(chars);
    }
    --at_;
    const size_t size = CharacterSize();
    if (fold_) {
      at_ += size;
      return Of(CharSet::All());
    }
    at_ += size;
    return automaton_.Literal(in_.substr(at_ - size, size));
  }
  size_t CharacterSize() const {
    size_t size = 1;
    while (at_ + size < in_.size() && (static_cast<unsigned char>(in_[at_ + size]) & 0xC0) == 0x80)
      ++size;
    return size;
  }

  Fragment Group() {
    if (Next("?")) {
      if (Next("P<") || Next("<")) {
        while (Take() != '>') continue;
      } else {
        char c = Take();
        for (; c != ':' && c != ')'; c = Take()) {
          if (c == 'i') fold_ = true;  // to the end: more may come than does
          if (std::string_view("imsU-").find(c) == std::string_view::npos) throw Unknown();
        }
        if (c == ')') {  // an operator after it is for what comes before it
          if (at_ < in_.size() && std::string_view("*+?{").find(in_[at_]) != in_.npos)
            throw Unknown();
          return automaton_.Nothing();
        }
      }
    }
    const Fragment inside = Alternation();
    if (!Next(")")) throw Unknown();
    return inside;
  }

  // After a backslash, what means a character or several.
  CharSet Escape() {
    const char c = Take();
    switch (c) {
      case 'd':
        return CharSet::Of("09");
      case 'D':
        return CharSet::Of("09").Not();
      case 'w':
        return CharSet::Of("azAZ09__");
      case 'W':
        return CharSet::Of("azAZ09__").Not();
      case 's':
        return CharSet::Of("\t\n\f\r  ");
      case 'S':
        return CharSet::Of("\t\n\f\r  ").Not();
      case 'p':
        return Property();
      case 'P':
        Property();
        return CharSet::All();
      case 't':
        return CharSet::Of("\t\t");
      case 'n':
        return CharSet::Of("\n\n");
      case 'r':
        return CharSet::Of("\r\r");
      case 'f':
        return CharSet::Of("\f\f");
      case 'v':
        return CharSet::Of("\v\v");
      default:
        break;
    }
    const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (word || static_cast<unsigned char>(c) >= 0x80) throw Unknown();
    CharSet out;
    out.ascii.set(static_cast<size_t>(c));
    return out;
  }

  CharSet Property() {
    std::string_view name = in_.substr(at_, 1);
    if (Take() == '{') {
      name = in_.substr(at_, in_.substr(at_).find('}'));
      while (Take() != '}') continue;
    }
    CharSet out = name == "L"                   ? CharSet::Of("azAZ")
                  : name == "Lu"                ? CharSet::Of("AZ")
                  : name == "Ll"                ? CharSet::Of("az")
                  : name == "N" || name == "Nd" ? CharSet::Of("09")
                                                : CharSet::All();
    out.others = true;
    return out;
  }

  // After a `[`.
  CharSet Class() {
    const bool negated = Next("^");
    CharSet out;
    for (bool first = true; first || !Next("]"); first = false) {
      if (Next("[:")) {
        const size_t end = in_.find(":]", at_);
        if (end == in_.npos) throw Unknown();
        at_ = end + 2;
        out.Add(CharSet::All());
        continue;
      }
      const CharSet one = ClassMember();
      if (in_.substr(at_).starts_with('-') && !in_.substr(at_).starts_with("-]")) {
        ++at_;
        out.Add(Range(one, ClassMember()));
      } else {
        out.Add(one);
      }
    }
    if (!negated) return out;
    out.others = false;
    if (fold_) out.Fold();
    return out.Not();
  }
  CharSet ClassMember() {
    const char c = Take();
    if (c == '\\') return Escape();
    CharSet out;
    if (static_cast<unsigned char>(c) < 0x80) {
      out.ascii.set(static_cast<size_t>(c));
    } else {
      --at_;
      at_ += CharacterSize();
      out.others = true;
    }
    return out;
  }
  static CharSet Range(const CharSet& from, const CharSet& to) {
    if (from.others) return from;
    if (from.ascii.count() != 1 || (!to.others && to.ascii.count() != 1)) throw Unknown();
    const auto place = [](const CharSet& one) {
      size_t c = 0;
      while (c < 128 && !one.ascii[c]) ++c;
      return c;
    };
    CharSet out;
    out.AddRange(place(from), to.others ? 128 : place(to));
    return out;
  }

  const std::string_view in_;
  size_t at_ = 0;
  bool fold_ = false;
  ByteAutomaton automaton_;
};

}  // namespace

ExpressionStart StartOf(std::string_view expression) {
  try {
    return Reader(expression).Read();
  } catch (const Reader::Unknown&) {
    return {};
  } catch (const ByteAutomaton::TooLarge&) {
    return {};
  }
}

}  // namespace textmill::entities
