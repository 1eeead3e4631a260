// What conventions.h names, as C++ sees it: the shape of a column of entities. Pure functions; any
// thread.
#ifndef TEXTMILL_CONVENTIONS_HPP_
#define TEXTMILL_CONVENTIONS_HPP_

#include "conventions.h"
#include "type.hpp"

namespace textmill {

// A list of mentions; begin and end are bytes in the text that the offsets point into.
inline Field EntitiesField() {
  return ListOf(TEXTMILL_COLUMN_ENTITIES, StructOf("item", {{"begin", "l", {}, {}},
                                                            {"end", "l", {}, {}},
                                                            {"type", "u", {}, {}},
                                                            {"text", "u", {}, {}},
                                                            {"name", "u", {}, {}},
                                                            {"id", "u", {}, {}},
                                                            {"value", "u", {}, {}},
                                                            {"method", "u", {}, {}}}));
}

}  // namespace textmill

#endif  // TEXTMILL_CONVENTIONS_HPP_
