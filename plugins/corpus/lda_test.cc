#include "plugins/corpus/lda.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <vector>

namespace textmill::corpus {
namespace {

// Documents of two of four topics, each topic of ten words of its own.
std::vector<std::vector<uint32_t>> Planted(size_t documents, size_t length) {
  std::mt19937 random(7);
  std::vector<std::vector<uint32_t>> all(documents);
  for (auto& document : all) {
    const uint32_t topics[] = {static_cast<uint32_t>(random() % 4),
                               static_cast<uint32_t>(random() % 4)};
    for (size_t i = 0; i < length; ++i)
      document.push_back(topics[random() % 2] * 10 + static_cast<uint32_t>(random() % 10));
  }
  return all;
}

Lda Learn(const Lda::Settings& settings, const std::vector<std::vector<uint32_t>>& documents,
          uint32_t rounds, uint32_t threads) {
  Lda model(settings, 40);
  for (const auto& document : documents) model.Add(document);
  EXPECT_TRUE(model.Run(rounds, threads, [] { return false; }));
  return model;
}

std::vector<uint32_t> CountsOf(const Lda& model, uint32_t topics) {
  std::vector<uint32_t> all;
  for (size_t word = 0; word < 40; ++word) {
    for (uint32_t k = 0; k < topics; ++k) all.push_back(model.count(word, k));
  }
  return all;
}

TEST(Lda, FindsPlantedTopics) {
  const Lda model = Learn({.topics = 4}, Planted(200, 40), 200, 2);
  std::set<uint32_t> found;
  for (uint32_t planted = 0; planted < 4; ++planted) {
    std::map<uint32_t, uint32_t> by_topic;
    uint32_t all = 0;
    for (uint32_t word = planted * 10; word < planted * 10 + 10; ++word) {
      for (uint32_t k = 0; k < 4; ++k) {
        by_topic[k] += model.count(word, k);
        all += model.count(word, k);
      }
    }
    for (const auto& [k, count] : by_topic) {
      if (count > 0.95 * all) found.insert(k);
    }
  }
  EXPECT_EQ(found.size(), 4U);
}

TEST(Lda, IsTheSameForAnyNumberOfThreads) {
  const auto documents = Planted(50, 30);
  for (const uint32_t topics : {2U, 3U, 5U, 7U, 64U}) {
    const auto one = CountsOf(Learn({.topics = topics}, documents, 20, 1), topics);
    for (const uint32_t threads : {2U, 3U, 8U, 100U})
      EXPECT_EQ(CountsOf(Learn({.topics = topics}, documents, 20, threads), topics), one);
    EXPECT_NE(CountsOf(Learn({.topics = topics, .seed = 2}, documents, 20, 1), topics), one);
  }
}

TEST(Lda, CountsAddUp) {
  auto documents = Planted(20, 15);
  documents[3].clear();
  documents.push_back({});
  const uint32_t topics = 6;
  const Lda model = Learn({.topics = topics}, documents, 10, 2);
  ASSERT_EQ(model.documents(), documents.size());
  std::vector<uint64_t> totals(topics);
  std::vector<uint32_t> of_document, in_corpus(40);
  for (size_t d = 0; d < documents.size(); ++d) {
    EXPECT_EQ(std::vector<uint32_t>(model.document(d).begin(), model.document(d).end()),
              documents[d]);
    for (const uint32_t word : documents[d]) ++in_corpus[word];
    model.CountTopics(d, &of_document);
    for (uint32_t k = 0; k < topics; ++k) totals[k] += of_document[k];
  }
  for (uint32_t k = 0; k < topics; ++k) EXPECT_EQ(model.total(k), totals[k]);
  for (uint32_t word = 0; word < 40; ++word) {
    uint32_t sum = 0;
    for (uint32_t k = 0; k < topics; ++k) sum += model.count(word, k);
    EXPECT_EQ(sum, in_corpus[word]);
  }
}

TEST(Lda, StopsWhenItIsToldTo) {
  Lda model({.topics = 3}, 40);
  for (const auto& document : Planted(20, 15)) model.Add(document);
  EXPECT_FALSE(model.Run(1000000, 2, [] { return true; }));
}

}  // namespace
}  // namespace textmill::corpus
