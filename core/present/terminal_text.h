// Text laid out for a terminal.
//
// Pure functions; any thread.
#ifndef CORE_PLUGIN_TERMINAL_TEXT_H_
#define CORE_PLUGIN_TERMINAL_TEXT_H_

#include <string>
#include <string_view>

namespace textmill::core {

// How many cells a terminal shows it in: its code points, which is mostly right.
size_t Width(std::string_view text);

// Appends Markdown behind `indent` spaces: paragraphs are wrapped anew, items of lists hang from
// their bullets; tables, headings and code between fences stay as they are.
void AppendWrapped(std::string_view markdown, size_t indent, std::string* out);

// Appends lines as they are, behind `indent` spaces.
void AppendIndented(std::string_view text, size_t indent, std::string* out);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_TERMINAL_TEXT_H_
