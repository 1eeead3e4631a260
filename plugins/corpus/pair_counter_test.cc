#include "plugins/corpus/pair_counter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "plugins/corpus/term_stream.h"

namespace textmill::corpus {
namespace {

using Pairs = std::map<std::pair<uint32_t, uint32_t>, uint64_t>;
using Units = std::vector<std::vector<uint32_t>>;

// Place by place, word by word: a place with `collocate` counts once for each word near it.
Pairs Naive(const Units& units, size_t left, size_t right, std::map<uint32_t, uint64_t>* places) {
  Pairs pairs;
  for (const auto& unit : units) {
    for (size_t j = 0; j < unit.size(); ++j) {
      std::set<uint32_t> nodes;  // whose windows have the place j
      for (size_t i = 0; i < unit.size(); ++i) {
        const bool near = i < j ? j - i <= right : i > j && i - j <= left;
        if (near && unit[i] < kFirstMark && unit[i] != unit[j]) nodes.insert(unit[i]);
      }
      for (const uint32_t node : nodes) {
        ++(*places)[node];
        if (unit[j] < kFirstMark) ++pairs[{node, unit[j]}];
      }
    }
  }
  return pairs;
}

// A word and what comes after it.
Pairs NaiveNeighbours(const Units& units, std::map<uint32_t, uint64_t>* places) {
  Pairs pairs;
  for (const auto& unit : units) {
    for (size_t i = 0; i + 1 < unit.size(); ++i) {
      if (unit[i] >= kFirstMark) continue;
      ++(*places)[unit[i]];
      if (unit[i + 1] < kFirstMark) ++pairs[{unit[i], unit[i + 1]}];
    }
  }
  return pairs;
}

TEST(PairCounter, AgainstTheNaiveWayWithAnyMemory) {
  std::mt19937 random(3);
  for (int round = 0; round < 8; ++round) {
    const uint32_t terms = 20 + static_cast<uint32_t>(random() % 400);
    Units units;
    TermLog log;
    std::vector<uint64_t> counts(terms);
    for (int batch = 0; batch < 5; ++batch) {
      std::vector<uint32_t> stream;
      for (int document = 0; document < 20; ++document) {
        stream.insert(stream.end(), {kDocument, 0});
        units.emplace_back();
        for (size_t i = random() % 120; i > 0; --i) {
          auto term = static_cast<uint32_t>(random() % terms);
          if (random() % 4 != 0) term %= 7;
          if (random() % 30 == 0) term = kHole;
          if (random() % 40 == 0) {
            units.emplace_back();
            stream.push_back(kSentence);
          }
          units.back().push_back(term);
          stream.push_back(term);
          if (term != kHole) ++counts[term];
        }
      }
      log.Append(stream);
    }
    PairSettings settings;
    settings.left = random() % 6;
    settings.right = 1 + random() % 6;
    settings.neighbours = round >= 6;
    settings.memory = round % 2 == 0 ? 1 : size_t{1} << 24;
    std::map<uint32_t, uint64_t> places;
    const Pairs expected = settings.neighbours
                               ? NaiveNeighbours(units, &places)
                               : Naive(units, settings.left, settings.right, &places);
    std::vector<uint32_t> order(terms);
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random);
    PairCounter counter(log, order, counts, settings);
    Pairs got;
    std::vector<uint32_t> nodes;
    while (counter.Next([] { return false; })) {
      for (const PairCounter::Pair& pair : counter.pairs()) {
        got[{pair.node, pair.collocate}] += pair.count;
        if (nodes.empty() || nodes.back() != pair.node) nodes.push_back(pair.node);
        ASSERT_EQ(counter.places(pair.node), places[pair.node]);
      }
    }
    ASSERT_EQ(got, expected) << round;
    EXPECT_EQ(std::set<uint32_t>(nodes.begin(), nodes.end()).size(), nodes.size());
    EXPECT_EQ(counter.passes() > 1, round % 2 == 0);
  }
}

}  // namespace
}  // namespace textmill::corpus
