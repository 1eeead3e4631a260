// html.text on real pages, where they are (../shared/data/web): how much of the main text is found,
// and how much else. Scored as the two collections are by those who made them:
//
// article-extraction: F1 of the runs of four words, the mean of precision and of recall by page
// segments: F1 of pieces that the text must have and of pieces that it must not
#include <gtest/gtest.h>
#include <simdjson.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "plugins/html-text/html_text.h"
#include "plugins/lib/html/decode_html.h"
#include "textmill/testing.hpp"

namespace textmill::html {
namespace {

namespace fs = std::filesystem;
const fs::path kFolder = TEXTMILL_SOURCE_DIR "/../shared/data/web/";

std::string Unpacked(const fs::path& path) {
  std::string bytes;
  gzFile file = gzopen(path.c_str(), "rb");
  char buffer[65536];
  for (int n; file != nullptr && (n = gzread(file, buffer, sizeof buffer)) > 0;)
    bytes.append(buffer, static_cast<size_t>(n));
  gzclose(file);
  return bytes;
}

// The text that html.text makes of each page of a collection, by the page's id.
std::map<std::string, std::string> TextsOf(const std::string& collection) {
  std::map<std::string, std::string> pages;
  for (const auto& entry : fs::directory_iterator(kFolder / collection / "html"))
    pages[entry.path().stem().stem()] = DecodeHtml(Unpacked(entry.path()), "", nullptr);
  std::vector<std::optional<std::string_view>> html;
  for (const auto& [id, page] : pages) html.emplace_back(page);
  testing::StageRunner<HtmlText> run({{"metadata", false}});
  const auto out = run.Run(testing::Columns().Add<Utf8>("text", html));
  EXPECT_EQ(out.error, "");
  EXPECT_EQ(out.failed.size(), 0U);
  size_t row = 0;
  simdjson::dom::parser parser;
  for (auto& [id, page] : pages) {
    page = std::string(std::string_view(parser.parse(out.rows.at(row++).at("text"))));
  }
  return pages;
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words(1);
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t begin = at;
    UChar32 c;
    U8_NEXT(text.data(), at, size, c);
    if (c == '_' || (c >= 0 && (u_isalnum(c) || u_charType(c) == U_OTHER_NUMBER))) {
      words.back() += text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

std::map<std::string, int> Shingles(std::string_view text) {
  const std::vector<std::string> words = Words(text);
  std::map<std::string, int> shingles;
  for (size_t i = 0; i < std::max<size_t>(1, words.size() < 4 ? 1 : words.size() - 3); ++i) {
    std::string shingle;
    for (size_t k = i; k < std::min(i + 4, words.size()); ++k) shingle += words[k] + '\n';
    if (!shingle.empty()) ++shingles[shingle];
  }
  return shingles;
}

double Harmonic(double precision, double recall) {
  return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

TEST(RealPages, Articles) {
  const fs::path truth = kFolder / "article-extraction/ground-truth.json";
  if (!fs::exists(truth)) GTEST_SKIP() << truth << " is not there";
  const auto texts = TextsOf("article-extraction");
  simdjson::dom::parser parser;
  const simdjson::dom::object pages = parser.load(truth);
  double precision = 0, recall = 0, with_text = 0, all = 0;
  for (const auto& [id, page] : pages) {
    const auto wanted = Shingles(std::string_view(page["articleBody"]));
    const auto got = Shingles(texts.at(std::string(id)));
    double both = 0, more = 0, missed = 0;
    for (const auto& [shingle, n] : wanted) {
      const auto found = got.find(shingle);
      const int m = found == got.end() ? 0 : found->second;
      both += std::min(n, m);
      missed += std::max(0, n - m);
      more += std::max(0, m - n);
    }
    for (const auto& [shingle, m] : got) more += wanted.count(shingle) == 0 ? m : 0;
    ++all;
    recall += both / (both + missed);
    if (both + more == 0) continue;
    ++with_text;
    precision += both / (both + more);
  }
  precision /= with_text;
  recall /= all;
  std::printf("articles: precision %.4f, recall %.4f, F1 %.4f\n", precision, recall,
              Harmonic(precision, recall));
  EXPECT_GT(Harmonic(precision, recall), 0.972);
}

std::string OneBlank(std::string_view text) {
  std::string out;
  bool space = false;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t begin = at;
    UChar32 c;
    U8_NEXT(text.data(), at, size, c);
    if (c >= 0 && u_isUWhiteSpace(c)) {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin));
  }
  return out;
}

TEST(RealPages, Segments) {
  const fs::path truth = kFolder / "segments/ground-truth.json";
  if (!fs::exists(truth)) GTEST_SKIP() << truth << " is not there";
  const auto texts = TextsOf("segments");
  simdjson::dom::parser parser;
  const simdjson::dom::object pages = parser.load(truth);
  double found = 0, wanted = 0, wrong = 0;
  for (const auto& [id, page] : pages) {
    const std::string text = OneBlank(texts.at(std::string(id)));
    const auto has = [&](simdjson::dom::element piece) {
      return text.find(OneBlank(std::string_view(piece))) != text.npos;
    };
    for (const auto piece : simdjson::dom::array(page["with"])) {
      ++wanted;
      found += has(piece);
    }
    for (const auto piece : simdjson::dom::array(page["without"])) wrong += has(piece);
  }
  const double precision = found / (found + wrong), recall = found / wanted;
  std::printf("segments: precision %.4f, recall %.4f, F1 %.4f\n", precision, recall,
              Harmonic(precision, recall));
  EXPECT_GT(Harmonic(precision, recall), 0.944);
}

}  // namespace
}  // namespace textmill::html
