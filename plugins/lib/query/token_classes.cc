#include "plugins/lib/query/token_classes.h"

#include <algorithm>

#include "plugins/lib/query/parse.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace textmill::query {
namespace {
constexpr size_t kMostClasses = size_t{1} << 18;
}

size_t TokenTests::Attribute(const std::string& name) {
  const auto at = std::find(attributes_.begin(), attributes_.end(), name);
  const auto place = static_cast<size_t>(at - attributes_.begin());
  if (at == attributes_.end()) attributes_.push_back(name);
  return place;
}

size_t TokenTests::Add(const Test& test) {
  const auto at = std::find(sources_.begin(), sources_.end(), test);
  if (at != sources_.end()) return static_cast<size_t>(at - sources_.begin());
  tests_.push_back(Compile(test));
  sources_.push_back(test);
  return tests_.size() - 1;
}

TokenTests::Compiled TokenTests::Compile(const Test& test) {
  Compiled compiled{test.kind, 0, nullptr, {}};
  if (test.kind == Test::Kind::kCompare) {
    compiled.attribute = Attribute(test.attribute);
    compiled.value = std::make_shared<const ValuePattern>(test.pattern, query_);
  }
  for (const Test& part : test.parts) compiled.parts.push_back(Compile(part));
  return compiled;
}

bool TokenTests::FirstBytes(const Test& test, std::vector<bool>* bytes) {
  const auto of_part = [bytes](const Test& part) { return FirstBytes(part, bytes); };
  switch (test.kind) {
    case Test::Kind::kAny:
      return true;
    case Test::Kind::kNot:
      return false;
    case Test::Kind::kAnd:
    case Test::Kind::kOr:
      return std::all_of(test.parts.begin(), test.parts.end(), of_part);
    case Test::Kind::kCompare:
      break;
  }
  const Pattern& pattern = test.pattern;
  const std::string text = Composed(pattern.text);  // as it is compared
  const auto first = static_cast<uint8_t>(text.front());
  const auto is_letter = [](uint8_t c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  if (text.starts_with(kStar) || text.starts_with(kAnyCharacter)) return false;
  if (pattern.kind == Pattern::Kind::kRegex) {
    const bool begins_with_it =
        (is_letter(first) || (first >= '0' && first <= '9')) && text.find('|') == text.npos &&
        (text.size() == 1 || std::string_view("*?{").find(text[1]) == std::string_view::npos);
    if (!begins_with_it) return false;
  }
  // Folded words are in NFC, others need not be: there are signs that become a K, a semicolon or a
  // backquote in it. Any ASCII letter may come of one that is not ASCII where case or marks are
  // left out of account.
  if (first >= 0x80 && (test.attribute != kFolded || pattern.ignore_case || pattern.ignore_marks))
    return false;
  (*bytes)[first] = true;
  const bool of_sign = test.attribute != kFolded && (first == 'K' || first == ';' || first == '`');
  if (!pattern.ignore_case && !pattern.ignore_marks && !of_sign) return true;
  if (is_letter(first)) (*bytes)[first ^ 0x20] = true;
  for (size_t c = 0x80; c < bytes->size(); ++c) (*bytes)[c] = true;
  return true;
}

bool TokenTests::Holds(const Compiled& test, std::span<const std::string_view> values) const {
  const auto holds = [&](const Compiled& part) { return Holds(part, values); };
  switch (test.kind) {
    case Test::Kind::kAny:
      return true;
    case Test::Kind::kCompare:
      return test.value->Holds(values[test.attribute]);
    case Test::Kind::kNot:
      return !Holds(test.parts.front(), values);
    case Test::Kind::kAnd:
      return std::all_of(test.parts.begin(), test.parts.end(), holds);
    case Test::Kind::kOr:
      return std::any_of(test.parts.begin(), test.parts.end(), holds);
  }
  return false;
}

TokenClasses::TokenClasses(const TokenTests* tests, std::vector<uint32_t> states)
    : tests_(tests), states_(std::move(states)), values_(tests->attributes().size()) {
  MakeOthers();
}

void TokenClasses::MakeOthers() {
  if (tests_->attributes().size() != 1) return;
  std::vector<bool> bytes(256);
  for (size_t test = 0; test < tests_->size(); ++test) {
    if (!tests_->FirstBytes(test, &bytes)) return;
  }
  std::copy(bytes.begin(), bytes.end(), first_bytes_.begin());
  // A value that is none of those looked for.
  const std::string_view other = "\x01";
  if (first_bytes_[1]) return;
  others_ = Make(other, {&other, 1});
  has_others_ = true;
}

size_t TokenClasses::Hash::operator()(std::string_view key) const {
  return XXH3_64bits(key.data(), key.size());
}

uint32_t TokenClasses::Of(std::span<const std::string_view> values) {
  key_.clear();
  for (const std::string_view value : values) {
    const auto size = static_cast<uint32_t>(value.size());
    key_.append(reinterpret_cast<const char*>(&size), sizeof size).append(value);
  }
  const auto at = classes_.find(key_);
  return at != classes_.end() ? at->second : Make(key_, values);
}

uint32_t TokenClasses::Make(std::string_view key, std::span<const std::string_view> values) {
  std::vector<std::string_view> composed(values.size());
  for (size_t i = 0; i < values.size(); ++i) composed[i] = values_[i] = Composed(values[i]);
  std::string answers(tests_->size(), '0');
  for (size_t test = 0; test < tests_->size(); ++test) {
    if (tests_->Holds(test, composed)) answers[test] = '1';
  }
  const auto next = static_cast<uint32_t>(ends_.size() - 1);
  const auto [at, is_new] = by_answers_.try_emplace(answers, next);
  if (is_new) {
    for (const char answer : answers) holds_.push_back(answer == '1');
    for (size_t state = 0; state < states_.size(); ++state) {
      if (answers[states_[state]] == '1') may_take_.push_back(static_cast<uint16_t>(state));
    }
    ends_.push_back(static_cast<uint32_t>(may_take_.size()));
  }
  classes_.emplace(key, at->second);
  return at->second;
}

void TokenClasses::Trim() {
  if (classes_.size() > kMostClasses) classes_.clear();
  if (by_answers_.size() <= kMostClasses / 64) return;
  classes_.clear();
  by_answers_.clear();
  may_take_.clear();
  ends_ = {0};
  holds_.clear();
  MakeOthers();
}

}  // namespace textmill::query
