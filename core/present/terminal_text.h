// Text laid out for a terminal, and text from elsewhere made safe to show there.
//
// Pure functions; any thread.
#ifndef CORE_PLUGIN_TERMINAL_TEXT_H_
#define CORE_PLUGIN_TERMINAL_TEXT_H_

#include <string>
#include <string_view>

namespace textmill::core {

// Text that others wrote (a document's id, a file's name, a plugin's message) as one line that
// shows on a terminal or in a log and does nothing there: what would act, break the line, turn its
// direction or not be seen is written out as `\x1b`, `\n`, `\u202e`, and bytes that are not UTF-8
// as
// `\xE9`. Other text stays as it is.
std::string Showable(std::string_view text);
void AppendShowable(std::string_view text, std::string* out);
// The same for text of several lines: line feeds and tabs stay.
std::string ShowableLines(std::string_view text);
// The same for a line of JSON, which it stays: what would act is escaped as JSON does it.
std::string ShowableJson(std::string_view json);
// Controls, what breaks a line or turns the direction of what follows, and what nobody sees.
bool ActsOnTerminals(char32_t code_point);

// The first bytes of a text, at most so many, that are whole characters.
std::string_view FirstBytes(std::string_view text, size_t most);

// How many cells a terminal shows it in.
size_t Width(std::string_view text);

// Appends Markdown after `indent` spaces: paragraphs are wrapped again, items of lists hang from
// their bullets; tables, headings and code between fences stay as they are.
void AppendWrapped(std::string_view markdown, size_t indent, std::string* out);

// Appends lines as they are, after `indent` spaces.
void AppendIndented(std::string_view text, size_t indent, std::string* out);

}  // namespace textmill::core

#endif  // CORE_PLUGIN_TERMINAL_TEXT_H_
