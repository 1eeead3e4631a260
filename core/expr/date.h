// Points in time as they are written in expressions. Pure functions; any thread.
#ifndef CORE_EXPR_DATE_H_
#define CORE_EXPR_DATE_H_

#include <optional>
#include <string_view>

#include "core/expr/condition.h"

namespace textmill::core::expr {

// ISO 8601: "2024-06-05", or with a time behind T or a blank: "2024-06-05T10:00",
// "2024-06-05 10:00:00.5", and a zone: "2024-06-05T10:00:00Z", "...+02:00". Without a zone it is
// UTC, a date alone is its midnight.
std::optional<Nanos> ParseDate(std::string_view text);

}  // namespace textmill::core::expr

#endif  // CORE_EXPR_DATE_H_
