#include "plugins/corpus/dispersion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "plugins/lib/io/oracle_table.h"

namespace textmill::corpus {
namespace {

using io::OracleTable;

using Parts = std::vector<std::vector<std::string>>;

std::map<std::string, Dispersion> Measure(const Parts& parts) {
  std::map<std::string, uint64_t> counts;
  uint64_t total = 0, place = 0;
  for (const auto& part : parts) {
    for (const std::string& word : part) ++counts[word];
    total += part.size();
  }
  std::map<std::string, uint32_t> numbers;
  for (const auto& [word, count] : counts) numbers.emplace(word, numbers.size());
  DispersionCounter counter(total, numbers.size());
  for (const auto& part : parts) {
    for (const std::string& word : part) counter.See(numbers[word], counts[word], place++);
    counter.EndPart(part.size());
  }
  std::map<std::string, Dispersion> out;
  for (const auto& [word, number] : numbers) out[word] = counter.Get(number);
  return out;
}

// The example of 50 words in five parts of Gries 2008, with the values printed there.
TEST(Dispersion, ExampleOfGries) {
  Parts parts;
  for (const char* text : {"b a m n i b e u p", "b a s a t b e w q n", "b c a g a b e s t a",
                           "b a g h a b e a a t", "b a h a a b e a x a t"}) {
    std::istringstream words(text);
    parts.emplace_back();
    for (std::string word; words >> word;) parts.back().push_back(word);
  }
  const Dispersion a = Measure(parts).at("a");
  EXPECT_EQ(a.range, 5u);
  EXPECT_NEAR(a.dp, 0.18, 1e-12);
  EXPECT_NEAR(*a.dp_norm, 0.2195, 5e-5);
  EXPECT_NEAR(*a.juilland_d, 0.785, 5e-4);
  EXPECT_NEAR(a.rosengren_s, 0.950, 5e-4);
  EXPECT_NEAR(*a.carroll_d2, 0.938, 5e-4);
}

TEST(Dispersion, EvenAndUneven) {
  const auto even = Measure({{"a", "b"}, {"a", "c"}, {"a", "d"}}).at("a");
  EXPECT_EQ(*even.juilland_d, 1);
  EXPECT_NEAR(even.dp, 0, 1e-15);
  EXPECT_NEAR(even.arf, 3, 1e-12);  // distances of 2 throughout
  EXPECT_NEAR(even.awt, 3, 1e-12);
  EXPECT_EQ(even.idf, 0);
  const auto uneven = Measure({{"a", "a"}, {"c", "c"}, {"d", "d"}, {}}).at("a");
  EXPECT_EQ(uneven.parts, 3u);  // a part without words is not one
  EXPECT_NEAR(*uneven.juilland_d, 0, 1e-12);
  EXPECT_NEAR(*uneven.dp_norm, 1, 1e-12);
  EXPECT_NEAR(uneven.arf, (1 + 3) / 3.0, 1e-12);  // distances 1 and 5, of which 3 counts
  const auto one = Measure({{"a", "b"}}).at("a");
  EXPECT_FALSE(one.juilland_d.has_value());
  EXPECT_FALSE(one.dp_norm.has_value());
  EXPECT_FALSE(one.carroll_d2.has_value());
}

TEST(Dispersion, AgainstTheOracle) {
  const OracleTable tokens("tiny.tokens.tsv"), table("dispersion.tsv");
  if (!tokens.there() || !table.there()) GTEST_SKIP() << table.why();
  Parts parts;
  std::string document;
  for (const auto& row : tokens.rows()) {
    if (row.at("doc") != document) parts.emplace_back();
    document = row.at("doc");
    parts.back().push_back(row.at("word"));
  }
  const auto measured = Measure(parts);
  for (const auto& row : table.rows()) {
    const Dispersion& d = measured.at(row.at("word"));
    const auto same = [&](const char* name, double value) {
      EXPECT_TRUE(OracleTable::Close(value, OracleTable::Number(row.at(name))))
          << row.at("word") << " " << name << " " << value << " " << row.at(name);
    };
    same("range", static_cast<double>(d.range));
    same("sd_of_relative", d.sd);
    same("vc_population", d.vc);
    same("juilland_D", *d.juilland_d);
    same("gries_DP", d.dp);
    same("DPnorm_lijffijt", *d.dp_norm);
    same("carroll_D2", *d.carroll_d2);
    same("rosengren_S", d.rosengren_s);
    same("KL_bits", d.kl);
    same("ARF_savicky_hlavacova", d.arf);
    same("AWT_frequency", d.awt);
    same("ALD_frequency", d.ald);
    same("IDF_bits", d.idf);
  }
}

}  // namespace
}  // namespace textmill::corpus
