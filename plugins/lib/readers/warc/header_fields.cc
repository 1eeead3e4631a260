#include "plugins/lib/readers/warc/header_fields.h"

#include <charconv>

namespace textmill::warc {
namespace {

// More are malice; what is kept of each is longer than `a:` and a line end.
constexpr size_t kMostFields = 10000;

}  // namespace

bool TakeLine(std::string_view& bytes, bool ends_with_cr, std::string_view& line) {
  const size_t end = bytes.find(ends_with_cr ? '\r' : '\n');
  if (end == bytes.npos) return false;
  line = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  while (line.ends_with('\r')) line.remove_suffix(1);
  return true;
}

bool EndsWithCr(std::string_view bytes) {
  const size_t end = bytes.find_first_of("\r\n");
  if (end == bytes.npos || bytes[end] == '\n') return false;
  const size_t after = bytes.find_first_not_of('\r', end);
  return after == bytes.npos ? bytes.size() - end > 1 : bytes[after] != '\n';
}

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

bool IsName(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]) != lower[i]) return false;
  }
  return true;
}

bool BeginsWith(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && IsName(text.substr(0, lower.size()), lower);
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return lower;
}

bool ParseNumber(std::string_view text, uint64_t* number) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), *number);
  return result.ec == std::errc() && result.ptr == text.data() + text.size() &&
         *number < uint64_t{1} << 62;
}

bool HeaderFields::Parse(std::string_view bytes, bool ends_with_cr, bool markup,
                         std::string_view* rest) {
  fields_.clear();
  unfolded_.clear();
  bool of_ours = false;  // the value before is one that we own
  for (std::string_view line;;) {
    if (markup && bytes.starts_with('<')) break;
    if (!TakeLine(bytes, ends_with_cr, line)) {
      *rest = {};
      return false;
    }
    if (line.empty()) break;
    if (fields_.size() == kMostFields) continue;
    if (line[0] == ' ' || line[0] == '\t') {
      if (fields_.empty()) continue;
      if (!of_ours) unfolded_.emplace_back(fields_.back().second);
      of_ours = true;
      ((unfolded_.back() += ' ') += Trim(line));
      fields_.back().second = unfolded_.back();
      continue;
    }
    const size_t colon = line.find(':');
    if (colon == line.npos) continue;
    fields_.emplace_back(Trim(line.substr(0, colon)), Trim(line.substr(colon + 1)));
    of_ours = false;
  }
  *rest = bytes;
  return true;
}

const HeaderFields::Field* HeaderFields::Find(std::string_view lower) const {
  for (const Field& field : fields_) {
    if (IsName(field.first, lower)) return &field;
  }
  return nullptr;
}

std::string_view HeaderFields::Get(std::string_view lower) const {
  const Field* found = Find(lower);
  return found != nullptr ? found->second : std::string_view();
}

}  // namespace textmill::warc
