// What a page says of itself: title, date, author, description, language.
//
// Each comes from the source that is right most often, and is left empty where there is no
// evidence.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_METADATA_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_METADATA_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "plugins/html-text/json_ld.h"
#include "plugins/html-text/outline.h"
#include "plugins/html-text/page.h"

namespace textmill::html {

struct Metadata {
  std::string title, author, description, language;
  std::optional<int64_t> date;  // microseconds since 1970, UTC
  std::string body;             // the article, as JSON-LD has it
};

// Of one page after the other. One thread at a time.
class MetadataReader {
 public:
  // `url`: where the page is from, or "".
  Metadata Read(const Page& page, const Outline& outline, std::string_view url);

 private:
  JsonLdReader json_ld_;
};

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_METADATA_H_
