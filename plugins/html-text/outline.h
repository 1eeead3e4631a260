// What a page is made of: its elements, and its blocks of text in their order.
//
// A block is a run of text that is shown as one: a paragraph, a heading, an item, a cell, or a line
// between two line breaks. One pass over the tree makes the outline; all that follows looks at
// arrays. It points into the page and is good as long as that. One thread at a time.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_OUTLINE_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_OUTLINE_H_

#include <cstdint>
#include <vector>

#include "plugins/html-text/hints.h"
#include "plugins/html-text/page.h"

namespace textmill::html {

struct Element {
  const lxb_dom_node_t* node;
  int32_t parent;       // -1 for the first
  int32_t end;          // the element after its subtree
  int32_t first_block;  // blocks from here to end_block are in it
  int32_t end_block;
  uint32_t hints;
  uint16_t tag;
};

struct Block {
  const lxb_dom_node_t* first;  // text or element: its first node
  const lxb_dom_node_t* end;    // the node after its last, in the order of the page; NULL: none
  int32_t element;              // the innermost of the outline
  int32_t bytes;                // of the text, blanks taken together
  int32_t linked;               // of these in links
  int32_t links;                // how many
  uint8_t heading;              // 1 to 6, else 0
  bool colon;                   // its last character is one
  bool joins;                   // goes on in the line of the block before it
  bool ends_sentence;           // its last character is one that ends a sentence
  bool after_break;             // follows <br>, in the same element
  bool spaced;                  // a blank is before it
};

struct Outline {
  std::vector<Element> elements;
  std::vector<Block> blocks;
  std::vector<const lxb_dom_node_t*> json_ld;  // script elements
  std::vector<const lxb_dom_node_t*> metas;    // <meta> in the body
  std::vector<const lxb_dom_node_t*> times;    // <time>
  std::vector<const lxb_dom_node_t*> authors;  // that say they are: itemprop, rel
  const lxb_dom_node_t* first_h1 = nullptr;

  // Of the page's body.
  void Make(const lxb_dom_node_t* body, Hints* hints);

 private:
  class Maker;
};

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_OUTLINE_H_
