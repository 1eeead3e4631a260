// A name as it is compared: in lower case and without accents, whatever its Unicode form.
// "Sánchez" is "sanchez", "Ødegård" "odegard". Any thread may call.
#ifndef TEXTMILL_PLUGINS_ENTITIES_FOLD_NAME_H_
#define TEXTMILL_PLUGINS_ENTITIES_FOLD_NAME_H_

#include <string>
#include <string_view>

namespace textmill::entities {

std::string FoldName(std::string_view name);

// The same with a vowel after what German writes with two dots, "mueller" for "Müller"; empty when
// that makes no difference.
std::string FoldGermanName(std::string_view name);

}  // namespace textmill::entities

#endif  // TEXTMILL_PLUGINS_ENTITIES_FOLD_NAME_H_
