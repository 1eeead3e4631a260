// Finds personal data by its form, in one pass over the text: a digit, an `@` or a colon are looked
// for 64 bytes at a time, and only what is around them is looked at.
//
// Constant once made; any thread may call.
#ifndef TEXTMILL_PLUGINS_TEXT_MASK_FINDER_H_
#define TEXTMILL_PLUGINS_TEXT_MASK_FINDER_H_

#include <array>
#include <string_view>
#include <vector>

#include "plugins/text-mask/kinds.h"
#include "plugins/text-mask/recognisers.h"

namespace textmill::mask {

class Finder {
 public:
  std::array<bool, kBuiltIn> on{};  // by Kind
  bool only_public_ips = false;
  uint32_t phone_countries = 0, id_countries = 0;

  // In the order of the text, none over another. Replaces what `out` holds.
  void Find(std::string_view text, std::vector<Found>* out) const;

 private:
  bool Is(Kind kind) const { return on[static_cast<size_t>(kind)]; }
  bool LookAt(std::string_view text, size_t at, size_t from, Found* found) const;
  bool LookAtDigit(std::string_view text, size_t at, size_t from, Found* found) const;
};

}  // namespace textmill::mask

#endif  // TEXTMILL_PLUGINS_TEXT_MASK_FINDER_H_
