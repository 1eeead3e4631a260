// The layout of extensions as a C++17 compiler sees it.
#include <gtest/gtest.h>
#include <textmill/extensions.h>
#include <textmill/isolate.h>
#include <textmill/kept.h>
#include <textmill/wanted.h>

#include <cstddef>
#include <type_traits>

#define SIZE(type, bytes)                                            \
  static_assert(sizeof(struct type) == bytes, #type " has changed"); \
  static_assert(std::is_standard_layout_v<type> && std::is_trivial_v<type>, #type)
#define FIELD(type, field, offset) \
  static_assert(offsetof(struct type, field) == offset, #type "." #field " has moved")
#define VALUE(name, value) static_assert(name == value, #name " has changed")
#include "extensions_layout.inc"

// Their strings are their names: never to be changed.
TEST(Extensions, AreAskedForByTheseStrings) {
  EXPECT_STREQ(TEXTMILL_NOTES_1, "textmill.notes/1");
  EXPECT_STREQ(TEXTMILL_INPUT_1, "textmill.input/1");
  EXPECT_STREQ(TEXTMILL_STATE_1, "textmill.state/1");
  EXPECT_STREQ(TEXTMILL_ACCOUNT_1, "textmill.account/1");
  EXPECT_STREQ(TEXTMILL_SPLIT_1, "textmill.split/1");
  EXPECT_STREQ(TEXTMILL_MERGE_1, "textmill.merge/1");
  EXPECT_STREQ(TEXTMILL_PARTITION_1, "textmill.partition/1");
  EXPECT_STREQ(TEXTMILL_FORMATS_1, "textmill.formats/1");
  EXPECT_STREQ(TEXTMILL_METRICS_1, "textmill.metrics/1");
  EXPECT_STREQ(TEXTMILL_DEPRECATION_1, "textmill.deprecation/1");
  EXPECT_STREQ(TEXTMILL_SECRETS_1, "textmill.secrets/1");
  EXPECT_STREQ(TEXTMILL_PROGRESS_1, "textmill.progress/1");
  EXPECT_STREQ(TEXTMILL_WANTED_1, "textmill.wanted/1");
  EXPECT_STREQ(TEXTMILL_KEPT_1, "textmill.kept/1");
}
