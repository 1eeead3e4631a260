// Title, author and date out of the XML that holds a document's properties: the elements of Dublin
// Core, and what formats have beside them. One thread at a time.
#ifndef TEXTMILL_PLUGINS_LIB_READERS_OFFICE_PROPERTIES_H_
#define TEXTMILL_PLUGINS_LIB_READERS_OFFICE_PROPERTIES_H_

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/lib/readers/office/formats.h"
#include "plugins/lib/readers/office/xml.h"

namespace textmill::office {

class Properties : public XmlHandler {
 public:
  void Begin(std::string_view name, const Attributes& attributes) override;
  void End(std::string_view name) override;
  void Text(std::string_view text) override { value_ += text; }

  // The first of the elements that has something in it.
  std::string First(std::initializer_list<const char*> names) const;
  // All authors, `; ` between them.
  void FillIn(std::initializer_list<const char*> authors, std::initializer_list<const char*> dates,
              OfficeText* to) const;

 private:
  std::string value_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

}  // namespace textmill::office

#endif  // TEXTMILL_PLUGINS_LIB_READERS_OFFICE_PROPERTIES_H_
