// Bytes of HTML a second, one core: parsing alone, the main text, and all that html.text gives. On
// real pages where they are (../shared/data/web), else on a made one.
#include <benchmark/benchmark.h>
#include <zlib.h>

#include <filesystem>
#include <string>
#include <vector>

#include "plugins/html-text/main_text.h"
#include "plugins/html-text/metadata.h"
#include "plugins/html-text/outline.h"
#include "plugins/html-text/page.h"
#include "plugins/html-text/render.h"
#include "plugins/lib/html/decode_html.h"

namespace textmill::html {
namespace {

namespace fs = std::filesystem;

std::string MadePage() {
  std::string page = "<html><head><title>A page</title></head><body><nav><ul>";
  for (int i = 0; i < 100; ++i)
    page += "<li class='menu-item'><a href='/a'>Section of news</a></li>";
  page += "</ul></nav><article class='post'><h1>A page</h1><div class='entry-content'>";
  for (int i = 0; i < 50; ++i)
    page +=
        "<p>A sentence of some length, with a <a href='/b'>link</a> in it, ends here. And one "
        "more.</p>";
  return page + "</div></article><footer>All rights reserved</footer></body></html>";
}

const std::vector<std::string>& Pages() {
  static const auto* pages = [] {
    auto* all = new std::vector<std::string>;
    for (const char* name : {"segments", "article-extraction"}) {
      const fs::path folder = fs::path(TEXTMILL_SOURCE_DIR "/../shared/data/web") / name / "html";
      if (!fs::exists(folder)) continue;
      for (const auto& entry : fs::directory_iterator(folder)) {
        std::string bytes;
        gzFile file = gzopen(entry.path().c_str(), "rb");
        char buffer[65536];
        for (int n; (n = gzread(file, buffer, sizeof buffer)) > 0;)
          bytes.append(buffer, static_cast<size_t>(n));
        gzclose(file);
        all->push_back(DecodeHtml(bytes, "", nullptr));
      }
    }
    if (all->empty()) all->assign(100, MadePage());
    return all;
  }();
  return *pages;
}

enum Work { kParse, kText, kMarkdown, kAll };

void BM_Pages(benchmark::State& state, Work work) {
  Page page;
  Hints hints;
  Outline outline;
  MainText main_text({});
  MetadataReader metadata;
  std::string text;
  int64_t bytes = 0;
  for (auto _ : state) {
    for (const std::string& html : Pages()) {
      bytes += static_cast<int64_t>(html.size());
      page.Parse(html, size_t{1} << 30);
      if (work == kParse) continue;
      text.clear();
      outline.Make(page.body(), &hints);
      Render(outline, main_text.Choose(outline, page.title()),
             work == kMarkdown ? Format::kMarkdown : Format::kText, &text);
      benchmark::DoNotOptimize(text.data());
      if (work == kAll) benchmark::DoNotOptimize(metadata.Read(page, outline, ""));
    }
  }
  state.SetBytesProcessed(bytes);
}
BENCHMARK_CAPTURE(BM_Pages, parse, kParse)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pages, main_text, kText)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pages, markdown, kMarkdown)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_Pages, with_metadata, kAll)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace textmill::html
