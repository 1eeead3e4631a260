// Dates of any usual form, without a format: what date(text, "auto", lang) reads.
//
// Nothing is guessed: a text is a date when there is one point in time alone that it can mean.
// 03/04/2010 needs a language, 25/12/2010 does not; neither does "Sat, 03/04/2010". Any thread.
#ifndef CORE_EXPR_AUTO_DATE_H_
#define CORE_EXPR_AUTO_DATE_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace textmill::core::expr {

// Microseconds since 1970, UTC; nothing for texts that are no date as a whole, or could be several.
// `language`: a code such as "de" or "en-GB", with which names mean what they mean there; one that
// is not known, such as "" or "und", is as good as none.
std::optional<int64_t> ReadAutoDate(std::string_view text, std::string_view language);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_AUTO_DATE_H_
