#include "plugins/lib/query/value_pattern.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "plugins/lib/query/parse.h"
#include "plugins/lib/unicode/form.h"
#include "plugins/lib/unicode/icu.h"
#include "textmill/utf8.hpp"

namespace textmill::query {
namespace {

bool IsAscii(std::string_view value) {
  for (const char c : value) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// A glob as a regular expression.
std::string GlobRegex(std::string_view glob) {
  std::string regex;
  while (!glob.empty()) {
    if (glob.starts_with(kStar)) {
      regex += ".*";
      glob.remove_prefix(kStar.size());
    } else if (glob.starts_with(kAnyCharacter)) {
      regex += '.';
      glob.remove_prefix(kAnyCharacter.size());
    } else {
      const size_t size = DecodeUtf8(glob.data(), glob.data() + glob.size()).size;
      regex += RE2::QuoteMeta(std::string(glob.substr(0, size)));
      glob.remove_prefix(size);
    }
  }
  return regex;
}

}  // namespace

std::string Composed(std::string_view value) {
  static const unicode::Form form(unicode::Form::kNfc);
  std::string composed;
  if (IsAscii(value) || !form.Normalize(value, &composed)) composed = value;
  return composed;
}

std::string WithoutMarks(std::string_view value) {
  if (IsAscii(value)) return std::string(value);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfd = icu::Normalizer2::getNFDInstance(status);
  unicode::CheckIcu(status);
  icu::UnicodeString apart = nfd->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                                                value.data(), static_cast<int32_t>(value.size()))),
                                            status);
  unicode::CheckIcu(status);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    const UChar32 c = apart.char32At(i);
    if (u_charType(c) != U_NON_SPACING_MARK) kept.append(c);
  }
  std::string out;
  kept.toUTF8String(out);
  return Composed(out);
}

ValuePattern::ValuePattern(const Pattern& pattern, std::string_view query)
    : literal_(Composed(pattern.text)), ignore_marks_(pattern.ignore_marks) {
  if (ignore_marks_ && pattern.kind != Pattern::Kind::kGlob) literal_ = WithoutMarks(literal_);
  if (pattern.kind == Pattern::Kind::kLiteral && !pattern.ignore_case) return;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(!pattern.ignore_case);
  options.set_dot_nl(true);
  options.set_literal(pattern.kind == Pattern::Kind::kLiteral);
  const bool glob = pattern.kind == Pattern::Kind::kGlob;
  regex_ = std::make_unique<RE2>(glob ? GlobRegex(literal_) : literal_, options);
  if (!regex_->ok()) {
    throw MistakeAt(query, pattern.at,
                    "the regular expression cannot be used (" + regex_->error() + ")",
                    "To look for the characters as they are written, put %l after it.");
  }
}

bool ValuePattern::Holds(std::string_view value) const {
  std::string changed;
  if (ignore_marks_) {
    changed = WithoutMarks(value);
    value = changed;
  }
  if (regex_ == nullptr) return value == literal_;
  return RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *regex_);
}

}  // namespace textmill::query
