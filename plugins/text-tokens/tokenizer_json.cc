// tokenizer.json: the order in which its parts work on a text, and the added tokens.
#include "plugins/text-tokens/json_parts.h"
#include "plugins/text-tokens/tokenizer_file.h"

namespace textmill::tokenizer {
namespace {

void ParseAdded(const Members& token, Vocabulary* vocabulary, Tokenizer* made) {
  token.AreAmong({"id", "content", "single_word", "lstrip", "rstrip", "normalized", "special"});
  const std::string_view content = token.Text("content");
  if (content.empty() || content.size() > AddedTokens::kLongest)
    Broken("the added token " + Quoted(content) + " is empty or too long");
  if (token.Flag("single_word", false))
    Refuse("the added token " + Quoted(content) + " has `single_word`");
  uint64_t id = 0;
  if (token.Get("id").get(id) != simdjson::SUCCESS || id >= Bpe::kIds)
    Broken("the added token " + Quoted(content) + " has no id");
  const AddedToken added{static_cast<uint32_t>(id), token.Flag("lstrip", false),
                         token.Flag("rstrip", false)};
  if (!vocabulary->Fits(content, added.id))
    Broken("the added token " + Quoted(content) + " has the id of another one, or two ids");
  if (!token.Flag("normalized", {})) {
    if (!made->added.Add(content, added))
      Broken("the added token " + Quoted(content) + " is there twice");
    return;
  }
  // It is looked for as the normalizer makes it.
  std::string normal, spare;
  const std::string_view there = made->normalizer.Apply(content, &normal, &spare);
  if (there.empty() || there.size() > AddedTokens::kLongest)
    Refuse("the added token " + Quoted(content) + " is nothing once normalized, or too long");
  if (!made->added_normalized.Add(there, added))
    Broken("the added token " + Quoted(content) + " is there twice");
}

Tokenizer Parse(const Members& root) {
  Tokenizer made;
  root.AreAmong({"version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer",
                 "post_processor", "decoder", "model"});
  if (const auto normalizer = root.Find("normalizer"))
    made.normalizer = ParseNormalizer(*normalizer);
  Cuts cuts;
  if (const auto value = root.Find("pre_tokenizer")) cuts = ParseCuts(*value);
  for (const Cut& cut : cuts.cuts) {
    const auto* const mark = std::get_if<Metaspace>(&cut.way());
    if (mark != nullptr && mark->prefix == Metaspace::kFirst &&
        made.normalizer.may_take_beginning())
      Refuse("the pre-tokenizer has the `prepend_scheme` `first` after such a normalizer");
  }
  made.cuts = std::move(cuts.cuts);
  made.add_prefix_space = cuts.add_prefix_space;
  const Members model(root.Get("model"), "the model");
  Vocabulary vocabulary;
  made.model = ParseModel(model, cuts.byte_level, &vocabulary);
  if (std::holds_alternative<Bpe>(made.model) && !cuts.byte_level &&
      WordsAreApart(model, vocabulary))
    made.cuts.emplace_back(WordCut{std::string(kBlankMark)});
  if (root.Find("added_tokens")) {
    for (const element token : root.List("added_tokens"))
      ParseAdded(Members(token, "an added token"), &vocabulary, &made);
  }
  return made;
}

}  // namespace

bool IsTokenizerJson(std::string_view content) {
  const size_t first = content.find_first_not_of(" \t\r\n");
  return first != content.npos && content[first] == '{';
}

Tokenizer ParseTokenizerJson(std::string_view json) {
  simdjson::dom::parser parser;
  element root;
  if (const auto error = parser.parse(json.data(), json.size()).get(root))
    Broken(std::string("it is not valid JSON: ") + simdjson::error_message(error));
  return Parse(Members(root, "the file"));
}

}  // namespace textmill::tokenizer
