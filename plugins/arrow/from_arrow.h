// Values of Arrow's types, appended to columns of ours.
//
//     Arrow                                         ours
//     bool                                          bool
//     whole numbers of all sizes                    the type asked for; int64, or uint64 of uint64
//     float16, float32, float64                     float32 or float64
//     string, large, view, dictionary of them       utf8
//     binary, fixed size                            binary, or utf8 where it is UTF-8
//     timestamp of any unit, with or without zone   timestamp; utf8 as ISO 8601
//     date, time of day                             utf8 as ISO 8601; a date also timestamp
//     decimal                                       utf8, all digits; float64
//     list, large, fixed size, view, map            list; of a map structs {key, value}
//     struct                                        struct, members by name
//     null                                          null of any type
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_ARROW_FROM_ARROW_H_
#define TEXTMILL_PLUGINS_ARROW_FROM_ARROW_H_

#include <arrow/array.h>
#include <arrow/type.h>

#include <optional>
#include <string>

#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::arrowfiles {

// Our type that holds all values of Arrow's: for columns of which nobody said what they are.
// Nothing where there is none: unions, intervals.
std::optional<Field> NaturalField(const std::string& name, const arrow::DataType& type);

// "" where values of `type` can become a `field`; else a sentence on what does not fit.
std::string WhyNot(const arrow::DataType& type, const Field& field);

// Whether a single value may be out of range for `field`, where the types fit.
bool MayNotFit(const arrow::DataType& type, const Field& field);
// "" or what is wrong with value `i`.
std::string WhyNotValue(const arrow::Array& array, int64_t i, const Field& field);

// Appends value `i`, which fits.
void AppendValue(const arrow::Array& array, int64_t i, const Field& field, Builder& to);

// For people and messages: "int64", "list<string>".
std::string ArrowTypeName(const arrow::DataType& type);

}  // namespace textmill::arrowfiles

#endif  // TEXTMILL_PLUGINS_ARROW_FROM_ARROW_H_
