#include "plugins/lib/token-model/lemma_rules.h"

#include <gtest/gtest.h>

#include "plugins/lib/tagger/chars.h"

namespace textmill::token_model {
namespace {

std::string Lower(const std::string& word) {
  std::string lower;
  entities::AppendLower(word, &lower);
  return lower;
}

TEST(LemmaRules, ScriptsMakeTheLemma) {
  const std::pair<std::string, std::string> cases[] = {{"Bridges", "bridge"},
                                                       {"went", "go"},
                                                       {"PARIS", "Paris"},
                                                       {"lisa", "Lisa"},
                                                       {"n't", "not"},
                                                       {"1,100", "1100"},
                                                       {"\u00c9t\u00e9s", "\u00e9t\u00e9"},
                                                       {"usa", "USA"},
                                                       {"H\u00e4user", "Haus"},
                                                       {"a", "\u00e1"},
                                                       {"x", "x"}};
  for (const auto& [word, lemma] : cases) {
    const LemmaScript script = ScriptFor(word, Lower(word), lemma);
    std::string made;
    EXPECT_TRUE(Apply(script, word, Lower(word), &made)) << word;
    EXPECT_EQ(made, lemma);
  }
}

TEST(LemmaRules, AScriptCarriesOver) {
  const LemmaScript script = ScriptFor("cities", "cities", "city");
  std::string made;
  EXPECT_TRUE(Apply(script, "Berries", "berries", &made));
  EXPECT_EQ(made, "berry");
  EXPECT_FALSE(Apply(script, "as", "as", &made)) << "too short";
}

TEST(LemmaRules, NoCharacterIsCutInTwo) {
  std::string made;
  EXPECT_FALSE(Apply({LemmaScript::kWritten, 1, "a"}, "\u00e9", "\u00e9", &made));
  EXPECT_FALSE(Apply({LemmaScript::kWritten, 1, ""}, "a", "a", &made)) << "nothing is left";
}

}  // namespace
}  // namespace textmill::token_model
