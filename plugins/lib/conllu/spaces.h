// White space as the column MISC holds it in `SpacesAfter` and `SpacesBefore`, which UDPipe
// introduced: `\s` a space, `\t`, `\r`, `\n`, `\p` a `|`, `\\`. Other white space of Unicode is
// `\u00A0` here, since a column may not end with any.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_LIB_CONLLU_SPACES_H_
#define TEXTMILL_PLUGINS_LIB_CONLLU_SPACES_H_

#include <string>
#include <string_view>

namespace textmill::conllu {

void AppendEscaped(std::string_view spaces, std::string* to);
void AppendUnescaped(std::string_view escaped, std::string* to);

}  // namespace textmill::conllu

#endif  // TEXTMILL_PLUGINS_LIB_CONLLU_SPACES_H_
