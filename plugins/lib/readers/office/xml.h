// Walks through XML: elements by their names without prefixes, and text. One thread at a time.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_OFFICE_XML_H_
#define TEXTMILL_PLUGINS_LIB_READERS_OFFICE_XML_H_

#include <string>
#include <string_view>

namespace textmill::office {

// Of an element, by their names without prefixes.
class Attributes {
 public:
  explicit Attributes(const char** pairs) : pairs_(pairs) {}
  // "" where there is none.
  std::string_view operator[](std::string_view name) const;

 private:
  const char** pairs_;  // name, value, ..., NULL
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void Begin(std::string_view name, const Attributes& attributes) = 0;
  virtual void End(std::string_view name) = 0;
  virtual void Text(std::string_view text) = 0;
};

// Calls the handler for all of `xml`. Throws Error, with line and column in `name`, where it is not
// well-formed. `html_entities`: names such as &nbsp; mean what they mean in XHTML.
void WalkXml(std::string_view xml, const std::string& name, bool html_entities,
             XmlHandler& handler);

}  // namespace textmill::office

#endif  // TEXTMILL_PLUGINS_LIB_READERS_OFFICE_XML_H_
