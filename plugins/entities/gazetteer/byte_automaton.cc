#include "plugins/entities/gazetteer/byte_automaton.h"

#include <algorithm>

namespace textmill::entities {

int ByteAutomaton::NewState() {
  if (states_.size() > 4000) throw TooLarge();
  states_.emplace_back();
  return static_cast<int>(states_.size()) - 1;
}

void ByteAutomaton::Step(int from, size_t low, size_t high, int to) {
  ByteSet set;
  for (size_t b = low; b <= high; ++b) set.set(b);
  At(from).steps.emplace_back(set, to);
}

ByteAutomaton::Fragment ByteAutomaton::Nothing() {
  const int state = NewState();
  return {state, state, 0};
}

ByteAutomaton::Fragment ByteAutomaton::Character(const CharSet& chars) {
  const int begin = NewState(), end = NewState();
  ByteSet ascii;
  for (size_t c = 0; c < 128; ++c) ascii[c] = chars.ascii[c];
  if (ascii.any()) At(begin).steps.emplace_back(ascii, end);
  if (chars.others) {
    int rest = end;  // one to three bytes go on
    for (const auto& [low, high] :
         {std::pair<size_t, size_t>{0xC2, 0xDF}, {0xE0, 0xEF}, {0xF0, 0xF4}}) {
      const int next = NewState();
      Step(next, 0x80, 0xBF, rest);
      Step(begin, low, high, next);
      rest = next;
    }
  }
  return {begin, end, chars.others ? 4U : 1U};
}

ByteAutomaton::Fragment ByteAutomaton::Literal(std::string_view bytes) {
  Fragment out = Nothing();
  for (const char c : bytes) {
    const auto byte = static_cast<size_t>(static_cast<unsigned char>(c));
    const int next = NewState();
    Step(out.end, byte, byte, next);
    out.end = next;
  }
  out.longest = bytes.size();
  return out;
}

ByteAutomaton::Fragment ByteAutomaton::Then(const Fragment& a, const Fragment& b) {
  Free(a.end, b.begin);
  return {a.begin, b.end, std::min(kUnbounded, a.longest + b.longest)};
}

ByteAutomaton::Fragment ByteAutomaton::Either(const Fragment& a, const Fragment& b) {
  const int begin = NewState(), end = NewState();
  for (const Fragment& one : {a, b}) {
    Free(begin, one.begin);
    Free(one.end, end);
  }
  return {begin, end, std::max(a.longest, b.longest)};
}

ByteAutomaton::Fragment ByteAutomaton::ThenPerhaps(const Fragment& a, const Fragment& b,
                                                   bool once) {
  const int end = once ? NewState() : a.end;
  Free(a.end, b.begin);
  Free(b.end, end);
  if (once) Free(a.end, end);
  return {a.begin, end, once ? std::min(kUnbounded, a.longest + b.longest) : kUnbounded};
}

std::vector<ByteSet> ByteAutomaton::FirstBytes(const Fragment& fragment, size_t most) const {
  std::vector<ByteSet> out;
  std::vector<int> states;
  std::vector<bool> met(states_.size());
  Enter(fragment.begin, &states, &met);
  while (out.size() < most && !met[static_cast<size_t>(fragment.end)]) {
    ByteSet bytes;
    const std::vector<int> from = std::exchange(states, {});
    met.assign(states_.size(), false);
    for (const int state : from) {
      for (const auto& [by, to] : states_[static_cast<size_t>(state)].steps) {
        bytes |= by;
        Enter(to, &states, &met);
      }
    }
    out.push_back(bytes);
  }
  return out;
}

void ByteAutomaton::Enter(int state, std::vector<int>* states, std::vector<bool>* met) const {
  if ((*met)[static_cast<size_t>(state)]) return;
  (*met)[static_cast<size_t>(state)] = true;
  states->push_back(state);
  for (const int to : states_[static_cast<size_t>(state)].free) Enter(to, states, met);
}

}  // namespace textmill::entities
