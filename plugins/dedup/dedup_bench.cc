// ./dev bench dedup: signatures, keys, index and store, one thread, on English-like text.
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "plugins/dedup/keys/bands.h"
#include "plugins/dedup/keys/jaccard.h"
#include "plugins/dedup/keys/key.h"
#include "plugins/dedup/keys/minhash.h"
#include "plugins/dedup/keys/shingles.h"
#include "plugins/dedup/passages/repeats.h"
#include "plugins/dedup/store/lsh_index.h"

namespace textmill::dedup {
namespace {

// Documents of about 2 KB, word lengths and punctuation as in English news.
const std::vector<std::string>& Documents() {
  static const std::vector<std::string> documents = [] {
    std::mt19937 random(1);
    std::vector<std::string> vocabulary(20000);
    for (std::string& word : vocabulary) {
      word.resize(1 + (random() % 5 + random() % 5 + random() % 3));
      for (char& c : word) c = static_cast<char>('a' + random() % 26);
    }
    std::vector<std::string> out(4000);
    for (std::string& text : out) {
      const size_t size = 500 + random() % 3000;
      while (text.size() < size) {
        std::string word = vocabulary[random() % vocabulary.size()];
        if (random() % 8 == 0) word[0] = static_cast<char>(word[0] - 32);
        text += word;
        const auto next = random() % 40;
        text += next == 0   ? ".\n"
                : next == 1 ? ", "
                : next == 2 ? ". "
                : next == 3 ? " \xe2\x80\x9c"
                            : " ";
      }
    }
    return out;
  }();
  return documents;
}

void CountBytes(benchmark::State& state, size_t rounds) {
  size_t bytes = 0;
  for (const std::string& text : Documents()) bytes += text.size();
  state.SetBytesProcessed(static_cast<int64_t>(bytes * rounds));
}

template <class Use>
void OverDocuments(benchmark::State& state, Use&& use) {
  Documents();
  for (auto _ : state) {
    for (const std::string& text : Documents()) use(text);
  }
  CountBytes(state, state.iterations());
}

void BM_Words(benchmark::State& state) {
  unicode::Words words;
  OverDocuments(state, [&](const std::string& text) {
    words.Split(text);
    benchmark::DoNotOptimize(words.size());
  });
}
BENCHMARK(BM_Words)->Unit(benchmark::kMillisecond);

void BM_Shingles(benchmark::State& state) {
  Shingler shingler(Unit::kWord, 5);
  OverDocuments(
      state, [&](const std::string& text) { benchmark::DoNotOptimize(shingler.Of(text).data()); });
}
BENCHMARK(BM_Shingles)->Unit(benchmark::kMillisecond);

// Words, shingles and the signature; the plan for a threshold of 0.8 takes 96 values of 128.
void BM_Signature(benchmark::State& state) {
  Shingler shingler(Unit::kWord, 5);
  uint32_t signature[kMostValues];
  OverDocuments(state, [&](const std::string& text) {
    const auto& shingles = shingler.Of(text);
    MinHash(shingles.data(), shingles.size(), static_cast<size_t>(state.range(0)), signature);
    benchmark::DoNotOptimize(signature);
  });
}
BENCHMARK(BM_Signature)->Arg(96)->Arg(128)->Unit(benchmark::kMillisecond);

void BM_MinHash(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<uint64_t> shingles(400);
  for (uint64_t& s : shingles) s = random();
  uint32_t signature[kMostValues];
  for (auto _ : state) {
    (state.range(0) ? MinHash : MinHashWays().front())(shingles.data(), shingles.size(),
                                                       kMostValues, signature);
    benchmark::DoNotOptimize(signature);
  }
  state.SetItemsProcessed(state.iterations() * 400);
}
BENCHMARK(BM_MinHash)->ArgName("vector")->Arg(0)->Arg(1);

void BM_SortUnique(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<uint64_t> values(static_cast<size_t>(state.range(0))), work, scratch;
  for (uint64_t& v : values) v = random();
  for (auto _ : state) {
    work = values;
    SortUnique(&work, &scratch);
    benchmark::DoNotOptimize(work.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_SortUnique)->Arg(50)->Arg(400)->Arg(5000)->Arg(100000);

void BM_Key(benchmark::State& state) {
  KeyMaker maker(static_cast<Normalize>(state.range(0)));
  Key key;
  OverDocuments(state, [&](const std::string& text) {
    maker.Start();
    maker.Text(text);
    benchmark::DoNotOptimize(maker.Finish(&key));
  });
}
BENCHMARK(BM_Key)->ArgName("normalize")->DenseRange(0, 2)->Unit(benchmark::kMillisecond);

// A million documents that share nothing, 16 bands; looked up, then added, with prefetching. All in
// memory, and with less of it.
void BM_LshIndex(benchmark::State& state) {
  constexpr size_t kDocuments = 1000000;
  constexpr size_t kAhead = 4;
  std::mt19937 random(1);
  std::vector<uint32_t> keys((kDocuments + kAhead) * 16);
  for (uint32_t& key : keys) key = static_cast<uint32_t>(random());
  std::vector<uint32_t> found;
  for (auto _ : state) {
    LshIndex index(16, "/tmp", static_cast<size_t>(state.range(0)) << 20);
    for (size_t i = 0; i < kDocuments; ++i) {
      index.Prefetch(&keys[(i + kAhead) * 16]);
      index.Find(&keys[i * 16], 0, 16, 1000, &found);
      index.Add(&keys[i * 16]);
    }
    state.counters["bytes/document"] = static_cast<double>(index.bytes()) / kDocuments;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kDocuments));
}
BENCHMARK(BM_LshIndex)->ArgName("MiB")->Arg(1000)->Arg(100)->Unit(benchmark::kMillisecond);

// Two sets of 400: alike, and not.
void BM_Jaccard(benchmark::State& state) {
  std::mt19937_64 random(1);
  std::vector<std::vector<uint64_t>> sets;
  for (int i = 0; i < 1000; ++i) {
    auto& set = sets.emplace_back(400);
    for (size_t k = 0; k < 400; ++k)
      set[k] = i == 0 || static_cast<int>(k) >= state.range(0) ? random() : sets[0][k];
  }
  std::vector<uint64_t> scratch;
  for (auto& set : sets) SortUnique(&set, &scratch);
  size_t i = 0;
  for (auto _ : state) {
    i = i % 998 + 1;
    benchmark::DoNotOptimize(JaccardFrom(0.8, sets[0], sets[i]));
  }
}
BENCHMARK(BM_Jaccard)->ArgName("shared")->Arg(380)->Arg(100)->Arg(0);

void BM_Passages(benchmark::State& state) {
  Repeats repeats;
  OverDocuments(state, [&](const std::string& text) {
    repeats.Split(text, state.range(0) != 0);
    repeats.MarkRepeated(12, 80);
  });
}
BENCHMARK(BM_Passages)->ArgName("sentences")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace textmill::dedup
