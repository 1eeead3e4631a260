#include "plugins/corpus/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "plugins/lib/io/oracle_table.h"
#include "textmill/testing.hpp"

namespace textmill::corpus {
namespace {

using io::OracleTable;
using testing::Columns;
using testing::GivenParams;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::StageRunner;

using Texts = std::vector<std::optional<std::string_view>>;

Outcome Make(GivenParams given, const Texts& ids, const Texts& texts, int64_t batch_rows = 1000,
             int64_t restart = -1) {
  given.emplace_back("path", "out/m.mtx");
  StageRunner<Matrix> run(given);
  return run.Run(Columns().Add<Utf8>("id", ids).Add<Utf8>("text", texts), batch_rows, restart);
}

TEST(Matrix, CountsVocabularyAndDocuments) {
  for (const int64_t rows : {1, 2, 100}) {
    const Outcome out = Make({}, {"x", "y", "z\t"}, {"b a b", "", "a c"}, rows);
    ASSERT_EQ(out.error, "");
    EXPECT_EQ(
        out.outputs.at(0),
        "%%MatrixMarket matrix coordinate integer general\n3 3 4\n1 1 1\n1 2 2\n3 1 1\n3 3 1\n");
    EXPECT_EQ(out.outputs.at(1), "a\t2\t2\nb\t2\t1\nc\t1\t1\n");
    EXPECT_EQ(out.outputs.at(2), "x\ny\nz\\t\n");
  }
  const Outcome whole = Make({}, {"x", "y"}, {"b a b", "a c"}, 1);
  for (int64_t restart = 0; restart < 2; ++restart)
    EXPECT_EQ(Make({}, {"x", "y"}, {"b a b", "a c"}, 1, restart).outputs, whole.outputs);
}

TEST(Matrix, MergedFromStretchesItIsTheSame) {
  std::mt19937 random(4);
  std::vector<std::string> texts, ids;
  for (int i = 0; i < 200; ++i) {
    ids.push_back("d" + std::to_string(i));
    std::string& text = texts.emplace_back();
    for (auto n = random() % 30; n > 0; --n)
      text += "w" + std::to_string(random() % (1 + random() % 40)) + " ";
  }
  const Columns columns = Columns()
                              .Add<Utf8>("id", Texts(ids.begin(), ids.end()))
                              .Add<Utf8>("text", Texts(texts.begin(), texts.end()));
  for (const char* weight : {"count", "tf_idf", "tf_idf_smooth"}) {
    const GivenParams given = {{"path", "m.mtx"}, {"weight", weight}, {"min_documents", 2}};
    StageRunner<Matrix> one(given), many(given);
    const Outcome whole = one.Run(columns, 13);
    ASSERT_EQ(whole.error, "");
    EXPECT_GT(whole.outputs.at(0).size(), 5000U);
    EXPECT_EQ(many.MergedDifference(whole, columns, 13), "");
  }
}

TEST(Matrix, TermsThatAreLeftOutAndThoseOfAllDocuments) {
  const Outcome out = Make({{"weight", "tf_idf"}, {"min_count", 2}}, {"x", "y"}, {"b a b", "a c"});
  // a is in all documents: log10 1 is 0.
  const std::string value = internal::ShowNumber(2 * std::log10(2.0));
  EXPECT_EQ(out.outputs.at(0),
            "%%MatrixMarket matrix coordinate real general\n2 2 1\n1 2 " + value + "\n");
  EXPECT_EQ(Make({{"max_share", 0.5}}, {"x", "y"}, {"b a b", "a c"}).outputs.at(1),
            "b\t2\t1\nc\t1\t1\n");
  EXPECT_EQ(Make({}, {}, {}).outputs.at(0),
            "%%MatrixMarket matrix coordinate integer general\n0 0 0\n");
  EXPECT_THAT(Make({{"of", "ngrams"}}, {"x"}, {"a"}).error, HasSubstr("n-grams"));
}

TEST(Matrix, AgainstTheOracle) {
  const OracleTable tokens("tiny.tokens.tsv"), table("tfidf-three-ways.tsv");
  if (!tokens.there() || !table.there()) GTEST_SKIP() << table.why();
  std::vector<std::string> names, texts;
  for (const auto& row : tokens.rows()) {
    if (names.empty() || row.at("doc") != names.back()) {
      names.push_back(row.at("doc"));
      texts.emplace_back();
    }
    texts.back() += row.at("word") + " ";
  }
  const std::map<std::string, std::string> weights = {{"count", "count"},
                                                      {"count_x_log10(N/df)_quanteda", "tf_idf"},
                                                      {"sklearn_smooth_l2", "tf_idf_smooth"},
                                                      {"gensim_log2_l2", "tf_idf_log2"}};
  for (const auto& [column, weight] : weights) {
    const Outcome out = Make({{"weight", weight}}, Texts(names.begin(), names.end()),
                             Texts(texts.begin(), texts.end()));
    ASSERT_EQ(out.error, "");
    std::vector<std::string> terms;
    std::istringstream vocabulary(out.outputs[1]), values(out.outputs[0]);
    for (std::string line; std::getline(vocabulary, line);)
      terms.push_back(line.substr(0, line.find('\t')));
    std::map<std::pair<std::string, std::string>, double> ours;
    std::string line;
    std::getline(values, line);
    std::getline(values, line);
    size_t row = 0, term = 0;
    for (double value = 0; values >> row >> term >> value;)
      ours[{names[row - 1], terms[term - 1]}] = value;
    for (const auto& expected : table.rows()) {
      const double value = OracleTable::Number(expected.at(column));
      EXPECT_NEAR((ours[{expected.at("doc"), expected.at("word")}]), value, 1e-9)
          << column << " " << expected.at("doc") << " " << expected.at("word");
    }
  }
}

}  // namespace
}  // namespace textmill::corpus
