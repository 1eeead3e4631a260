// ./dev bench dedup: dedup.exact and dedup.near in a pipeline from JSONL to JSONL, two threads, on
// made-up English of which a quarter repeats an earlier document. TEXTMILL_BENCH_MB says how much
// (200), TEXTMILL_BENCH_FOLDER where (TMPDIR), TEXTMILL_BENCH_MEMORY the `memory` of dedup.near.
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace textmill::dedup {
namespace {

std::string Setting(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

// Words as frequent as in English (Zipf's law), so that shingles repeat as they do there.
class Writer {
 public:
  Writer() {
    for (std::string& word : words_) {
      word.resize(1 + random_() % 4 + random_() % 4 + random_() % 4);
      for (char& c : word) c = static_cast<char>('a' + random_() % 26);
    }
    for (uint16_t& word : drawn_) {
      const double u = static_cast<double>(random_()) / 4294967296.0;
      word = static_cast<uint16_t>(std::pow(static_cast<double>(words_.size()), u) - 1);
    }
  }
  std::string Document() {
    std::string text;
    const size_t size = 400 + random_() % 2400;
    while (text.size() < size) {
      const auto bits = static_cast<uint32_t>(random_());
      text += words_[drawn_[bits & 0xffff]];
      text += bits >> 28 == 0 ? ". " : " ";
    }
    return text;
  }
  // Some words changed, none to half of them.
  std::string Changed(const std::string& text) {
    std::string out;
    const size_t rate = 8 + random_() % 200;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find(' ', at), text.size() - 1) + 1;
      out.append(random_() % rate == 0 ? words_[drawn_[random_() & 0xffff]] + " "
                                       : text.substr(at, end - at));
      at = end;
    }
    return out;
  }
  size_t Below(size_t n) { return random_() % n; }

 private:
  std::mt19937 random_{1};
  std::vector<std::string> words_ = std::vector<std::string>(60000);
  std::vector<uint16_t> drawn_ = std::vector<uint16_t>(65536);
};

// The corpus, made when it is not there yet.
std::string Corpus() {
  const size_t size = std::stoull(Setting("TEXTMILL_BENCH_MB", "200")) * 1000000;
  const std::string path =
      Setting("TEXTMILL_BENCH_FOLDER", std::filesystem::temp_directory_path().string()) +
      "/textmill-bench-" + std::to_string(size / 1000000) + ".jsonl";
  if (std::filesystem::exists(path)) return path;
  Writer writer;
  std::ofstream file(path + ".part", std::ios::binary);
  std::vector<std::string> earlier(100000);  // copies are far from what they copy
  size_t written = 0;
  std::string line;
  for (size_t n = 0; written < size; ++n) {
    std::string& place = earlier[n % earlier.size()];
    const std::string& other = earlier[writer.Below(std::min(n + 1, earlier.size()))];
    const size_t kind = n < 1000 || other.empty() ? 9 : writer.Below(10);
    std::string text = kind == 0 ? other : kind <= 2 ? writer.Changed(other) : writer.Document();
    line = "{\"id\": \"document-" + std::to_string(n) + "\", \"text\": \"" + text +
           "\", \"source\": \"paper-" + std::to_string(n % 50) + "\"}\n";
    file << line;
    written += line.size();
    place = std::move(text);
  }
  file.close();
  std::filesystem::rename(path + ".part", path);
  return path;
}

void Run(benchmark::State& state, const std::string& step) {
  const std::string corpus = Corpus();
  const std::string out = corpus + ".out";
  const std::string yaml = corpus + ".yaml";
  std::ofstream(yaml)
      << "textmill: 1\nname: bench\nsteps:\n  - uses: read.jsonl\n    with: { path: " << corpus
      << " }\n"
      << step << "  - uses: write.jsonl\n    with: { path: " << out << " }\n";
  for (auto _ : state) {
    const pid_t child = fork();
    if (child == 0) {
      const std::string folder = std::filesystem::path(corpus).parent_path().string();
      execl(TEXTMILL_PROGRAM, "textmill", "run", "--overwrite", "--threads", "2", "--work-folder",
            folder.c_str(), "--progress", "never", yaml.c_str(), nullptr);
      _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    if (status != 0) state.SkipWithError("the run failed");
    state.counters["MiB resident"] = static_cast<double>(usage.ru_maxrss) / 1024;
    state.counters["CPU seconds"] =
        static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
        static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  }
  state.SetBytesProcessed(static_cast<int64_t>(std::filesystem::file_size(corpus)) *
                          static_cast<int64_t>(state.iterations()));
  std::filesystem::remove(out);
  std::filesystem::remove(yaml);
}

void BM_PipelineAlone(benchmark::State& state) { Run(state, ""); }
BENCHMARK(BM_PipelineAlone)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_PipelineExact(benchmark::State& state) { Run(state, "  - uses: dedup.exact\n"); }
BENCHMARK(BM_PipelineExact)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_PipelineNear(benchmark::State& state) {
  Run(state, "  - uses: dedup.near\n    with: { memory: " +
                 Setting("TEXTMILL_BENCH_MEMORY", "2GiB") + " }\n");
}
BENCHMARK(BM_PipelineNear)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_PipelineNearLongest(benchmark::State& state) {
  Run(state, "  - uses: dedup.near\n    with: { keep: longest, memory: " +
                 Setting("TEXTMILL_BENCH_MEMORY", "2GiB") + " }\n");
}
BENCHMARK(BM_PipelineNearLongest)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace textmill::dedup
