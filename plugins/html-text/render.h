// Writes the blocks that are kept, as plain text or Markdown.
#ifndef TEXTMILL_PLUGINS_HTML_TEXT_RENDER_H_
#define TEXTMILL_PLUGINS_HTML_TEXT_RENDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "plugins/html-text/outline.h"

namespace textmill::html {

enum class Format { kText, kMarkdown };

// Appends to `out`; `kept` has one value for each block.
void Render(const Outline& outline, const std::vector<uint8_t>& kept, Format format,
            std::string* out);
// The text of a block in one line.
void AppendBlock(const Block& block, std::string* out);
// The text of a node and all in it, blanks taken together.
void AppendText(const lxb_dom_node_t* node, std::string* out);

}  // namespace textmill::html

#endif  // TEXTMILL_PLUGINS_HTML_TEXT_RENDER_H_
