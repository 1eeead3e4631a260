// What CLD2 and fastText look at of a long text. Any thread may call.
#ifndef TEXTMILL_PLUGINS_LANGUAGE_SAMPLE_H_
#define TEXTMILL_PLUGINS_LANGUAGE_SAMPLE_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace textmill::language {

// All of `text` where it is not longer than `sample` bytes, else four pieces of it, spread evenly
// from its beginning to its end, with a line break between two. `text` is UTF-8.
void TakeSample(std::string_view text, size_t sample, std::string& out);

}  // namespace textmill::language

#endif  // TEXTMILL_PLUGINS_LANGUAGE_SAMPLE_H_
