// How the elements of HTML are shown.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_TAGS_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_TAGS_H_

#include <lexbor/dom/dom.h>
#include <lexbor/html/html.h>

#include <cstdint>

namespace textmill::html {

enum class Shown : uint8_t {
  kInline,  // in the line, and all that is not known
  kBlock,   // begins a line and ends it
  kNever,   // neither it nor what is in it is text: scripts, forms' fields, pictures
  kBreak,   // <br>
};

Shown ShownAs(const lxb_dom_node_t* element);

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_TAGS_H_
