// Tokenizer files: any content is a tokenizer, which then takes any text, or an error. And texts,
// of which no byte may be lost.
#include "plugins/text-tokens/test_tokenizer.h"
#include "plugins/text-tokens/tokenizer_file.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/stages.h"
#include "textmill/error.hpp"

namespace textmill::fuzz {
namespace {

std::vector<tokenizer::Bpe::Id> Encoded(const tokenizer::Tokenizer& tokenizer,
                                        std::string_view text) {
  tokenizer::Tokenizer::Scratch scratch = tokenizer.NewScratch();
  std::vector<tokenizer::Bpe::Id> ids;
  tokenizer.Encode(text, scratch, &ids);
  return ids;
}

}  // namespace

TEXTMILL_FUZZ(tokenizer_file) {
  try {
    const tokenizer::Tokenizer made =
        tokenizer::IsTokenizerJson(input)
            ? tokenizer::ParseTokenizerJson(input)
            : tokenizer::ParseRanks(input, tokenizer::PatternCalled("cl100k"));
    const auto ids = Encoded(
        made, "The bridge's \u00e9nd: 1234\n\n<|end|> \u4e2d\u6587 e\u0301\u0302 \t<s> \ufb01");
    for (const auto id : ids) Expect(id < tokenizer::Bpe::kIds, "a token has an id");
  } catch (const Error& error) {
    Expect(!std::string_view(error.what()).empty(), "an error is a sentence");
  }
}

TEXTMILL_FUZZ(tokenizer_text) {
  const tokenizer::TestTokenizer words = tokenizer::Words();
  static const tokenizer::Tokenizer made = tokenizer::ParseTokenizerJson(words.Json());
  for (const std::string& document : Documents(input)) {
    std::string together;
    for (const auto id : Encoded(made, document)) {
      if (id < 256)
        together += static_cast<char>(id);
      else
        together += words.merges[id - 256].first + words.merges[id - 256].second;
    }
    Expect(together == document, "tokens are all of the text");
  }
}

}  // namespace textmill::fuzz
