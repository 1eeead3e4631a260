// Tokenizers that are not of bytes: those of Llama 2 and Mistral, of BERT, of T5 and XLM-R, in
// small.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <functional>

#include "plugins/text-tokens/charsmap.h"
#include "plugins/text-tokens/test_tokenizer.h"
#include "plugins/text-tokens/tokenizer_file.h"
#include "textmill/error.hpp"
#include "textmill/utf8.hpp"

namespace textmill::tokenizer {
namespace {

using Ids = std::vector<Bpe::Id>;
using ::testing::HasSubstr;

Ids Encoded(const std::string& json, std::string_view text) {
  const Tokenizer tokenizer = ParseTokenizerJson(json);
  Tokenizer::Scratch scratch = tokenizer.NewScratch();
  Ids ids, again;
  tokenizer.Encode(text, scratch, &ids);
  tokenizer.Encode(text, scratch, &again);  // from what is remembered
  EXPECT_EQ(ids, again) << text;
  return ids;
}
std::string ModelRefused(const std::string& json) {
  try {
    (void)ParseTokenizerJson(json);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}
std::string Replaced(std::string in, const std::string& what, const std::string& with) {
  const size_t at = in.find(what);
  EXPECT_NE(at, in.npos) << what;
  return in.replace(at, what.size(), with);
}

// Ids 0 to 255 are of bytes; letters, `▁` (blank), and what merges make follow.
std::string Llama(const std::string& normalizer, const std::string& pre_tokenizer) {
  std::string vocab, merges;
  int id = 0;
  const auto add = [&](const std::string& token) {
    vocab += (id > 0 ? "," : "") + AsJson(token) + ":" + std::to_string(id);
    ++id;
  };
  for (int b = 0; b < 256; ++b) {
    char name[8];
    std::snprintf(name, sizeof name, "<0x%02X>", b);
    add(name);
  }
  for (const char* const token : {"▁", "a", "b", "é", "▁a", "▁ab", "▁▁", "<s>"}) add(token);
  return R"({"added_tokens":[{"id":263,"content":"<s>","normalized":false}],"normalizer":)" +
         normalizer + R"(,"pre_tokenizer":)" + pre_tokenizer +
         R"(,"model":{"type":"BPE","byte_fallback":true,"fuse_unk":true,"unk_token":null,"vocab":{)" +
         vocab + R"(},"merges":["▁ a","▁a b","▁ ▁"]}})";
}
const std::string kLlama2 =
    Llama(R"({"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},)"
          R"({"type":"Replace","pattern":{"String":" "},"content":"▁"}]})",
          "null");

TEST(BpeOfCharacters, BytesWhereThereIsNoCharacter) {
  EXPECT_EQ(Encoded(kLlama2, "ab ab"), (Ids{261, 261}));
  EXPECT_EQ(Encoded(kLlama2, "éa€\n"), (Ids{256, 259, 257, 0xE2, 0x82, 0xAC, 0x0A}));
  EXPECT_EQ(Encoded(kLlama2, ""), Ids{});
  // The prefix and the blank become one, and what comes after an added token has one, too.
  EXPECT_EQ(Encoded(kLlama2, " ab"), (Ids{256, 261}));
  EXPECT_EQ(Encoded(kLlama2, "  "), (Ids{262, 256}));
  EXPECT_EQ(Encoded(kLlama2, "ab<s>ab"), (Ids{261, 263, 261}));
}

TEST(BpeOfCharacters, APrefixWhereTheTextBegins) {
  const std::string mistral = Llama(
      "null", R"({"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false})");
  EXPECT_EQ(Encoded(mistral, "ab ab"), (Ids{261, 261}));
  EXPECT_EQ(Encoded(mistral, "<s>ab"), (Ids{263, 257, 258}));
  EXPECT_EQ(Encoded(mistral, " ab"), (Ids{261}));
  const std::string gemma = Llama(
      R"({"type":"Replace","pattern":{"String":" "},"content":"▁"})",
      R"({"type":"Split","pattern":{"String":" "},"behavior":"MergedWithPrevious","invert":false})");
  EXPECT_EQ(Encoded(gemma, "ab ab"), (Ids{257, 258, 261}));
}

// Where no merge reaches from one word into the next, they are taken one by one; a megabyte of
// words is then no long piece.
TEST(BpeOfCharacters, LongTexts) {
  std::string text;
  while (text.size() < (5 << 20)) text += "ab ";
  EXPECT_EQ(Encoded(kLlama2, text).size(), text.size() / 3 + 1);
  const std::string across =
      Replaced(Replaced(kLlama2, R"("<s>":263)", R"("<s>":263,"b▁":264)"), R"("▁ ▁")", R"("b ▁")");
  EXPECT_EQ(Encoded(across, "ab ab"), (Ids{261, 261}));  // `▁ab` first: lower rank
  EXPECT_EQ(Encoded(across, "b b"), (Ids{256, 264, 258}));
}

TEST(BpeOfCharacters, UnknownOnes) {
  const std::string unknown =
      R"({"pre_tokenizer":null,"model":{"type":"BPE","unk_token":"?","fuse_unk":true,)"
      R"("vocab":{"?":0,"a":1,"b":2,"ab":3},"merges":[["a","b"]]}})";
  EXPECT_EQ(Encoded(unknown, "abxyab"), (Ids{3, 0, 3}));
  const std::string single = Replaced(unknown, "\"fuse_unk\":true", "\"fuse_unk\":false");
  EXPECT_EQ(Encoded(single, "abxyab"), (Ids{3, 0, 0, 3}));
  EXPECT_EQ(Encoded(Replaced(unknown, R"("unk_token":"?",)", ""), "abxyab"), (Ids{3, 3}));
  EXPECT_THAT(ModelRefused(Replaced(unknown, R"("unk_token":"?")", R"("unk_token":"!")")),
              HasSubstr("the unknown token `!` is none of the model"));
  EXPECT_THAT(
      ModelRefused(Replaced(unknown, R"("fuse_unk")", R"("byte_fallback":true,"fuse_unk")")),
      HasSubstr("no token `<0x00>`"));
}

// A blank's mark that is no token is unknown, too: nothing is cut before it.
TEST(BpeOfCharacters, AnUnknownMarkOfBlanks) {
  const std::string json =
      R"({"normalizer":{"type":"Replace","pattern":{"String":" "},"content":"▁"},)"
      R"("pre_tokenizer":null,"model":{"type":"BPE","unk_token":"?","fuse_unk":true,)"
      R"("vocab":{"?":0,"a":1,"b":2,"ab":3},"merges":[["a","b"]]}})";
  EXPECT_EQ(Encoded(json, "ab x y ab"), (Ids{3, 0, 3}));
}

std::string Bert(const std::string& how) {
  return R"({"added_tokens":[{"id":1,"content":"[SEP]","normalized":false}],"normalizer":)"
         R"({"type":"BertNormalizer",)" +
         how +
         R"(},"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"type":"WordPiece",)"
         R"("unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":6,)"
         R"("vocab":{"[UNK]":0,"[SEP]":1,"un":2,"##able":3,"##a":4,"##ble":5,"a":6,".":7,)"
         R"("中":8,"e":9,"##e":10,"é":11,"#":12}}})";
}
const std::string kUncased =
    Bert(R"("clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true)");

TEST(WordPieceTest, TheLongestFirst) {
  EXPECT_EQ(Encoded(kUncased, "unable un. A"), (Ids{2, 3, 2, 7, 6}));
  EXPECT_EQ(Encoded(kUncased, "una unx unableee"), (Ids{2, 4, 0, 0}));  // the last: too long
  EXPECT_EQ(Encoded(kUncased, "a[SEP]a [sep]"), (Ids{6, 1, 6, 0, 0, 0}));
  EXPECT_EQ(Encoded(kUncased, "##a"), (Ids{12, 12, 6}));
  EXPECT_EQ(Encoded(kUncased, ""), Ids{});
}

TEST(WordPieceTest, TheNormalizerOfBert) {
  EXPECT_EQ(Encoded(kUncased, "\u00c9 E\u0301e"), (Ids{9, 9, 10}));  // accents go
  EXPECT_EQ(Encoded(kUncased, "a中中a"), (Ids{6, 8, 8, 6}));
  EXPECT_EQ(Encoded(kUncased, "u\u00adn\u200b\u2003a"), (Ids{2, 6}));  // formats go
  EXPECT_EQ(Encoded(kUncased, std::string("u\0n", 3)), Ids{2});
  EXPECT_EQ(Encoded(kUncased, "a\u3002a"), (Ids{6, 0, 6}));  // a sign, by itself
  const std::string cased = Bert(
      R"("clean_text":true,"handle_chinese_chars":false,"strip_accents":null,"lowercase":false)");
  EXPECT_EQ(Encoded(cased, "é A a中"), (Ids{11, 0, 0}));
  const std::string accents = Bert(
      R"("clean_text":true,"handle_chinese_chars":true,"strip_accents":false,"lowercase":true)");
  EXPECT_EQ(Encoded(accents, "\u00c9"), Ids{11});
}

std::string OfUnigram(const std::string& normalizer, const std::string& model = "") {
  return R"({"normalizer":)" + normalizer +
         R"(,"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},)"
         R"({"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}]},)"
         R"("model":{"type":"Unigram","unk_id":0)" +
         model +
         R"(,"vocab":[["<unk>",0],["▁",-3],["a",-2],["b",-2.5],["ab",-4],["▁a",-4.5],["▁ab",-6.5],)"
         R"(["bb",-6]]}})";
}

TEST(NormalizerTest, ASmallFileMakesNoLargeTexts) {
  std::string steps;
  for (int i = 0; i < 30; ++i)
    steps += R"({"type":"Replace","pattern":{"String":"a"},"content":"aa"},)";
  const std::string json =
      OfUnigram(R"({"type":"Sequence","normalizers":[)" + steps + R"({"type":"NFC"}]})");
  EXPECT_THROW(Encoded(json, std::string(1000, 'a')), Error);
  EXPECT_THAT(
      ModelRefused(OfUnigram(R"({"type":"Prepend","prepend":")" + std::string(65, 'a') + "\"}")),
      HasSubstr("`prepend` of the normalizer has 65 bytes"));
  EXPECT_THAT(
      ModelRefused(Replaced(OfUnigram("null"), R"("replacement":"▁")", R"("replacement":"  ")")),
      HasSubstr("the `replacement` of the pre-tokenizer is not one character"));
}

TEST(UnigramTest, TheBestWayToCut) {
  const std::string json = OfUnigram("null");
  EXPECT_EQ(Encoded(json, "a"), (Ids{5}));   // -4.5, not -5
  EXPECT_EQ(Encoded(json, "ab"), (Ids{6}));  // -6.5, not -7
  EXPECT_EQ(Encoded(json, "abb  a"), (Ids{6, 3, 5}));
  EXPECT_EQ(Encoded(json, "bb"), (Ids{1, 3, 3}));  // -5, not -6
  EXPECT_EQ(Encoded(json, "axyb"), (Ids{5, 0, 3}));
  EXPECT_EQ(Encoded(json, "x"), (Ids{1, 0}));
  EXPECT_EQ(Encoded(json, " "), Ids{});
  EXPECT_THAT(ModelRefused(Replaced(json, "\"unk_id\":0", "\"unk_id\":99")), HasSubstr("`unk_id`"));
  EXPECT_THAT(ModelRefused(Replaced(json, R"(["b",-2.5])", R"(["a",-2.5])")), HasSubstr("twice"));
  EXPECT_THAT(ModelRefused(Replaced(json, R"(["b",-2.5])", R"(["b"])")),
              HasSubstr("the token 3 is no"));
  EXPECT_THAT(ModelRefused(
                  Replaced(json, R"(["b",-2.5])", R"([")" + std::string(1001, 'b') + R"(",-2.5])")),
              HasSubstr("bbb...` has 1001 bytes"));
}

// A double array as SentencePiece writes it, of some characters.
std::string MapOf(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::vector<uint32_t> units(1 << 12);
  std::vector<bool> taken(units.size());
  std::string texts;
  taken[0] = true;
  size_t base = 256;  // of the next node
  // Each node has 256 places of its own, which is simple and large.
  const std::function<void(size_t, const std::string&)> place = [&](size_t at,
                                                                    const std::string& prefix) {
    const size_t own = base;
    base += 256;
    bool leaf = false;
    for (int c = 0; c < 256; ++c) {
      const std::string longer = prefix + static_cast<char>(c);
      const bool is_there = std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
        return entry.first.starts_with(longer);
      });
      if (!is_there) continue;
      units[own ^ static_cast<size_t>(c)] = static_cast<uint32_t>(c);
      place(own ^ static_cast<size_t>(c), longer);
    }
    for (const auto& [from, to] : entries) {
      if (from != prefix) continue;
      leaf = true;
      units[own] = static_cast<uint32_t>(texts.size()) | 1U << 31;
      texts += to + '\0';
    }
    units[at] |= static_cast<uint32_t>(own ^ at) << 10 | (leaf ? 1U << 8 : 0);
  };
  place(0, "");
  std::string bytes;
  const auto put = [&](uint32_t value) {
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i));
  };
  put(static_cast<uint32_t>(units.size() * 4));
  for (const uint32_t unit : units) put(unit);
  return bytes + texts;
}

TEST(CharsmapTest, ClustersAndCharacters) {
  const Charsmap map(MapOf({{"ﬁ", "fi"}, {"\t", " "}, {"\u00ad", ""}, {"e\u0301", "é"}}));
  const auto mapped = [&](std::string_view text) {
    std::string out;
    map.Append(text, 1000, &out);
    return out;
  };
  EXPECT_EQ(mapped("of\uFB01ce\ta"), "office a");
  EXPECT_EQ(mapped("a\u00adb"), "ab");
  EXPECT_EQ(mapped("e\u0301"), "é");
  EXPECT_EQ(mapped("plain"), "plain");
  EXPECT_EQ(mapped(""), "");
  // A long cluster is taken apart, and its second character is none of the map.
  EXPECT_EQ(mapped("e\u0301\u0302\u0303"), "e\u0301\u0302\u0303");
  EXPECT_THROW(Charsmap(MapOf({{"a", std::string(65, 'b')}})), Error);
  EXPECT_THROW(Charsmap("\x08"), Error);
  EXPECT_THROW(Charsmap(std::string("\x08\0\0\0abcd", 8)), Error);
}

// Any bytes are a map that can be asked, or an error.
TEST(CharsmapTest, BrokenOnes) {
  std::string bytes = MapOf({{"ﬁ", "fi"}, {"\t", " "}});
  for (size_t at = 0; at < bytes.size(); at += 7) {
    std::string broken = bytes;
    broken[at] = static_cast<char>(broken[at] ^ 0x5A);
    try {
      const Charsmap map(broken);
      std::string out;
      map.Append("of\uFB01ce\t", 1000, &out);
      EXPECT_EQ(FirstInvalidUtf8(out), out.size());
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("the map of characters"));
    }
  }
}

}  // namespace
}  // namespace textmill::tokenizer
