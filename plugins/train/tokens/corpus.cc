#include "plugins/train/tokens/corpus.h"

#include <algorithm>

#include "plugins/lib/conllu/sentences.h"
#include "plugins/lib/io/byte_stream.h"
#include "plugins/lib/io/file.h"
#include "plugins/lib/io/utf8.h"
#include "textmill/error.hpp"

namespace textmill::token_model {
namespace {

std::string ReadAll(const std::string& path) {
  const auto stream = io::OpenStream(std::make_unique<io::StoredBytes>(io::File::Open(path)), path);
  std::string content;
  for (size_t n = 1; n > 0;) {
    const size_t size = content.size();
    content.resize(size + (1 << 20));
    n = stream->Read(content.data() + size, 1 << 20);
    content.resize(size + n);
  }
  if (!io::IsUtf8(content)) throw Error("`" + path + "` is not valid UTF-8");
  return content;
}

// Calls `take` with each line and its number, from 1.
template <class Take>
void ForLines(std::string_view content, const Take& take) {
  size_t number = 0;
  for (size_t at = 0; at < content.size();) {
    const size_t end = std::min(content.find('\n', at), content.size());
    std::string_view line = content.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    take(line, ++number);
    at = end + 1;
  }
}

}  // namespace

std::vector<AnnotatedSentence> ReadTreebank(const std::string& path) {
  return ParseTreebank(path, ReadAll(path));
}

std::vector<AnnotatedSentence> ParseTreebank(const std::string& path, std::string_view content) {
  std::vector<AnnotatedSentence> out;
  conllu::Sentences sentences(content);
  conllu::Sentence sentence;
  while (sentences.Next(&sentence)) {
    AnnotatedSentence words;
    for (const conllu::Word& word : sentence.words) {
      words.push_back({std::string(word.form),
                       std::string(word.lemma),
                       {std::string(word.upos), std::string(word.xpos)}});
    }
    if (!words.empty()) out.push_back(std::move(words));
  }
  if (!sentences.fault().empty()) {
    throw Error("`" + path + ":" + std::to_string(sentences.line() + 1) +
                "`: the line is broken: " + sentences.fault());
  }
  return out;
}

std::vector<AnnotatedSentence> ReadTokens(const std::string& path) {
  return ParseTokens(ReadAll(path));
}

std::vector<AnnotatedSentence> ParseTokens(std::string_view content) {
  std::vector<AnnotatedSentence> out;
  AnnotatedSentence words;
  ForLines(content, [&](std::string_view line, size_t) {
    if (line.empty()) {
      if (!words.empty()) out.push_back(std::move(words));
      words.clear();
    } else if (line[0] != '#' && !line.starts_with("-DOCSTART-")) {
      const std::string_view form = line.substr(0, line.find('\t'));
      if (!form.empty()) words.push_back({std::string(form), {}, {}});
    }
  });
  if (!words.empty()) out.push_back(std::move(words));
  return out;
}

void ReadLexicon(const std::string& path, std::map<std::string, std::string>* classes) {
  ForLines(ReadAll(path), [&](std::string_view line, size_t number) {
    if (line.empty() || line[0] == '#') return;
    const size_t tab = line.find('\t');
    if (tab == line.npos || tab == 0 || tab + 1 == line.size()) {
      throw Error("`" + path + ":" + std::to_string(number) +
                  "`: a word, a tab and its class are expected");
    }
    classes->try_emplace(std::string(line.substr(0, tab)), line.substr(tab + 1));
  });
}

std::vector<AnnotatedWord> ReadLemmas(const std::string& path) {
  std::vector<AnnotatedWord> out;
  ForLines(ReadAll(path), [&](std::string_view line, size_t number) {
    if (line.empty() || line[0] == '#') return;
    const size_t first = line.find('\t'), second = line.find('\t', first + 1);
    if (first == line.npos || second == line.npos || first == 0 || second + 1 == line.size()) {
      throw Error("`" + path + ":" + std::to_string(number) +
                  "`: a word, its tag and its lemma are expected, tabs between them");
    }
    out.push_back({std::string(line.substr(0, first)),
                   std::string(line.substr(second + 1)),
                   {{}, std::string(line.substr(first + 1, second - first - 1))}});
  });
  return out;
}

}  // namespace textmill::token_model
