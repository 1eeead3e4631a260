#include "plugins/lib/html/meta_charset.h"

#include <algorithm>
#include <cstddef>

namespace textmill::html {
namespace {

constexpr size_t kLooked = 16 << 10;

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v'); }
bool IsLetter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
char Lower(char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); }

// Whether `text` begins with `lower`, which is in lower case.
bool BeginsWith(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(),
                                                   [](char a, char b) { return a == Lower(b); });
}

size_t FindLower(std::string_view text, std::string_view lower, size_t from) {
  for (size_t i = from; i + lower.size() <= text.size(); ++i) {
    if (BeginsWith(text.substr(i), lower)) return i;
  }
  return text.npos;
}

// Walks through the front of a page.
class Prescan {
 public:
  explicit Prescan(std::string_view bytes) : bytes_(bytes.substr(0, kLooked)) {}

  std::string Run() {
    if (std::string label = OfXml(); !label.empty()) return label;
    while ((at_ = bytes_.find('<', at_)) < bytes_.size()) {
      const std::string_view rest = bytes_.substr(at_);
      if (rest.starts_with("<!--")) {
        const size_t end = bytes_.find("-->", at_ + 2);
        at_ = end == bytes_.npos ? end : end + 3;
      } else if (BeginsWith(rest, "<meta") && rest.size() > 5 &&
                 (IsSpace(rest[5]) || rest[5] == '/')) {
        at_ += 6;
        if (std::string label = OfMeta(); !label.empty()) return label;
      } else if (rest.size() > 1 &&
                 (IsLetter(rest[1]) || (rest[1] == '/' && rest.size() > 2 && IsLetter(rest[2])))) {
        while (at_ < bytes_.size() && !IsSpace(bytes_[at_]) && bytes_[at_] != '>') ++at_;
        for (Attribute one; Next(one);) continue;
      } else if (rest.size() > 1 && (rest[1] == '!' || rest[1] == '/' || rest[1] == '?')) {
        at_ = bytes_.find('>', at_);
      } else {
        ++at_;
      }
    }
    return "";
  }

 private:
  struct Attribute {
    std::string name, value;  // in lower case
  };

  // `<?xml version="1.0" encoding="..."?>`
  std::string OfXml() const {
    if (!bytes_.starts_with("<?xml")) return "";
    const std::string_view head = bytes_.substr(0, bytes_.find('>'));
    size_t at = head.find("encoding");
    if (at == head.npos) return "";
    at += 8;
    while (at < head.size() && (IsSpace(head[at]) || head[at] == '=')) ++at;
    if (at >= head.size() || (head[at] != '"' && head[at] != '\'')) return "";
    const size_t end = head.find(head[at], at + 1);
    return end == head.npos ? "" : std::string(head.substr(at + 1, end - at - 1));
  }

  std::string OfMeta() {
    bool pragma = false;
    std::string charset, content;
    for (Attribute one; Next(one);) {
      if (one.name == "http-equiv") pragma |= one.value == "content-type";
      if (one.name == "charset" && charset.empty()) charset = one.value;
      if (one.name == "content" && content.empty()) content = one.value;
    }
    if (!charset.empty()) return charset;
    return pragma ? std::string(CharsetOfContentType(content)) : "";
  }

  // The next attribute of the tag; false at the tag's end.
  bool Next(Attribute& one) {
    one.name.clear();
    one.value.clear();
    while (at_ < bytes_.size() && (IsSpace(bytes_[at_]) || bytes_[at_] == '/')) ++at_;
    if (at_ >= bytes_.size() || bytes_[at_] == '>') return false;
    for (; at_ < bytes_.size(); ++at_) {
      const char c = bytes_[at_];
      if ((c == '=' && !one.name.empty()) || IsSpace(c) || c == '/' || c == '>') break;
      one.name += Lower(c);
    }
    SkipSpace();
    if (at_ >= bytes_.size() || bytes_[at_] != '=') return true;
    ++at_;
    SkipSpace();
    if (at_ >= bytes_.size()) return true;
    const char quote = bytes_[at_];
    if (quote == '"' || quote == '\'') {
      for (++at_; at_ < bytes_.size() && bytes_[at_] != quote; ++at_)
        one.value += Lower(bytes_[at_]);
      ++at_;
      return true;
    }
    for (; at_ < bytes_.size() && !IsSpace(bytes_[at_]) && bytes_[at_] != '>'; ++at_)
      one.value += Lower(bytes_[at_]);
    return true;
  }

  void SkipSpace() {
    while (at_ < bytes_.size() && IsSpace(bytes_[at_])) ++at_;
  }

  const std::string_view bytes_;
  size_t at_ = 0;
};

}  // namespace

std::string MetaCharset(std::string_view bytes) { return Prescan(bytes).Run(); }

std::string_view CharsetOfContentType(std::string_view type) {
  for (size_t at = 0; (at = FindLower(type, "charset", at)) != type.npos;) {
    at += 7;
    while (at < type.size() && IsSpace(type[at])) ++at;
    if (at >= type.size() || type[at] != '=') continue;
    ++at;
    while (at < type.size() && IsSpace(type[at])) ++at;
    if (at >= type.size()) return "";
    if (type[at] == '"' || type[at] == '\'') {
      const size_t end = type.find(type[at], at + 1);
      return type.substr(at + 1, end == type.npos ? end : end - at - 1);
    }
    return type.substr(at, type.find_first_of("; \t\r\n,", at) - at);
  }
  return "";
}

}  // namespace textmill::html
