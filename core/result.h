// Errors inside the core are values: a function that can fail returns Result<T>.
#ifndef CORE_RESULT_H_
#define CORE_RESULT_H_

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

struct Error {
  std::string message;  // a sentence for people: what happened, and where
  std::string hint;     // what to do about it, or ""
  std::string subject;  // the parameter to blame, as "patterns.iban" or "files[2]", or ""

  // As one text for people.
  std::string ToString() const { return WithHint(message, hint); }
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
