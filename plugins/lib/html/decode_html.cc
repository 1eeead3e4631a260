#include "plugins/lib/html/decode_html.h"

#include <uchardet/uchardet.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "plugins/lib/html/meta_charset.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/encoding/decode.h"
#include "plugins/lib/readers/encoding/encoding_labels.h"
#include "plugins/lib/readers/encoding/transcoder.h"
#include "textmill/utf8.hpp"

namespace textmill::html {
namespace {

using By = DecodeReport::By;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
// The detector is shown so much, and asked when so many bytes are not ASCII: of fewer it knows
// nothing.
constexpr size_t kShown = 64 << 10;
constexpr size_t kEnough = 12;

// How much of the text is UTF-8.
struct Utf8Count {
  size_t valid = 0, invalid = 0;  // characters that are not ASCII, and sequences that are none
  bool cut_off = false;           // the last character, which counts as neither
};

// Gives the text with U+FFFD for what is not valid, if there is a `take`.
Utf8Count WalkUtf8(std::string_view bytes, const std::function<void(std::string_view)>* take) {
  Utf8Count count;
  const char* const end = bytes.data() + bytes.size();
  const char* good = bytes.data();
  for (const char* p = good; p != end;) {
    if (static_cast<signed char>(*p) >= 0) {
      ++p;
      continue;
    }
    const DecodedChar c = DecodeUtf8(p, end);
    if (c.valid) {
      ++count.valid;
    } else {
      if (take != nullptr) {
        if (p > good) (*take)({good, static_cast<size_t>(p - good)});
        (*take)(kReplacement);
      }
      good = p + c.size;
      count.cut_off = good == end && static_cast<uint8_t>(*p) >= 0xC2;
      count.invalid += !count.cut_off;
    }
    p += c.size;
  }
  if (take != nullptr && end > good) (*take)({good, static_cast<size_t>(end - good)});
  return count;
}

std::string Detect(std::string_view bytes) {
  const auto is_ascii = [](char c) { return (c & 0x80) == 0; };
  const auto first = std::find_if_not(bytes.begin(), bytes.end(), is_ascii);
  bytes.remove_prefix(static_cast<size_t>(first - bytes.begin()));
  bytes = bytes.substr(0, kShown);
  if (static_cast<size_t>(bytes.end() - bytes.begin()) -
          static_cast<size_t>(std::count_if(bytes.begin(), bytes.end(), is_ascii)) <
      kEnough)
    return "";
  const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(::uchardet_new(),
                                                                 ::uchardet_delete);
  if (detector == nullptr ||
      ::uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0)
    return "";
  ::uchardet_data_end(detector.get());
  const std::string name = EncodingOfLabel(::uchardet_get_charset(detector.get()));
  return name == "utf-8" ? "" : name;  // was looked for
}

// In the escape sequences of iso-2022-jp, which are ASCII.
bool IsJapaneseAscii(std::string_view bytes) {
  const size_t escape = bytes.find('\x1B');
  return escape != bytes.npos &&
         (bytes.substr(escape + 1).starts_with("$B") ||
          bytes.substr(escape + 1).starts_with("$@") || bytes.substr(escape + 1).starts_with("(J"));
}

// Decodes, and gives the number of U+FFFD made.
size_t Transcode(std::string_view bytes, const std::string& name,
                 const std::function<void(std::string_view)>& take) {
  if (name == "utf-8") {
    const Utf8Count count = WalkUtf8(bytes, &take);
    return count.invalid + count.cut_off;
  }
  size_t replaced = 0;
  encoding::Transcoder(name).Convert(bytes, true, kReplacement, [&](std::string_view text) {
    replaced += text.data() == kReplacement.data();
    take(text);
  });
  return replaced;
}

}  // namespace

std::string EncodingOfLabel(std::string_view label) {
  const size_t begin = label.find_first_not_of(" \t\r\n\"'");
  if (begin == label.npos) return "";
  label.remove_prefix(begin);
  label = label.substr(0, label.find_first_of("\"';,\r\n"));
  std::string name = encoding::EncodingNamed(label);
  if (!name.empty()) return name;
  std::string lower;
  for (const char c : label) lower += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  if (lower == "iso-2022-jp" || lower == "csiso2022jp") return "iso-2022-jp";
  if (lower == "x-user-defined") return "windows-1252";
  if (lower == "mac-cyrillic") return "x-mac-cyrillic";  // the detector's
  return "";
}

void DecodeHtml(std::string_view bytes, std::string_view http_charset,
                const std::function<void(std::string_view)>& take, DecodeReport* report) {
  const auto tell = [&](const std::string& name, By by, size_t replaced) {
    if (report != nullptr) *report = {name, by, replaced};
  };
  const encoding::FrontEncoding front = encoding::EncodingOfFront(bytes);
  if (front.name != nullptr) {
    const std::string name = front.name;
    // ICU's converter for UTF-32 takes the mark itself.
    const std::string_view rest = name == "utf-32" ? bytes : bytes.substr(front.mark);
    return tell(name, front.mark > 0 ? By::kMark : By::kDetector, Transcode(rest, name, take));
  }
  if (io::IsUtf8(bytes)) {
    if (IsJapaneseAscii(bytes))
      return tell("iso-2022-jp", By::kDetector, Transcode(bytes, "iso-2022-jp", take));
    if (!bytes.empty()) take(bytes);
    return tell("utf-8", By::kUtf8, 0);
  }

  std::string http = EncodingOfLabel(http_charset), meta = EncodingOfLabel(MetaCharset(bytes));
  if (meta.starts_with("utf-16")) meta = "utf-8";  // it was read as bytes of ASCII
  const Utf8Count count = WalkUtf8(bytes, nullptr);
  const bool declared = http == "utf-8" || meta == "utf-8";
  const bool nearly = count.valid > 0 && count.valid >= 4 * count.invalid;
  if (nearly || (declared && count.valid >= count.invalid))
    return tell("utf-8", By::kUtf8, Transcode(bytes, "utf-8", take));

  // Encodings that do not fit are lies: the next has its turn.
  const auto bytes_beyond_ascii =
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; });
  const auto fits = [&](const std::string& name, By by) {
    if (name.empty() || name == "utf-8") return false;
    std::string text;
    const size_t replaced = Transcode(bytes, name, [&](std::string_view piece) { text += piece; });
    if (replaced > 1 && replaced > static_cast<size_t>(bytes_beyond_ascii) / 50) return false;
    if (!text.empty()) take(text);
    tell(name, by, replaced);
    return true;
  };
  if (fits(http, By::kHttp) || (meta != http && fits(meta, By::kMeta))) return;
  if (fits(Detect(bytes), By::kDetector)) return;
  fits("windows-1252", By::kNothing);
}

std::string DecodeHtml(std::string_view bytes, std::string_view http_charset,
                       DecodeReport* report) {
  std::string text;
  DecodeHtml(
      bytes, http_charset, [&](std::string_view piece) { text += piece; }, report);
  return text;
}

}  // namespace textmill::html
