// Which name somebody meant who wrote another. Pure; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_VALUES_NEAREST_H_
#define TEXTMILL_PLUGINS_LIB_VALUES_NEAREST_H_

#include <string>
#include <vector>

namespace textmill::values {

// "did you mean `outlet`?", or else which names there are.
std::string NearestHint(const std::string& name, const std::vector<std::string>& names);

}  // namespace textmill::values

#endif  // TEXTMILL_PLUGINS_LIB_VALUES_NEAREST_H_
