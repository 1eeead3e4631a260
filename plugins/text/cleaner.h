// Cleans the characters of a text: blanks, line breaks, invisible characters, quotation marks,
// dashes. What is there for text.normalize beside the normal forms of Unicode.
//
// Text that needs no cleaning is copied 64 bytes at a time. Any thread may use one.
#ifndef TEXTMILL_PLUGINS_TEXT_CLEANER_H_
#define TEXTMILL_PLUGINS_TEXT_CLEANER_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace textmill::text {

class Cleaner {
 public:
  struct Options {
    bool whitespace = false;  // blanks become single spaces, lines trimmed, blank lines single
    bool control = false;     // control and invisible characters go
    bool quotes = false;      // quotation marks become ' and "
    bool dashes = false;      // dashes become -
    bool ellipsis = false;    // an ellipsis becomes three full stops
  };
  explicit Cleaner(const Options& options);

  // Memory that a cleaned text may touch beyond its end.
  static constexpr size_t kSlack = 64;

  struct Result {
    size_t size;      // of the cleaned text; never more than the text's
    bool changed;     // it differs from the text
    bool ascii;       // the text is nothing else
    bool surely_nfc;  // as it is now; else it may be
  };
  // Writes the cleaned text to `out`, which has room for the text and kSlack bytes.
  Result Clean(std::string_view text, char* out) const;

 private:
  enum Action : uint8_t {
    kKeep,
    kDrop,
    kBlank,
    kBreak,
    kSingleQuote,
    kDoubleQuote,
    kDash,
    kDots,
    kLook
  };
  struct Run;
  size_t CleanFirst(size_t at, size_t n, uint64_t visit, Run* run) const;
  void Set(uint32_t first, uint32_t last, Action action);

  bool whitespace_;
  std::array<uint8_t, 0x10000> actions_{};  // by code point
  uint8_t beyond_ = kKeep;                  // of all beyond them
};

}  // namespace textmill::text

#endif  // TEXTMILL_PLUGINS_TEXT_CLEANER_H_
