// A tokenizer.json for tests: bytes and some merges of our own.
#ifndef TEXTMILL_PLUGINS_TEXT_TOKENS_TEST_TOKENIZER_H_
#define TEXTMILL_PLUGINS_TEXT_TOKENS_TEST_TOKENIZER_H_

#include <string>
#include <utility>
#include <vector>

namespace textmill::tokenizer {

// A byte as such files write it, told in another way than BytesOf does.
inline std::string CharacterOf(uint8_t byte) {
  const auto is_itself = [](int b) {
    return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
  };
  int c = byte;
  if (!is_itself(byte)) {
    c = 256;
    for (int b = 0; b < byte; ++b) c += is_itself(b) ? 0 : 1;
  }
  if (c < 0x80) return {static_cast<char>(c)};
  return {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3F))};
}

inline std::string AsJson(const std::string& text) {
  std::string json = "\"";
  for (const char c : text)
    json += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return json + "\"";
}

struct TestTokenizer {
  // Bytes have their own values as ids; the n-th merge makes the token 256 + n.
  std::vector<std::pair<std::string, std::string>> merges;
  std::string model;  // more members
  std::string added = "[]";
  std::string normalizer = "null";
  std::string pre_tokenizer =
      R"({"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true})";
  std::string more;  // more members of the file

  static std::string Written(const std::string& bytes) {
    std::string out;
    for (const char c : bytes) out += CharacterOf(static_cast<uint8_t>(c));
    return AsJson(out);
  }
  std::string Json() const {
    std::string vocab, pairs;
    for (int b = 0; b < 256; ++b)
      vocab += (b > 0 ? "," : "") + Written(std::string(1, static_cast<char>(b))) + ":" +
               std::to_string(b);
    for (size_t i = 0; i < merges.size(); ++i) {
      vocab += "," + Written(merges[i].first + merges[i].second) + ":" + std::to_string(256 + i);
      pairs +=
          (i > 0 ? ",[" : "[") + Written(merges[i].first) + "," + Written(merges[i].second) + "]";
    }
    return R"({"version":"1.0","truncation":null,"padding":null,"added_tokens":)" + added +
           R"(,"normalizer":)" + normalizer + R"(,"pre_tokenizer":)" + pre_tokenizer +
           R"(,"post_processor":null,"decoder":{"type":"ByteLevel"},"model":{"type":"BPE",)" +
           model + R"("vocab":{)" + vocab + R"(},"merges":[)" + pairs + "]}" + more + "}";
  }
};

// With words that the tests use.
inline TestTokenizer Words() {
  TestTokenizer words;
  words.merges = {{"t", "h"}, {"th", "e"},  {" ", "the"},    {"b", "r"},      {"i", "d"},
                  {"g", "e"}, {"br", "id"}, {"brid", "ge"},  {" ", "bridge"}, {"\n", "\n"},
                  {"1", "2"}, {"12", "3"},  {"\xC3", "\xA9"}};
  return words;
}

}  // namespace textmill::tokenizer

#endif  // TEXTMILL_PLUGINS_TEXT_TOKENS_TEST_TOKENIZER_H_
