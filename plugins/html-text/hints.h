// What the names that a page's makers gave to its parts say of them: class="post-body share-bar".
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_HINTS_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_HINTS_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace textmill::html {

enum Hint : uint32_t {
  kBody = 1u << 0,      // the text of an article: entry-content, articleBody
  kContent = 1u << 1,   // something with content: main, post, story
  kNav = 1u << 2,       // menus, breadcrumbs, pages
  kShare = 1u << 3,     // share this
  kCookie = 1u << 4,    // cookie and consent notes
  kComment = 1u << 5,   // what readers wrote
  kRelated = 1u << 6,   // teasers of other pages
  kSide = 1u << 7,      // sidebars, widgets
  kFooter = 1u << 8,    // of the page
  kByline = 1u << 9,    // author, date, tags
  kCaption = 1u << 10,  // of pictures
  kAd = 1u << 11,       // advertisements
  kForm = 1u << 12,     // newsletters, logins, searches
  kHidden = 1u << 13,   // called so, as by scripts that show it later
  kHeader = 1u << 14,   // of the page or of an article
  kTeaser = 1u << 16,   // of other pages, or what introduces this one
  kUnseen = 1u << 17,   // not shown, by the page itself; not from class or id
  kAuthor = 1u << 15,   // says of itself that it names the author; not from class or id
};

// Looks names up. What was seen is remembered, since pages repeat themselves. One thread at a time.
class Hints {
 public:
  Hints();
  // Of the value of `class` or `id`.
  uint32_t Of(std::string_view names);

 private:
  struct Seen {
    uint64_t hash = 0;
    uint32_t hints = 0;
  };
  std::vector<Seen> seen_;
};

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_HINTS_H_
