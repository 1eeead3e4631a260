#include "plugins/corpus/stop_words.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "plugins/lib/unicode/words.h"

namespace textmill::corpus {
namespace {

TEST(StopWords, EveryEntryIsOneWordAsTextmillCutsThem) {
  std::istringstream languages(StopWordLanguages());
  size_t n = 0;
  unicode::Words words;
  for (std::string language; std::getline(languages, language, ',');) {
    language.erase(0, language.find_first_not_of(' '));
    const auto list = StopWords(language);
    EXPECT_GE(list.size(), 60u) << language;
    ++n;
    for (const std::string& word : list) {
      words.Split(word);
      EXPECT_EQ(words.size(), 1u) << language << " " << word;
    }
  }
  EXPECT_EQ(n, 30u);
  EXPECT_TRUE(StopWords("xx").empty());
}

}  // namespace
}  // namespace textmill::corpus
