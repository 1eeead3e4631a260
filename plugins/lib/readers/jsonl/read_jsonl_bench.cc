// read.jsonl beside simdjson's parse alone, on the same bytes in the same run.
//
//     CORPUS=corpus.jsonl build/release/bench/bench_read-jsonl
//
// Without CORPUS, 32 MB of made-up documents are used.
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <iterator>
#include <random>
#include <string>

#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/readers/jsonl/read_jsonl.h"
#include "textmill/plugin.hpp"

namespace {

using namespace textmill;

std::string MakeCorpus() {
  static constexpr const char* kWords[] = {"the",   "market", "of",    "für",     "\\\"quoted\\\"",
                                           "größe", "and",    "voilà", "правда",  "reported",
                                           "a",     "in",     "1987",  "company", "\\n"};
  std::mt19937 random(1);
  std::string out;
  for (int doc = 0; out.size() < (32 << 20); ++doc) {
    out += "{\"id\": \"" + std::to_string(doc) + "\", \"text\": \"";
    for (unsigned n = 50 + random() % 400; n > 0; --n)
      out += std::string(kWords[random() % std::size(kWords)]) + " ";
    out += "\", \"source\": \"outlet-" + std::to_string(random() % 240) +
           "\", \"date\": \"2004-05-06\"}\n";
  }
  return out;
}

// The corpus, with the padding that simdjson needs.
const simdjson::padded_string& Corpus() {
  static const simdjson::padded_string corpus = [] {
    const char* path = std::getenv("CORPUS");
    if (path == nullptr) return simdjson::padded_string(MakeCorpus());
    return simdjson::padded_string(simdjson::padded_string::load(path));
  }();
  return corpus;
}

// The corpus in a file that is gone with the program.
const std::string& CorpusFile() {
  static const io::TempFolder folder;
  static const std::string path = folder.Write("corpus.jsonl", Corpus());
  return path;
}

void Report(benchmark::State& state) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * Corpus().size()));
}

// All strings of all records, unescaped into simdjson's own buffer and forgotten.
void BM_SimdjsonParseAlone(benchmark::State& state) {
  const auto& corpus = Corpus();
  simdjson::ondemand::parser parser;
  for (auto _ : state) {
    const char* const end = corpus.data() + corpus.size();
    for (const char* p = corpus.data(); p < end;) {
      const char* after = static_cast<const char*>(memchr(p, '\n', static_cast<size_t>(end - p)));
      if (after == nullptr) after = end;
      const size_t n = static_cast<size_t>(after - p);
      auto document = parser.iterate(p, n, n + simdjson::SIMDJSON_PADDING);
      for (auto field : document.get_object()) {
        std::string_view value;
        if (field.value().get_string().get(value) == simdjson::SUCCESS)
          benchmark::DoNotOptimize(value.data());
      }
      p = after + 1;
    }
  }
  Report(state);
}
BENCHMARK(BM_SimdjsonParseAlone);

// From the file in the page cache to columns.
void BM_ReadJsonl(benchmark::State& state) {
  const std::string& path = CorpusFile();
  const textmill_stage stage = internal::MakeStage<jsonl::ReadJsonl>();
  textmill_value params[3] = {};
  textmill_value file{};
  file.type = TEXTMILL_PATH;
  file.string = {path.data(), path.size()};
  params[0].type = TEXTMILL_LIST;
  params[0].items = &file;
  params[0].n_items = 1;
  textmill_value all{};
  all.type = TEXTMILL_MAP;
  all.items = params;
  all.n_items = 3;
  textmill_error error{};
  int64_t rows = 0;
  for (auto _ : state) {
    void *instance, *lane;
    textmill_bind_reply bound{};
    const textmill_input* inputs;
    uint64_t n;
    textmill_unit unit{};
    stage.create(nullptr, &all, &instance, &error);
    stage.bind(instance, nullptr, &bound, &error);
    bound.columns.release(&bound.columns);
    stage.list_inputs(instance, &inputs, &n, &error);
    stage.open_lane(instance, &lane, &error);
    while (stage.next_unit(instance, static_cast<uint64_t>(state.range(0)), &unit, &error) == 0) {
      textmill_rows out{};
      if (stage.read_unit(instance, lane, &unit, &out, &error) != 0) {
        state.SkipWithError(error.message);
        return;
      }
      rows += out.columns.length;
      out.columns.release(&out.columns);
      out.origins.release(&out.origins);
      if (out.failures.release != nullptr) out.failures.release(&out.failures);
    }
    stage.close_lane(instance, lane);
    stage.close(instance);
  }
  state.counters["documents"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kIsRate);
  Report(state);
}
BENCHMARK(BM_ReadJsonl)->Arg(256 << 10)->Arg(1 << 20)->Arg(4 << 20);

}  // namespace
