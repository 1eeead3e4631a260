// Messages to and from a worker: the host's side of worker/textmill_messages.py and
// worker/textmill_columns.py, which say how they are laid out.
//
// A reader trusts nothing: what does not fit is an Error. One thread at a time.
#ifndef PLUGINS_PYTHON_MESSAGE_H_
#define PLUGINS_PYTHON_MESSAGE_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "textmill/builder.hpp"
#include "textmill/type.hpp"

namespace textmill::python {

// A message begins with its length, in so many bytes.
inline constexpr size_t kLengthBytes = 8;

class MessageWriter {
 public:
  // Of that kind, with a number that says what comes.
  MessageWriter(char kind, int64_t number);

  // Rows [begin, end) of an array, counted from its own beginning.
  void Column(const Field& type, const ArrowArray& array, int64_t begin, int64_t end);
  void Strings(const std::vector<std::string>& strings);
  // The whole message, with its length before it.
  std::string_view Finish();

 private:
  char* Group(size_t bytes);
  void Valid(const ArrowArray& array, int64_t begin, int64_t end);

  Buffer bytes_;
};

// A column of a message, whose bytes it borrows.
class MessageColumn {
 public:
  int64_t rows() const { return rows_; }
  bool IsNull(int64_t row) const { return valid_ != nullptr && valid_[row] == 0; }
  // Of utf8 and binary.
  std::string_view Bytes(int64_t row) const {
    return {data_ + End(row), static_cast<size_t>(End(row + 1) - End(row))};
  }
  // Of numbers.
  template <class T>
  T Value(int64_t row) const {
    T value;
    std::memcpy(&value, data_ + static_cast<size_t>(row) * sizeof value, sizeof value);
    return value;
  }
  // `to` was made for the column's type.
  void Append(int64_t row, Builder& to) const;

 private:
  friend class MessageReader;
  int32_t End(int64_t row) const {
    int32_t end;
    std::memcpy(&end, ends_ + static_cast<size_t>(row) * sizeof end, sizeof end);
    return end;
  }
  template <class T>
  void AppendNumber(int64_t row, Builder& to) const {
    static_cast<PrimitiveBuilder<T>&>(to).Append(Value<T>(row));
  }

  std::string format_;
  int64_t rows_ = 0;
  const char *valid_ = nullptr, *ends_ = nullptr, *data_ = nullptr;
  std::vector<MessageColumn> children_;
};

class MessageReader {
 public:
  // Without its length, which its sender has put before it. Borrowed.
  explicit MessageReader(std::string_view message);

  char kind() const { return kind_; }
  int64_t number() const { return number_; }
  int64_t Number();
  MessageColumn Column(const Field& type, int64_t rows);
  std::vector<std::string> Strings(int64_t rows);

 private:
  const char* Group(int64_t count, int64_t width);

  const std::string_view message_;
  size_t at_ = 0;
  char kind_ = '\0';
  int64_t number_ = 0;
};

}  // namespace textmill::python

#endif  // PLUGINS_PYTHON_MESSAGE_H_
