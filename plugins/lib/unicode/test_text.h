// For tests: random text of many scripts, and the real text beside the repository.
#ifndef TEXTMILL_PLUGINS_UNICODE_TEST_TEXT_H_
#define TEXTMILL_PLUGINS_UNICODE_TEST_TEXT_H_

#include <unicode/uniset.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "plugins/lib/unicode/naive_words.h"
#include "textmill/utf8.hpp"

namespace textmill::unicode {

// Draws characters from one of several sets, and stays with it for a while.
class RandomText {
 public:
  explicit RandomText(uint32_t seed) : random_(seed) {
    UErrorCode status = U_ZERO_ERROR;
    for (const char16_t* pattern : {u"[a-zA-Z0-9_ .,'-]",
                                    u"[a-zA-Z ]",
                                    u"[:ASCII:]",
                                    u"[:NFKC_QC=No:]",
                                    u"[:NFKC_QC=Maybe:]",
                                    u"[:^ccc=0:]",
                                    u"[[a-zA-Z][\\u0300-\\u036F]]",
                                    u"[:CWCF:]",
                                    u"[:Greek:]",
                                    u"[:Cyrillic:]",
                                    u"[[:Thai:] ]",
                                    u"[[:Devanagari:] ]",
                                    u"[[:Bengali:] ]",
                                    u"[[:Arabic:] ]",
                                    u"[[:Hebrew:] ]",
                                    u"[[\\u1100-\\u11FF][\\uAC00-\\uAC40]]",
                                    u"[:Han:]",
                                    u"[[:Hiragana:][:Katakana:]\\uFF65-\\uFF9F]",
                                    u"[:Cf:]",
                                    u"[[:P:][:S:]]",
                                    u"[[:Zs:]\\n\\t]",
                                    u"[\\u0000-\\uD7FF\\uE000-\\U0010FFFF]"}) {
      sets_.emplace_back(pattern, status);
    }
  }
  uint32_t Below(size_t n) { return static_cast<uint32_t>(random_() % n); }

  std::string Make(size_t characters) {
    std::string out;
    while (characters > 0) {
      const icu::UnicodeSet& set = sets_[Below(sets_.size())];
      const size_t n = std::min<size_t>(characters, 1 + (Below(4) == 0 ? Below(150) : Below(6)));
      for (size_t i = 0; i < n; ++i) {
        const auto at = static_cast<int32_t>(Below(static_cast<size_t>(set.size())));
        AppendUtf8(static_cast<char32_t>(set.charAt(at)), &out);
      }
      characters -= n;
    }
    return out;
  }
  // The same with some bytes broken.
  std::string MakeBroken(size_t characters) {
    std::string out = Make(characters);
    for (size_t n = Below(4) + 1; n > 0 && !out.empty(); --n) {
      const size_t at = Below(out.size());
      if (Below(2) == 0) {
        out[at] = static_cast<char>(Below(256));
      } else {
        out.erase(at, 1);
      }
    }
    return out;
  }

 private:
  std::mt19937 random_;
  std::vector<icu::UnicodeSet> sets_;
};

// Texts of ours in many languages, which are always there: of tests/data and pipelines/sample.
struct OwnText {
  std::string language, text;  // its ISO 639 code, or "" where it is not known
};
inline std::vector<OwnText> OwnTexts() {
  namespace fs = std::filesystem;
  const fs::path source = TEXTMILL_SOURCE_DIR;
  std::vector<OwnText> texts;
  std::ifstream table(source / "tests/data/languages.tsv");
  for (std::string code, text; std::getline(table, code, '\t') && std::getline(table, text);)
    texts.push_back({code, text});
  const auto read = [&](const fs::path& path) {
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) texts.push_back({"", line});
  };
  for (const auto& file : fs::directory_iterator(source / "pipelines/sample")) {
    const bool utf16 = file.path().filename().string().starts_with("040");
    if (!utf16) read(file.path());
  }
  return texts;
}

// Lines of a file of ../shared/data, plain or gzip; none when it is missing.
inline std::vector<std::string> SharedLines(const std::string& name, size_t most = SIZE_MAX) {
  std::vector<std::string> lines;
  const std::string path = std::string(TEXTMILL_SOURCE_DIR) + "/../shared/data/" + name;
  gzFile file = std::filesystem::exists(path) ? gzopen(path.c_str(), "rb") : nullptr;
  if (file == nullptr) return lines;
  std::string line;
  char piece[1 << 16];
  while (lines.size() < most && gzgets(file, piece, sizeof piece) != nullptr) {
    line += piece;
    if (line.back() != '\n') continue;
    line.pop_back();
    lines.push_back(std::move(line));
    line.clear();
  }
  if (!line.empty()) lines.push_back(line);
  gzclose(file);
  return lines;
}

}  // namespace textmill::unicode

#endif  // TEXTMILL_PLUGINS_UNICODE_TEST_TEXT_H_
