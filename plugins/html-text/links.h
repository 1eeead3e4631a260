// The links of the text that is kept.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_LINKS_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_LINKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "plugins/html-text/outline.h"

namespace textmill::html {

struct Link {
  std::string_view url;  // as the page has it; good as long as the page
  std::string text;
};
// In the order of the page. Links to places of the page itself and to scripts are left out.
std::vector<Link> LinksOf(const Outline& outline, const std::vector<uint8_t>& kept);

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_LINKS_H_
