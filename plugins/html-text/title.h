// The title of a page: its heading, or <title> without the name of the site.
//
// Pure functions; any thread.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_TITLE_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_TITLE_H_

#include <string>
#include <string_view>

namespace textmill::html {

struct TitleSources {
  std::string_view h1;         // the first on the page
  std::string_view headline;   // of JSON-LD
  std::string_view meta;       // og:title
  std::string_view title;      // <title>
  std::string_view site_name;  // og:site_name
};
std::string ChooseTitle(const TitleSources& sources);

// Small letters and digits alone, to compare by.
std::string Folded(std::string_view text);

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_TITLE_H_
