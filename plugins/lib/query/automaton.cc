#include "plugins/lib/query/automaton.h"

#include <algorithm>
#include <utility>

#include "plugins/lib/query/parse.h"

namespace textmill::query {
namespace {

constexpr size_t kMostStates = 1000;
constexpr size_t kMostEdges = 50000;

using Edge = Automaton::Edge;

// How many states and anchors a node takes; numbers above kMostStates are not exact.
size_t States(const Node& node) {
  size_t n = node.parts.empty() ? 1 : 0;
  for (const Node& part : node.parts) n = std::min(n + States(part), kMostStates + 1);
  if (node.kind == Node::Kind::kRepeat) {
    const size_t times = std::max<size_t>(node.most.value_or(node.least), 1);
    n = std::min(n * times, kMostStates + 1);
  }
  return n;
}

void Add(std::vector<Edge>* edges, Edge edge) {
  if (std::find(edges->begin(), edges->end(), edge) == edges->end()) edges->push_back(edge);
}

class AutomatonBuilder {
 public:
  explicit AutomatonBuilder(Automaton* to) : to_(*to) {}

  // Of a part of the pattern: the states that may take its first token, those that may have taken
  // its last one, and what must hold of a place for it to match there without a token.
  struct Part {
    std::vector<Edge> first, last;
    std::vector<uint8_t> empty;
  };

  Part Build(const Node& node) {
    switch (node.kind) {
      case Node::Kind::kToken:
        return Token(node);
      case Node::Kind::kAnchor:
        return {{}, {}, {node.anchor}};
      case Node::Kind::kSequence: {
        Part sequence{{}, {}, {0}};
        for (const Node& part : node.parts) sequence = Join(std::move(sequence), Build(part));
        return sequence;
      }
      case Node::Kind::kChoice: {
        Part choice;
        for (const Node& part : node.parts) choice = Either(std::move(choice), Build(part));
        return choice;
      }
      case Node::Kind::kRepeat:
        return Repeat(node);
    }
    return {};
  }

 private:
  Part Token(const Node& node) {
    const auto state = static_cast<uint16_t>(to_.states.size());
    to_.states.push_back({&node.test, node.label, {}});
    return {{{state, 0}}, {{state, 0}}, {}};
  }

  static Part Either(Part a, const Part& b) {
    for (const Edge& edge : b.first) Add(&a.first, edge);
    for (const Edge& edge : b.last) Add(&a.last, edge);
    for (const uint8_t empty : b.empty) {
      if (std::find(a.empty.begin(), a.empty.end(), empty) == a.empty.end())
        a.empty.push_back(empty);
    }
    return a;
  }

  void Connect(const std::vector<Edge>& last, const std::vector<Edge>& first) {
    for (const Edge& from : last) {
      std::vector<Edge>& edges = to_.states[from.to].edges;
      const size_t before = edges.size();
      for (const Edge& to : first)
        Add(&edges, {to.to, static_cast<uint8_t>(from.anchors | to.anchors)});
      edges_ += edges.size() - before;
      if (edges_ > kMostEdges) {
        throw QueryError("the query can go on in too many ways: its repetitions make more than " +
                             std::to_string(kMostEdges) + " steps",
                         "Repeat fewer tokens, or fewer times.");
      }
    }
  }

  Part Join(Part a, const Part& b) {
    Connect(a.last, b.first);
    Part joined;
    joined.first = std::move(a.first);
    for (const uint8_t empty : a.empty) {
      for (const Edge& edge : b.first)
        Add(&joined.first, {edge.to, static_cast<uint8_t>(edge.anchors | empty)});
    }
    joined.last = b.last;
    for (const uint8_t empty : b.empty) {
      for (const Edge& edge : a.last)
        Add(&joined.last, {edge.to, static_cast<uint8_t>(edge.anchors | empty)});
    }
    for (const uint8_t x : a.empty) {
      for (const uint8_t y : b.empty) {
        const auto both = static_cast<uint8_t>(x | y);
        if (std::find(joined.empty.begin(), joined.empty.end(), both) == joined.empty.end())
          joined.empty.push_back(both);
      }
    }
    return joined;
  }

  // x{2,4} is x x (x (x)?)?, whose states have few edges; x{2,} is x x x*.
  Part Repeat(const Node& node) {
    const Node& inner = node.parts.front();
    const Part nothing{{}, {}, {0}};
    Part tail = nothing;
    size_t copies = node.least;
    if (!node.most) {
      tail = Build(inner);
      Connect(tail.last, tail.first);
      // With `+`, the part that is there at least once is the one that repeats.
      if (copies > 0) {
        --copies;
      } else {
        tail = Either(std::move(tail), nothing);
      }
    } else {
      for (size_t n = node.least; n < *node.most; ++n)
        tail = Either(Join(Build(inner), tail), nothing);
    }
    for (; copies > 0; --copies) tail = Join(Build(inner), tail);
    return tail;
  }

  Automaton& to_;
  size_t edges_ = 0;
};

}  // namespace

Automaton Automaton::Of(const Node& pattern) {
  if (States(pattern) > kMostStates) {
    throw QueryError("the query is too large: with its repetitions it has more than " +
                         std::to_string(kMostStates) + " tokens",
                     "Repeat fewer tokens, or fewer times.");
  }
  Automaton automaton;
  AutomatonBuilder builder(&automaton);
  AutomatonBuilder::Part all = builder.Build(pattern);
  if (!all.empty.empty()) {
    throw QueryError("the query matches where there is nothing: all its tokens may be missing",
                     "Let one token be there at least: `+` in place of `*`, {1,3} for {0,3}.");
  }
  automaton.start = std::move(all.first);
  for (const Edge& edge : all.last) Add(&automaton.states[edge.to].edges, {kAccept, edge.anchors});
  return automaton;
}

}  // namespace textmill::query
