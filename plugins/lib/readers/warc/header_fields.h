// The head of a record or of an HTTP message: lines `Name: value` up to a blank line. Lines end
// with CR LF, LF, CR CR LF, or, where the first one does, with CR; a line that begins with a space
// goes on with the value before it; a line without a colon is passed over, and so are lines after
// ten thousand fields.
//
// Values are views into the bytes that were parsed, which have to stay. Used by one thread.
#ifndef TEXTMILL_PLUGINS_READ_WARC_HEADER_FIELDS_H_
#define TEXTMILL_PLUGINS_READ_WARC_HEADER_FIELDS_H_

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace textmill::warc {

// Takes the first line off the front of `bytes`, without its end. False, and nothing taken, when it
// has no end.
bool TakeLine(std::string_view& bytes, bool ends_with_cr, std::string_view& line);
// Whether the first line of `bytes` ends with a CR alone.
bool EndsWithCr(std::string_view bytes);
// Without spaces and tabs around it.
std::string_view Trim(std::string_view text);
// Whether `text` is `lower` but for its case.
bool IsName(std::string_view text, std::string_view lower);
// Whether it begins with `lower` but for its case.
bool BeginsWith(std::string_view text, std::string_view lower);
std::string Lower(std::string_view text);
inline bool IsDigit(char c) { return c >= '0' && c <= '9'; }
// A decimal number; false for anything else, and what is too large.
bool ParseNumber(std::string_view text, uint64_t* number);

class HeaderFields {
 public:
  // Reads lines up to the blank line, and gives the bytes after it. False when none comes; then
  // what there is was read, and `rest` is empty. A line that begins with `<` ends the head where
  // `markup` says so: some servers forget the blank line before a page.
  bool Parse(std::string_view bytes, bool ends_with_cr, bool markup, std::string_view* rest);
  // The first value of that name, which is in lower case, or "".
  std::string_view Get(std::string_view lower) const;
  bool Has(std::string_view lower) const { return Find(lower) != nullptr; }
  size_t size() const { return fields_.size(); }

 private:
  using Field = std::pair<std::string_view, std::string_view>;
  const Field* Find(std::string_view lower) const;

  std::vector<Field> fields_;
  std::deque<std::string> unfolded_;  // values of several lines
};

}  // namespace textmill::warc

#endif  // TEXTMILL_PLUGINS_READ_WARC_HEADER_FIELDS_H_
