// Errors inside the core are values: a function that can fail returns Result<T>.
//
// Plain data, owned by whoever holds it. Code looks at the fields of an Error, people read its
// message; nobody searches the message.
#ifndef CORE_RESULT_H_
#define CORE_RESULT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace textmill::core {

// Message and hint as one text; a hint that begins with a capital is a sentence of its own.
inline std::string WithHint(const std::string& message, const std::string& hint) {
  if (hint.empty()) return message;
  if (hint[0] < 'A' || hint[0] > 'Z') return message + "; " + hint;
  return message + (message.ends_with('.') ? " " : ". ") + hint;
}

// What went wrong, as far as it makes a difference to somebody. From plugins: their codes in abi.h.
enum class ErrorKind {
  kBadInput,       // what the user gave, where nothing more exact is known: a document, a file
  kBadParameter,   // a parameter's value
  kNoSuchColumn,   // a column that is needed is not there
  kWrongType,      // a column is there, but of a type that will not do
  kIo,             // a file, disk or network failed
  kCancelled,      // the run is to end, and the call gave up
  kOutOfMemory,    // there is not enough memory
  kBrokenPromise,  // the plugin is wrong
  kUnexplained,    // the plugin is wrong: it failed without saying why
  kBrokenReply,    // the plugin is wrong: what it gave cannot be used at all
  kInternal,       // Textmill is wrong
  kDied,           // the process that the stage works in has ended
};

struct Error {
  std::string message;  // a sentence for people: what happened, and where
  std::string hint;     // what to do about it, or ""
  ErrorKind kind = ErrorKind::kBadInput;
  std::string parameter;  // the one to blame, as "patterns.iban" or "files[2]", or ""
  std::string column;     // the one to blame, or ""
  int64_t row = -1;       // of the batch, or -1
  std::string step;       // the id of the step whose stage failed, or ""

  // The message, with the step's name before it.
  std::string Message() const { return step.empty() ? message : "step `" + step + "`: " + message; }
  // As one text for people.
  std::string ToString() const { return WithHint(Message(), hint); }
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}      // NOLINT: a value is a result
  Result(Error error) : value_(std::move(error)) {}  // NOLINT: and so is an error

  bool ok() const { return std::holds_alternative<T>(value_); }
  explicit operator bool() const { return ok(); }
  T& operator*() { return std::get<T>(value_); }
  const T& operator*() const { return std::get<T>(value_); }
  T* operator->() { return &std::get<T>(value_); }
  const T* operator->() const { return &std::get<T>(value_); }
  const Error& error() const { return std::get<Error>(value_); }

 private:
  std::variant<T, Error> value_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}  // NOLINT

  bool ok() const { return !error_.has_value(); }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return *error_; }

 private:
  std::optional<Error> error_;
};

using Status = Result<void>;

}  // namespace textmill::core

#endif  // CORE_RESULT_H_
