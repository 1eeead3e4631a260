// dedup.near on documents with known duplicates: made ones always, and real ones (dedup of
// tests/data/MANIFEST.tsv, in ../shared/data) where they are. Nothing is flagged wrongly, recall is
// what was asked for, and the similarity is the one that was measured there.
#include <absl/container/flat_hash_map.h>
#include <gtest/gtest.h>
#include <simdjson.h>
#include <unicode/uchar.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "plugins/dedup/keys/jaccard.h"
#include "plugins/dedup/keys/shingles.h"
#include "plugins/dedup/near.h"
#include "textmill/testing.hpp"
#include "textmill/utf8.hpp"

namespace textmill::dedup {
namespace {

const std::string kFolder = TEXTMILL_SOURCE_DIR "/../shared/data/dedup/";

const std::string kMade = "made";

struct Corpus {
  std::vector<std::string> ids, texts;
  std::vector<std::vector<uint64_t>> shingles;
  std::unordered_map<std::string, size_t> row_of;
  Shingler shingler{Unit::kWord, 5};

  explicit Corpus(const std::string& path) {
    if (path.ends_with(kMade)) {
      Make();
      return;
    }
    std::string json;
    gzFile file = gzopen(path.c_str(), "rb");
    char buffer[65536];
    for (int n; file != nullptr && (n = gzread(file, buffer, sizeof buffer)) > 0;)
      json.append(buffer, static_cast<size_t>(n));
    gzclose(file);
    simdjson::dom::parser parser;
    for (size_t from = 0; from < json.size();) {
      const size_t end = json.find('\n', from);
      const auto document = parser.parse(json.data() + from, end - from);
      Add(std::string(std::string_view(document["id"])),
          std::string(std::string_view(document["text"])));
      from = end + 1;
    }
  }
  void Add(std::string id, std::string text) {
    row_of[ids.emplace_back(std::move(id))] = texts.size();
    shingles.push_back(shingler.Of(texts.emplace_back(std::move(text))));
  }
  // Runs of our own news text, each followed by copies in which more and more words were changed.
  void Make() {
    std::mt19937 random(3);
    for (const char* name : {"w1", "w2", "w3", "w4"}) {
      std::ifstream in(TEXTMILL_SOURCE_DIR "/plugins/train/entities/news/" + std::string(name) +
                       ".txt");
      const std::vector<std::string> words{std::istream_iterator<std::string>(in), {}};
      for (size_t at = 0; at + 200 < words.size(); at += 200) {
        std::vector<std::string> own(words.begin() + static_cast<long>(at),
                                     words.begin() + static_cast<long>(at + 80 + random() % 120));
        for (int copy = 0; copy < 5; ++copy) {
          std::string text;
          for (const std::string& word : own) text += word + " ";
          Add(name + std::to_string(at) + "." + std::to_string(copy), text);
          for (size_t n = 1 + random() % 3; n > 0; --n)
            own[random() % own.size()] = words[random() % words.size()];
        }
      }
    }
  }

  testing::Columns Columns() const {
    return testing::Columns()
        .Add<Utf8>("id", std::vector<std::optional<std::string_view>>(ids.begin(), ids.end()))
        .Add<Utf8>("text",
                   std::vector<std::optional<std::string_view>>(texts.begin(), texts.end()));
  }

  // Numbers for the shingles that several documents have.
  std::vector<std::vector<uint32_t>> Shared() const {
    absl::flat_hash_map<uint64_t, uint32_t> times;
    for (const auto& set : shingles) {
      for (const uint64_t s : set) ++times[s];
    }
    absl::flat_hash_map<uint64_t, uint32_t> numbers;
    std::vector<std::vector<uint32_t>> out(shingles.size());
    for (size_t i = 0; i < shingles.size(); ++i) {
      for (const uint64_t s : shingles[i]) {
        if (times[s] > 1)
          out[i].push_back(
              numbers.try_emplace(s, static_cast<uint32_t>(numbers.size())).first->second);
      }
    }
    return out;
  }

  // Of each document the highest similarity with an earlier one that is kept: an exact greedy pass,
  // over lists of the documents that have each shingle.
  std::vector<double> Greedy(const std::vector<std::vector<uint32_t>>& sets,
                             double threshold) const {
    std::vector<std::vector<uint32_t>> having;
    std::vector<double> best(texts.size());
    std::vector<uint32_t> shared(texts.size());
    for (size_t i = 0; i < texts.size(); ++i) {
      std::vector<uint32_t> met;
      for (const uint32_t s : sets[i]) {
        if (s >= having.size()) having.resize(s + 1);
        for (const uint32_t k : having[s]) {
          if (shared[k]++ == 0) met.push_back(k);
        }
      }
      for (const uint32_t k : met) {
        const auto all = shingles[i].size() + shingles[k].size() - shared[k];
        best[i] = std::max(best[i], static_cast<double>(shared[k]) / static_cast<double>(all));
        shared[k] = 0;
      }
      if (best[i] >= threshold) continue;
      for (const uint32_t s : sets[i]) having[s].push_back(static_cast<uint32_t>(i));
    }
    return best;
  }
};

class NearData : public ::testing::TestWithParam<const char*> {
 protected:
  static void SkipWithoutData() {
    if (!std::filesystem::exists(kFolder))
      GTEST_SKIP() << "needs dedup of tests/data/MANIFEST.tsv in ../shared/data";
  }
};

TEST_P(NearData, FindsWhatAnExactPassFinds) {
  if (GetParam() != kMade) SkipWithoutData();
  if (IsSkipped()) return;
  const Corpus corpus(kFolder + GetParam());
  ASSERT_GT(corpus.texts.size(), 1000u);
  const auto sets = corpus.Shared();
  for (const double threshold : {0.5, 0.8, 0.9}) {
    testing::StageRunner<Near> run(testing::GivenParams{{"threshold", threshold}});
    const auto out = run.Run(corpus.Columns());
    ASSERT_EQ(out.error, "");
    std::vector<bool> flagged(corpus.texts.size());
    for (const auto& row : out.dropped) flagged[static_cast<size_t>(row.row)] = true;
    for (const auto& row : out.dropped) {
      const std::string& quoted = row.details.at("dup_of");
      const size_t of = corpus.row_of.at(quoted.substr(1, quoted.size() - 2));
      const auto i = static_cast<size_t>(row.row);
      ASSERT_LT(of, i);
      ASSERT_FALSE(flagged[of]);
      ASSERT_GE(JaccardFrom(threshold, corpus.shingles[i], corpus.shingles[of]), threshold);
    }
    const auto best = corpus.Greedy(sets, threshold);
    size_t all = 0, found = 0, close = 0, close_found = 0;
    for (size_t i = 0; i < best.size(); ++i) {
      if (best[i] < threshold) continue;
      ++all;
      found += flagged[i];
      if (best[i] >= threshold + 0.1) continue;
      ++close;
      close_found += flagged[i];
    }
    const auto share = [](size_t a, size_t b) {
      return b == 0 ? 1.0 : static_cast<double>(a) / static_cast<double>(b);
    };
    RecordProperty("recall at " + std::to_string(threshold), std::to_string(share(found, all)));
    std::printf(
        "%s, threshold %.1f: recall %.4f (%zu of %zu), within 0.1 of it %.4f (%zu of %zu), %lld "
        "compared, %lld capped\n",
        GetParam(), threshold, share(found, all), found, all, share(close_found, close),
        close_found, close, static_cast<long long>(out.counters.at("compared")),
        static_cast<long long>(out.counters.at("capped")));
    EXPECT_GE(share(found, all), threshold == 0.8 ? 0.995 : 0.99);
    EXPECT_GE(share(close_found, close), 0.99);
  }
}

INSTANTIATE_TEST_SUITE_P(Corpora, NearData,
                         ::testing::Values("made", "pool.jsonl.gz", "small.jsonl.gz"));

// Whether the published measure may find other words in a text than we do. Its word is any run of
// letters, marks, digits and underscores; for us a mark that follows no letter is no word, joiners
// belong to words, and what is not seen is left out (lib/unicode/words.h).
bool WordsMayDiffer(std::string_view text) {
  bool letter = false;
  for (const char *p = text.data(), *end = p + text.size(); p != end;) {
    const DecodedChar c = DecodeUtf8(p, end);
    p += c.size;
    const auto code = static_cast<UChar32>(c.code_point);
    const bool mark = (U_GET_GC_MASK(code) & U_GC_M_MASK) != 0;
    if ((mark && !letter) || u_hasBinaryProperty(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
        code == 0xA8)  // NFKC makes a space and a mark of it
      return true;
    letter = mark || u_isalnum(code);
  }
  return false;
}

// Pairs with the similarity that another implementation found.
TEST_F(NearData, TheSimilarityIsThePublishedOne) {
  SkipWithoutData();
  if (IsSkipped()) return;
  for (const std::string name : {"natural", "small"}) {
    const Corpus corpus(kFolder + (name == "natural" ? "pool" : name) + ".jsonl.gz");
    std::ifstream truth(kFolder + name + ".truth.tsv");
    std::string a, b, kind;
    double similarity;
    std::getline(truth, a);
    size_t pairs = 0, other_words = 0, wrong = 0, far = 0;
    while (truth >> a >> b >> kind >> similarity) {
      ++pairs;
      const size_t i = corpus.row_of.at(a), k = corpus.row_of.at(b);
      const double by =
          std::abs(JaccardFrom(1e-9, corpus.shingles[i], corpus.shingles[k]) - similarity);
      const bool other = WordsMayDiffer(corpus.texts[i]) || WordsMayDiffer(corpus.texts[k]);
      other_words += other;
      wrong += !other && by > 0.00006;
      far += by > 0.005;
    }
    EXPECT_GT(pairs, 800u);
    EXPECT_LT(other_words, pairs / 10);
    EXPECT_EQ(wrong, 0u) << "of " << pairs;
    EXPECT_EQ(far, 0u) << "of " << pairs;
  }
}

}  // namespace
}  // namespace textmill::dedup
