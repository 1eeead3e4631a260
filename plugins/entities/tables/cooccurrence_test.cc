#include "plugins/entities/tables/cooccurrence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "plugins/entities/tables/count.h"
#include "plugins/entities/test_entities.h"
#include "plugins/entities/test_text.h"

namespace textmill::entities {
namespace {

using testing::GivenParams;
using testing::Outcome;
using testing::StageRunner;
using Strings = std::vector<std::string>;

std::string Table(const Outcome& out) {
  std::string table = out.error;
  for (const auto& row : out.tables.at(0)) {
    for (const char* c : {"source", "target", "weight", "source_type", "target_type", "documents",
                          "sentences", "pmi"}) {
      table += row.at(c) + (c == std::string("pmi") ? "\n" : " ");
    }
  }
  std::erase(table, '"');
  return table;
}

TEST(Cooccurrence, CountsDocumentsAndSentences) {
  const std::vector<std::string> documents = {
      "[PER Putin] met [PER Xi]. [PER Xi] left [LOC Moscow] and [PER Putin=Putin].",
      "[PER Putin] was in [LOC Moscow].", "Nothing.",
      "[DATE Monday] in [LOC Rome], [MISC Russian]"};
  EXPECT_EQ(Table(StageRunner<Cooccurrence>(GivenParams{}).Run(MarkedColumns(documents), 2)),
            "Moscow Putin 2 LOC PER 2 2 1\n"
            "Putin Xi 1 PER PER 1 2 1\n"
            "Moscow Xi 1 LOC PER 1 1 1\n");
  // Of five sentences Putin is in three, Xi and Moscow in two each.
  const Outcome by_sentence =
      StageRunner<Cooccurrence>(GivenParams{{"within", "sentence"}, {"min_count", 2}})
          .Run(MarkedColumns(documents), 1);
  EXPECT_EQ(Table(by_sentence).substr(0, 20), "Moscow Putin 2 LOC P");
  EXPECT_EQ(by_sentence.tables[0].size(), 2u);
  EXPECT_NEAR(std::stod(by_sentence.tables[0][0].at("pmi")), std::log2(5.0 * 2 / (3 * 2)), 5e-5);
  const Outcome people = StageRunner<Cooccurrence>(GivenParams{{"types", Strings{"PER"}}})
                             .Run(MarkedColumns(documents), 4);
  EXPECT_EQ(people.tables[0].size(), 1u);
}

TEST(Cooccurrence, AgainstANaiveCount) {
  RandomText random(
      5, {"[PER A]", "[PER B]", "[PER C]", "[LOC A]", "[ORG D]", " and ", ". Then ", "[DATE May]"});
  std::vector<std::string> documents;
  for (int i = 0; i < 200; ++i) documents.push_back(random.Make(15));
  std::map<std::pair<std::string, std::string>, int> expected;
  for (const std::string& document : documents) {
    std::set<std::string> names;
    for (const auto& e : ReadMarked(document).entities) {
      if (e[0] != "DATE") names.insert(e[1] + " " + e[0]);
    }
    for (auto a = names.begin(); a != names.end(); ++a) {
      for (auto b = std::next(a); b != names.end(); ++b) ++expected[{*a, *b}];
    }
  }
  for (const int64_t rows : {1, 7, 200}) {
    const Outcome out =
        StageRunner<Cooccurrence>(GivenParams{}).Run(MarkedColumns(documents), rows);
    ASSERT_EQ(out.error, "");
    std::map<std::pair<std::string, std::string>, int> found;
    for (const auto& row : out.tables[0]) {
      std::string source = row.at("source") + " " + row.at("source_type"),
                  target = row.at("target") + " " + row.at("target_type");
      std::erase(source, '"');
      std::erase(target, '"');
      found[{source, target}] = std::stoi(row.at("weight"));
    }
    EXPECT_EQ(found, expected);
  }
}

TEST(Cooccurrence, MemoryIsBounded) {
  PairCounts pairs(100);
  for (uint32_t i = 0; i < 10000; ++i) {
    pairs.Count(1, 2, 1);
    pairs.Count(i + 10, 3, 0);
    pairs.EndDocument();
    ASSERT_LE(pairs.pairs().size(), 100u);
  }
  EXPECT_EQ(pairs.pairs().at(uint64_t{1} << 32 | 2).documents, 10000u);
  EXPECT_GT(pairs.forgotten(), 9000);
  // Many names in one document.
  std::string document;
  for (int i = 0; i < 50; ++i) document += "[PER N" + std::to_string(i) + "] ";
  const Outcome out = StageRunner<Cooccurrence>(GivenParams{{"max_names", 10}})
                          .Run(MarkedColumns({document, document}));
  EXPECT_EQ(out.tables[0].size(), 45u);
  EXPECT_EQ(out.counters.at("names_left_out"), 80);
}

TEST(Cooccurrence, GoesOnWhereItWasSaved) {
  RandomText random(6, {"[PER A]", "[PER B]", "[PER C]", "[LOC A]", " and ", ". Then "});
  std::vector<std::string> documents;
  for (int i = 0; i < 20; ++i) documents.push_back(random.Make(15));
  for (const char* within : {"document", "sentence"}) {
    const auto table = [&](int64_t restart) {
      return Table(StageRunner<Cooccurrence>(GivenParams{{"within", within}})
                       .Run(MarkedColumns(documents), 5, restart));
    };
    for (int64_t restart = 0; restart < 4; ++restart) EXPECT_EQ(table(restart), table(-1));
  }
}

TEST(Cooccurrence, MergedFromStretchesItIsTheSame) {
  RandomText random(6, {"[PER A]", "[PER B=A]", "[PER C@Q3]", "[PER C]", "[LOC A]", "[ORG D]",
                        " and ", ". Then "});
  std::vector<std::string> documents;
  for (int i = 0; i < 60; ++i) documents.push_back(random.Make(15));
  for (const char* within : {"document", "sentence"}) {
    const GivenParams given = {{"within", within}};
    const Outcome whole = StageRunner<Cooccurrence>(given).Run(MarkedColumns(documents), 5);
    EXPECT_EQ(StageRunner<Cooccurrence>(given).MergedDifference(whole, MarkedColumns(documents), 5),
              "");
  }
}

// What was forgotten in one place may have been frequent in all of them: no wrong counts then.
TEST(Cooccurrence, WherePairsAreForgottenStatesDoNotMerge) {
  std::vector<std::string> documents(2);
  for (int i = 0; i < 40; ++i) {
    documents[0] += "[PER A" + std::to_string(i) + "] ";  // 780 pairs
    documents[1] += "[PER B" + std::to_string(i) + "] ";
  }
  const auto merged = [&](int most, const std::vector<std::string>& of) {
    return StageRunner<Cooccurrence>(GivenParams{{"max_pairs", most}})
        .RunMerged(MarkedColumns(of), 1, {1})
        .error;
  };
  EXPECT_EQ(merged(1560, documents), "");
  EXPECT_EQ(merged(1000, {documents[0], documents[0]}), "");
  EXPECT_NE(merged(1559, documents).find("more than 1559 different pairs"), std::string::npos);
  documents[1] += documents[0];  // forgets them all
  EXPECT_NE(merged(1559, documents).find("more than 1559 different pairs"), std::string::npos);
}

TEST(Count, NamesOfADocument) {
  const Outcome out =
      StageRunner<Count>(GivenParams{})
          .Run(MarkedColumns({"[PER Xi] [LOC Rome@Q220] [LOC Roma=Rome] [DATE May]", "Nothing"}));
  ASSERT_EQ(out.error, "");
  EXPECT_EQ(out.rows[0].at("entity_counts"),
            R"([{"type":"LOC","name":"Rome","id":"Q220","mentions":2},)"
            R"({"type":"PER","name":"Xi","id":null,"mentions":1}])");
  EXPECT_EQ(out.rows[1].at("entity_counts"), "[]");
}

}  // namespace
}  // namespace textmill::entities
