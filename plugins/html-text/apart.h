// What is set apart from the main text: menus, sharing, comments, teasers and the like, by what the
// makers of the page call them, and by what they look like.
//
// One thread at a time.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_APART_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_APART_H_

#include <cstdint>
#include <vector>

#include "plugins/html-text/measures.h"
#include "plugins/html-text/outline.h"

namespace textmill::html {

class Apart {
 public:
  // `kept`: hints that set nothing apart.
  explicit Apart(uint32_t kept) : kept_(kept) {}
  // Teasers of one kind beside each other. Marks their blocks.
  void FindCards(const Outline& outline, std::vector<uint8_t>* apart) const;
  // What has a name that says so, in an element. Marks its blocks.
  void Find(const Outline& outline, const Measures& measures, int32_t within,
            std::vector<uint8_t>* apart);

 private:
  struct Refused {
    int32_t end;     // the element after the one that was refused
    uint32_t hints;  // all that do not count in it
  };
  uint32_t kept_;
  std::vector<Refused> refused_;
};

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_APART_H_
