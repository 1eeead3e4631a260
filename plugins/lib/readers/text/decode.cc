#include "plugins/lib/readers/text/decode.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>

#include "plugins/lib/io/known_format.h"
#include "plugins/lib/io/utf8.h"
#include "plugins/lib/readers/text/encoding_labels.h"
#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::readtext {
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

bool IsAscii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) == 0; });
}

std::string WhyNotUtf8(std::string_view bytes, size_t skipped) {
  if (const auto format = io::FormatOf(bytes))
    return "the file is " + format->name + ", not text; " + format->remedy;
  return "the text is not valid UTF-8 " + AtByte(skipped + FirstInvalidUtf8(bytes)) +
         "; if its encoding is another, name it: `encoding: windows-1252`";
}

}  // namespace

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

Decoder::Decoder() = default;
Decoder::~Decoder() = default;

void Decoder::Close::operator()(UConverter* converter) const { ::ucnv_close(converter); }

Decoded Decoder::Decode(std::string_view bytes, const Encodings& encodings, BytesBuilder& to) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xEF\xBB\xBF")) return {Try(bytes.substr(3), "utf-8", 3, to), "utf-8"};
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv))
    return {"the text is in UTF-32, which is not supported"};
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    const std::string name = bytes[0] == '\xFF' ? "utf-16le" : "utf-16be";
    return {Try(bytes.substr(2), name, 2, to), name};
  }
  if (const char* wide = Utf16WithoutMark(bytes)) {
    if (encodings.recognise_utf16 || encodings.names[0] == wide)
      return {Try(bytes, wide, 0, to), wide};
    return {"the text seems to be in UTF-16 without a byte order mark; say `encoding: " +
            std::string(wide) + "`"};
  }
  // Or else a PDF would be valid windows-1252.
  if (!encodings.names[0].starts_with("utf-16") && io::FormatOf(bytes) && !io::IsUtf8(bytes))
    return {WhyNotUtf8(bytes, 0)};
  std::string problems;
  for (const std::string& name : encodings.names) {
    std::string problem = Try(bytes, name, 0, to);
    if (problem.empty()) {
      const bool other = name != "utf-8" && !name.starts_with("utf-16");
      return {"", name, other && !IsAscii(bytes) && io::IsUtf8(bytes)};
    }
    to.DropPart();
    problems += (problems.empty() ? "" : "; ") + problem;
  }
  return {problems};
}

std::string Decoder::Try(std::string_view bytes, const std::string& encoding, size_t skipped,
                         BytesBuilder& to) {
  if (encoding != "utf-8") return Convert(bytes, encoding, skipped, to);
  if (!io::IsUtf8(bytes)) return WhyNotUtf8(bytes, skipped);
  to.AppendPart(bytes);
  return "";
}

std::string Decoder::Convert(std::string_view bytes, const std::string& encoding, size_t skipped,
                             BytesBuilder& to) {
  UErrorCode status = U_ZERO_ERROR;
  if (converter_ == nullptr || name_ != encoding) {
    differences_ = ConverterOf(encoding);
    converter_.reset(
        ::ucnv_open(differences_.icu != nullptr ? differences_.icu : encoding.c_str(), &status));
    ::ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                          &status);
    if (U_FAILURE(status)) {
      converter_.reset();
      return "ICU knows no encoding called `" + encoding + "`";
    }
    name_ = encoding;
  }
  ::ucnv_reset(converter_.get());
  const bool differs = differences_.differs();
  const auto invalid_at = [&](size_t at) {
    return "the text is not valid " + encoding + " " + AtByte(skipped + at);
  };
  const char* from = bytes.data();
  const char* const end = from + bytes.size();
  std::array<UChar, 8192> wide;
  std::array<int32_t, 8192> offsets;  // of each unit of `wide`, from `begin` on
  UChar lead = 0;
  for (;;) {
    status = U_ZERO_ERROR;
    UChar* wide_end = wide.data();
    const char* const begin = from;
    ::ucnv_toUnicode(converter_.get(), &wide_end, wide.data() + wide.size(), &from, end,
                     differs ? offsets.data() : nullptr, /*flush=*/true, &status);
    char* const room = to.Room(static_cast<size_t>(wide_end - wide.data()) * 6 + 4);
    char* out = room;
    for (const UChar* p = wide.data(); p < wide_end; ++p) {
      if (U16_IS_LEAD(*p)) {
        lead = *p;
      } else if (U16_IS_TRAIL(*p)) {
        out = EncodeUtf8(static_cast<uint32_t>(U16_GET_SUPPLEMENTARY(lead, *p)), out);
      } else if (!differs) {
        out = EncodeUtf8(*p, out);
      } else if (const Converter::Instead* instead = differences_.InsteadOf(*p)) {
        out = EncodeUtf8(instead->standard, out);
        if (instead->second != 0) out = EncodeUtf8(instead->second, out);
      } else if (differences_.Invalid(*p)) {
        return invalid_at(static_cast<size_t>(begin - bytes.data() + offsets[p - wide.data()]));
      } else {
        out = EncodeUtf8(*p, out);
      }
    }
    to.Wrote(static_cast<size_t>(out - room));
    if (U_SUCCESS(status)) return "";
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;

    char invalid[32];
    int8_t n = sizeof invalid;
    UErrorCode ignored = U_ZERO_ERROR;
    ::ucnv_getInvalidChars(converter_.get(), invalid, &n, &ignored);
    const auto missing = differences_.Find({invalid, static_cast<size_t>(n)});
    if (missing == 0) return invalid_at(static_cast<size_t>(from - bytes.data() - n));
    char* const place = to.Room(4);
    to.Wrote(static_cast<size_t>(EncodeUtf8(missing, place) - place));
  }
}

}  // namespace textmill::readtext
