// Whether a word is in a short list.
#ifndef TEXTMILL_PLUGINS_ENTITIES_IS_ONE_OF_H_
#define TEXTMILL_PLUGINS_ENTITIES_IS_ONE_OF_H_

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <string_view>

namespace textmill::entities {

template <size_t n>
bool IsOneOf(std::string_view word, const std::string_view (&words)[n]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

inline bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_IS_ONE_OF_H_
