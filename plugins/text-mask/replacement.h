// What is written in the place of personal data: a tag, a pseudonym, words of the user's, or
// nothing.
//
// A pseudonym is a keyed hash (HMAC-SHA256) of what is masked: the same everywhere for the same
// key, and not to be undone without it. Constant once made; any thread may call.
#ifndef TEXTMILL_PLUGINS_TEXT_MASK_REPLACEMENT_H_
#define TEXTMILL_PLUGINS_TEXT_MASK_REPLACEMENT_H_

#include <map>
#include <string>
#include <string_view>

#include "plugins/text-mask/kinds.h"

namespace textmill::mask {

class Replacement {
 public:
  enum class Way { kTag, kPseudonym, kRemove };
  Way way = Way::kTag;
  std::string key;
  std::map<std::string, std::string, std::less<>> own;  // in place of a tag, by its name

  // Appends what becomes of `value`, which is of a kind; `tag` is the name of that.
  void Append(std::string_view value, Kind kind, std::string_view tag, std::string* out) const;

 private:
  // Of two ways to write the same, one: an address in small letters, a number without its blanks.
  static std::string OneForm(std::string_view value, Kind kind);
};

}  // namespace textmill::mask

#endif  // TEXTMILL_PLUGINS_TEXT_MASK_REPLACEMENT_H_
