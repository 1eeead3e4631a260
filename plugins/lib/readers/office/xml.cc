#include "plugins/lib/readers/office/xml.h"

#include <expat.h>

#include <algorithm>
#include <exception>
#include <memory>

#include "plugins/lib/readers/office/html_entities.h"
#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::office {
namespace {

// Between an address and a name, as XML_ParserCreateNS puts it.
constexpr char kSeparator = '\n';

std::string_view LocalName(const char* name) {
  const std::string_view whole(name);
  return whole.substr(whole.rfind(kSeparator) + 1);
}

struct Walk {
  XmlHandler* handler;
  XML_Parser parser;
  std::exception_ptr thrown;  // no exception goes through Expat

  template <class Call>
  void Guard(const Call& call) {
    if (thrown != nullptr) return;
    try {
      call();
    } catch (...) {
      thrown = std::current_exception();
      XML_StopParser(parser, XML_FALSE);
    }
  }
};

void OnBegin(void* self, const char* name, const char** attributes) {
  auto& walk = *static_cast<Walk*>(self);
  walk.Guard([&] { walk.handler->Begin(LocalName(name), Attributes(attributes)); });
}
void OnEnd(void* self, const char* name) {
  auto& walk = *static_cast<Walk*>(self);
  walk.Guard([&] { walk.handler->End(LocalName(name)); });
}
void OnText(void* self, const char* text, int size) {
  auto& walk = *static_cast<Walk*>(self);
  walk.Guard([&] { walk.handler->Text({text, static_cast<size_t>(size)}); });
}
void OnEntity(void* self, const char* name, int is_parameter) {
  auto& walk = *static_cast<Walk*>(self);
  if (is_parameter != 0) return;
  const char32_t character = HtmlEntity(name);
  std::string text;
  if (character != 0) AppendUtf8(character, &text);
  walk.Guard([&] { walk.handler->Text(text); });
}
}  // namespace

std::string_view Attributes::operator[](std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (LocalName(pair[0]) == name) return pair[1];
  }
  return {};
}

void WalkXml(std::string_view xml, const std::string& name, bool html_entities,
             XmlHandler& handler) {
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  const std::unique_ptr<XML_ParserStruct, Free> parser(XML_ParserCreateNS(nullptr, kSeparator));
  if (parser == nullptr) throw Error("there is not enough memory", TEXTMILL_NO_MEMORY);
  Walk walk{&handler, parser.get(), nullptr};
  XML_SetUserData(parser.get(), &walk);
  XML_SetElementHandler(parser.get(), OnBegin, OnEnd);
  XML_SetCharacterDataHandler(parser.get(), OnText);
  if (html_entities) {
    // As if there were a document type elsewhere that names them, which is not read: then they are
    // no errors.
    XML_UseForeignDTD(parser.get(), XML_TRUE);
    XML_SetSkippedEntityHandler(parser.get(), OnEntity);
  }
  constexpr size_t kPiece = 1 << 20;
  for (size_t at = 0;;) {
    const size_t n = std::min(kPiece, xml.size() - at);
    const bool last = at + n == xml.size();
    const XML_Status status =
        XML_Parse(parser.get(), xml.data() + at, static_cast<int>(n), last ? XML_TRUE : XML_FALSE);
    if (walk.thrown != nullptr) std::rethrow_exception(walk.thrown);
    if (status != XML_STATUS_OK)
      throw Error("`" + name + "` in it is no well-formed XML: " +
                  XML_ErrorString(XML_GetErrorCode(parser.get())) + ", at line " +
                  std::to_string(XML_GetCurrentLineNumber(parser.get())) + ", column " +
                  std::to_string(XML_GetCurrentColumnNumber(parser.get()) + 1));
    if (last) return;
    at += n;
  }
}

}  // namespace textmill::office
