// The hits that the Corpus Workbench finds, where its tables are at hand.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "plugins/lib/query/test_tokens.h"

namespace textmill::query {
namespace {

const std::string kFolder = std::string(TEXTMILL_SOURCE_DIR) + "/../shared/oracle/";

// The texts of a corpus in CWB's vertical format.
std::vector<TestText> ReadTexts(const std::string& path) {
  std::vector<TestText> texts;
  std::ifstream in(path);
  bool begins = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("<text ")) {
      texts.emplace_back();
      for (const std::string name : {"id", "group", "date"}) {
        const size_t at = line.find(" " + name + "=\"") + name.size() + 3;
        texts.back().columns[name] = line.substr(at, line.find('"', at) - at);
      }
    } else if (line == "<s>") {
      begins = true;
    } else if (!line.starts_with("<")) {
      const size_t tab = line.find('\t'), second = line.find('\t', tab + 1);
      TestToken token;
      token.values = {{"word", line.substr(0, tab)},
                      {"pos", line.substr(tab + 1, second - tab - 1)},
                      {"lemma", line.substr(second + 1)}};
      token.begins_sentence = begins;
      begins = false;
      texts.back().tokens.push_back(token);
    }
  }
  return texts;
}

// To CQP a corpus is one row of tokens, and a run may go on in the next text; here none does.
std::string WithinTexts(const std::string& hits, const std::vector<TestText>& texts, int* across) {
  std::string kept;
  std::istringstream in(hits);
  for (std::string hit; in >> hit;) {
    const size_t first = std::stoul(hit), last = std::stoul(hit.substr(hit.find('-') + 1));
    size_t end = 0;
    for (size_t i = 0; end <= first; ++i) end += texts[i].tokens.size();
    if (last < end) {
      kept += (kept.empty() ? "" : " ") + hit;
    } else {
      ++*across;
    }
  }
  return kept;
}

TEST(Oracle, TheCorpusWorkbenchFindsTheSame) {
  std::ifstream hits(kFolder + "cqp-hits.tsv");
  if (!hits) GTEST_SKIP() << "there is no " << kFolder << "cqp-hits.tsv";
  const std::vector<TestText> texts = ReadTexts(kFolder + "tiny.vrt");
  std::string line;
  std::getline(hits, line);
  int queries = 0, across = 0;
  while (std::getline(hits, line)) {
    const size_t tab = line.find('\t'), second = line.find('\t', tab + 1);
    const std::string query = line.substr(0, tab);
    const std::string expected = WithinTexts(
        line.substr(second + 1, line.find('\t', second + 1) - second - 1), texts, &across);
    std::string found;
    try {
      const Matcher matcher(query, TestOptions(), Strategy::kStandard);
      size_t base = 0;
      for (const TestText& text : texts) {
        const std::string here = Shown(Find(matcher, text), base);
        if (!here.empty()) found += (found.empty() ? "" : " ") + here;
        base += text.tokens.size();
      }
    } catch (const QueryError& e) {
      found = e.what();
    }
    EXPECT_EQ(found, expected) << query;
    ++queries;
  }
  EXPECT_EQ(queries, 42);
  EXPECT_EQ(across, 1);
}

}  // namespace
}  // namespace textmill::query
