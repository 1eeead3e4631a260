#include "plugins/text-tokens/byte_characters.h"
#include "plugins/text-tokens/json_parts.h"

namespace textmill::tokenizer {
namespace {

using Id = Vocabulary::Id;

// The tokens `<0x00>` to `<0xFF>`, of bytes of characters that are no token.
std::array<Id, 256> FallbackBytes(const Vocabulary& vocabulary) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::array<Id, 256> bytes{};
  for (int byte = 0; byte < 256; ++byte) {
    const std::string name = {'<', '0', 'x', kDigits[byte >> 4], kDigits[byte & 15], '>'};
    const auto id = vocabulary.Find(name);
    const bool occurs = byte < 0xC0 || (byte > 0xC1 && byte < 0xF5);
    if (!id && occurs) Refuse("the model has `byte_fallback`, but no token `" + name + "`");
    bytes[static_cast<size_t>(byte)] = id.value_or(0);
  }
  return bytes;
}

Id UnknownOf(const Members& model, const Vocabulary& vocabulary) {
  const std::string_view name = model.Text("unk_token");
  const auto id = vocabulary.Find(name);
  if (!id) Broken("the unknown token " + Quoted(name) + " is none of the model");
  return *id;
}

// `take(token, id)` for each, once it is in the vocabulary.
template <class Take>
void EachToken(const Members& model, Vocabulary* vocabulary, const Take& take) {
  for (const auto& [token, value] : model.Map("vocab")) {
    uint64_t id = 0;
    if (value.get(id) != simdjson::SUCCESS || id >= Bpe::kIds)
      Broken("the token " + Quoted(token) + " has no id");
    vocabulary->Add(token, static_cast<Id>(id));
    take(token, static_cast<Id>(id));
  }
}

// The two tokens that a merge is of.
std::pair<std::string_view, std::string_view> PairOf(element merge, const std::string& name) {
  std::string_view text, left, right;
  array pair;
  if (merge.get(text) == simdjson::SUCCESS) {
    const size_t blank = text.find(' ');
    if (blank == text.npos || text.find(' ', blank + 1) != text.npos)
      Broken(name + " is not two tokens with a blank between them");
    return {text.substr(0, blank), text.substr(blank + 1)};
  }
  if (merge.get(pair) != simdjson::SUCCESS || pair.size() != 2 ||
      pair.at(0).get(left) != simdjson::SUCCESS || pair.at(1).get(right) != simdjson::SUCCESS)
    Broken(name + " is not two tokens");
  return {left, right};
}

std::string MergeName(uint32_t rank) { return "the merge " + std::to_string(rank + 1); }

Bpe ParseBpe(const Members& model, bool byte_level, Vocabulary* vocabulary) {
  Bpe made;
  model.AreAmong({"type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix",
                  "fuse_unk", "byte_fallback", "ignore_merges", "vocab", "merges"});
  if (model.Find("dropout")) Refuse("the model has `dropout`");
  for (const char* const key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
    if (model.Find(key) && !model.Text(key).empty())
      Refuse(std::string("the model has `") + key + "`");
  }
  const bool byte_fallback = model.Flag("byte_fallback", false);
  if (byte_level && byte_fallback) Refuse("the model has `byte_fallback` and bytes");
  if (model.Flag("ignore_merges", false)) made.TakeWholePieces();
  EachToken(model, vocabulary, [&](std::string_view token, Id id) {
    if (!byte_level) {
      if (!token.empty()) made.AddToken(token, id);
    } else if (const auto bytes = BytesOf(token); bytes && !bytes->empty()) {
      // Others are met as added tokens alone.
      made.AddToken(*bytes, id);
    }
  });
  if (!byte_level) {
    std::optional<std::array<Id, 256>> bytes;
    if (byte_fallback) bytes = FallbackBytes(*vocabulary);
    std::optional<Id> unknown;
    if (!bytes && model.Find("unk_token")) unknown = UnknownOf(model, *vocabulary);
    made.FinishWithCharacters(bytes, unknown, model.Flag("fuse_unk", false));
  } else if (const auto byte = made.Finish()) {
    Refuse("there is no token for the byte " + std::to_string(*byte));
  }
  uint32_t rank = 0;
  for (const element merge : model.List("merges")) {
    const std::string name = MergeName(rank);
    const auto [left, right] = PairOf(merge, name);
    const auto id_of = [&](std::string_view token) {
      const auto id = vocabulary->Find(token);
      if (!id) Broken(name + " is of a token that there is not: " + Quoted(token));
      return *id;
    };
    const Id merged = id_of(std::string(left).append(right));
    // The last of two that are equal counts in the library; there is none in a sound file.
    if (!made.AddMerge(id_of(left), id_of(right), rank++, merged)) Broken(name + " is there twice");
  }
  return made;
}

// Of models that look for tokens at each place.
void CheckLength(std::string_view token) {
  if (token.size() > ByteTrie::kLongest)
    Refuse("the token " + Quoted(token) + " has " + std::to_string(token.size()) + " bytes");
}

Unigram ParseUnigram(const Members& model, Vocabulary* vocabulary) {
  Unigram made;
  model.AreAmong({"type", "unk_id", "vocab", "byte_fallback"});
  Id next = 0;
  for (const element value : model.List("vocab")) {
    array pair;
    std::string_view token;
    double score = 0;
    if (value.get(pair) != simdjson::SUCCESS || pair.size() != 2 ||
        pair.at(0).get(token) != simdjson::SUCCESS || pair.at(1).get(score) != simdjson::SUCCESS)
      Broken("the token " + std::to_string(next) + " is no text with a score");
    CheckLength(token);
    vocabulary->Add(token, next);
    made.AddToken(token, score);
    ++next;
  }
  if (next == 0) Broken("the model has no tokens");
  if (model.Find("unk_id")) {
    uint64_t id = 0;
    if (model.Get("unk_id").get(id) != simdjson::SUCCESS || id >= next)
      Broken("`unk_id` of the model is none of its tokens");
    made.SetUnknown(static_cast<Id>(id));
  }
  if (model.Flag("byte_fallback", false)) made.SetBytes(FallbackBytes(*vocabulary));
  return made;
}

WordPiece ParseWordPiece(const Members& model, Vocabulary* vocabulary) {
  model.AreAmong(
      {"type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab"});
  uint64_t most = 100;
  if (model.Find("max_input_chars_per_word") &&
      model.Get("max_input_chars_per_word").get(most) != simdjson::SUCCESS)
    Broken("`max_input_chars_per_word` of the model is no number");
  WordPiece made(std::string(model.Text("continuing_subword_prefix")), most);
  EachToken(model, vocabulary, [&](std::string_view token, Id id) {
    CheckLength(token);
    made.AddToken(token, id);
  });
  made.SetUnknown(UnknownOf(model, *vocabulary));
  return made;
}

}  // namespace

void Vocabulary::Add(std::string_view token, Id id) {
  if (!ids_.emplace(std::string(token), id).second)
    Broken("the token " + Quoted(token) + " is there twice");
  if (!owners_.emplace(id, std::string(token)).second)
    Broken("two tokens have the id " + std::to_string(id));
}

std::optional<Vocabulary::Id> Vocabulary::Find(std::string_view token) const {
  // Debian's Abseil has a string_view of its own.
  const auto found = ids_.find(absl::string_view(token.data(), token.size()));
  if (found == ids_.end()) return {};
  return found->second;
}

bool Vocabulary::Fits(std::string_view token, Id id) {
  const auto known = Find(token);
  const auto [owner, fresh] = owners_.emplace(id, std::string(token));
  return (!known || *known == id) && (fresh || owner->second == token);
}

bool WordsAreApart(const Members& model, const Vocabulary& vocabulary) {
  if (model.Flag("ignore_merges", false)) return false;
  // Else it is unknown, and may be one with what is unknown before it.
  if (!vocabulary.Find(kBlankMark)) return false;
  uint32_t rank = 0;
  for (const element merge : model.List("merges")) {
    const auto [left, right] = PairOf(merge, MergeName(rank++));
    const std::string token = std::string(left).append(right);
    size_t at = 0;
    while (token.compare(at, kBlankMark.size(), kBlankMark) == 0) at += kBlankMark.size();
    if (token.find(kBlankMark, at) != token.npos) return false;
  }
  return true;
}

Model ParseModel(const Members& model, bool byte_level, Vocabulary* vocabulary) {
  // Files of the library's first versions, GPT-2's among them, leave the type out.
  const bool is_old = !model.Find("type") && model.Find("merges");
  const std::string_view type = is_old ? "BPE" : model.Text("type");
  if (type == "BPE") return ParseBpe(model, byte_level, vocabulary);
  if (type != "Unigram" && type != "WordPiece") Refuse("the model is of type " + Quoted(type));
  if (byte_level) Refuse("the model is of type " + Quoted(type) + " and takes bytes");
  if (type == "Unigram") return ParseUnigram(model, vocabulary);
  return ParseWordPiece(model, vocabulary);
}

}  // namespace textmill::tokenizer
