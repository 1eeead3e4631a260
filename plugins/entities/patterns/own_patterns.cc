#include "plugins/entities/patterns/own_patterns.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>

#include "textmill/error.hpp"

namespace textmill::entities {
namespace {

RE2::Options Options() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(64 << 20);
  return options;
}

re2::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

// Expressions such as `x*` and `\b` find nothing in any place.
bool MatchesNothing(const RE2& expression) {
  for (const char* probe : {"", "a", "A", "1", " ", ".", "a b", "\n"}) {
    re2::StringPiece match;
    const re2::StringPiece text(probe);
    if (expression.Match(text, 0, text.size(), RE2::UNANCHORED, &match, 1) && match.empty()) {
      return true;
    }
  }
  return false;
}

// `\C` is a single byte, and would part a character.
bool HasByteEscape(std::string_view expression) {
  for (size_t i = 0; i + 1 < expression.size(); ++i) {
    if (expression[i] != '\\') continue;
    if (expression[i + 1] == 'C') return true;
    ++i;
  }
  return false;
}

constexpr size_t kShort = 64;

// How often a byte occurs in text, about, in thousandths.
double Frequency(size_t byte) {
  constexpr double kLetters[26] = {65, 11, 25, 30, 95, 16, 15, 38, 58, 1,  6, 32, 19,
                                   58, 60, 16, 1,  50, 52, 70, 22, 8,  14, 2, 13, 1};
  if (byte >= 'a' && byte <= 'z') return kLetters[byte - 'a'];
  if (byte >= 'A' && byte <= 'Z') return 1.3;
  if (byte >= '0' && byte <= '9') return 2;
  return byte == ' ' ? 165 : byte == '.' || byte == ',' ? 9 : 0.7;
}

// Whether few places of a text begin like this, so that trying each of them is cheap.
bool IsRare(const std::vector<ByteSet>& bytes) {
  if (bytes.empty()) return false;
  double likelihood = 1;
  for (const ByteSet& set : bytes) {
    double sum = 0;
    for (size_t b = 0; b < set.size(); ++b) sum += set[b] ? Frequency(b) / 1000 : 0;
    likelihood *= std::min(1.0, sum);
  }
  return likelihood < 0.01;
}

size_t CharacterSize(std::string_view text, size_t at) {
  size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) {
    ++size;
  }
  return size;
}

}  // namespace

// Which of some expressions occur in a text.
class OwnPatterns::Occurring {
 public:
  Occurring() : set_(Options(), RE2::UNANCHORED) {}

  void Add(size_t number, const std::string& expression) {
    numbers_.push_back(number);
    usable_ = usable_ && set_.Add(expression, nullptr) >= 0;
  }
  void Compile() { usable_ = usable_ && set_.Compile(); }
  // Those that may; all of them where the set cannot tell.
  std::vector<size_t> In(std::string_view text) const {
    if (numbers_.empty() || !usable_) return numbers_;
    std::vector<int> which;
    RE2::Set::ErrorInfo info{};
    if (!set_.Match(Piece(text), &which, &info)) {
      return info.kind == RE2::Set::kNoError ? std::vector<size_t>() : numbers_;
    }
    std::vector<size_t> out;
    out.reserve(which.size());
    for (const int i : which) out.push_back(numbers_[static_cast<size_t>(i)]);
    return out;
  }

 private:
  RE2::Set set_;
  std::vector<size_t> numbers_;
  bool usable_ = true;
};

OwnPatterns::OwnPatterns() = default;
OwnPatterns::~OwnPatterns() = default;
OwnPatterns::OwnPatterns(OwnPatterns&&) noexcept = default;
OwnPatterns& OwnPatterns::operator=(OwnPatterns&&) noexcept = default;

OwnPatterns OwnPatterns::Compile(const std::vector<std::pair<std::string, std::string>>& patterns) {
  OwnPatterns out;
  out.occurring_ = std::make_unique<Occurring>();
  for (const auto& [type, expression] : patterns) {
    auto compiled = std::make_unique<RE2>(Piece(expression), Options());
    const auto blame = [&, &type = type](const std::string& problem, const std::string& hint) {
      std::string message = "the regular expression for ";
      message.append(type).append(" ").append(problem);
      return Error(message).Parameter("own." + type).Hint(hint);
    };
    if (!compiled->ok()) {
      throw blame("does not compile: " + compiled->error(),
                  "The syntax is RE2's, without look-ahead and back references. In YAML, put it in "
                  "single quotation marks.");
    }
    if (HasByteEscape(expression)) {
      throw blame("has a `\\C`, which would part characters", "Write `.` for any character.");
    }
    if (MatchesNothing(*compiled)) {
      throw blame("matches the empty string",
                  "Ask for at least one character: `x+` in place of `x*`.");
    }
    const size_t number = out.expressions_.size();
    ExpressionStart start = StartOf(expression);
    const bool has_group = compiled->NumberOfCapturingGroups() > 0;
    out.expressions_.push_back({std::move(compiled), has_group, start.longest <= kShort});
    if (IsRare(start.bytes)) {
      out.starts_.Add(number, std::move(start.bytes));
    } else {
      out.occurring_->Add(number, expression);
    }
  }
  out.occurring_->Compile();
  return out;
}

void OwnPatterns::Find(std::string_view text, Mentions* mentions) const {
  if (expressions_.empty()) return;
  if (!starts_.empty()) FindFromStarts(text, mentions);
  for (const size_t i : occurring_->In(text)) {
    for (size_t at = 0; at < text.size();) {
      at = AddMatch(i, text, at, false, mentions);
      if (at == 0) break;
    }
  }
}

void OwnPatterns::FindFromStarts(std::string_view text, Mentions* mentions) const {
  struct Progress {
    size_t from = 0;  // the end of the last match
    size_t misses = 0;
  };
  std::vector<Progress> progress(expressions_.size());
  starts_.Run(text, [&](size_t i, size_t at) {
    Progress& so_far = progress[i];
    if (at < so_far.from) return;
    // A long match that fails at many places costs time that is not linear in the text. After some
    // of that, RE2 goes on alone.
    const size_t most_misses = 64 + (expressions_[i].is_short ? text.size() / 32 : 0);
    const bool right_there = so_far.misses < most_misses;
    const size_t end = AddMatch(i, text, at, right_there, mentions);
    if (end > 0) {
      so_far.from = end;
    } else if (right_there) {
      ++so_far.misses;
    } else {
      so_far.from = text.size();
    }
  });
}

size_t OwnPatterns::AddMatch(size_t number, std::string_view text, size_t at, bool right_there,
                             Mentions* mentions) const {
  const Expression& expression = expressions_[number];
  const auto anchor = right_there ? RE2::ANCHOR_START : RE2::UNANCHORED;
  re2::StringPiece match[2];
  while (at < text.size() && expression.compiled->Match(Piece(text), at, text.size(), anchor, match,
                                                        expression.has_group ? 2 : 1)) {
    const size_t begin = static_cast<size_t>(match[0].data() - text.data());
    const size_t end = begin + match[0].size();
    if (begin < end) {
      mentions->Add(static_cast<uint32_t>(begin), static_cast<uint32_t>(end), Source::kOwnPattern,
                    static_cast<uint32_t>(number),
                    match[1].data() != nullptr ? std::string_view(match[1].data(), match[1].size())
                                               : std::string_view());
      return end;
    }
    if (begin >= text.size() || right_there) break;  // an empty match, as of `\b` in a corner
    at = begin + CharacterSize(text, begin);
  }
  return 0;
}

}  // namespace textmill::entities
