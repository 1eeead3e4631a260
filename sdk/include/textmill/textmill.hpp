// All of the C++ layer.
#ifndef TEXTMILL_TEXTMILL_HPP_
#define TEXTMILL_TEXTMILL_HPP_

#include "plugin.hpp"

#endif  // TEXTMILL_TEXTMILL_HPP_
