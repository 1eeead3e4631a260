// The table of textmill/scripts.hpp against the properties that ICU knows.
#include "textmill/scripts.hpp"

#include <gtest/gtest.h>
#include <unicode/uniset.h>

#include "plugins/lib/unicode/icu.h"

namespace textmill::unicode {
namespace {

TEST(Scripts, WithoutSpacesAreThoseOfUnicode) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeSet asked(u"[[:L:][:M:]]", status);
  const icu::UnicodeSet expected(
      u"[[:lb=SA:]"
      u"[:scx=Hani:][:scx=Hira:][:scx=Kana:][:scx=Bopo:][:scx=Yiii:][:scx=Tang:][:scx=Nshu:][:scx="
      u"Kits:]"
      u"[:sc=Thai:][:sc=Laoo:][:sc=Khmr:][:sc=Mymr:][:sc=Tale:][:sc=Talu:][:sc=Lana:][:sc=Tavt:][:"
      u"sc=Ahom:]"
      u"[:scx=Bali:][:sc=Batk:][:scx=Bugi:][:sc=Cham:][:scx=Java:]]",
      status);
  CheckIcu(status);
  int wrong = 0;
  for (int32_t i = 0; i < asked.getRangeCount(); ++i) {
    for (UChar32 c = asked.getRangeStart(i); c <= asked.getRangeEnd(i); ++c) {
      if (WrittenWithoutSpaces(static_cast<uint32_t>(c)) == expected.contains(c)) continue;
      if (++wrong < 60) ADD_FAILURE() << "U+" << std::hex << c;
    }
  }
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace textmill::unicode
