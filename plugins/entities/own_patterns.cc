#include "plugins/entities/own_patterns.h"

#include <re2/re2.h>
#include <re2/set.h>

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

size_t CharacterSize(std::string_view text, size_t at) {
  size_t size = 1;
  while (at + size < text.size() && (static_cast<unsigned char>(text[at + size]) & 0xC0) == 0x80) {
    ++size;
  }
  return size;
}

}  // namespace

class OwnPatterns::Prefilter {
 public:
  Prefilter() : set_(Options(), RE2::UNANCHORED) {}

  void Add(const std::string& expression) {
    usable_ = usable_ && set_.Add(expression, nullptr) >= 0;
  }
  void Compile() { usable_ = usable_ && set_.Compile(); }
  // The expressions that may occur; all `n` where the set cannot tell.
  void MayOccur(std::string_view text, size_t n, std::vector<int>* which) const {
    which->clear();
    if (usable_) {
      RE2::Set::ErrorInfo info{};
      if (set_.Match(Piece(text), which, &info)) return;
      if (info.kind == RE2::Set::kNoError) return which->clear();
    }
    which->clear();
    for (size_t i = 0; i < n; ++i) which->push_back(static_cast<int>(i));
  }

 private:
  RE2::Set set_;
  bool usable_ = true;
};

OwnPatterns::OwnPatterns() = default;
OwnPatterns::~OwnPatterns() = default;
OwnPatterns::OwnPatterns(OwnPatterns&&) noexcept = default;
OwnPatterns& OwnPatterns::operator=(OwnPatterns&&) noexcept = default;

OwnPatterns OwnPatterns::Compile(const std::vector<std::pair<std::string, std::string>>& patterns) {
  OwnPatterns out;
  out.prefilter_ = std::make_unique<Prefilter>();
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
    out.prefilter_->Add(expression);
    out.expressions_.push_back(std::move(compiled));
  }
  out.prefilter_->Compile();
  return out;
}

void OwnPatterns::Find(std::string_view text, Mentions* mentions) const {
  if (expressions_.empty()) return;
  std::vector<int> occurring;
  prefilter_->MayOccur(text, expressions_.size(), &occurring);
  for (const int i : occurring) {
    const RE2& expression = *expressions_[static_cast<size_t>(i)];
    const bool has_group = expression.NumberOfCapturingGroups() > 0;
    re2::StringPiece match[2];
    for (size_t at = 0; at < text.size();) {
      if (!expression.Match(Piece(text), at, text.size(), RE2::UNANCHORED, match,
                            has_group ? 2 : 1)) {
        break;
      }
      const size_t begin = static_cast<size_t>(match[0].data() - text.data());
      const size_t end = begin + match[0].size();
      if (begin == end) {  // an empty match, as of `\b` in a corner
        if (begin >= text.size()) break;
        at = begin + CharacterSize(text, begin);
        continue;
      }
      mentions->Add(static_cast<uint32_t>(begin), static_cast<uint32_t>(end), Source::kOwnPattern,
                    static_cast<uint32_t>(i),
                    has_group && match[1].data() != nullptr
                        ? std::string_view(match[1].data(), match[1].size())
                        : std::string_view());
      at = end;
    }
  }
}

}  // namespace textmill::entities
