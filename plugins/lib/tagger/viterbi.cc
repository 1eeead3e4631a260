#include "plugins/lib/tagger/viterbi.h"

#include <algorithm>

namespace textmill::entities {
namespace {

constexpr int32_t kNever = -(1 << 29);

constexpr Label Closed(size_t i) {
  if (i == 0) return kOutside;
  return i <= kMaxTypes ? MakeLabel(i - 1, Part::kLast)
                        : MakeLabel(i - 1 - kMaxTypes, Part::kSingle);
}
constexpr Label Beginning(size_t i) {
  if (i == 0) return kOutside;
  return i <= kMaxTypes ? MakeLabel(i - 1, Part::kFirst)
                        : MakeLabel(i - 1 - kMaxTypes, Part::kSingle);
}
constexpr size_t Column(Label label) { return label - 1U; }

}  // namespace

Viterbi::Viterbi(const Model::Transitions& transitions) {
  for (size_t from = 0; from < kClosed; ++from) {
    begin_[from].fill(kNever);
    for (size_t to = 0; to < kClosed; ++to) {
      begin_[from][to] = transitions[Closed(from)][Beginning(to)];
    }
  }
  for (size_t from = 0; from < kClosed; ++from) {
    least_[from] = begin_[0][0] - begin_[from][0];
    for (size_t to = 1; to < kClosed; ++to) {
      least_[from] = std::min(least_[from], begin_[0][to] - begin_[from][to]);
    }
  }
  for (size_t t = 0; t < kMaxTypes; ++t) {
    const Label first = MakeLabel(t, Part::kFirst), inner = MakeLabel(t, Part::kInner),
                last = MakeLabel(t, Part::kLast);
    first_inner_[t] = transitions[first][inner];
    inner_inner_[t] = transitions[inner][inner];
    first_last_[t] = transitions[first][last];
    inner_last_[t] = transitions[inner][last];
  }
}

void Viterbi::Find(const Emission* emissions, size_t n, Label* labels) {
  if (n == 0) return;
  if (steps_.size() < n) steps_.resize(n);
  std::array<int32_t, kClosed> closed;
  closed.fill(kNever);
  closed[0] = 0;
  std::array<int32_t, kMaxTypes> first, inner;
  first.fill(kNever);
  inner.fill(kNever);
  for (size_t i = 0; i < n; ++i) {
    const Emission& e = emissions[i];
    Step& step = steps_[i];
    // A loop over all that may come, inside one over all that may have been: it becomes vectors.
    std::array<int32_t, kPadded> best, from{};
    for (size_t to = 0; to < kPadded; ++to) best[to] = closed[0] + begin_[0][to];
    for (size_t c = 1; c < kClosed; ++c) {
      if (closed[c] - closed[0] <= least_[c]) continue;  // nearly always: kOutside is ahead anyway
      const auto number = static_cast<int32_t>(c);
      for (size_t to = 0; to < kPadded; ++to) {
        const int32_t score = closed[c] + begin_[c][to];
        from[to] = score > best[to] ? number : from[to];
        best[to] = score > best[to] ? score : best[to];
      }
    }
    for (size_t to = 0; to < kPadded; ++to) step.from_closed[to] = static_cast<uint8_t>(from[to]);
    closed[0] = best[0];
    for (size_t t = 0; t < kMaxTypes; ++t) {
      const int32_t by_first_inner = first[t] + first_inner_[t];
      const int32_t by_inner_inner = inner[t] + inner_inner_[t];
      const int32_t by_first_last = first[t] + first_last_[t];
      const int32_t by_inner_last = inner[t] + inner_last_[t];
      step.inner_from_inner[t] = by_inner_inner > by_first_inner ? 1 : 0;
      step.last_from_inner[t] = by_inner_last > by_first_last ? 1 : 0;
      inner[t] = std::max({by_first_inner, by_inner_inner, kNever}) +
                 e[Column(MakeLabel(t, Part::kInner))];
      closed[1 + t] =
          std::max({by_first_last, by_inner_last, kNever}) + e[Column(MakeLabel(t, Part::kLast))];
      first[t] = best[1 + t] + e[Column(MakeLabel(t, Part::kFirst))];
      closed[1 + kMaxTypes + t] = best[1 + kMaxTypes + t] + e[Column(MakeLabel(t, Part::kSingle))];
    }
  }
  Label label =
      Closed(static_cast<size_t>(std::max_element(closed.begin(), closed.end()) - closed.begin()));
  for (size_t i = n; i-- > 0;) {
    labels[i] = label;
    const Step& step = steps_[i];
    if (label == kOutside) {
      label = Closed(step.from_closed[0]);
      continue;
    }
    const size_t t = TypeOf(label);
    switch (PartOf(label)) {
      case Part::kFirst:
        label = Closed(step.from_closed[1 + t]);
        break;
      case Part::kSingle:
        label = Closed(step.from_closed[1 + kMaxTypes + t]);
        break;
      case Part::kInner:
        label = MakeLabel(t, step.inner_from_inner[t] != 0 ? Part::kInner : Part::kFirst);
        break;
      case Part::kLast:
        label = MakeLabel(t, step.last_from_inner[t] != 0 ? Part::kInner : Part::kFirst);
        break;
    }
  }
}

}  // namespace textmill::entities
