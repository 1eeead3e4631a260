#include "plugins/entities/expression_start.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace textmill::entities {
namespace {

constexpr size_t kUnbounded = ExpressionStart::kUnbounded;

// What one character may be: ASCII characters by themselves, all others together.
struct Chars {
  std::bitset<128> ascii;
  bool others = false;
  bool exact = true;  // in ASCII: no more than can come, so that it may be turned round

  void AddRange(size_t from, size_t to) {
    for (size_t c = from; c <= to && c < 128; ++c) ascii.set(c);
    others |= to >= 128;
  }
  void Add(const Chars& more) {
    ascii |= more.ascii;
    others |= more.others;
    exact &= more.exact;
  }
  static Chars All() {
    Chars all;
    all.AddRange(0, 128);
    all.exact = false;
    return all;
  }
  static Chars Of(std::string_view ranges) {  // "azAZ"
    Chars out;
    for (size_t i = 0; i + 1 < ranges.size(); i += 2) {
      out.AddRange(static_cast<size_t>(ranges[i]), static_cast<size_t>(ranges[i + 1]));
    }
    return out;
  }
  Chars Not() const {
    Chars out = exact ? *this : All();
    if (exact) out.ascii.flip();
    out.others = true;
    return out;
  }
  // As (?i) has it. The Kelvin sign and the long s are k and s.
  void Fold() {
    const bool had_others = others;
    for (size_t c = 'a'; c <= 'z'; ++c) {
      const bool has_others = c == 'k' || c == 's';
      const bool either = ascii[c] || ascii[c - 32] || (had_others && has_others);
      ascii[c] = ascii[c - 32] = either;
      others |= either && has_others;
    }
  }
};

// Reads an expression and makes an automaton of it, as far as its first bytes need one. Throws
// Unknown where it meets what it does not know.
class Reader {
 public:
  struct Unknown {};

  explicit Reader(std::string_view expression) : in_(expression) {}

  ExpressionStart Read() {
    const Fragment all = Alternation();
    if (at_ < in_.size()) throw Unknown();
    ExpressionStart out;
    out.longest = all.longest;
    std::vector<int> states;
    std::vector<bool> met(states_.size());
    const auto enter = [&](int state) { Enter(state, &states, &met); };
    enter(all.begin);
    while (out.bytes.size() < kMostStart && !met[static_cast<size_t>(all.end)]) {
      ByteSet bytes;
      const std::vector<int> from = std::exchange(states, {});
      met.assign(states_.size(), false);
      for (const int s : from) {
        for (const auto& [by, to] : states_[static_cast<size_t>(s)].steps) {
          bytes |= by;
          enter(to);
        }
      }
      out.bytes.push_back(bytes);
    }
    return out;
  }

 private:
  struct State {
    std::vector<std::pair<ByteSet, int>> steps;
    std::vector<int> free;  // without a byte
  };
  struct Fragment {
    int begin, end;
    size_t longest;
  };

  int NewState() {
    if (states_.size() > 4000) throw Unknown();
    states_.emplace_back();
    return static_cast<int>(states_.size()) - 1;
  }
  State& At(int state) { return states_[static_cast<size_t>(state)]; }
  void Free(int from, int to) { At(from).free.push_back(to); }
  void Step(int from, const ByteSet& by, int to) { At(from).steps.emplace_back(by, to); }
  void Enter(int state, std::vector<int>* states, std::vector<bool>* met) {
    if ((*met)[static_cast<size_t>(state)]) return;
    (*met)[static_cast<size_t>(state)] = true;
    states->push_back(state);
    for (const int to : At(state).free) Enter(to, states, met);
  }
  static ByteSet Bytes(size_t from, size_t to) {
    ByteSet set;
    for (size_t b = from; b <= to; ++b) set.set(b);
    return set;
  }

  bool Next(std::string_view what) {
    if (!in_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }
  char Take() {
    if (at_ >= in_.size()) throw Unknown();
    return in_[at_++];
  }

  Fragment Nothing() {
    const int state = NewState();
    return {state, state, 0};
  }
  Fragment Of(Chars chars) {
    if (fold_) chars.Fold();
    const Fragment out{NewState(), NewState(), chars.others ? 4U : 1U};
    ByteSet ascii;
    for (size_t c = 0; c < 128; ++c) ascii[c] = chars.ascii[c];
    if (ascii.any()) Step(out.begin, ascii, out.end);
    if (chars.others) {
      int rest = out.end;  // one to three bytes go on
      for (const auto& [low, high] : {std::pair{0xC2, 0xDF}, {0xE0, 0xEF}, {0xF0, 0xF4}}) {
        const int next = NewState();
        Step(next, Bytes(0x80, 0xBF), rest);
        Step(out.begin, Bytes(static_cast<size_t>(low), static_cast<size_t>(high)), next);
        rest = next;
      }
    }
    return out;
  }
  Fragment Then(const Fragment& a, const Fragment& b) {
    Free(a.end, b.begin);
    return {a.begin, b.end, std::min(kUnbounded, a.longest + b.longest)};
  }

  Fragment Alternation() {
    Fragment out = Sequence();
    while (Next("|")) {
      const Fragment other = Sequence();
      const Fragment both{NewState(), NewState(), std::max(out.longest, other.longest)};
      for (const Fragment& one : {out, other}) {
        Free(both.begin, one.begin);
        Free(one.end, both.end);
      }
      out = both;
    }
    return out;
  }

  Fragment Sequence() {
    Fragment out = Nothing();
    while (at_ < in_.size() && in_[at_] != '|' && in_[at_] != ')') out = Then(out, Repeated());
    return out;
  }

  Fragment Repeated() {
    const size_t from = at_;
    Fragment one = Atom();
    size_t least = 1, most = 1;
    if (!Operator(&least, &most)) return one;
    const size_t behind = at_;
    const bool bounded = most < kUnbounded && one.longest * most < kUnbounded;
    const size_t longest = bounded ? one.longest * most : kUnbounded;
    // What is asked for, each a copy of its own; then as many more as there may be.
    Fragment out = Nothing();
    for (size_t i = 0; i < std::min(least, kMostStart); ++i) {
      if (i > 0) {
        at_ = from;
        one = Atom();
      }
      out = Then(out, one);
    }
    if (most > least || least > kMostStart) {
      at_ = from;
      const Fragment more = Atom();
      const bool once = most == least + 1 && least <= kMostStart;
      const int end = once ? NewState() : out.end;
      Free(out.end, more.begin);
      Free(more.end, end);
      if (once) Free(out.end, end);
      out.end = end;
    }
    at_ = behind;
    out.longest = longest;
    return out;
  }

  // *, +, ?, {2}, {2,}, {2,5}, each with a ? behind it or not.
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
        return Of(Chars::All());
      case '^':
      case '$':
        return Nothing();
      case '\\':
        if (Next("b") || Next("B") || Next("A") || Next("z")) return Nothing();
        return Of(Escape());
      default:
        return Literal(c);
    }
  }

  Fragment Literal(char c) {
    if (static_cast<unsigned char>(c) < 0x80) {
      Chars chars;
      chars.ascii.set(static_cast<size_t>(c));
      return Of(chars);
    }
    --at_;
    const size_t size = CharacterSize();
    if (fold_) {
      at_ += size;
      return Of(Chars::All());
    }
    Fragment out = Nothing();
    for (size_t i = 0; i < size; ++i) {
      const int next = NewState();
      const auto byte = static_cast<size_t>(static_cast<unsigned char>(Take()));
      Step(out.end, Bytes(byte, byte), next);
      out.end = next;
    }
    out.longest = size;
    return out;
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
        if (c == ')') {  // an operator behind it is for what stands before it
          if (at_ < in_.size() && std::string_view("*+?{").find(in_[at_]) != in_.npos)
            throw Unknown();
          return Nothing();
        }
      }
    }
    const Fragment inside = Alternation();
    if (!Next(")")) throw Unknown();
    return inside;
  }

  // Behind a backslash, what stands for a character or several.
  Chars Escape() {
    const char c = Take();
    switch (c) {
      case 'd':
        return Chars::Of("09");
      case 'D':
        return Chars::Of("09").Not();
      case 'w':
        return Chars::Of("azAZ09__");
      case 'W':
        return Chars::Of("azAZ09__").Not();
      case 's':
        return Chars::Of("\t\n\f\r  ");
      case 'S':
        return Chars::Of("\t\n\f\r  ").Not();
      case 'p':
        return Property();
      case 'P':
        Property();
        return Chars::All();
      case 't':
        return Chars::Of("\t\t");
      case 'n':
        return Chars::Of("\n\n");
      case 'r':
        return Chars::Of("\r\r");
      case 'f':
        return Chars::Of("\f\f");
      case 'v':
        return Chars::Of("\v\v");
      default:
        break;
    }
    const bool word = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (word || static_cast<unsigned char>(c) >= 0x80) throw Unknown();
    Chars out;
    out.ascii.set(static_cast<size_t>(c));
    return out;
  }

  Chars Property() {
    std::string_view name = in_.substr(at_, 1);
    if (Take() == '{') {
      name = in_.substr(at_, in_.substr(at_).find('}'));
      while (Take() != '}') continue;
    }
    Chars out = name == "L"                   ? Chars::Of("azAZ")
                : name == "Lu"                ? Chars::Of("AZ")
                : name == "Ll"                ? Chars::Of("az")
                : name == "N" || name == "Nd" ? Chars::Of("09")
                                              : Chars::All();
    out.others = true;
    return out;
  }

  // Behind a `[`.
  Chars Class() {
    const bool negated = Next("^");
    Chars out;
    for (bool first = true; first || !Next("]"); first = false) {
      if (Next("[:")) {
        const size_t end = in_.find(":]", at_);
        if (end == in_.npos) throw Unknown();
        at_ = end + 2;
        out.Add(Chars::All());
        continue;
      }
      const Chars one = ClassMember();
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
  Chars ClassMember() {
    const char c = Take();
    if (c == '\\') return Escape();
    Chars out;
    if (static_cast<unsigned char>(c) < 0x80) {
      out.ascii.set(static_cast<size_t>(c));
    } else {
      --at_;
      at_ += CharacterSize();
      out.others = true;
    }
    return out;
  }
  static Chars Range(const Chars& from, const Chars& to) {
    if (from.others) return from;
    if (from.ascii.count() != 1 || (!to.others && to.ascii.count() != 1)) throw Unknown();
    const auto place = [](const Chars& one) {
      size_t c = 0;
      while (c < 128 && !one.ascii[c]) ++c;
      return c;
    };
    Chars out;
    out.AddRange(place(from), to.others ? 128 : place(to));
    return out;
  }

  const std::string_view in_;
  size_t at_ = 0;
  bool fold_ = false;
  std::vector<State> states_;
};

}  // namespace

ExpressionStart StartOf(std::string_view expression) {
  try {
    return Reader(expression).Read();
  } catch (const Reader::Unknown&) {
    return {};
  }
}

}  // namespace textmill::entities
