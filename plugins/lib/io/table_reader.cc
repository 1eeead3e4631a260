#include "plugins/lib/io/table_reader.h"

namespace textmill::entities {

bool TableReader::Next(std::vector<std::string>* cells) {
  cells->clear();
  line_ = next_line_;
  if (at_ >= text_.size()) return false;
  const char separator = format_ == Format::kTsv ? '\t' : ',';
  const auto at_line_end = [this] {
    return at_ >= text_.size() || text_[at_] == '\n' ||
           (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n');
  };
  while (true) {
    std::string& cell = cells->emplace_back();
    if (format_ == Format::kCsv && at_ < text_.size() && text_[at_] == '"') {
      ++at_;
      unterminated_ = true;
      while (at_ < text_.size()) {
        const char c = text_[at_++];
        if (c == '"') {
          if (at_ >= text_.size() || text_[at_] != '"') {
            unterminated_ = false;
            break;
          }
          ++at_;
        }
        if (c == '\n') ++next_line_;
        cell += c;
      }
    }
    while (!at_line_end() && text_[at_] != separator) cell += text_[at_++];
    if (at_line_end()) break;
    ++at_;
  }
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  ++at_;
  ++next_line_;
  return true;
}

}  // namespace textmill::entities
