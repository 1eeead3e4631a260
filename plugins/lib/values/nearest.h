// Which name somebody meant who wrote another. Pure; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_NEAREST_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_NEAREST_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace textmill::values {

// How many bytes have to be put in, taken out or changed to make `b` of `a`.
size_t EditDistance(std::string_view a, std::string_view b);

// "did you mean `outlet`?", or else which names there are.
std::string NearestHint(const std::string& name, const std::vector<std::string>& names);

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_NEAREST_H_
