// JSON Lines in, JSON Lines out, nothing between: the whole program on two threads, beside
// simdjson's parse alone of the same bytes on one. The file is made here and is in the page
// cache.
#include <benchmark/benchmark.h>
#include <simdjson.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace {

namespace fs = std::filesystem;

constexpr size_t kBytes = 1'000'000'000;

// News-like records of some kB: words, quotes to be escaped, a few letters beyond ASCII.
class Corpus {
 public:
  Corpus() : folder_(fs::temp_directory_path() / ("copy_bench." + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    std::mt19937 random(1);
    std::string block;
    for (int id = 0; block.size() < kBytes / 50; ++id) {
      block += R"({"id": ")" + std::to_string(id) + R"(", "text": ")";
      for (unsigned words = 200 + random() % 400; words > 0; --words) {
        block.append(1 + random() % 9, static_cast<char>('a' + random() % 26));
        block += words % 40 == 0   ? "\\n"
                 : words % 61 == 0 ? " \\\"so\\\" "
                 : words % 37 == 0 ? " é "
                                   : " ";
      }
      block += R"(", "source": "wire", "date": "2024-06-05", "n": )" + std::to_string(id) + "}\n";
    }
    std::ofstream file(input(), std::ios::binary);
    for (size_t written = 0; written < kBytes; written += block.size()) file << block;
    std::ofstream(pipeline())
        << "textmill: 1\nname: copy\nsteps:\n  - uses: read.jsonl\n    with: {path: " + input() +
               "}\n  - uses: write.jsonl\n    with: {path: " + (folder_ / "out.jsonl").string() +
               "}\n";
  }
  ~Corpus() { fs::remove_all(folder_); }
  std::string input() const { return (folder_ / "in.jsonl").string(); }
  std::string pipeline() const { return (folder_ / "copy.yaml").string(); }

 private:
  fs::path folder_;
};

const Corpus& TheCorpus() {
  static const Corpus corpus;
  return corpus;
}

void Count(benchmark::State& state) {
  const auto bytes = static_cast<double>(fs::file_size(TheCorpus().input()) *
                                         static_cast<size_t>(state.iterations()));
  state.counters["MB/s"] = benchmark::Counter(bytes / 1e6, benchmark::Counter::kIsRate);
}

void Copy(benchmark::State& state) {
  const std::string command = TEXTMILL_PROGRAM " run " + TheCorpus().pipeline() +
                              " --overwrite --threads " + std::to_string(state.range(0)) +
                              " 2>/dev/null";
  for (auto _ : state) {
    const auto start = std::chrono::steady_clock::now();
    if (std::system(command.c_str()) != 0) state.SkipWithError("the run failed");
    state.SetIterationTime(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  Count(state);
}
BENCHMARK(Copy)->Arg(1)->Arg(2)->Iterations(3)->UseManualTime()->Unit(benchmark::kMillisecond);

void SimdjsonParseAlone(benchmark::State& state) {
  simdjson::padded_string text;
  if (simdjson::padded_string::load(TheCorpus().input()).get(text) != simdjson::SUCCESS)
    state.SkipWithError("cannot read the file");
  simdjson::ondemand::parser parser;
  for (auto _ : state) {
    const char* const end = text.data() + text.size();
    for (const char* line = text.data(); line < end;) {
      const char* next =
          static_cast<const char*>(memchr(line, '\n', static_cast<size_t>(end - line)));
      auto document = parser.iterate(line, static_cast<size_t>(next - line),
                                     static_cast<size_t>(end - line) + simdjson::SIMDJSON_PADDING);
      for (const char* key : {"id", "text", "source", "date"})
        benchmark::DoNotOptimize(document[key].get_string().value().size());
      line = next + 1;
    }
  }
  Count(state);
}
BENCHMARK(SimdjsonParseAlone)->Iterations(3)->Unit(benchmark::kMillisecond);

}  // namespace
