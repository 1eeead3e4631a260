#include "plugins/lib/readers/encoding/decode.h"

#include <algorithm>

#include "plugins/lib/io/known_format.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/encoding/encoding_labels.h"
#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::encoding {
namespace {

std::string AtByte(size_t at) { return "(at byte " + std::to_string(at) + ")"; }

// In UTF-16, one of each two bytes says which alphabet: in those of Europe and the Near East it is
// a control character that no text of bytes has so often.
const char* Utf16WithoutMark(std::string_view bytes) {
  const std::string_view front = bytes.substr(0, 256);
  size_t controls[2] = {0, 0};
  bool nul = false;
  for (size_t i = 0; i < front.size(); ++i) {
    const auto c = static_cast<unsigned char>(front[i]);
    const size_t pair = i ^ 1;  // U+2010 to U+201F, dashes and quotation marks, are on neither side
    const bool dash = c >= 0x10 && pair < front.size() && front[pair] == 0x20;
    controls[i % 2] += !dash && (c < 0x09 || (c > 0x0D && c < 0x20 && c != 0x1B));
    nul |= c == 0;
  }
  const size_t most = std::max(controls[0], controls[1]);
  const size_t least = std::min(controls[0], controls[1]);
  if (most < (nul ? 1u : 4u) || most < front.size() / 4 || most < 3 * least) return nullptr;
  return controls[1] > controls[0] ? "utf-16le" : "utf-16be";
}

bool IsUtf16(std::string_view encoding) { return encoding.starts_with("utf-16"); }

bool IsAscii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) == 0; });
}

std::string WhyNotUtf8(std::string_view bytes, size_t skipped) {
  return "the text is not valid UTF-8 " + AtByte(skipped + FirstInvalidUtf8(bytes)) +
         "; if its encoding is another, name it: `encoding: windows-1252`";
}

}  // namespace

FrontEncoding EncodingOfFront(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xEF\xBB\xBF")) return {"utf-8", 3};
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv))
    return {"utf-32", 4};
  if (bytes.starts_with("\xFF\xFE")) return {"utf-16le", 2};
  if (bytes.starts_with("\xFE\xFF")) return {"utf-16be", 2};
  return {Utf16WithoutMark(bytes), 0};
}

// Half of the bytes of Chinese in UTF-16 are like that, and of other scripts fewer.
bool IsHardlyUtf16(std::string_view bytes) {
  const std::string_view front = bytes.substr(0, 4096);
  if (front.size() < 16) return false;
  const auto text = std::count_if(front.begin(), front.end(), [](char c) {
    return (c >= ' ' && c <= '~') || (c >= '\t' && c <= '\r');
  });
  return static_cast<size_t>(text) * 10 >= front.size() * 9;
}

Encodings EncodingsFrom(const std::vector<std::string>& labels) {
  if (labels.empty()) throw Error("the list of encodings is empty").Parameter("encoding");
  Encodings encodings;
  encodings.recognise_utf16 = labels.size() > 1;
  Decoder decoder;
  for (const std::string& label : labels) {
    const bool automatic = label == "auto";
    encodings.recognise_utf16 |= automatic;
    encodings.names.push_back(automatic ? "utf-8" : EncodingNamed(label));
    if (encodings.names.back().empty()) {
      throw Error("there is no encoding `" + label + "` here")
          .Parameter("encoding")
          .Hint("Known are " + SomeEncodings() +
                " and the others of the WHATWG Encoding Standard, by all their names.");
    }
    if (&label == &labels.back()) break;
    std::string all;
    for (int c = 1; c < 256; ++c) all += static_cast<char>(c);
    BytesBuilder nowhere;
    if (decoder.Decode(all, {{encodings.names.back()}, false}, nowhere).problem.empty()) {
      throw Error("every file is valid " + encodings.names.back() +
                  ", so what comes after it is never used")
          .Parameter("encoding")
          .Hint("Put it last.");
    }
  }
  return encodings;
}

Decoded Decoder::Decode(std::string_view bytes, const Encodings& encodings, BytesBuilder& to) {
  if (const FrontEncoding front = EncodingOfFront(bytes); front.name != nullptr) {
    const std::string name = front.name;
    if (name == "utf-32") return {"the text is in UTF-32, which is not supported"};
    if (front.mark > 0 || encodings.recognise_utf16 || encodings.names[0] == name)
      return {Try(bytes.substr(front.mark), name, front.mark, to), name};
    return {"the text seems to be in UTF-16 without a byte order mark; say `encoding: " + name +
            "`"};
  }
  // Or else a PDF would be valid windows-1252, and RTF be text.
  if (const auto format = io::FormatOf(bytes); format && !IsUtf16(encodings.names[0]))
    return {"the file is " + format->name + ", not text. " + format->remedy};
  std::string problems;
  for (const std::string& name : encodings.names) {
    std::string problem = Try(bytes, name, 0, to);
    if (problem.empty()) {
      const bool other = name != "utf-8" && !IsUtf16(name);
      return {"", name, other && !IsAscii(bytes) && io::IsUtf8(bytes)};
    }
    to.DropPart();
    problems += (problems.empty() ? "" : "; ") + problem;
  }
  return {problems};
}

std::string Decoder::Try(std::string_view bytes, const std::string& encoding, size_t skipped,
                         BytesBuilder& to) {
  if (encoding == "utf-8") {
    if (!io::IsUtf8(bytes)) return WhyNotUtf8(bytes, skipped);
    to.AppendPart(bytes);
    return "";
  }
  if (skipped == 0 && IsUtf16(encoding) && IsHardlyUtf16(bytes)) return kHardlyUtf16;
  if (transcoder_ == nullptr || name_ != encoding) {
    transcoder_ = std::make_unique<Transcoder>(encoding);
    name_ = encoding;
  }
  transcoder_->Reset();
  const size_t bad =
      transcoder_->Convert(bytes, true, "", [&](std::string_view text) { to.AppendPart(text); });
  if (bad == Transcoder::kAllValid) return "";
  return "the text is not valid " + encoding + " " + AtByte(skipped + bad);
}

}  // namespace textmill::encoding
