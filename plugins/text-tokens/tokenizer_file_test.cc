#include "plugins/text-tokens/tokenizer_file.h"

#include <gmock/gmock.h>

#include "plugins/text-tokens/byte_characters.h"
#include "plugins/text-tokens/test_tokenizer.h"
#include "textmill/error.hpp"

namespace textmill::tokenizer {
namespace {

using Ids = std::vector<Bpe::Id>;
using ::testing::HasSubstr;

Ids Encoded(const Tokenizer& tokenizer, std::string_view text) {
  Tokenizer::Scratch scratch = tokenizer.NewScratch();
  Ids ids;
  tokenizer.Encode(text, scratch, &ids);
  return ids;
}
Ids Encoded(const TestTokenizer& made, std::string_view text) {
  return Encoded(ParseTokenizerJson(made.Json()), text);
}
std::string Refused(const std::string& json) {
  try {
    (void)ParseTokenizerJson(json);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}
// One that is fine but for `what`, which takes the place of `of`.
std::string RefusedWith(const std::string& of, const std::string& what) {
  std::string json = Words().Json();
  const size_t at = json.find(of);
  EXPECT_NE(at, json.npos) << of;
  return Refused(json.replace(at, of.size(), what));
}

TEST(TokenizerJson, WordsBecomeTokens) {
  EXPECT_EQ(Encoded(Words(), "the bridge the"), (Ids{257, 264, 258}));
  EXPECT_EQ(Encoded(Words(), "123 \u00e9\n\n"), (Ids{267, ' ', 268, 265}));
  EXPECT_EQ(Encoded(Words(), ""), Ids{});
  // All bytes there and back.
  for (int b = 0; b < 256; ++b)
    EXPECT_EQ(BytesOf(CharacterOf(static_cast<uint8_t>(b))), std::string(1, static_cast<char>(b)));
  EXPECT_FALSE(BytesOf("a b"));
  EXPECT_FALSE(BytesOf("\u2581"));
}

TEST(TokenizerJson, MergesMayBeTexts) {
  std::string json = Words().Json();
  const size_t at = json.find("\"merges\":");
  json = json.substr(0, at) + "\"merges\":[\"t h\",\"th e\"]}}";
  EXPECT_EQ(Encoded(ParseTokenizerJson(json), "the"), Ids{257});
}

TEST(TokenizerJson, TheTypeOfTheModelMayBeLeftOut) {
  std::string json = Words().Json();
  const std::string type = R"("type":"BPE",)";
  json.erase(json.find(type), type.size());
  EXPECT_EQ(Encoded(ParseTokenizerJson(json), "the bridge"), (Ids{257, 264}));
  EXPECT_THAT(Refused(R"({"model":{"vocab":{}}})"), HasSubstr("the model has no `type`"));
}

TEST(TokenizerJson, AddedTokensComeFirst) {
  TestTokenizer made = Words();
  const auto token = [](const std::string& content, int id, const char* normalized) {
    return R"({"id":)" + std::to_string(id) + R"(,"content":")" + content +
           R"(","single_word":false,"lstrip":false,"rstrip":false,"normalized":)" + normalized +
           R"(,"special":true})";
  };
  made.added = "[" + token("<end>", 300, "false") + "," + token("<end>>", 301, "false") + "," +
               token("the", 257, "true") + "," + token("<e", 302, "true") + "]";
  EXPECT_EQ(Encoded(made, "a<end>>b<end>"), (Ids{'a', 301, 'b', 300}));
  EXPECT_EQ(Encoded(made, "<en<end"), (Ids{302, 'n', 302, 'n', 'd'}));
  EXPECT_EQ(Encoded(made, " bridge the"), (Ids{264, ' ', 257}));
  made.added = "[" + token("the", 300, "true") + "]";
  EXPECT_THAT(Refused(made.Json()), HasSubstr("`the` has the id of another one"));
  made.added = "[" + token("<x>", 300, "true") + "," + token("<x>", 300, "true") + "]";
  EXPECT_THAT(Refused(made.Json()), HasSubstr("`<x>` is there twice"));
  made.added = R"([{"id":300,"content":"<m>","single_word":true,"normalized":false}])";
  EXPECT_THAT(Refused(made.Json()), HasSubstr("the added token `<m>` has `single_word`, which"));
  made.added = R"([{"id":300,"content":"<m>","lstrip":true,"rstrip":true,"normalized":false}])";
  EXPECT_EQ(Encoded(made, "a \u3000<m>\n<m> b <m>"), (Ids{'a', 300, 300, 'b', 300}));
}

TEST(TokenizerJson, NormalFormPrefixAndCuts) {
  TestTokenizer made = Words();
  EXPECT_EQ(Encoded(made, "e\u0301"), (Ids{'e', 0xCC, 0x81}));
  made.normalizer = R"({"type":"Sequence","normalizers":[{"type":"NFC"}]})";
  EXPECT_EQ(Encoded(made, "e\u0301"), Ids{268});
  made.pre_tokenizer = R"({"type":"ByteLevel","add_prefix_space":true,"use_regex":true})";
  EXPECT_EQ(Encoded(made, "the the"), (Ids{258, 258}));
  made.pre_tokenizer =
      R"({"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},)"
      R"({"type":"ByteLevel","add_prefix_space":false,"use_regex":true}]})";
  EXPECT_EQ(Encoded(made, "123 the"), (Ids{'1', '2', '3', 258}));
  made.pre_tokenizer =
      R"({"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}{1,3}"},)"
      R"("behavior":"Isolated","invert":false},)"
      R"({"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]})";
  EXPECT_EQ(Encoded(made, "1212the the"), (Ids{266, '1', '2', 257, 258}));
}

TEST(TokenizerJson, WhatIsBetweenMatchesMayBeRemovedWhereThereIsNothing) {
  TestTokenizer made = Words();
  const auto removed = [](const std::string& pattern) {
    return R"({"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":)" +
           AsJson(PatternCalled(pattern).written) + R"(},"behavior":"Removed","invert":true},)" +
           R"({"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]})";
  };
  made.pre_tokenizer = removed("llama3");
  EXPECT_EQ(Encoded(made, "1212the the"), (Ids{266, '1', '2', 257, 258}));
  made.pre_tokenizer = removed("digits");
  EXPECT_THAT(Refused(made.Json()), HasSubstr("has the behavior `Removed`"));
}

TEST(TokenizerJson, WholePieces) {
  TestTokenizer made;
  made.merges = {{"b", "c"}, {"a", "b"}, {"ab", "c"}};  // `abc` is never reached
  EXPECT_EQ(Encoded(made, "abc"), (Ids{'a', 256}));
  made.model = R"("ignore_merges":true,)";
  EXPECT_EQ(Encoded(made, "abc"), Ids{258});
}

TEST(TokenizerJson, WhatIsNotKnownIsRefused) {
  EXPECT_EQ(Refused(Words().Json()), "");
  EXPECT_EQ(RefusedWith(R"("type":"BPE")", R"("type":"WordLevel")"),
            "the model is of type `WordLevel`, which text.tokens does not know; a count without it "
            "would be wrong");
  EXPECT_THAT(RefusedWith(R"("type":"BPE")", R"("type":"Unigram")"),
              HasSubstr("the model is of type `Unigram` and takes bytes"));
  const std::string pre = Words().pre_tokenizer;
  const std::pair<const char*, std::string> models[] = {
      {R"("dropout":0.1,"type":"BPE")", "the model has `dropout`"},
      {R"("byte_fallback":true,"type":"BPE")", "the model has `byte_fallback` and bytes"},
      {R"("end_of_word_suffix":"</w>","type":"BPE")", "the model has `end_of_word_suffix`"},
      {R"("unheard_of":1,"type":"BPE")", "the model has `unheard_of`"},
      {R"("type":"BPE","type":"BPE")", "has `type` twice"}};
  for (const auto& [model, why] : models)
    EXPECT_THAT(RefusedWith(R"("type":"BPE")", model), HasSubstr(why));
  const std::pair<const char*, std::string> normalizers[] = {
      {R"("normalizer":{"type":"Nmt"})", "the normalizer is `Nmt`"},
      {R"("normalizer":{"type":"NFC","x":1})", "the normalizer has `x`"},
      {R"("normalizer":{"type":"Sequence","normalizers":[{"type":"Nmt"}]})", "is `Nmt`"},
      {R"("normalizer":{"type":"Replace","pattern":{"Regex":"a+"},"content":""})", "`a+`"},
      {R"("normalizer":{"type":"Precompiled","precompiled_charsmap":"?"})", "is no base64"},
      {R"("normalizer":{"type":"Precompiled","precompiled_charsmap":"/////wAA"})", "is broken"},
      {R"("normalizer":7)", "the normalizer is no object"}};
  for (const auto& [normalizer, why] : normalizers)
    EXPECT_THAT(RefusedWith(R"("normalizer":null)", normalizer), HasSubstr(why));
  const std::pair<std::string, std::string> cuts[] = {
      {R"({"type":"Whitespace"})", "has `Whitespace`"},
      {R"({"type":"Sequence","pretokenizers":[)" + pre + "," + pre + "]}", "after `ByteLevel`"},
      {R"({"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},)"
       R"({"type":"ByteLevel","add_prefix_space":true}]})",
       "`add_prefix_space` after another cut"},
      {R"({"type":"Split","pattern":{"Regex":"(a+)+b"},"behavior":"Isolated","invert":false})",
       "the pattern `(a+)+b`"},
      {R"({"type":"Split","pattern":{"String":" "},"behavior":"Contiguous","invert":false})",
       "the behavior `Contiguous`"},
      {R"({"type":"Metaspace","replacement":"_","prepend_scheme":"second"})", "`second`"},
      {R"({"type":"Split","pattern":{"Regex":"\\p{N}"},"behavior":"Removed","invert":false})",
       "the behavior `Removed`"}};
  for (const auto& [cut, why] : cuts) EXPECT_THAT(RefusedWith(pre, cut), HasSubstr(why));
  EXPECT_THAT(RefusedWith(R"("version":"1.0")", R"("new_part":{})"),
              HasSubstr("the file has `new_part`"));
}

TEST(TokenizerJson, BrokenOnes) {
  EXPECT_THAT(Refused("{"), HasSubstr("it is not valid JSON"));
  EXPECT_THAT(Refused("{}"), HasSubstr("the file has no `model`"));
  EXPECT_THAT(RefusedWith("\"a\":97", "\"a\":98"), HasSubstr("two tokens have the id 98"));
  EXPECT_THAT(RefusedWith("\"a\":97", "\"a\":-1"), HasSubstr("the token `a` has no id"));
  EXPECT_THAT(RefusedWith("\"a\":97,", ""), HasSubstr("no token for the byte 97"));
  EXPECT_THAT(RefusedWith("[\"t\",\"h\"]", "[\"t\",\"x\"]"),
              HasSubstr("the merge 1 is of a token"));
  EXPECT_THAT(RefusedWith("[\"t\",\"h\"]", "\"th\""), HasSubstr("is not two tokens"));
  EXPECT_THAT(RefusedWith("[\"t\",\"h\"]", "[\"t\",\"h\"],[\"t\",\"h\"]"),
              HasSubstr("the merge 2 is there twice"));
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += R"({"type":"Sequence","pretokenizers":[)";
  deep += Words().pre_tokenizer;
  for (int i = 0; i < 40; ++i) deep += "]}";
  EXPECT_THAT(RefusedWith(Words().pre_tokenizer, deep), HasSubstr("so many parts"));
}

std::string Base64(const std::string& bytes) {
  static const std::string digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k)
      bits = bits << 8 | (i + k < bytes.size() ? static_cast<uint8_t>(bytes[i + k]) : 0);
    for (size_t k = 0; k < 4; ++k)
      out += i + k > bytes.size() ? '=' : digits[bits >> (18 - 6 * k) & 63];
  }
  return out;
}

std::string Ranks() {
  std::string lines;
  int rank = 0;
  for (int b = 0; b < 256; ++b)
    lines += Base64(std::string(1, static_cast<char>(b))) + " " + std::to_string(rank++) + "\n";
  for (const char* const token : {"th", "he", "the", " the", "12", "123"})
    lines += Base64(token) + " " + std::to_string(rank++) + "\n";
  return lines;
}

TEST(Ranks, NeighboursThatAreATokenTogetherAreMerged) {
  const Tokenizer tokenizer = ParseRanks(Ranks(), PatternCalled("cl100k"));
  EXPECT_EQ(Encoded(tokenizer, "the thhe"), (Ids{258, ' ', 256, 257}));
  EXPECT_EQ(Encoded(tokenizer, " the 1234"), (Ids{259, ' ', 261, '4'}));
  const Tokenizer digits = ParseRanks(Ranks(), PatternCalled("qwen2"));
  EXPECT_EQ(Encoded(digits, "123"), (Ids{'1', '2', '3'}));
}

TEST(Ranks, BrokenOnes) {
  const auto refused = [](const std::string& lines) -> std::string {
    try {
      (void)ParseRanks(lines, PatternCalled("gpt2"));
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(refused(Ranks()), "");
  EXPECT_THAT(refused(Ranks() + "dGhl 300\n"),
              HasSubstr("line 263 has a token or a rank a second time"));
  EXPECT_THAT(refused(Ranks() + "eHl6 3\n"),
              HasSubstr("line 263 has a token or a rank a second time"));
  EXPECT_THAT(refused(Ranks() + "eHl6 x\n"), HasSubstr("line 263 has no rank"));
  EXPECT_THAT(refused(Ranks() + "eHl6 3000000000\n"), HasSubstr("line 263 has no rank"));
  EXPECT_THAT(refused(Ranks() + "?? 300\n"), HasSubstr("line 263 has no base64"));
  EXPECT_THAT(refused(Ranks() + "eHl6\n"), HasSubstr("line 263 has no blank"));
  EXPECT_THAT(refused(Ranks() + std::string(4000, 'A') + " 300\n"),
              HasSubstr("line 263 is too long"));
  EXPECT_THAT(refused("eHl6 3\n"), HasSubstr("no token for the byte 0"));
}

}  // namespace
}  // namespace textmill::tokenizer
