// What a program writes on standard error, as lines of the log: the first ones, and that there are
// more. Any thread.
#ifndef PLUGINS_LIB_PROCESS_ERROR_LINES_H_
#define PLUGINS_LIB_PROCESS_ERROR_LINES_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace textmill::process {

// The beginning of a text that a program wrote, as UTF-8, for messages.
std::string Beginning(std::string_view text, size_t bytes = 80);

// The last line of a text that is not empty, or "".
std::string LastLine(std::string_view text);

// Adds to what a program wrote last, of which only the end is kept.
void AddLastWords(std::string_view text, std::string* words);

class ErrorLines {
 public:
  // `name`: of the program.
  void Start(std::string name, std::function<void(const std::string&)> log);
  void Take(std::string_view text);
  int64_t lines() const { return lines_; }

 private:
  std::string name_;
  std::function<void(const std::string&)> log_;
  std::atomic<int64_t> lines_{0};
};

}  // namespace textmill::process

#endif  // PLUGINS_LIB_PROCESS_ERROR_LINES_H_
