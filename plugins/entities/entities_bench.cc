// Speed of the finders on the sample articles, which are full of names, dates and money, and in
// many languages. Beside the names of the sample the lists hold made-up ones.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "plugins/entities/built_in_model.h"
#include "plugins/entities/gazetteer/names.h"
#include "plugins/entities/overlap.h"
#include "plugins/entities/patterns/built_in.h"
#include "plugins/entities/patterns/own_patterns.h"
#include "plugins/lib/tagger/tagger.h"

namespace textmill::entities {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// The documents, often enough that they do not fit into the nearest cache; or, where
// TEXTMILL_BENCH_TEXTS names a file, its paragraphs, parted by empty lines.
const std::vector<std::string>& Documents() {
  static const auto documents = [] {
    std::vector<std::string> once, out;
    if (const char* file = std::getenv("TEXTMILL_BENCH_TEXTS")) {
      const std::string all = ReadFile(file);
      for (size_t at = 0; at < all.size();) {
        const size_t end = std::min(all.find("\n\n", at), all.size());
        out.push_back(all.substr(at, end - at));
        at = end + 2;
      }
      return out;
    }
    std::vector<std::filesystem::path> paths;
    for (const auto& file :
         std::filesystem::directory_iterator(TEXTMILL_SOURCE_DIR "/pipelines/sample")) {
      if (file.path().extension() == ".txt") paths.push_back(file.path());
    }
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) once.push_back(ReadFile(path));
    for (int i = 0; i < 50; ++i) out.insert(out.end(), once.begin(), once.end());
    return out;
  }();
  return documents;
}

void CountBytes(benchmark::State& state) {
  size_t bytes = 0;
  for (const std::string& document : Documents()) bytes += document.size();
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes));
}

// `n` names of one to three words, in the length of real ones.
std::string MadeUpNames(int64_t n) {
  static constexpr const char* kSyllables[] = {"ba", "der", "lo", "mi",  "ka", "ran", "ti",  "vel",
                                               "so", "gar", "ne", "shu", "el", "or",  "pin", "ay"};
  std::mt19937 random(1);
  std::string out = "name\ttype\n";
  for (int64_t i = 0; i < n; ++i) {
    for (size_t words = 1 + random() % 3; words > 0; --words) {
      std::string word;
      for (size_t k = 2 + random() % 3; k > 0; --k) word += kSyllables[random() % 16];
      word[0] = static_cast<char>(word[0] - 32);
      out += word + (words > 1 ? " " : "");
    }
    out += "\tLOC\n";
  }
  return out;
}

void GazetteerOf(benchmark::State& state) {
  NameList names;
  const auto ignore = [](const std::string&) {};
  names.Parse("sample.tsv", ReadFile(TEXTMILL_SOURCE_DIR "/pipelines/sample-names.tsv"), ignore);
  names.Parse("made-up.tsv", MadeUpNames(state.range(0)), ignore);
  names.Finish();
  std::vector<Gazetteer::Hit> hits;
  for (auto _ : state) {
    for (const std::string& document : Documents()) {
      hits.clear();
      names.gazetteer().Find(document, &hits);
      benchmark::DoNotOptimize(hits.data());
    }
  }
  CountBytes(state);
  state.counters["memory"] = static_cast<double>(names.bytes());
}
BENCHMARK(GazetteerOf)->ArgName("names")->Arg(300)->Arg(10000)->Arg(200000);

void LoadNames(benchmark::State& state) {
  const std::string file = MadeUpNames(state.range(0));
  for (auto _ : state) {
    NameList names;
    names.Parse("made-up.tsv", file, [](const std::string&) {});
    names.Finish();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(LoadNames)->ArgName("names")->Arg(200000)->Unit(benchmark::kMillisecond);

void Patterns(benchmark::State& state, const std::vector<Pattern>& enabled) {
  BuiltInPatterns patterns;
  for (const Pattern pattern : enabled) patterns.Enable(pattern);
  Mentions mentions;
  for (auto _ : state) {
    for (const std::string& document : Documents()) {
      mentions.Clear();
      patterns.Find(document, &mentions);
      benchmark::DoNotOptimize(mentions.list.data());
    }
  }
  CountBytes(state);
}
BENCHMARK_CAPTURE(Patterns, date, std::vector<Pattern>{kDate});
BENCHMARK_CAPTURE(Patterns, money, std::vector<Pattern>{kMoney});
BENCHMARK_CAPTURE(Patterns, percent, std::vector<Pattern>{kPercent});
BENCHMARK_CAPTURE(Patterns, quantity, std::vector<Pattern>{kQuantity});
BENCHMARK_CAPTURE(Patterns, email_and_url, std::vector<Pattern>{kEmail, kUrl});
BENCHMARK_CAPTURE(Patterns, all,
                  std::vector<Pattern>{kDate, kMoney, kPercent, kQuantity, kEmail, kUrl});

OwnPatterns FourExpressions() {
  return OwnPatterns::Compile({{"IBAN", R"(\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b)"},
                               {"PHONE", R"(\+\d{2,3}[ -]\d[\d -]{6,12}\d)"},
                               {"CASE", R"(\bNo\. \d+/\d{4}\b)"},
                               {"RESOLUTION", R"(\b(?i:resolution) (\d{3,4})\b)"}});
}

void OwnExpressions(benchmark::State& state, const OwnPatterns& patterns) {
  Mentions mentions;
  for (auto _ : state) {
    for (const std::string& document : Documents()) {
      mentions.Clear();
      patterns.Find(document, &mentions);
      benchmark::DoNotOptimize(mentions.list.data());
    }
  }
  CountBytes(state);
}
BENCHMARK_CAPTURE(OwnExpressions, four, FourExpressions());
// One that may begin anywhere: all of the text is searched.
BENCHMARK_CAPTURE(OwnExpressions, anywhere,
                  OwnPatterns::Compile({{"COMPANY", R"(\b[\w-]+ (?:Inc|Ltd|GmbH|LLC)\b)"}}));

void TenPatterns(benchmark::State& state) {  // the built-in ones, and four of a user
  BuiltInPatterns patterns;
  for (uint32_t p = 0; p < kPatterns; ++p) patterns.Enable(static_cast<Pattern>(p));
  const OwnPatterns own = FourExpressions();
  Mentions mentions;
  for (auto _ : state) {
    for (const std::string& document : Documents()) {
      mentions.Clear();
      own.Find(document, &mentions);
      patterns.Find(document, &mentions);
      benchmark::DoNotOptimize(mentions.list.data());
    }
  }
  CountBytes(state);
}
BENCHMARK(TenPatterns);

void StatisticalTagger(benchmark::State& state) {  // items are tokens
  Tagger tagger(BuiltInModel());
  std::vector<NameFound> found;
  for (auto _ : state) {
    for (const std::string& document : Documents()) {
      found.clear();
      tagger.Find(document, &found);
      benchmark::DoNotOptimize(found.data());
    }
  }
  CountBytes(state);
  state.SetItemsProcessed(static_cast<int64_t>(tagger.tokens()));
}
BENCHMARK(StatisticalTagger);

void LoadModelForEnglish(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(BuiltInModel()->bytes());
  state.counters["memory"] = static_cast<double>(BuiltInModel()->bytes());
}
BENCHMARK(LoadModelForEnglish)->Unit(benchmark::kMillisecond);

void WithoutTheColumn(benchmark::State& state) {  // all finders and overlaps
  NameList names;
  const auto ignore = [](const std::string&) {};
  names.Parse("sample.tsv", ReadFile(TEXTMILL_SOURCE_DIR "/pipelines/sample-names.tsv"), ignore);
  names.Parse("made-up.tsv", MadeUpNames(10000), ignore);
  names.Finish();
  BuiltInPatterns patterns;
  for (uint32_t p = 0; p < kPatterns; ++p) patterns.Enable(static_cast<Pattern>(p));
  std::vector<Gazetteer::Hit> hits;
  Mentions mentions;
  for (auto _ : state) {
    for (const std::string& document : Documents()) {
      hits.clear();
      mentions.Clear();
      names.gazetteer().Find(document, &hits);
      for (const auto& hit : hits) {
        mentions.Add(hit.begin, hit.end, Source::kGazetteer, hit.payload);
      }
      patterns.Find(document, &mentions);
      SettleOverlaps(&mentions.list);
      benchmark::DoNotOptimize(mentions.list.data());
    }
  }
  CountBytes(state);
}
BENCHMARK(WithoutTheColumn);

}  // namespace
}  // namespace textmill::entities
