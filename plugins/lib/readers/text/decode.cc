#include "plugins/lib/readers/text/decode.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>

#include "plugins/lib/io/known_format.h"
#include "plugins/lib/io/utf8.h"
#include "textmill/utf8.hpp"

namespace textmill::readtext {
namespace {

std::string AtByte(size_t at) { return "(at byte " + std::to_string(at) + ")"; }

// Text of one byte a letter, each with a NUL beside it.
const char* Utf16WithoutMark(std::string_view bytes) {
  const std::string_view front = bytes.substr(0, 64);
  size_t nuls[2] = {0, 0};
  for (size_t i = 0; i < front.size(); ++i) nuls[i % 2] += front[i] == '\0';
  const size_t all = nuls[0] + nuls[1];
  if (all == 0 || all < front.size() / 4) return nullptr;
  return nuls[1] >= nuls[0] ? "utf-16le" : "utf-16be";
}

std::string WhyNotUtf8(std::string_view bytes, size_t skipped) {
  if (const auto format = io::FormatOf(bytes))
    return "the file is " + format->name + ", not text; " + format->remedy;
  return "the text is not valid UTF-8 " + AtByte(skipped + FirstInvalidUtf8(bytes)) +
         "; if its encoding is another, name it: `encoding: windows-1252`";
}

}  // namespace

const std::vector<std::string>& Encodings() {
  static const std::vector<std::string> encodings = {
      "auto",       "utf-8",       "utf-16le",     "utf-16be",     "windows-1252", "iso-8859-1",
      "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1251", "koi8-r",       "gb18030",
      "big5",       "shift_jis",   "euc-jp",       "euc-kr"};
  return encodings;
}

Decoder::Decoder() = default;
Decoder::~Decoder() = default;

void Decoder::Close::operator()(UConverter* converter) const { ::ucnv_close(converter); }

std::string Decoder::Decode(std::string_view bytes, const std::string& encoding, BytesBuilder& to) {
  using namespace std::string_view_literals;
  bool utf8 = encoding == "auto" || encoding == "utf-8";
  size_t mark = 0;
  std::string name = encoding;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    utf8 = true;
    mark = 3;
  } else if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv)) {
    return "the text is in UTF-32, which is not supported";
  } else if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    utf8 = false;
    mark = 2;
    name = bytes[0] == '\xFF' ? "utf-16le" : "utf-16be";
  } else if (const char* wide = encoding == "auto" ? Utf16WithoutMark(bytes) : nullptr) {
    return "the text seems to be in UTF-16 without a byte order mark; say `encoding: " +
           std::string(wide) + "`";
  }
  bytes.remove_prefix(mark);
  if (!utf8) return Convert(bytes, name, mark, to);
  if (!io::IsUtf8(bytes)) return WhyNotUtf8(bytes, mark);
  to.AppendPart(bytes);
  return "";
}

std::string Decoder::Convert(std::string_view bytes, const std::string& encoding, size_t skipped,
                             BytesBuilder& to) {
  UErrorCode status = U_ZERO_ERROR;
  if (converter_ == nullptr || name_ != encoding) {
    converter_.reset(::ucnv_open(encoding.c_str(), &status));
    ::ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                          &status);
    if (U_FAILURE(status)) {
      converter_.reset();
      return "ICU knows no encoding called `" + encoding + "`";
    }
    name_ = encoding;
  }
  ::ucnv_reset(converter_.get());
  const char* from = bytes.data();
  const char* const end = from + bytes.size();
  std::array<UChar, 8192> wide;
  UChar lead = 0;
  do {
    status = U_ZERO_ERROR;
    UChar* wide_end = wide.data();
    ::ucnv_toUnicode(converter_.get(), &wide_end, wide.data() + wide.size(), &from, end, nullptr,
                     /*flush=*/true, &status);
    char* const begin = to.Room(static_cast<size_t>(wide_end - wide.data()) * 3 + 4);
    char* out = begin;
    for (const UChar* p = wide.data(); p < wide_end; ++p) {
      if (U16_IS_LEAD(*p)) {
        lead = *p;
      } else {
        out = EncodeUtf8(
            U16_IS_TRAIL(*p) ? static_cast<uint32_t>(U16_GET_SUPPLEMENTARY(lead, *p)) : *p, out);
      }
    }
    to.Wrote(static_cast<size_t>(out - begin));
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (U_SUCCESS(status)) return "";

  char invalid[32];
  int8_t n = sizeof invalid;
  UErrorCode ignored = U_ZERO_ERROR;
  ::ucnv_getInvalidChars(converter_.get(), invalid, &n, &ignored);
  const size_t at = static_cast<size_t>(from - bytes.data()) - static_cast<size_t>(n);
  return "the text is not valid " + encoding + " " + AtByte(skipped + at);
}

}  // namespace textmill::readtext
