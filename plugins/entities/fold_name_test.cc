#include "plugins/entities/fold_name.h"

#include <gtest/gtest.h>

namespace textmill::entities {
namespace {

TEST(FoldName, AccentsAndUnicodeForms) {
  EXPECT_EQ(FoldName("Núñez"), "nunez");
  EXPECT_EQ(FoldName("Nu\u0301n\u0303ez"), "nunez");
  EXPECT_EQ(FoldName("Ødegård"), "odegard");
  EXPECT_EQ(FoldName("Wałęsa"), "walesa");
  EXPECT_EQ(FoldName("Đorđević"), "dordevic");
  EXPECT_EQ(FoldName("Ａnn"), "ann");
  EXPECT_EQ(FoldName("Чайковский"), FoldName("чайковскии\u0306"));
  EXPECT_EQ(FoldName("smith"), "smith");
}

TEST(FoldName, GermanVowels) {
  EXPECT_EQ(FoldGermanName("Schröder"), "schroeder");
  EXPECT_EQ(FoldGermanName("Ju\u0308rgens"), "juergens");
  EXPECT_EQ(FoldGermanName("Núñez"), "");
  EXPECT_EQ(FoldGermanName("Smith"), "");
}

TEST(FoldName, BearsAnyBytes) {
  EXPECT_NO_FATAL_FAILURE(FoldName("\xFF\xC3"));
  EXPECT_NO_FATAL_FAILURE(FoldGermanName("a\xCC"));
}

}  // namespace
}  // namespace textmill::entities
