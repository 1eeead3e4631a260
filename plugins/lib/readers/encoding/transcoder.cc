#include "plugins/lib/readers/encoding/transcoder.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <array>

#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::encoding {

Transcoder::Transcoder(const std::string& encoding) : differences_(ConverterOf(encoding)) {
  UErrorCode status = U_ZERO_ERROR;
  converter_.reset(
      ::ucnv_open(differences_.icu != nullptr ? differences_.icu : encoding.c_str(), &status));
  ::ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
  if (U_FAILURE(status)) throw Error("ICU knows no encoding called `" + encoding + "`");
}

Transcoder::~Transcoder() = default;

void Transcoder::Close::operator()(UConverter* converter) const { ::ucnv_close(converter); }

void Transcoder::Reset() {
  ::ucnv_reset(converter_.get());
  lead_ = 0;
}

size_t Transcoder::Convert(std::string_view bytes, bool last, std::string_view instead,
                           const Take& take) {
  constexpr size_t kUnits = 8192;
  const bool differs = differences_.differs();
  const char* from = bytes.data();
  const char* const end = from + bytes.size();
  std::array<UChar, kUnits> wide;
  std::array<int32_t, kUnits> offsets;  // of each unit of `wide`, from `begin` on
  std::array<char, kUnits * 6> text;
  // What began before `bytes` is not valid from their first byte on.
  const auto place = [&](ptrdiff_t at) { return static_cast<size_t>(std::max<ptrdiff_t>(at, 0)); };
  for (;;) {
    UErrorCode status = U_ZERO_ERROR;
    UChar* wide_end = wide.data();
    const char* const begin = from;
    ::ucnv_toUnicode(converter_.get(), &wide_end, wide.data() + wide.size(), &from, end,
                     differs ? offsets.data() : nullptr, last, &status);
    char* out = text.data();
    for (const UChar* p = wide.data(); p < wide_end; ++p) {
      if (U16_IS_LEAD(*p)) {
        lead_ = *p;
      } else if (U16_IS_TRAIL(*p)) {
        out = EncodeUtf8(static_cast<uint32_t>(U16_GET_SUPPLEMENTARY(lead_, *p)), out);
      } else if (const Converter::Instead* meant = differs ? differences_.InsteadOf(*p) : nullptr) {
        out = EncodeUtf8(meant->standard, out);
        if (meant->second != 0) out = EncodeUtf8(meant->second, out);
      } else if (differs && differences_.Invalid(*p)) {
        if (instead.empty()) return place(begin - bytes.data() + offsets[p - wide.data()]);
        take({text.data(), static_cast<size_t>(out - text.data())});
        take(instead);
        out = text.data();
      } else {
        out = EncodeUtf8(*p, out);
      }
    }
    if (out > text.data()) take({text.data(), static_cast<size_t>(out - text.data())});
    if (U_SUCCESS(status)) return kAllValid;
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;

    char invalid[32];
    int8_t n = sizeof invalid;
    UErrorCode ignored = U_ZERO_ERROR;
    ::ucnv_getInvalidChars(converter_.get(), invalid, &n, &ignored);
    const auto missing = differences_.Find({invalid, static_cast<size_t>(n)});
    if (missing != 0) {
      take({text.data(), static_cast<size_t>(EncodeUtf8(missing, text.data()) - text.data())});
    } else if (instead.empty()) {
      return place(from - bytes.data() - n);
    } else {
      take(instead);
    }
  }
}

}  // namespace textmill::encoding
