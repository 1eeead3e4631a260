#include "plugins/text-tokens/splitter.h"

#include <cstring>
#include <new>
#include <string>

namespace textmill::tokenizer {
namespace {

std::string MessageOf(int code) {
  PCRE2_UCHAR message[256];
  pcre2_get_error_message(code, message, sizeof message);
  return reinterpret_cast<const char*>(message);
}

}  // namespace

Splitter::Splitter(const Pattern& pattern) {
  int error = 0;
  PCRE2_SIZE at = 0;
  code_.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.pcre2), std::strlen(pattern.pcre2),
                            PCRE2_UTF | PCRE2_UCP, &error, &at, nullptr));
  if (code_ == nullptr)
    throw Error(std::string("the pattern `") + pattern.name + "`: " + MessageOf(error),
                TEXTMILL_INTERNAL);
  compiled_ = pcre2_jit_compile(code_.get(), PCRE2_JIT_COMPLETE) == 0;
}

Splitter::Scratch Splitter::NewScratch() const {
  Scratch scratch(pcre2_match_data_create_from_pattern(code_.get(), nullptr));
  if (scratch == nullptr) throw std::bad_alloc();
  return scratch;
}

bool Splitter::Next(std::string_view text, size_t from, pcre2_match_data* match, size_t* begin,
                    size_t* end) const {
  if (from == text.size()) return false;
  const auto* const bytes = reinterpret_cast<PCRE2_SPTR>(text.data());
  const int found =
      compiled_
          ? pcre2_jit_match(code_.get(), bytes, text.size(), from, 0, match, nullptr)
          : pcre2_match(code_.get(), bytes, text.size(), from, PCRE2_NO_UTF_CHECK, match, nullptr);
  if (found == PCRE2_ERROR_NOMATCH) return false;
  if (found < 0) throw Error("the text cannot be cut into pieces: " + MessageOf(found));
  const PCRE2_SIZE* const places = pcre2_get_ovector_pointer(match);
  *begin = places[0];
  *end = places[1];
  return *end > *begin;
}

}  // namespace textmill::tokenizer
