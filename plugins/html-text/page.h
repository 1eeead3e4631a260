// A page as a tree: HTML5 by lexbor, with limits that lexbor has not.
//
// A Page is used for one page after the other, and keeps its memory between them. The tree belongs
// to it, until the next Parse. One thread at a time.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_PAGE_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_PAGE_H_

#include <lexbor/dom/dom.h>
#include <lexbor/html/html.h>

#include <cstddef>
#include <string_view>

namespace textmill::html {

class Page {
 public:
  Page();
  ~Page();
  Page(const Page&) = delete;
  Page& operator=(const Page&) = delete;

  enum class Outcome { kParsed, kTooLarge, kNoMemory };
  // Elements that are nested deeper than this lose their tags, as in browsers; their text stays.
  static constexpr size_t kMostDepth = 512;
  // A tag keeps no more attributes; nor do all tags <html> and <body> together, whose attributes
  // are gathered. Each is compared with all before it.
  static constexpr size_t kMostAttributes = 512;
  // `memory`: bytes that the tree may take; kTooLarge where it would be more. With `scripts` what
  // is in <noscript> is not shown, as in browsers.
  Outcome Parse(std::string_view html, size_t memory, bool scripts = true);

  // Of the page that was parsed; NULL where it has none.
  lxb_dom_node_t* root() const;
  lxb_dom_node_t* head() const;
  lxb_dom_node_t* body() const;
  // What <title> says, as it is written there.
  std::string_view title() const;

 private:
  static lxb_html_token_t* OnToken(lxb_html_tokenizer_t* tokenizer, lxb_html_token_t* token,
                                   void* page);
  bool IsTooDeep(const lxb_html_token_t& token) const;
  void LimitAttributes(lxb_html_token_t& token);
  size_t UsedMemory() const;

  lxb_html_document_t* document_ = nullptr;
  lxb_html_tokenizer_token_f next_ = nullptr;  // lexbor's own, after OnToken
  void* next_context_ = nullptr;
  size_t memory_ = 0, tokens_ = 0;
  size_t gathered_ = 0;  // attributes
  bool too_large_ = false;
};

inline std::string_view ValueOf(const lxb_dom_attr_t* attr) {
  if (attr->value == nullptr) return "";  // one without a value has no data either
  return {reinterpret_cast<const char*>(attr->value->data), attr->value->length};
}
// The value of an attribute by its name in small letters; NULL data where there is none.
std::string_view Attribute(const lxb_dom_node_t* element, std::string_view name);
// What a text node holds.
inline std::string_view TextOf(const lxb_dom_node_t* node) {
  const auto* text = reinterpret_cast<const lxb_dom_character_data_t*>(node);
  return {reinterpret_cast<const char*>(text->data.data), text->data.length};
}
// The node after this one in the order of the page, within `root`; NULL after the last.
lxb_dom_node_t* After(const lxb_dom_node_t* node, const lxb_dom_node_t* root);
inline lxb_dom_node_t* Next(const lxb_dom_node_t* node, const lxb_dom_node_t* root) {
  return node->first_child != nullptr ? node->first_child : After(node, root);
}

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_PAGE_H_
