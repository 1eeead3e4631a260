// For tests: tokens with a value for each attribute, and the hits of a query among them.
#ifndef TEXTMILL_PLUGINS_LIB_QUERY_TEST_TOKENS_H_
#define TEXTMILL_PLUGINS_LIB_QUERY_TEST_TOKENS_H_

#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "plugins/lib/query/matcher.h"

namespace textmill::query {

struct TestToken {
  std::map<std::string, std::string> values;  // `word`, `pos`, `lemma`
  bool begins_sentence = false;
};

struct TestText {
  std::vector<TestToken> tokens;
  std::map<std::string, std::string> columns;
};

// "The/DET/the river/NOUN/river | It/PRON/it": `|` begins a sentence.
inline TestText MakeText(const std::string& line) {
  TestText text;
  std::istringstream in(line);
  bool begins = true;
  for (std::string word; in >> word;) {
    if (word == "|") {
      begins = true;
      continue;
    }
    std::istringstream parts(word);
    TestToken token;
    token.begins_sentence = begins;
    begins = false;
    for (const char* name : {"word", "pos", "lemma"}) std::getline(parts, token.values[name], '/');
    text.tokens.push_back(token);
  }
  return text;
}

inline ParseOptions TestOptions() {
  ParseOptions options;
  options.attributes = {"word", "pos", "lemma"};
  options.text_attributes = {"id", "group", "date"};
  return options;
}

inline std::vector<Hit> Find(const Matcher& matcher, const TestText& text,
                             int64_t* cut_off = nullptr) {
  TokenClasses classes = matcher.NewClasses();
  Finder finder(&matcher);
  const auto value = [&](const TestToken& token, const std::string& attribute) -> std::string_view {
    return token.values.at(attribute == kFolded ? "word" : attribute);
  };
  Tokens tokens;
  for (const TestToken& token : text.tokens) {
    std::vector<std::string_view> values;
    for (const std::string& attribute : matcher.attributes())
      values.push_back(value(token, attribute));
    // As a stage does it: words of which one value is asked for go another way.
    tokens.classes.push_back(values.size() == 1 ? classes.Of(values[0]) : classes.Of(values));
    tokens.begins_sentence.push_back(token.begins_sentence);
  }
  tokens.value = [&](size_t token, size_t attribute) {
    return value(text.tokens[token], matcher.attributes()[attribute]);
  };
  tokens.text_value = [&](const std::string& column) -> std::string_view {
    return text.columns.at(column);
  };
  std::vector<Hit> hits;
  finder.Find(tokens, classes, &hits);
  if (cut_off != nullptr) *cut_off = finder.cut_off();
  return hits;
}

// "0-1 4-4": the first and the last token of each.
inline std::string Shown(const std::vector<Hit>& hits, size_t base = 0) {
  std::string out;
  for (const Hit& hit : hits) {
    out += (out.empty() ? "" : " ") + std::to_string(base + hit.begin) + "-" +
           std::to_string(base + hit.end - 1);
  }
  return out;
}

inline std::string HitsOf(const std::string& query, const std::string& line,
                          Strategy strategy = Strategy::kLongest) {
  try {
    const Matcher matcher(query, TestOptions(), strategy);
    return Shown(Find(matcher, MakeText(line)));
  } catch (const QueryError& e) {
    return std::string(e.what()) + (e.hint().empty() ? "" : " / " + e.hint());
  }
}

}  // namespace textmill::query

#endif  // TEXTMILL_PLUGINS_LIB_QUERY_TEST_TOKENS_H_
