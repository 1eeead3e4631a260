// The one exception of the C++ layer: throw it anywhere in a stage, and the host gets a plain
// `textmill_error`. It never crosses the plugin's border itself (plugin.hpp catches everything).
#ifndef TEXTMILL_ERROR_HPP_
#define TEXTMILL_ERROR_HPP_

#include <cstdint>
#include <cstring>
#include <exception>
#include <string>
#include <utility>

#include "extensions.h"

namespace textmill {

class Error : public std::exception {
 public:
  // `message` is a sentence for people: what happened, and where.
  explicit Error(std::string message, int32_t code = TEXTMILL_ERROR)
      : message_(std::move(message)), code_(code) {}

  // The parameter to blame, as "patterns.iban" or "files[2]": the host points at its place in the
  // YAML.
  Error& Parameter(std::string parameter) {
    parameter_ = std::move(parameter);
    return *this;
  }
  // The column to blame.
  Error& Column(std::string column) {
    column_ = std::move(column);
    return *this;
  }
  // What to do about it.
  Error& Hint(std::string hint) {
    hint_ = std::move(hint);
    return *this;
  }
  // The row of the batch to blame.
  Error& Row(int64_t row) {
    row_ = row;
    return *this;
  }

  const char* what() const noexcept override { return message_.c_str(); }
  int32_t code() const { return code_; }
  const std::string& parameter() const { return parameter_; }
  const std::string& column() const { return column_; }
  // Both, as textmill_error has them.
  std::string subject() const { return column_.empty() ? parameter_ : parameter_ + '\n' + column_; }
  const std::string& hint() const { return hint_; }
  int64_t row() const { return row_; }
  // Message and hint as one text; a hint that begins with a capital is a sentence of its own.
  std::string Sentence() const {
    if (hint_.empty()) return message_;
    if (hint_[0] < 'A' || hint_[0] > 'Z') return message_ + "; " + hint_;
    return message_ + (!message_.empty() && message_.back() == '.' ? " " : ". ") + hint_;
  }

 private:
  std::string message_;
  std::string parameter_;
  std::string column_;
  std::string hint_;
  int64_t row_ = -1;
  int32_t code_;
};

// For a column that a stage needs and that is not there.
inline Error NoSuchColumn(const std::string& name) {
  return Error("needs the column `" + name + "`, which no earlier step makes", TEXTMILL_NO_COLUMN)
      .Column(name);
}

namespace internal {

// Copies as much as fits, never half a UTF-8 sequence.
template <size_t N>
void CopyText(const char* from, char (&to)[N]) {
  size_t n = std::strlen(from);
  if (n >= N) {
    n = N - 1;
    while (n > 0 && (static_cast<unsigned char>(from[n]) & 0xC0) == 0x80) --n;
  }
  std::memcpy(to, from, n);
  to[n] = '\0';
}

inline int32_t FillError(textmill_error* out, int32_t code, const char* message,
                         const char* subject = "", const char* hint = "", int64_t row = -1) {
  out->code = code;
  out->reserved = 0;
  out->row = row;
  CopyText(message, out->message);
  CopyText(subject, out->subject);
  CopyText(hint, out->hint);
  return code;
}

}  // namespace internal
}  // namespace textmill

#endif  // TEXTMILL_ERROR_HPP_
