// Accuracy on sentences of 79 languages that are not part of this repository.
#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "plugins/language/cld2.h"

namespace textmill::language {
namespace {

std::string ReadGzip(const std::string& path) {
  std::string out;
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return out;
  std::vector<char> block(1 << 16);
  for (int n; (n = gzread(file, block.data(), static_cast<unsigned>(block.size()))) > 0;) {
    out.append(block.data(), static_cast<size_t>(n));
  }
  gzclose(file);
  return out;
}

TEST(Accuracy, OfSentences) {
  const std::string path = TEXTMILL_SOURCE_DIR "/../shared/data/langid/dev/lingua.sentence.tsv.gz";
  const std::string rows = ReadGzip(path);
  if (rows.empty()) GTEST_SKIP() << path << " is not here";

  std::map<std::string_view, std::set<std::string_view>> labels;  // of a text
  std::vector<std::pair<std::string_view, std::string_view>> sentences;
  for (size_t at = 0, end; (end = rows.find('\n', at)) != std::string::npos; at = end + 1) {
    const std::string_view line = std::string_view(rows).substr(at, end - at);
    const size_t tab = line.find('\t');
    sentences.emplace_back(line.substr(0, tab), line.substr(tab + 1));
    labels[line.substr(tab + 1)].insert(line.substr(0, tab));
  }
  const Cld2Detector detector(1024);
  Cld2Detector::Scratch scratch;
  struct Share {
    double right = 0, all = 0;
    double value() const { return all > 0 ? right / all : 0; }
  };
  std::map<std::string_view, Share> by_language;
  Share sure;
  for (const auto& [code, text] : sentences) {
    const Guess guess = detector.Detect(text, scratch);
    const bool right =
        guess.language >= 0 &&
        labels[text].count(Cld2Languages()[static_cast<size_t>(guess.language)].code) > 0;
    by_language[code].right += right;
    by_language[code].all += 1;
    if (guess.confidence < 0.9F) continue;
    sure.right += right;
    sure.all += 1;
  }
  double sum = 0;
  for (const auto& [code, share] : by_language) sum += share.value();
  const double mean = sum / static_cast<double>(by_language.size());
  std::printf("mean over %zu languages: %.4f; with a confidence of 0.9 and more: %.4f of %.0f\n",
              by_language.size(), mean, sure.value(), sure.all);
  for (const auto& [code, share] : by_language) {
    if (share.value() < 0.8) {
      std::printf("  %.*s %.3f\n", static_cast<int>(code.size()), code.data(), share.value());
    }
  }
  EXPECT_GT(mean, 0.94);
  EXPECT_GT(sure.value(), 0.95);
}

}  // namespace
}  // namespace textmill::language
