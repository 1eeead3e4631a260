#include "plugins/lib/query/matcher.h"

#include <algorithm>
#include <array>
#include <utility>

namespace textmill::query {
namespace {

constexpr size_t kMostLabels = 4;
constexpr size_t kMostThreads = 500;
// A hit of a query that compares labelled tokens has at most so many tokens.
constexpr size_t kMostFromStart = 100;
constexpr int kMatch = -1, kMatchEnd = -2;  // labels that each hit has

bool AsksForSentences(const Node& node) {
  return (node.anchor & (kSentenceBegins | kSentenceEnds)) != 0 ||
         std::any_of(node.parts.begin(), node.parts.end(), AsksForSentences);
}
bool AsksForSentences(const Meet& meet) {
  return meet.sentence || std::any_of(meet.parts.begin(), meet.parts.end(),
                                      [](const Meet& part) { return AsksForSentences(part); });
}

}  // namespace

// A constraint whose names are numbers.
struct Matcher::Compared {
  struct Side {
    bool text = false;
    std::string column;  // of the text
    int label = kMatch;  // of a token
    size_t attribute = 0;
  };
  using Labels = std::array<int32_t, kMostLabels>;

  Constraint::Kind kind;
  Side left, right;
  std::shared_ptr<const ValuePattern> pattern;  // or `right`
  std::vector<std::unique_ptr<Compared>> parts;

  bool OfTextAlone() const {
    if (kind == Constraint::Kind::kCompare) return left.text && (pattern != nullptr || right.text);
    return std::all_of(parts.begin(), parts.end(), [](const auto& p) { return p->OfTextAlone(); });
  }
  static std::optional<std::string_view> Value(const Side& side, const Tokens& tokens, Hit hit,
                                               const Labels& labels) {
    if (side.text) return tokens.text_value(side.column);
    if (side.label == kMatch) return tokens.value(hit.begin, side.attribute);
    if (side.label == kMatchEnd) return tokens.value(hit.end - 1, side.attribute);
    const int32_t token = labels[static_cast<size_t>(side.label)];
    if (token < 0) return std::nullopt;  // the query went by without it
    return tokens.value(static_cast<size_t>(token), side.attribute);
  }
  bool Holds(const Tokens& tokens, Hit hit, const Labels& labels) const {
    const auto holds = [&](const auto& part) { return part->Holds(tokens, hit, labels); };
    switch (kind) {
      case Constraint::Kind::kNot:
        return !holds(parts.front());
      case Constraint::Kind::kAnd:
        return std::all_of(parts.begin(), parts.end(), holds);
      case Constraint::Kind::kOr:
        return std::any_of(parts.begin(), parts.end(), holds);
      case Constraint::Kind::kCompare:
        break;
    }
    const auto value = Value(left, tokens, hit, labels);
    if (!value) return false;
    if (pattern != nullptr) return pattern->Holds(Composed(*value));
    const std::string kept(*value);
    const auto other = Value(right, tokens, hit, labels);
    return other && Composed(kept) == Composed(*other);
  }
};

Matcher::Matcher(std::string_view query, const ParseOptions& options, Strategy strategy)
    : query_(Parse(query, options)), strategy_(strategy), tests_(query) {
  if (query_.meet) {
    CompileMeet(*query_.meet);
    needs_sentences_ = AsksForSentences(*query_.meet);
    if (query_.within_sentence || query_.within_tokens)
      throw QueryError("`within` is for runs of tokens, not for MU");
  } else {
    automaton_ = Automaton::Of(query_.pattern);
    for (const Automaton::State& state : automaton_.states)
      state_tests_.push_back(static_cast<uint32_t>(tests_.Add(*state.test)));
    needs_sentences_ = query_.within_sentence || AsksForSentences(query_.pattern);
  }
  if (query_.constraint) {
    compared_ = Compile(*query_.constraint, query);
    of_text_alone_ = compared_->OfTextAlone();
    by_start_ = !of_text_alone_;
    if (by_start_ && query_.meet)
      throw QueryError("after MU(...), `::` can ask for columns of the text alone",
                       "As in :: match.text_date=\"2024.*\".");
  }
  for (const Automaton::State& state : automaton_.states) {
    const auto at = std::find(labels_.begin(), labels_.end(), state.label);
    state_labels_.push_back(at == labels_.end() ? -1 : static_cast<int>(at - labels_.begin()));
  }
}

void Matcher::CompileMeet(const Meet& meet) {
  if (meet.kind == Meet::Kind::kToken) meet_tests_.push_back(tests_.Add(meet.test));
  for (const Meet& part : meet.parts) CompileMeet(part);
}

std::unique_ptr<Matcher::Compared> Matcher::Compile(const Constraint& constraint,
                                                    std::string_view query) {
  auto compared = std::make_unique<Compared>();
  compared->kind = constraint.kind;
  for (const Constraint& part : constraint.parts) compared->parts.push_back(Compile(part, query));
  if (constraint.kind != Constraint::Kind::kCompare) return compared;
  const auto side = [&](const Constraint::Side& from) {
    Compared::Side to;
    to.text = from.text;
    if (from.text) {
      to.column = from.attribute;
      text_columns_.push_back(from.attribute);
      return to;
    }
    to.attribute = tests_.Attribute(from.attribute);
    if (from.label == "match") return to;
    if (from.label == "matchend") {
      to.label = kMatchEnd;
      return to;
    }
    const auto at = std::find(labels_.begin(), labels_.end(), from.label);
    to.label = static_cast<int>(at - labels_.begin());
    if (at == labels_.end()) labels_.push_back(from.label);
    if (labels_.size() > kMostLabels)
      throw QueryError("a query can compare at most " + std::to_string(kMostLabels) +
                       " labelled tokens");
    return to;
  };
  compared->left = side(constraint.left);
  if (constraint.right) {
    compared->right = side(*constraint.right);
  } else {
    compared->pattern = std::make_shared<const ValuePattern>(constraint.pattern, query);
  }
  return compared;
}

struct Finder::Thread {
  uint16_t state;
  Matcher::Compared::Labels labels;
  auto operator<=>(const Thread&) const = default;
};

Finder::Finder(const Matcher* matcher) : matcher_(*matcher) {}
Finder::~Finder() = default;

bool Finder::TextWillDo(const Tokens& tokens) const {
  return !matcher_.of_text_alone_ || matcher_.compared_->Holds(tokens, {}, {});
}

bool Finder::HoldsAt(const Tokens& tokens, size_t gap, uint8_t anchors) const {
  if (anchors == 0) return true;
  const size_t n = tokens.classes.size();
  const auto begins = [&](size_t i) { return i == 0 || tokens.begins_sentence[i]; };
  if ((anchors & kSentenceBegins) != 0 && (gap == n || !begins(gap))) return false;
  if ((anchors & kSentenceEnds) != 0 && (gap == 0 || (gap < n && !begins(gap)))) return false;
  if ((anchors & kTextBegins) != 0 && gap != 0) return false;
  return (anchors & kTextEnds) == 0 || gap == n;
}

void Finder::Find(const Tokens& tokens, const TokenClasses& classes, std::vector<Hit>* hits) {
  hits->clear();
  if (!TextWillDo(tokens)) return;
  const Query& query = matcher_.query_;
  if (query.meet) {
    size_t at = 0;
    for (const uint32_t token : Meeting(*query.meet, tokens, classes, &at))
      hits->push_back({token, token + 1});
    return;
  }
  const bool longest = matcher_.strategy_ == Strategy::kLongest;
  const bool by_start = matcher_.by_start_ || (longest && query.within_tokens);
  FindBackwards(tokens, classes, longest && !by_start);
  if (query.within_tokens) {
    std::erase_if(found_, [&](Hit hit) { return hit.end - 1 - hit.begin > *query.within_tokens; });
  }
  if (by_start) {
    std::erase_if(found_, [&](Hit& hit) {
      const auto end = FindFrom(tokens, classes, hit.begin);
      if (end) hit.end = *end;
      return !end;
    });
  }
  Choose(hits);
}

void Finder::FindBackwards(const Tokens& tokens, const TokenClasses& classes, bool farthest) {
  const Automaton& automaton = matcher_.automaton_;
  const bool within_sentence = matcher_.query_.within_sentence;
  found_.clear();
  ends_.assign(automaton.states.size(), -1);
  next_ends_.assign(automaton.states.size(), -1);
  live_.clear();
  const auto better = [farthest](int64_t a, int64_t b) {
    return a < 0 || (b >= 0 && (farthest ? b > a : b < a)) ? b : a;
  };
  for (size_t i = tokens.classes.size(); i-- > 0;) {
    const auto states = classes.states(tokens.classes[i]);
    const bool goes_on = !live_.empty() && !(within_sentence && tokens.begins_sentence[i + 1]);
    for (const uint16_t state : states) {
      int64_t best = -1;
      for (const Automaton::Edge& edge : automaton.states[state].edges) {
        const int64_t end = edge.to == Automaton::kAccept ? static_cast<int64_t>(i + 1)
                            : goes_on                     ? next_ends_[edge.to]
                                                          : -1;
        if (end >= 0 && HoldsAt(tokens, i + 1, edge.anchors)) best = better(best, end);
      }
      ends_[state] = best;
    }
    for (const uint16_t state : live_) next_ends_[state] = -1;
    live_.clear();
    if (states.empty()) continue;
    int64_t best = -1;
    for (const Automaton::Edge& edge : automaton.start) {
      if (ends_[edge.to] >= 0 && HoldsAt(tokens, i, edge.anchors))
        best = better(best, ends_[edge.to]);
    }
    if (best >= 0) found_.push_back({static_cast<uint32_t>(i), static_cast<uint32_t>(best)});
    ends_.swap(next_ends_);
    for (const uint16_t state : states) {
      if (next_ends_[state] >= 0) live_.push_back(state);
    }
  }
  std::reverse(found_.begin(), found_.end());
}

std::optional<uint32_t> Finder::FindFrom(const Tokens& tokens, const TokenClasses& classes,
                                         uint32_t start) {
  const Automaton& automaton = matcher_.automaton_;
  const Query& query = matcher_.query_;
  const bool longest = matcher_.strategy_ == Strategy::kLongest;
  const size_t n =
      std::min(tokens.classes.size(), start + query.within_tokens.value_or(kMostFromStart - 1) + 1);
  std::optional<uint32_t> found;
  Matcher::Compared::Labels none;
  none.fill(-1);
  threads_.clear();
  for (const Automaton::Edge& edge : automaton.start) {
    if (HoldsAt(tokens, start, edge.anchors)) threads_.push_back({edge.to, none});
  }
  for (size_t i = start; i < n && !threads_.empty(); ++i) {
    next_threads_.clear();
    const bool goes_on = i + 1 < n && !(query.within_sentence && tokens.begins_sentence[i + 1]);
    for (Thread& thread : threads_) {
      if (!classes.Holds(tokens.classes[i], matcher_.state_tests_[thread.state])) continue;
      if (const int label = matcher_.state_labels_[thread.state]; label >= 0)
        thread.labels[static_cast<size_t>(label)] = static_cast<int32_t>(i);
      for (const Automaton::Edge& edge : automaton.states[thread.state].edges) {
        if (!HoldsAt(tokens, i + 1, edge.anchors)) continue;
        if (edge.to != Automaton::kAccept) {
          if (goes_on) next_threads_.push_back({edge.to, thread.labels});
          continue;
        }
        const auto end = static_cast<uint32_t>(i + 1);
        if (found == end) continue;
        if (matcher_.by_start_ && !matcher_.compared_->Holds(tokens, {start, end}, thread.labels))
          continue;
        if (!longest) return end;
        found = end;
      }
    }
    std::sort(next_threads_.begin(), next_threads_.end());
    next_threads_.erase(std::unique(next_threads_.begin(), next_threads_.end()),
                        next_threads_.end());
    if (next_threads_.size() > kMostThreads) {
      next_threads_.resize(kMostThreads);
      ++cut_off_;
    }
    threads_.swap(next_threads_);
  }
  return found;
}

std::vector<uint32_t> Finder::Meeting(const Meet& meet, const Tokens& tokens,
                                      const TokenClasses& classes, size_t* at) const {
  std::vector<uint32_t> out;
  if (meet.kind == Meet::Kind::kToken) {
    const size_t test = matcher_.meet_tests_[(*at)++];
    for (size_t i = 0; i < tokens.classes.size(); ++i) {
      if (classes.Holds(tokens.classes[i], test)) out.push_back(static_cast<uint32_t>(i));
    }
    return out;
  }
  const std::vector<uint32_t> a = Meeting(meet.parts[0], tokens, classes, at);
  const std::vector<uint32_t> b = Meeting(meet.parts[1], tokens, classes, at);
  if (meet.kind == Meet::Kind::kUnion) {
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
  }
  if (meet.sentence) {
    std::vector<uint32_t> sentence(tokens.classes.size());  // its number, of each token
    for (size_t i = 1; i < sentence.size(); ++i)
      sentence[i] = sentence[i - 1] + (tokens.begins_sentence[i] ? 1 : 0);
    size_t k = 0;
    for (const uint32_t token : a) {
      while (k < b.size() && sentence[b[k]] < sentence[token]) ++k;
      if (k < b.size() && sentence[b[k]] == sentence[token]) out.push_back(token);
    }
    return out;
  }
  size_t k = 0;
  for (const uint32_t token : a) {
    while (k < b.size() && b[k] < token + meet.left) ++k;
    if (k < b.size() && b[k] <= token + meet.right) out.push_back(token);
  }
  return out;
}

void Finder::Choose(std::vector<Hit>* hits) const {
  *hits = found_;
  switch (matcher_.strategy_) {
    case Strategy::kTraditional:
      return;
    case Strategy::kLongest: {
      uint32_t end = 0;
      std::erase_if(*hits, [&](Hit hit) {
        if (hit.end <= end) return true;
        end = hit.end;
        return false;
      });
      return;
    }
    case Strategy::kShortest: {
      uint32_t end = UINT32_MAX;
      size_t kept = hits->size();
      for (size_t i = hits->size(); i-- > 0;) {
        const Hit hit = (*hits)[i];
        if (hit.end >= end) continue;
        end = hit.end;
        (*hits)[--kept] = hit;
      }
      hits->erase(hits->begin(), hits->begin() + static_cast<std::ptrdiff_t>(kept));
      return;
    }
    case Strategy::kStandard: {
      const auto by_end = [](Hit a, Hit b) {
        return a.end != b.end ? a.end < b.end : a.begin < b.begin;
      };
      std::sort(hits->begin(), hits->end(), by_end);
      hits->erase(
          std::unique(hits->begin(), hits->end(), [](Hit a, Hit b) { return a.end == b.end; }),
          hits->end());
      std::sort(hits->begin(), hits->end(), [](Hit a, Hit b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
      });
      return;
    }
  }
}

}  // namespace textmill::query
