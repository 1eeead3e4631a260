#include "plugins/lib/unicode/form.h"

#include <gtest/gtest.h>
#include <unicode/bytestream.h>

#include "plugins/lib/unicode/icu.h"
#include "plugins/lib/unicode/test_text.h"

namespace textmill::unicode {
namespace {

// The whole text in one call.
std::string Plain(const icu::Normalizer2& form, const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  form.normalizeUTF8(0, text, sink, nullptr, status);
  CheckIcu(status);
  return out;
}

void Check(const std::string& text) {
  for (const Form::Name name : {Form::kNfc, Form::kNfkc}) {
    const std::string expected = Plain(name == Form::kNfc ? Nfc() : Nfkc(), text);
    std::string out = "left over";
    const bool changed = Form(name).Normalize(text, &out);
    ASSERT_EQ(changed, expected != text);
    if (changed) {
      ASSERT_TRUE(out == expected);
    }
  }
}

TEST(Form, RandomText) {
  RandomText random(5);
  for (int round = 0; round < 3000; ++round) {
    Check(random.Make(random.Below(round % 20 == 0 ? 6000 : 100)));
    if (::testing::Test::HasFatalFailure()) break;
  }
}

TEST(Form, LongText) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "e\u0301\u0323 and then";
  Check(text);
  text = std::string(100000, 'a');
  Check(text);
  Check(text + "e\u0301" + text);
}

// ICU alone would take minutes.
TEST(Form, ManyMarks) {
  std::string text = "a", expected = "\u1ea1", out;
  for (int i = 0; i < 500000; ++i) text += "\u0301\u0323";
  for (int i = 1; i < 500000; ++i) expected += "\u0323";
  for (int i = 0; i < 500000; ++i) expected += "\u0301";
  EXPECT_TRUE(Form(Form::kNfc).Normalize(text, &out));
  EXPECT_TRUE(out == expected);
  text = expected;
  EXPECT_FALSE(Form(Form::kNfc).Normalize(text, &out));
}

}  // namespace
}  // namespace textmill::unicode
