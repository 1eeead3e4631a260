#include "plugins/text/stats.h"

#include <vector>

#include "plugins/lib/unicode/characters.h"
#include "plugins/lib/unicode/dictionary.h"
#include "plugins/lib/unicode/sentences.h"
#include "plugins/lib/unicode/words.h"
#include "textmill/utf8.hpp"

namespace textmill::text {
namespace {

struct StatsScratch final : Lane {
  unicode::Words words;
  unicode::Dictionary dictionary;
  std::vector<unicode::Span> sentences;
};

// Characters of all words, as they are in the text.
size_t WordCharacters(const unicode::Words& words, std::string_view text, bool ascii) {
  size_t n = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    const unicode::Span span = words.source(i);
    n += ascii ? span.end - span.begin : CountCharacters(span.of(text));
  }
  return n;
}

}  // namespace

Stats::Stats() {
  Describe("text.stats", "1.0.0",
           "Measures each text: characters, words, sentences, share of letters, mean word length.");
  Explain(
      "Adds five columns and drops nothing. They serve to describe a corpus, and to filter it: a "
      "text with few letters is a table or debris, one with very long words a list of addresses or "
      "broken.\n"
      "\n"
      "Words are counted as `dedup.near` and `corpus.frequencies` see them: an apostrophe or a "
      "hyphen parts words (*don't* is two). Chinese, Japanese, Thai, Lao, Khmer and Burmese, which "
      "write no spaces between words, are cut by a dictionary (`words: auto`) or not at all "
      "(`words: runs`). What is not seen, such as the variation selectors of emoji, is no word and "
      "no letter, nor is a mark that follows no letter.",
      "- uses: text.stats\n"
      "- keep: words >= 50 and letter_share > 0.7 and mean_word_length < 15\n");
}

std::unique_ptr<Lane> Stats::NewLane() const { return std::make_unique<StatsScratch>(); }

void Stats::Process(const Batch& batch, Reply& reply, Lane* lane) const {
  auto& scratch = static_cast<StatsScratch&>(*lane);
  const auto texts = batch[text_];
  for (int64_t i = 0; i < batch.rows(); ++i) {
    if (texts.IsNull(i)) {
      reply[characters_].AppendNull();
      reply[words_].AppendNull();
      reply[sentences_].AppendNull();
      reply[letter_share_].AppendNull();
      reply[mean_word_length_].AppendNull();
      continue;
    }
    const std::string_view text = texts[i];
    const unicode::CharacterCounts counts = unicode::CountKinds(text);
    scratch.words.SplitWithSource(text);
    unicode::FindSentences(text, &scratch.sentences);
    reply[characters_].Append(static_cast<int64_t>(counts.characters));
    const bool ascii = counts.characters == text.size();
    const size_t in_words = WordCharacters(scratch.words, text, ascii);
    if (cut_ == "auto") scratch.words.CutByDictionary(&scratch.dictionary);
    reply[words_].Append(static_cast<int64_t>(scratch.words.size()));
    reply[sentences_].Append(static_cast<int64_t>(scratch.sentences.size()));
    const auto share = [](size_t part, size_t whole, PrimitiveBuilder<float>& out) {
      if (whole == 0) {
        out.AppendNull();
      } else {
        out.Append(static_cast<float>(static_cast<double>(part) / static_cast<double>(whole)));
      }
    };
    share(counts.letters, counts.characters - counts.blanks, reply[letter_share_]);
    share(in_words, scratch.words.size(), reply[mean_word_length_]);
  }
}

}  // namespace textmill::text
