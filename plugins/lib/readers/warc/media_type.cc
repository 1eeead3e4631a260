#include "plugins/lib/readers/warc/media_type.h"

#include <algorithm>

#include "plugins/lib/io/known_format.h"
#include "plugins/lib/readers/encoding/decode.h"
#include "plugins/lib/readers/warc/header_fields.h"

namespace textmill::warc {
namespace {

using namespace std::string_view_literals;

struct Mark {
  std::string_view bytes, type;
};
constexpr Mark kMarks[] = {
    {"%PDF-"sv, "application/pdf"},
    {"PK\x03\x04"sv, "application/zip"},
    {"PK\x05\x06"sv, "application/zip"},
    {"\x1F\x8B\x08"sv, "application/gzip"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"},
    {"{\\rtf"sv, "application/rtf"},
    {"GIF87a"sv, "image/gif"},
    {"GIF89a"sv, "image/gif"},
    {"\x89PNG\r\n\x1A\n"sv, "image/png"},
    {"\xFF\xD8\xFF"sv, "image/jpeg"},
    {"\0\0\1\0"sv, "image/x-icon"},
    {"BM"sv, "image/bmp"},
    {"ID3"sv, "audio/mpeg"},
    {"OggS\0"sv, "application/ogg"},
    {"\x1A\x45\xDF\xA3"sv, "video/webm"},
    {"wOFF"sv, "font/woff"},
    {"wOF2"sv, "font/woff2"},
    {"FWS"sv, "application/x-shockwave-flash"},
    {"CWS"sv, "application/x-shockwave-flash"},
    {"\x7F"
     "ELF"sv,
     "application/x-elf"},
    {"Rar!\x1A\x07"sv, "application/vnd.rar"},
    {"7z\xBC\xAF\x27\x1C"sv, "application/x-7z-compressed"},
};

// Tags with which pages begin.
constexpr std::string_view kTags[] = {
    "!doctype html", "html", "head",   "script",  "iframe", "h1",   "div", "font",
    "table",         "a",    "style",  "title",   "b",      "body", "br",  "p",
    "meta",          "link", "center", "frameset"};

std::string_view SkipSpace(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n\f"), text.size()));
}

bool IsControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 && (c < '\t' || c > '\r') && c != '\x1B';
}

}  // namespace

std::string MediaTypeOf(std::string_view content_type) {
  content_type = Trim(content_type.substr(0, content_type.find_first_of(";,")));
  std::string type;
  for (const char c : content_type) {
    if (static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) >= 0x7F) return "";
    type += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  }
  const size_t slash = type.find('/');
  if (slash == type.npos || slash == 0 || slash + 1 == type.size()) return "";
  if (type == "unknown/unknown" || type == "application/unknown" || type == "*/*") return "";
  return type;
}

std::string MediaTypeSeen(std::string_view body) {
  const auto front = encoding::EncodingOfFront(body);
  if (front.mark > 0) body.remove_prefix(front.mark);
  std::string_view text = SkipSpace(body);
  while (text.starts_with("<!--")) {
    const size_t end = text.find("-->");
    if (end == text.npos) return "text/html";
    text = SkipSpace(text.substr(end + 3));
  }
  if (BeginsWith(text, "<?xml")) {
    const std::string_view head = text.substr(0, 1024);
    return head.find("<html") != head.npos || head.find("<HTML") != head.npos
               ? "application/xhtml+xml"
               : "text/xml";
  }
  if (text.starts_with('<')) {
    for (const std::string_view tag : kTags) {
      if (!BeginsWith(text.substr(1), tag)) continue;
      const std::string_view after = text.substr(1 + tag.size());
      if (after.empty() || after[0] == '>' || static_cast<unsigned char>(after[0]) <= ' ')
        return "text/html";
    }
  }
  for (const Mark& mark : kMarks) {
    if (body.starts_with(mark.bytes) && (mark.bytes.size() > 3 || IsBinary(body)))
      return std::string(mark.type);
  }
  if (body.starts_with("RIFF") && body.substr(0, 12).ends_with("WEBP")) return "image/webp";
  if (body.size() >= 8 && body.substr(4, 4) == "ftyp") return "video/mp4";
  return front.name == nullptr && IsBinary(body) ? "application/octet-stream" : "text/plain";
}

bool IsBinary(std::string_view body) {
  if (encoding::EncodingOfFront(body).name != nullptr) return false;
  const std::string_view front = body.substr(0, 1024);
  const bool marked = std::any_of(std::begin(kMarks), std::end(kMarks), [&](const Mark& mark) {
    return mark.bytes.size() > 3 && front.starts_with(mark.bytes);
  });
  if (marked || io::FormatOf(front)) return true;
  // A NUL or two are met in pages, too.
  const auto controls = std::count_if(front.begin(), front.end(), IsControl);
  return controls > static_cast<ptrdiff_t>(2 + front.size() / 100);
}

bool Matches(const std::vector<std::string>& patterns, std::string_view type) {
  return std::any_of(patterns.begin(), patterns.end(), [&](std::string_view pattern) {
    if (pattern == "*" || pattern == "*/*") return true;
    if (pattern.ends_with("/*")) return type.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == type;
  });
}

}  // namespace textmill::warc
