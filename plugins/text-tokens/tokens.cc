#include "plugins/text-tokens/tokens.h"

#include <algorithm>

#include "plugins/lib/io/file.h"
#include "plugins/text-tokens/tokenizer_file.h"

namespace textmill::tokenizer {
namespace {

constexpr const char* kDescription =
    R"(Language models have budgets of tokens, which are not words: of each text this counts the
tokens that the tokenizer of a model makes of it. `keep: token_count <= 2048` then takes what fits; the
end of the run says how many tokens there were.

**The tokenizer** is a file that you have; none comes with Textmill:

- `tokenizer.json`, as Hugging Face's library tokenizers writes it: BPE on bytes (GPT-2 to GPT-4o, Llama 3,
  Qwen, DeepSeek, Mistral's newer ones), BPE with `byte_fallback` (Llama 2, Mistral, Gemma), Unigram (T5, XLM-R,
  and the embedding models that are made of it) and WordPiece (BERT and its many children). Tokens are those of
  its `encode(text, add_special_tokens=False)`: special tokens that the text spells out (`<|endoftext|>`)
  count as one, and what a model's template puts around a text (`<s>`, `[CLS]`) is not counted. `truncation`
  and `padding` are passed over.
- A file of ranks, as tiktoken keeps them, a token in base64 and its rank on each line. It says nothing
  of how text is cut into pieces before: name that by `pattern`. Tokens are those of tiktoken's
  `encode_ordinary`: special tokens are text as any other.

A file with anything that is not known here is refused by the check, with what that is: another model or
normalizer, cuts by an expression that is none of the known ones, added tokens that are words (`single_word`).
A count that is nearly right would be worse than none.

Letters and digits are those of the Unicode of the PCRE2 library (14 in Debian 12); characters that are
newer may be cut otherwise than by a library that knows them. Where a file asks for a normal form, several marks on
one letter may come in another order than in the library tokenizers, whose tables are of an older Unicode. A text
with more than 4 MiB in one piece, without a blank or sign in it, fails.)";

constexpr const char* kExample =
    R"(- uses: text.tokens
  with: { file: tokenizer.json }
- keep: token_count <= 2048
)";

// A tokenizer of a quarter of a million tokens has 35 MB.
constexpr uint64_t kMostBytes = uint64_t{256} << 20;
constexpr const char* kFromFile = "file";

std::vector<std::string> PatternNames() {
  std::vector<std::string> names = {kFromFile};
  for (const std::string_view name : PatternsOfRanks()) names.emplace_back(name);
  return names;
}

std::string ContentOf(const std::string& path) {
  const io::File file = io::File::Open(path);
  const io::File::Identity identity = file.Identify();
  if (!identity.regular) throw Error("it is no file");
  if (identity.bytes > kMostBytes) throw Error("it has more than 256 MiB");
  std::string content(identity.bytes, '\0');
  content.resize(file.ReadAt(0, content.data(), content.size()));
  return content;
}

}  // namespace

struct Tokens::Scratch final : Lane {
  explicit Scratch(const Tokenizer& tokenizer) : encode(tokenizer.NewScratch()) {}
  Tokenizer::Scratch encode;
  std::vector<Bpe::Id> ids;
};

Tokens::Tokens()
    : pattern_(this, "pattern", PatternNames(),
               "How text is cut into pieces before: as the `file` says it, or, for a file of "
               "ranks, which does not, by one of these. `gpt2` "
               "is for `r50k_base` and `p50k_base`, `cl100k` for GPT-4 and `cl100k_base`, `o200k` "
               "for GPT-4o and `o200k_base`, `tekken` for Mistral, `llama3` and `qwen2` for those "
               "models.") {
  Describe("text.tokens", "0.1.0",
           "Counts the tokens that a language model makes of texts, by its tokenizer file.");
  Explain(kDescription, kExample);
}

// The file is looked at before the run: what it cannot be used for, the check tells.
void Tokens::Bind(Binder&) {
  token_ids_.Enable(ids_);
  const bool has_pattern = pattern_ != kFromFile;
  try {
    const std::string content = ContentOf(file_->value);
    if (IsTokenizerJson(content)) {
      if (has_pattern)
        throw Error("a tokenizer.json says itself how text is cut; leave `pattern` out")
            .Parameter("pattern");
      tokenizer_ = std::make_unique<const Tokenizer>(ParseTokenizerJson(content));
    } else {
      if (!has_pattern)
        throw Error(
            "it is no tokenizer.json; for a file of ranks, `pattern` has to say how text "
            "is cut")
            .Parameter("pattern");
      tokenizer_ =
          std::make_unique<const Tokenizer>(ParseRanks(content, PatternCalled(pattern_.get())));
    }
  } catch (const Error& error) {
    throw Error("`" + file_->value + "`: " + error.what(), error.code())
        .Parameter(error.parameter().empty() ? "file" : error.parameter())
        .Hint(error.hint());
  }
}

std::unique_ptr<Lane> Tokens::NewLane() const { return std::make_unique<Scratch>(*tokenizer_); }

void Tokens::Apply(const Row& row, Reply& out) const {
  if (row.IsNull(text_)) {
    out[count_].AppendNull();
    if (ids_) out[token_ids_].AppendNull();
    return;
  }
  Scratch& scratch = row.lane<Scratch>();
  scratch.ids.clear();
  tokenizer_->Encode(row[text_], scratch.encode, &scratch.ids);
  const auto n = static_cast<int64_t>(scratch.ids.size());
  row.Count(tokens_, n);
  out[count_].Append(n);
  if (!ids_) return;
  ListBuilder& list = out[token_ids_];
  auto& items = list.items<BuilderOf<Int32>>();
  for (const Bpe::Id id : scratch.ids) items.Append(static_cast<int32_t>(id));
  list.EndRow();
}

}  // namespace textmill::tokenizer
