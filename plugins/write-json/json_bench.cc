// Rows as JSON: text of words with a quotation mark or a line break now and then, as in news, in
// documents of some lengths; and beside it what the escaping costs byte by byte.
#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "textmill/json.hpp"

namespace textmill {
namespace {

std::string MakeText(size_t size) {
  std::mt19937 random(1);
  std::string text;
  while (text.size() < size) {
    for (size_t n = 2 + random() % 9; n > 0; --n) text += static_cast<char>('a' + random() % 26);
    const unsigned what = random() % 100;
    text += what < 2 ? "\n" : what < 6 ? " \"" : " ";
  }
  text.resize(size);
  return text;
}

// Documents of `size` bytes, a megabyte in all.
struct Documents {
  explicit Documents(size_t size) : rows(static_cast<int64_t>((1 << 20) / size)) {
    BuilderOf<Utf8> ids, texts, langs, extras;
    BuilderOf<Timestamp> dates;
    BuilderOf<Float32> confidences;
    const std::string text = MakeText(size);
    for (int64_t i = 0; i < rows; ++i) {
      ids.Append("corpus.jsonl@" + std::to_string(i * 3000));
      texts.Append(text);
      dates.Append(1717581600000000 + i * 86400000000);
      langs.Append("en");
      confidences.Append(0.9375f + static_cast<float>(i % 100) * 0.0005f);
      extras.Append(R"({"author":"A. Writer","tags":["ports","strikes"],"views":1200})");
    }
    Add("id", "u", ids);
    Add("text", "u", texts);
    Add("date", kTimestampFormat, dates);
    Add("lang", "u", langs);
    Add("lang_confidence", "f", confidences);
    Add("extra", "u", extras);
    fields.back().SetMeta(TEXTMILL_META_JSON, "1");
  }
  ~Documents() {
    for (ArrowArray* array : columns) {
      array->release(array);
      delete array;
    }
  }
  void Add(const char* name, const char* format, Builder& builder) {
    fields.push_back({name, format, {}, {}});
    builder.Finish(columns.emplace_back(new ArrowArray{}));
  }
  int64_t rows;
  std::vector<Field> fields;
  std::vector<ArrowArray*> columns;
};

void BM_EncodeRows(benchmark::State& state) {
  const Documents documents(static_cast<size_t>(state.range(0)));
  const JsonEncoder encoder(documents.fields);
  Buffer out;
  int64_t bytes = 0;
  for (auto _ : state) {
    out.Advance(0 - out.size());
    for (int64_t i = 0; i < documents.rows; ++i) {
      encoder.AppendRow(documents.columns.data(), 0, i, out);
      out.Append("\n", 1);
    }
    benchmark::DoNotOptimize(out.data());
    bytes += static_cast<int64_t>(out.size());
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK(BM_EncodeRows)->Arg(200)->Arg(2000)->Arg(20000);

template <void (*kEscape)(std::string_view, Buffer&)>
void BM_Escape(benchmark::State& state) {
  const std::string text = MakeText(static_cast<size_t>(state.range(0)));
  Buffer out;
  for (auto _ : state) {
    out.Advance(0 - out.size());
    kEscape(text, out);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_Escape<EscapeJson>)->Name("BM_Escape")->Arg(200)->Arg(2000)->Arg(200000);
BENCHMARK(BM_Escape<internal::AppendEscapedBytewise<JsonEscapes>>)
    ->Name("BM_EscapeBytewise")
    ->Arg(200)
    ->Arg(2000)
    ->Arg(200000);

}  // namespace
}  // namespace textmill
