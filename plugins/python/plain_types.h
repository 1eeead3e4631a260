// Types of columns and parameters that have no members.
#ifndef PLUGINS_PYTHON_PLAIN_TYPES_H_
#define PLUGINS_PYTHON_PLAIN_TYPES_H_

#include "textmill/type.hpp"

namespace textmill::python {

inline const Field kNumber{"", "l", {}, {}}, kText{"", "u", {}, {}}, kBool{"", "b", {}, {}},
    kBinary{"", "z", {}, {}};

}  // namespace textmill::python

#endif  // PLUGINS_PYTHON_PLAIN_TYPES_H_
