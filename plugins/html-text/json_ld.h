// What a page says of its article in JSON-LD, schema.org's vocabulary.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_JSON_LD_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_JSON_LD_H_

#include <memory>
#include <string>
#include <string_view>

namespace textmill::html {

struct JsonLd {
  std::string headline, date, author, description, body;
};

// Reads one script after the other; what is no JSON is passed over. One thread at a time.
class JsonLdReader {
 public:
  JsonLdReader();
  ~JsonLdReader();
  // Adds to `found` what it has not.
  void Read(std::string_view script, JsonLd* found);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
  std::string json_;
};

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_JSON_LD_H_
