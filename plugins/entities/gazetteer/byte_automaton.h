// An automaton over the bytes of UTF-8, put together of fragments as an expression is read: what
// can come first, second, ... of all that it takes. Used by one thread.
#ifndef TEXTMILL_PLUGINS_ENTITIES_BYTE_AUTOMATON_H_
#define TEXTMILL_PLUGINS_ENTITIES_BYTE_AUTOMATON_H_

#include <bitset>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/entities/patterns/char_set.h"

namespace textmill::entities {

using ByteSet = std::bitset<256>;

class ByteAutomaton {
 public:
  struct TooLarge {};                         // thrown
  static constexpr size_t kUnbounded = 4096;  // bytes
  // What is taken between two states.
  struct Fragment {
    int begin, end;
    size_t longest;  // in bytes, up to kUnbounded
  };

  Fragment Nothing();
  Fragment Character(const CharSet& chars);
  Fragment Literal(std::string_view bytes);
  Fragment Then(const Fragment& a, const Fragment& b);
  Fragment Either(const Fragment& a, const Fragment& b);
  // `a`, and then `b` not at all or once, or as often as one likes.
  Fragment ThenPerhaps(const Fragment& a, const Fragment& b, bool once);

  // The bytes that may come first, second, ... of what a fragment takes: as many as come at least,
  // and at most `most`.
  std::vector<ByteSet> FirstBytes(const Fragment& fragment, size_t most) const;

 private:
  struct State {
    std::vector<std::pair<ByteSet, int>> steps;
    std::vector<int> free;  // without a byte
  };
  int NewState();
  State& At(int state) { return states_[static_cast<size_t>(state)]; }
  void Free(int from, int to) { At(from).free.push_back(to); }
  void Step(int from, size_t low, size_t high, int to);
  void Enter(int state, std::vector<int>* states, std::vector<bool>* met) const;

  std::vector<State> states_;
};

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_BYTE_AUTOMATON_H_
