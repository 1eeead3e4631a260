// tokenizer.json, as far as it is byte-level BPE.
#include <absl/container/flat_hash_map.h>
#include <simdjson.h>

#include <algorithm>
#include <initializer_list>

#include "plugins/text-tokens/byte_characters.h"
#include "plugins/text-tokens/tokenizer_file.h"
#include "textmill/error.hpp"

namespace textmill::tokenizer {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

[[noreturn]] void Refuse(const std::string& what) {
  throw Error(what + ", which text.tokens does not know; a count without it would be wrong");
}

[[noreturn]] void Broken(const std::string& what) { throw Error("it is no tokenizer: " + what); }

std::string Quoted(std::string_view text) {
  const size_t n = std::min<size_t>(text.size(), 80);
  return "`" + std::string(text.substr(0, n)) + (n < text.size() ? "..." : "") + "`";
}

// An object, each of whose members is asked for by one who knows what it means.
class Members {
 public:
  // `where`: for messages, "the model".
  Members(element value, std::string where) : where_(std::move(where)) {
    if (value.get(object_) != simdjson::SUCCESS) Broken(where_ + " is no object");
  }
  // Throws where there are members that are none of these, or one of them twice.
  void AreAmong(std::initializer_list<std::string_view> known) const {
    std::vector<std::string_view> seen;
    for (const auto& [key, value] : object_) {
      if (std::find(known.begin(), known.end(), key) == known.end())
        Refuse(where_ + " has " + Quoted(key));
      if (std::find(seen.begin(), seen.end(), key) != seen.end())
        Broken(where_ + " has " + Quoted(key) + " twice");
      seen.push_back(key);
    }
  }
  // NULL is as good as not there.
  std::optional<element> Find(std::string_view key) const {
    element value;
    if (object_.at_key(key).get(value) != simdjson::SUCCESS || value.is_null()) return {};
    return value;
  }
  element Get(std::string_view key) const {
    const auto value = Find(key);
    if (!value) Broken(where_ + " has no " + Quoted(key));
    return *value;
  }
  std::string_view Text(std::string_view key) const {
    std::string_view text;
    if (Get(key).get(text) != simdjson::SUCCESS)
      Broken(Quoted(key) + " of " + where_ + " is no text");
    return text;
  }
  bool Flag(std::string_view key, std::optional<bool> otherwise) const {
    const auto value = Find(key);
    if (!value && otherwise) return *otherwise;
    bool flag = false;
    if (Get(key).get(flag) != simdjson::SUCCESS)
      Broken(Quoted(key) + " of " + where_ + " is neither true nor false");
    return flag;
  }
  array List(std::string_view key) const {
    array list;
    if (Get(key).get(list) != simdjson::SUCCESS)
      Broken(Quoted(key) + " of " + where_ + " is no list");
    return list;
  }
  object Map(std::string_view key) const {
    object map;
    if (Get(key).get(map) != simdjson::SUCCESS)
      Broken(Quoted(key) + " of " + where_ + " is no object");
    return map;
  }
  const std::string& where() const { return where_; }

 private:
  object object_;
  std::string where_;
};

class Parser {
 public:
  explicit Parser(element root) : root_(root, "the file") {}

  Tokenizer Parse() {
    root_.AreAmong({"version", "truncation", "padding", "added_tokens", "normalizer",
                    "pre_tokenizer", "post_processor", "decoder", "model"});
    ParseModel();
    if (const auto normalizer = root_.Find("normalizer")) ParseNormalizer(*normalizer);
    const auto cuts = root_.Find("pre_tokenizer");
    if (!cuts) Refuse("the tokenizer does not cut text into pieces (no `pre_tokenizer`)");
    ParseCut(*cuts);
    if (!byte_level_) Refuse("the tokenizer does not work on bytes (no `ByteLevel`)");
    if (root_.Find("added_tokens")) ParseAdded();
    return std::move(made_);
  }

 private:
  void ParseModel() {
    const Members model(root_.Get("model"), "the model");
    // Files of the library's first versions, GPT-2's among them, leave the type out.
    const bool is_old = !model.Find("type") && model.Find("merges");
    const std::string_view type = is_old ? "BPE" : model.Text("type");
    if (type != "BPE") Refuse("the model is of type " + Quoted(type));
    model.AreAmong({"type", "dropout", "unk_token", "continuing_subword_prefix",
                    "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges", "vocab",
                    "merges"});
    if (model.Find("dropout")) Refuse("the model has `dropout`");
    for (const char* const key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
      if (model.Find(key) && !model.Text(key).empty())
        Refuse(std::string("the model has `") + key + "`");
    }
    if (model.Flag("byte_fallback", false)) Refuse("the model has `byte_fallback`");
    if (model.Flag("ignore_merges", false)) made_.bpe.TakeWholePieces();
    for (const auto& [token, value] : model.Map("vocab")) {
      uint64_t id = 0;
      if (value.get(id) != simdjson::SUCCESS || id >= Bpe::kIds)
        Broken("the token " + Quoted(token) + " has no id");
      const auto number = static_cast<Bpe::Id>(id);
      if (!vocabulary_.emplace(std::string(token), number).second)
        Broken("the token " + Quoted(token) + " is there twice");
      if (!owners_.emplace(number, token).second)
        Broken("two tokens have the id " + std::to_string(id));
      // Others are met as added tokens alone.
      if (const auto bytes = BytesOf(token); bytes && !bytes->empty())
        made_.bpe.AddToken(*bytes, number);
    }
    if (const auto byte = made_.bpe.Finish())
      Refuse("there is no token for the byte " + std::to_string(*byte));
    uint32_t rank = 0;
    for (const element merge : model.List("merges")) ParseMerge(merge, rank++);
  }

  void ParseMerge(element merge, uint32_t rank) {
    std::string_view text, left, right;
    array pair;
    const std::string name = "the merge " + std::to_string(rank + 1);
    if (merge.get(text) == simdjson::SUCCESS) {
      const size_t blank = text.find(' ');
      if (blank == text.npos || text.find(' ', blank + 1) != text.npos)
        Broken(name + " is not two tokens with a blank between them");
      left = text.substr(0, blank), right = text.substr(blank + 1);
    } else if (merge.get(pair) != simdjson::SUCCESS || pair.size() != 2 ||
               pair.at(0).get(left) != simdjson::SUCCESS ||
               pair.at(1).get(right) != simdjson::SUCCESS) {
      Broken(name + " is not two tokens");
    }
    const Bpe::Id merged = IdOf(std::string(left).append(right), name);
    // The last of two that are equal counts in the library; there is none in a sound file.
    if (!made_.bpe.AddMerge(IdOf(left, name), IdOf(right, name), rank, merged))
      Broken(name + " is there twice");
  }

  // Debian's Abseil has a string_view of its own.
  absl::flat_hash_map<std::string, Bpe::Id>::const_iterator Known(std::string_view token) const {
    return vocabulary_.find(absl::string_view(token.data(), token.size()));
  }

  Bpe::Id IdOf(std::string_view token, const std::string& name) const {
    const auto found = Known(token);
    if (found == vocabulary_.end())
      Broken(name + " is of a token that there is not: " + Quoted(token));
    return found->second;
  }

  void ParseNormalizer(element value) {
    const Members normalizer(value, "the normalizer");
    const std::string_view type = normalizer.Text("type");
    if (type == "Sequence") {
      normalizer.AreAmong({"type", "normalizers"});
      for (const element part : normalizer.List("normalizers")) {
        if (++parts_ > kMostParts) Refuse("the normalizer has so many parts");
        ParseNormalizer(part);
      }
      return;
    }
    if (type != "NFC") Refuse("the normalizer is " + Quoted(type));
    normalizer.AreAmong({"type"});
    made_.form.emplace(unicode::Form::kNfc);
  }

  void ParseCut(element value) {
    const Members cut(value, "the pre-tokenizer");
    const std::string_view type = cut.Text("type");
    if (++parts_ > kMostParts) Refuse("the pre-tokenizer has so many parts");
    if (type == "Sequence") {
      cut.AreAmong({"type", "pretokenizers"});
      for (const element part : cut.List("pretokenizers")) ParseCut(part);
      return;
    }
    // What comes after it would see other characters.
    if (byte_level_) Refuse("the pre-tokenizer has " + Quoted(type) + " after `ByteLevel`");
    if (type == "ByteLevel") {
      ParseByteLevel(cut);
    } else if (type == "Split") {
      ParseSplit(cut);
    } else if (type == "Digits") {
      cut.AreAmong({"type", "individual_digits"});
      made_.cuts.emplace_back(
          PatternCalled(cut.Flag("individual_digits", {}) ? "digits" : "numbers"));
    } else {
      Refuse("the pre-tokenizer has " + Quoted(type));
    }
  }

  void ParseByteLevel(const Members& cut) {
    cut.AreAmong({"type", "add_prefix_space", "trim_offsets", "use_regex"});
    byte_level_ = true;
    made_.add_prefix_space = cut.Flag("add_prefix_space", {});
    if (made_.add_prefix_space && !made_.cuts.empty())
      Refuse("the pre-tokenizer has `add_prefix_space` after another cut");
    if (cut.Flag("use_regex", true)) made_.cuts.emplace_back(PatternCalled("gpt2"));
    if (made_.cuts.empty()) Refuse("the pre-tokenizer cuts nothing");
  }

  void ParseSplit(const Members& cut) {
    cut.AreAmong({"type", "pattern", "behavior", "invert"});
    const Members pattern(cut.Get("pattern"), "the pattern of the pre-tokenizer");
    pattern.AreAmong({"Regex"});
    const std::string_view written = pattern.Text("Regex");
    const Pattern* const known = PatternAsWritten(written);
    if (known == nullptr) Refuse("the pre-tokenizer has the pattern " + Quoted(written));
    const std::string_view behavior = cut.Text("behavior");
    const bool invert = cut.Flag("invert", {});
    // Files that were made from tiktoken's remove what is between matches: with its patterns,
    // nothing.
    const std::vector<std::string_view> whole = PatternsOfRanks();
    if (behavior == "Removed" && invert &&
        std::find(whole.begin(), whole.end(), known->name) != whole.end()) {
      made_.cuts.emplace_back(*known);
      return;
    }
    if (behavior != "Isolated") Refuse("the pre-tokenizer has the behavior " + Quoted(behavior));
    if (invert) Refuse("the pre-tokenizer has `invert`");
    made_.cuts.emplace_back(*known);
  }

  void ParseAdded() {
    for (const element value : root_.List("added_tokens")) {
      const Members token(value, "an added token");
      token.AreAmong({"id", "content", "single_word", "lstrip", "rstrip", "normalized", "special"});
      const std::string_view content = token.Text("content");
      if (content.empty() || content.size() > AddedTokens::kLongest)
        Broken("the added token " + Quoted(content) + " is empty or too long");
      for (const char* const key : {"single_word", "lstrip", "rstrip"}) {
        if (token.Flag(key, false))
          Refuse("the added token " + Quoted(content) + " has `" + key + "`");
      }
      uint64_t id = 0;
      if (token.Get("id").get(id) != simdjson::SUCCESS || id >= Bpe::kIds)
        Broken("the added token " + Quoted(content) + " has no id");
      const auto number = static_cast<Bpe::Id>(id);
      const auto known = Known(content);
      const auto [owner, fresh] = owners_.emplace(number, content);
      if ((known != vocabulary_.end() && known->second != number) ||
          (!fresh && owner->second != content))
        Broken("the added token " + Quoted(content) + " has the id of another one, or two ids");
      const bool normalized = token.Flag("normalized", {});
      const bool is_ascii = std::all_of(content.begin(), content.end(),
                                        [](char c) { return static_cast<uint8_t>(c) < 0x80; });
      if (normalized && made_.form && !is_ascii)
        Refuse("the added token " + Quoted(content) + " is `normalized`");
      if (!(normalized ? made_.added_normalized : made_.added).Add(content, number))
        Broken("the added token " + Quoted(content) + " is there twice");
    }
  }

  static constexpr int kMostParts = 16;

  const Members root_;
  Tokenizer made_;
  absl::flat_hash_map<std::string, Bpe::Id> vocabulary_;   // as the file writes tokens
  absl::flat_hash_map<Bpe::Id, std::string_view> owners_;  // whose ids they are
  bool byte_level_ = false;
  int parts_ = 0;
};

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
  return Parser(root).Parse();
}

}  // namespace textmill::tokenizer
