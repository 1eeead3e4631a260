#include "plugins/lib/readers/encoding/record_encodings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "plugins/lib/io/pack.h"
#include "plugins/lib/io/temp_folder.h"
#include "plugins/lib/readers/csv/read_csv.h"
#include "plugins/lib/readers/encoding/encoding_labels.h"
#include "plugins/lib/readers/encoding/test_utf16.h"
#include "plugins/lib/readers/json/read_json.h"
#include "plugins/lib/readers/jsonl/read_jsonl.h"
#include "textmill/testing.hpp"

namespace textmill::encoding {
namespace {

using io::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace testing;
using namespace std::string_literals;
using Strings = std::vector<std::string>;

// The texts that a reader finds, then why others failed.
template <class Reader>
Strings Texts(const std::string& name, const std::string& content, const Strings& encoding,
              uint64_t want = 1 << 20) {
  TempFolder folder;
  GivenParams params = {{"path", Strings{folder.Write(name, content)}}};
  if (!encoding.empty()) params.emplace_back("encoding", encoding);
  const ReadOutcome out = StageRunner<Reader>(params).Read(want);
  EXPECT_EQ(out.error, "");
  Strings texts;
  for (const auto& row : out.rows) texts.push_back(row.at("text"));
  for (const auto& failure : out.failures) texts.push_back("failed: " + failure.message);
  for (const auto& failed : out.failed_inputs) texts.push_back("input: " + failed);
  return texts;
}
Strings Csv(const std::string& content, const Strings& encoding = {}) {
  return Texts<csv::ReadCsv>("a.csv", content, encoding);
}
Strings Jsonl(const std::string& content, const Strings& encoding = {}) {
  return Texts<jsonl::ReadJsonl>("a.jsonl", content, encoding);
}
Strings Json(const std::string& content, const Strings& encoding = {}) {
  return Texts<json::ReadJson>("a.json", content, encoding);
}

TEST(RecordEncodings, BytesAreNotReadAsChinese) {
  const std::string content = "id,text\n1,Nobody has written this in UTF-16.\n";
  EXPECT_THAT(Csv(content, {"utf-16"}), ElementsAre(HasSubstr("its encoding is another")));
  EXPECT_EQ(Csv(content, {"utf-16", "latin-1"}).size(), 1u);
}

TEST(RecordEncodings, ANamedOne) {
  EXPECT_THAT(Csv("id,text\n1,\xDC"
                  "ber\n2,\x80\n",
                  {"latin-1"}),
              ElementsAre("\"Über\"", "\"€\""));
  EXPECT_THAT(Csv("gr\xF6\xDF"
                  "e,text\n1,a\n",
                  {"cp1252"}),
              ElementsAre("\"a\""));
  EXPECT_THAT(Jsonl("{\"text\":\"\xEF\xF0\"}\n{\"text\":\"b\"}", {"windows-1251"}),
              ElementsAre("\"пр\"", "\"b\""));
  EXPECT_THAT(Json("[{\"text\":\"\x82\xA0\\n\"},\n{\"text\":\"b\"}]", {"sjis"}),
              ElementsAre("\"あ\\n\"", "\"b\""));
  // The second byte of a character may look like a quotation mark's neighbour or a backslash.
  EXPECT_THAT(Jsonl("{\"text\":\"\x95\x5C\"}\n", {"shift_jis"}), ElementsAre("\"表\""));
  EXPECT_THAT(Csv("text;b\n\xA6\x7C;1\n", {"big5"}).size(), 1u);
}

TEST(RecordEncodings, Utf16WithAMarkAndWithout) {
  for (const bool big : {false, true}) {
    const std::string mark = Utf16(u"\uFEFF", big);
    const std::string csv = Utf16(u"id,text\r\n1,\"Über\r\nzwei\"\r\n2,Ωmega\r\n", big);
    const std::string lines = Utf16(u"{\"text\":\"Über\"}\n{\"text\":\"b\"}\n", big);
    const std::string list = Utf16(u"[{\"text\":\"Über\"},{\"text\":\"b\"}]", big);
    for (const std::string& front : {mark, ""s}) {
      EXPECT_THAT(Csv(front + csv), ElementsAre("\"Über\r\\nzwei\"", "\"Ωmega\""));
      EXPECT_THAT(Jsonl(front + lines), ElementsAre("\"Über\"", "\"b\""));
      EXPECT_THAT(Json(front + list), ElementsAre("\"Über\"", "\"b\""));
      EXPECT_THAT(Jsonl(io::Gzip(front + lines)), ElementsAre("\"Über\"", "\"b\""));
      EXPECT_THAT(Json(front + list, {"utf-8", "latin-1"}), ElementsAre("\"Über\"", "\"b\""));
    }
    EXPECT_THAT(Jsonl(mark + lines, {"utf-8"}), ElementsAre("\"Über\"", "\"b\""));
    EXPECT_THAT(Jsonl(lines, {"utf-8"}),
                ElementsAre(HasSubstr("UTF-16 without a byte order mark")));
  }
  EXPECT_THAT(Jsonl("\xFF\xFE\0\0a\0\0\0"s), ElementsAre(HasSubstr("it is UTF-32")));
}

TEST(RecordEncodings, TheFirstOfAListInWhichAllIsValid) {
  const std::string front(300000, ' ');  // the fault is far from the front
  const Strings both = {"utf-8", "latin-1"};
  EXPECT_THAT(Jsonl(front + "{\"text\":\"Über\"}\n", both), ElementsAre("\"Über\""));
  EXPECT_THAT(Jsonl(front + "{\"text\":\"\xDC\"}\n", both), ElementsAre("\"Ü\""));
  EXPECT_THAT(Csv("id,text\n1,Über\n2,\xDC\n", both), ElementsAre("\"Ãœber\"", "\"Ü\""));
  EXPECT_THAT(Json(io::Zstd("[{\"text\":\"\xA4\xA2\"}]"), {"utf-8", "euc-jp", "shift_jis"}),
              ElementsAre("\"あ\""));
  EXPECT_THAT(Json("[{\"text\":\"\x82\xA0\"}]", {"utf-8", "euc-jp", "shift_jis"}),
              ElementsAre("\"あ\""));
}

TEST(RecordEncodings, ARecordWithBytesThatAreNotValidFailsByItself) {
  EXPECT_THAT(
      Jsonl("{\"text\":\"\x82\"}\n{\"text\":\"\x82\xA0\"}\n", {"shift_jis"}),
      ElementsAre("\"あ\"", HasSubstr("the record is not valid shift_jis (at byte 9 of it)")));
  EXPECT_THAT(Csv("id,text\n1,\xFF\n2,\xB0\xA1\n3,\x80\n", {"euc-kr"}),
              ElementsAre("\"가\"", HasSubstr("not valid euc-kr (at byte 2 of it)"),
                          HasSubstr("not valid euc-kr (at byte 2 of it)")));
  EXPECT_THAT(Csv("id,text\n1,\xDC\n2,b\n"),
              ElementsAre("\"b\"", HasSubstr("name it by `encoding`")));
  EXPECT_THAT(Csv("\xDC,text\n1,b\n"), ElementsAre(HasSubstr("its header is not valid UTF-8")));
  // Cut off in the middle of a character.
  EXPECT_THAT(Jsonl("{\"text\":\"b\"}\n\x82", {"shift_jis"}),
              ElementsAre("\"b\"", HasSubstr("not valid shift_jis")));
}

TEST(RecordEncodings, IsRefusedInThePipeline) {
  StageRunner<csv::ReadCsv> run({{"path", Strings{"a.csv"}}, {"encoding", Strings{"latin-77"}}});
  EXPECT_THAT(run.Read().error, HasSubstr("there is no encoding `latin-77`"));
}

// However the bytes are cut, the text is the same.
TEST(Transcoder, InPieces) {
  std::mt19937 random(7);
  for (const std::string& name : EncodingNames()) {
    if (name == "utf-8") continue;
    for (int round = 0; round < 20; ++round) {
      std::string bytes;
      for (size_t n = random() % 300; n > 0; --n) bytes += static_cast<char>(random() % 256);
      std::string whole, pieces;
      Transcoder one(name), other(name);
      one.Convert(bytes, true, "\xFF", [&](std::string_view text) { whole += text; });
      for (size_t at = 0; at < bytes.size();) {
        const size_t n = std::min<size_t>(1 + random() % 5, bytes.size() - at);
        other.Convert(std::string_view(bytes).substr(at, n), false, "\xFF",
                      [&](std::string_view text) { pieces += text; });
        at += n;
      }
      other.Convert({}, true, "\xFF", [&](std::string_view text) { pieces += text; });
      EXPECT_EQ(pieces, whole) << name;
    }
  }
}

// Also what is only seen to be not valid in the piece after.
TEST(Transcoder, WhatIsNotValidIsSeenInPieces) {
  std::mt19937 random(8);
  const auto ignore = [](std::string_view) {};
  for (const std::string& name : EncodingNames()) {
    if (name == "utf-8") continue;
    for (int round = 0; round < 50; ++round) {
      std::string bytes;
      for (size_t n = random() % 6; n > 0; --n) bytes += static_cast<char>(random() % 256);
      const bool valid = Transcoder(name).Convert(bytes, true, "", ignore) == Transcoder::kAllValid;
      Transcoder pieces(name);
      bool all = true;
      for (size_t i = 0; i <= bytes.size() && all; ++i) {
        all = pieces.Convert(std::string_view(bytes).substr(i, 1), i == bytes.size(), "", ignore) ==
              Transcoder::kAllValid;
      }
      EXPECT_EQ(all, valid) << name;
    }
  }
}

// The first byte of a character that is cut off takes no line end with it, or else two records
// would be one.
TEST(Transcoder, ALineEndStays) {
  for (const std::string& name : EncodingNames()) {
    if (name.starts_with("utf-")) continue;
    for (int first = 0x80; first < 0x100; ++first) {
      std::string text;
      Transcoder(name).Convert(std::string{static_cast<char>(first), '\n', 'x'}, true, "\xFF",
                               [&](std::string_view part) { text += part; });
      EXPECT_TRUE(text.ends_with("\nx")) << name << " " << first;
    }
  }
}

// Units of all sizes give what one gives, with offsets that fit together.
TEST(RecordEncodings, InUnitsOfAllSizes) {
  std::string content = "id,text\n";
  for (int i = 0; i < 3000; ++i)
    content += std::to_string(i) + ",\"\xDC" + std::string(i % 50, '\xE9') + "\"\n";
  const Strings once = Texts<csv::ReadCsv>("a.csv", content, {"latin-1"});
  ASSERT_EQ(once.size(), 3000u);
  for (const uint64_t want : {1, 100, 4096, 100000})
    EXPECT_EQ(Texts<csv::ReadCsv>("a.csv", content, {"latin-1"}, want), once) << want;
}

}  // namespace
}  // namespace textmill::encoding
